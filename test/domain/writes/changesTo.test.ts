import fc from 'fast-check';
import { type CalendarDate, plusDays } from '../../../src/domain/calendarDate';
import { unitsOn } from '../../../src/domain/unitTimeline';
import { changesTo, type Limits } from '../../../src/domain/writes/changesTo';
import { withWrites } from '../../../src/domain/writes/held';
import { missedCharges } from '../../../src/domain/writes/missed';
import { chargeText, day, heldLine, meantLine, monthOf, unitsFrom, writeText, type TableLine } from './lineFixture';

interface Row {
	readonly rule: string;
	readonly held: TableLine;
	readonly meant: TableLine;
	readonly taken?: readonly string[];
	readonly from?: string;
	readonly lastDay?: string;
	readonly changes: readonly string[];
	readonly charges?: readonly string[];
}

const ten: TableLine = { units: { '2026-10-01': 10 } };

const moved: readonly Row[] = [
	{
		rule: 'case 20: a rise moves to the next day, the day between is charged',
		held: { units: { '2026-10-01': 10, '2026-11-01': 13 } },
		meant: { units: { '2026-10-01': 10, '2026-11-01': 15 } },
		taken: ['2026-11-01'],
		changes: ['+2@2026-11-02'],
		charges: ['1.20@2026-11-01 cost 0.96'],
	},
	{
		rule: 'case 23: a fall moves to the next day, the day between is credited',
		held: { units: { '2026-10-01': 10, '2026-11-01': 8 } },
		meant: { units: { '2026-10-01': 10, '2026-11-01': 7 } },
		taken: ['2026-11-01'],
		changes: ['-1@2026-11-02'],
		charges: ['-0.60@2026-11-01 cost -0.48'],
	},
	{
		rule: 'two days in a row that are taken are both charged',
		held: ten,
		meant: { units: { '2026-10-01': 10, '2026-11-01': 12 } },
		taken: ['2026-11-01', '2026-11-02'],
		changes: ['+2@2026-11-03'],
		charges: ['2.40@2026-11-01 cost 1.92'],
	},
	{
		rule: 'a change that moves past the end of a period is charged in each of both',
		held: ten,
		meant: { units: { '2026-10-01': 10, '2026-10-31': 11 } },
		from: '2026-10-31',
		taken: ['2026-10-31', '2026-11-01'],
		changes: ['+1@2026-11-02'],
		charges: ['0.58@2026-10-31 cost 0.46', '0.60@2026-11-01 cost 0.48'],
	},
	{
		rule: 'a price that moves is charged for the day between',
		held: ten,
		meant: { ...ten, price: { '2026-10-01': '18.00', '2026-11-01': '20.00' } },
		taken: ['2026-11-01'],
		changes: ['+0@2026-11-02 price 20'],
		charges: ['0.67@2026-11-01 cost 0.00'],
	},
	{
		rule: 'a cost that moves alone is a charge of nothing, with its cost',
		held: ten,
		meant: { ...ten, cost: { '2026-10-01': '14.40', '2026-11-01': '15.00' } },
		taken: ['2026-11-01'],
		changes: ['+0@2026-11-02 cost 15'],
		charges: ['0.00@2026-11-01 cost 0.20'],
	},
	{
		rule: 'a fall takes no more than a later day, which is taken, leaves; the rest comes back after it',
		held: { units: { '2026-10-01': 10, '2026-11-05': 3 } },
		meant: { units: { '2026-10-01': 10, '2026-11-01': 2 } },
		taken: ['2026-11-05'],
		changes: ['-3@2026-11-01', '+2@2026-11-06'],
		charges: ['-10.80@2026-11-01 cost -8.64'],
	},
	{
		rule: 'where no day is left before the contract ends, nothing is written and what is missing is charged',
		held: ten,
		meant: { units: { '2026-10-01': 10, '2026-11-30': 12 } },
		from: '2026-11-30',
		lastDay: '2026-11-30',
		taken: ['2026-11-30'],
		changes: [],
		charges: ['1.20@2026-11-30 cost 0.96'],
	},
];

