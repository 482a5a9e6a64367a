import type { ContractService, UnitRow } from '../../../src/domain/contract/contract';
import { isPosted, lineState, ratedRows, ratesAgree, rowsOfLine } from '../../../src/domain/contract/lineState';
import { contradictingRows } from '../../../src/domain/contract/summedRows';
import type { ContractServiceId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import { unitsOn } from '../../../src/domain/unitTimeline';
import { contractId, contractOf, day, type LineFigures, lineOf, rateOf, rowsOf, serviceId } from '../planning/scenario';

const contract = contractOf();
const october = { start: day('2026-10-01'), nextStart: day('2026-11-01') };
const split: LineFigures = {
	units: [
		['2026-01-01', 10],
		['2026-10-16', 13],
	],
};

function octoberOnly(figures: LineFigures): readonly UnitRow[] {
	return rowsOf(figures).filter((row) => row.startsOn >= october.start && row.startsOn < october.nextStart);
}

describe('ratedRows', () => {
	it.each<{
		rule: string;
		rows: readonly UnitRow[];
		on: string;
		journalled?: readonly { price: string; cost?: string }[];
		price: string | undefined;
	}>([
		{ rule: 'an unsplit row is its total over its units', rows: rowsOf({ units: 10 }), on: '2026-10-16', price: '18' },
		{ rule: "a split row is explained by the line's unsplit rows", rows: rowsOf(split), on: '2026-10-20', price: '18' },
		{ rule: 'the part before the split is explained, too', rows: rowsOf(split), on: '2026-10-10', price: '18' },
		{
			rule: 'a split row without others is explained by the journal',
			rows: octoberOnly(split),
			on: '2026-10-20',
			journalled: [{ price: '18.00', cost: '14.40' }],
			price: '18',
		},
		{
			rule: 'a rate of the journal that does not explain it is passed over',
			rows: octoberOnly(split),
			on: '2026-10-20',
			journalled: [{ price: '20.00' }, { price: '18.00' }],
			price: '18',
		},
		{
			rule: 'a split row that nothing explains has no known rate',
			rows: octoberOnly(split),
			on: '2026-10-20',
			journalled: [{ price: '20.00' }],
			price: undefined,
		},
		{ rule: 'a row without units has no rate', rows: rowsOf({ units: 0 }), on: '2026-10-16', price: undefined },
		{
			rule: 'a day without a row has no rate',
			rows: rowsOf({ units: [['2026-11-01', 5]] }),
			on: '2026-10-16',
			price: undefined,
		},
		{
			rule: 'a total of four places gives a rate of four places',
			rows: rowsOf({ units: 3, price: '0.3333' }),
			on: '2026-10-16',
			price: '0.3333',
		},
	])('$rule', ({ rows, on, journalled, price }) => {
		const known = { journalled: (journalled ?? []).map(({ price, cost }) => rateOf(price, cost)) };
		const rated = ratedRows(lineState(rows), contract, () => known);
		const held = rated.find(({ row }) => row.startsOn <= on && on <= row.endsOn);
		expect(held?.rate?.price).toBe(price === undefined ? undefined : decimal(price));
	});

	it('the cost is read beside the price, and absent where it may not be seen', () => {
		const [row] = rowsOf({ units: 10 });
		if (!row) throw new Error('no row');
		const { cost: _, ...blind } = row;
		expect(ratedRows(lineState([row]), contract)).toEqual([{ row, rate: { price: '18', cost: '14.4' } }]);
		expect(ratedRows(lineState([blind]), contract)).toEqual([{ row: blind, rate: { price: '18' } }]);
	});
});

describe('a cost that somebody has set on days of a period', () => {
	const figures = {
		units: 12,
		cost: '14.40',
		rates: [
			['2026-10-14', '18.00', '19.00'],
			['2026-11-23', '18.00', '20.00'],
		],
	} as const;

	// 12 x 19.00 x 22 / 30 = 167.2 of November, 12 x 19.00 x 18 / 31 = 132.3871 of October.
	it.each([
		{ on: '2026-10-01', cost: '14.4' },
		{ on: '2026-10-14', cost: '19' },
		{ on: '2026-11-01', cost: '19' },
		{ on: '2026-11-23', cost: '20' },
		{ on: '2026-12-01', cost: '20' },
	])('is read from what the row comes to: $cost on $on', ({ on, cost }) => {
		const rated = ratedRows(lineState(rowsOf(figures)), contract);
		expect(rated.find(({ row }) => row.startsOn === on)?.rate).toEqual({ price: '18', cost });
	});
});

describe('lineState', () => {
	it.each([
		{ rule: 'units follow the rows', figures: split, on: '2026-10-16', units: 13 },
		{ rule: 'and hold before a split', figures: split, on: '2026-10-15', units: 10 },
		{
			rule: 'nothing is held before the first row',
			figures: { units: [['2026-10-01', 5]] as const },
			on: '2026-09-30',
			units: 0,
		},
	])('$rule', ({ figures, on, units }) => {
		expect(unitsOn(lineOf(figures).state.units, day(on))).toBe(units);
	});

	it('days that the rows leave out hold nothing', () => {
		const rows = rowsOf({ units: 10 }).filter((row) => row.startsOn !== '2026-10-01');
		const { units } = lineState(rows);
		expect(['2026-09-30', '2026-10-01', '2026-10-31', '2026-11-01'].map((one) => unitsOn(units, day(one)))).toEqual([
			10, 0, 0, 10,
		]);
	});

	// Posted: ten for October, 180.00. Since then three more from the 16th: 3 x 18.00 x 16 / 31 = 27.871.
	it.each([
		{
			rule: 'a posted row and one beside it are summed',
			beside: [['2026-10-16', '2026-10-31', 3, '27.871']] as const,
			units: [10, 13, 13, 10],
		},
		{
			rule: 'so are several, that overlap each other',
			beside: [
				['2026-10-16', '2026-10-31', 3, '27.871'],
				['2026-10-21', '2026-10-31', -1, '-6.3871'],
			] as const,
			units: [10, 13, 12, 10],
		},
		{
			rule: 'so is one of all its days',
			beside: [['2026-10-01', '2026-10-31', 3, '54']] as const,
			units: [13, 13, 13, 10],
		},
	])('$rule', ({ beside, units }) => {
		const rows = rowsOf({ units: 10, postedThrough: '2026-10-31' });
		const [posted] = rows.filter((row) => row.startsOn === '2026-10-01');
		if (!posted) throw new Error('no row');
		const more = beside.map(([from, to, count, price]) => ({
			...posted,
			startsOn: day(from),
			endsOn: day(to),
			units: count,
			price: decimal(price),
			isPosted: false,
		}));
		expect(contradictingRows([...more, ...rows])).toEqual([]);
		const state = lineState([...more, ...rows]);
		const days = ['2026-10-15', '2026-10-16', '2026-10-31', '2026-11-01'];
		expect(days.map((one) => unitsOn(state.units, day(one)))).toEqual(units);
		const known = { journalled: [rateOf('18.00')] };
		const october = ratedRows(state, contract, () => known).filter(({ row }) => row.startsOn.startsWith('2026-10'));
		expect(new Set(october.map(({ rate }) => rate?.price))).toEqual(new Set(['18']));
		expect(october.map(({ row }) => row.isPosted)).toEqual(october.map(() => true));
	});

	it('rows that overlap where none is posted contradict each other', () => {
		const rows = rowsOf({ units: 10 });
		const [, twice] = rows;
		if (!twice) throw new Error('no row');
		expect(contradictingRows([...rows, { ...twice, units: 3 }])).toHaveLength(1);
	});

	it('rows come in any order', () => {
		expect(lineState(rowsOf(split).toReversed())).toEqual(lineState(rowsOf(split)));
	});

	it.each([
		{ rule: 'a period with a posted row is posted', through: '2026-10-31', posted: true },
		{ rule: 'the period before says nothing of this one', through: '2026-09-30', posted: false },
	])('$rule', ({ through, posted }) => {
		expect(isPosted(lineOf({ units: 10, postedThrough: through }).state, october)).toBe(posted);
	});
});

describe('rowsOfLine', () => {
	const line: ContractService = { id: 900 as ContractServiceId, contractId, serviceId };
	const twin: ContractService = { ...line, id: 901 as ContractServiceId };
	const [known] = rowsOf({ units: 10 });
	if (!known) throw new Error('no row');
	const { contractServiceId: _, ...nameless } = known;

	it.each([
		{ rule: "a row with the line's id is its own", lines: [line, twin], row: known, count: 1 },
		{
			rule: 'a row of another line is not',
			lines: [line, twin],
			row: { ...known, contractServiceId: twin.id },
			count: 0,
		},
		{ rule: 'a row without id belongs to the only line of its service', lines: [line], row: nameless, count: 1 },
		{
			rule: 'a row without id belongs to none of two lines of its service',
			lines: [line, twin],
			row: nameless,
			count: 0,
		},
	])('$rule', ({ lines, row, count }) => {
		expect(rowsOfLine(line, lines, [row])).toHaveLength(count);
	});
});

describe('ratesAgree', () => {
	it.each([
		{
			rule: 'a difference within the tolerance agrees',
			a: rateOf('18.0001', '14.40'),
			b: rateOf('18.00', '14.40'),
			agree: true,
		},
		{ rule: 'another price differs', a: rateOf('18.01', '14.40'), b: rateOf('18.00', '14.40'), agree: false },
		{ rule: 'another cost differs', a: rateOf('18.00', '14.40'), b: rateOf('18.00', '14.50'), agree: false },
		{ rule: 'a cost that is not known agrees', a: rateOf('18.00'), b: rateOf('18.00', '14.50'), agree: true },
	])('$rule', ({ a, b, agree }) => {
		expect(ratesAgree(a, b)).toBe(agree);
	});
});