const unmoved: readonly Row[] = [
	{
		rule: 'a line that holds what it is to hold takes nothing',
		held: ten,
		meant: { ...ten, price: { '2026-10-01': '18.00' } },
		changes: [],
	},
	{
		rule: 'units and their price come in one change of the day',
		held: ten,
		meant: { units: { '2026-10-01': 10, '2026-11-01': 12 }, price: { '2026-10-01': '18.00', '2026-11-01': '20.00' } },
		changes: ['+2@2026-11-01 price 20'],
	},
	{
		rule: 'a price ends where another one of ours begins, so it is written there again',
		held: { ...ten, price: { always: '18.00', '2026-11-15': '20.00' } },
		meant: { ...ten, price: { '2026-10-01': '18.00', '2026-11-01': '19.00' } },
		changes: ['+0@2026-11-01 price 19', '+0@2026-11-15 price 19'],
	},
	{
		rule: 'where that day is taken, on the next one, and the day between is credited',
		held: { ...ten, price: { always: '18.00', '2026-11-15': '20.00' } },
		meant: { ...ten, price: { '2026-10-01': '18.00', '2026-11-01': '19.00' } },
		taken: ['2026-11-15'],
		changes: ['+0@2026-11-01 price 19', '+0@2026-11-16 price 19'],
		charges: ['-0.33@2026-11-15 cost 0.00'],
	},
	{
		rule: 'a scheduled change that is not meant any more is taken back on its day',
		held: { units: { '2026-10-01': 10, '2026-12-01': 6 } },
		meant: ten,
		changes: ['+4@2026-12-01'],
	},
	{
		rule: 'a line that is to hold nothing needs no price',
		held: ten,
		meant: { units: { '2026-10-01': 10, '2026-11-01': 0 }, price: { '2026-11-01': '20.00' } },
		changes: ['-10@2026-11-01'],
	},
	{
		rule: 'days before the order are left alone, and charged',
		held: { units: { '2026-10-01': 10, '2026-10-20': 9 } },
		meant: ten,
		changes: ['+1@2026-11-01'],
		charges: ['6.97@2026-10-20 cost 5.57'],
	},
];

function limitsOf({ from = '2026-11-01', lastDay = '2027-12-31', taken = [] }: Partial<Row>): Limits {
	return { unitsFrom: day(from), ratesFrom: day(from), lastDay: day(lastDay), taken: new Set(taken.map(day)) };
}

describe('changesTo', () => {
	it.each([...moved, ...unmoved])('$rule', (row) => {
		const held = heldLine(row.held);
		const meant = meantLine(row.meant);
		const limits = limitsOf(row);
		const changes = changesTo(meant, held, limits);
		expect(changes.map(writeText)).toEqual(row.changes);
		const before = { meant: heldAsMeant(row.held), held };
		const after = { meant, held: withWrites(held, changes) };
		const charges = missedCharges(before, after, { periodOf: monthOf, lastDay: limits.lastDay });
		const texts = charges.map(chargeText).filter((text) => !text.startsWith('0.00@') || !text.endsWith('cost 0.00'));
		expect(texts).toEqual(row.charges ?? []);
	});
});

function heldAsMeant(line: TableLine) {
	return meantLine({ price: { always: '18.00' }, cost: { always: '14.40' }, ...line });
}

const first = day('2026-11-01');
const window = Array.from({ length: 60 }, (_, at) => plusDays(first, at));
const timelines = fc
	.dictionary(fc.constantFrom<string[]>(...window, '2026-10-01'), fc.integer({ min: 0, max: 12 }))
	.map((steps) => ({ units: Object.fromEntries(Object.entries(steps).toSorted()) }));

describe('changesTo over random lines', () => {
	it('what is in force plus the adjustments is the target on every day of the window', () => {
		fc.assert(
			fc.property(timelines, timelines, (held, meant) => {
				const changes = changesTo(meantLine(meant), heldLine(held), limitsOf({}));
				const after = withWrites(heldLine(held), changes).units;
				const differing = window.filter((on) => unitsOn(after, on) !== unitsOn(unitsFrom(meant.units), on));
				expect(differing).toEqual([]);
			}),
			{ seed: 1 },
		);
	});

	it('with days that are taken no day is changed twice, none holds less than nothing, and planning again plans nothing', () => {
		fc.assert(
			fc.property(timelines, timelines, fc.subarray(window), (held, meant, taken) => {
				const limits = limitsOf({ taken });
				const changes = changesTo(meantLine(meant), heldLine(held), limits);
				const days: readonly CalendarDate[] = changes.map(({ on }) => on);
				expect(days.filter((on, at) => limits.taken.has(on) || days.indexOf(on) !== at)).toEqual([]);
				const after = withWrites(heldLine(held), changes);
				expect(after.units.filter(({ units }) => units < 0)).toEqual([]);
				expect(changesTo(meantLine(meant), after, limits)).toEqual([]);
			}),
			{ seed: 2 },
		);
	});
});
