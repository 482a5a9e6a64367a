import { decimal } from '../../../src/domain/money';
import type { PlannedAdjustment } from '../../../src/domain/line/plannedAdjustment';
import { withWrites } from '../../../src/domain/writes/held';
import { writesBetween } from '../../../src/domain/writes/writesOfPlans';
import { day, unitsFrom, writeText, type Steps } from './lineFixture';

interface Told {
	readonly on: string;
	readonly units: number;
	readonly price?: string;
	readonly cost?: string;
}

function planned({ on, units, price, cost }: Told): PlannedAdjustment {
	return {
		on: day(on),
		unitDelta: units,
		unitsBefore: 0,
		unitsAfter: 0,
		...(price === undefined ? {} : { price: decimal(price) }),
		...(cost === undefined ? {} : { cost: decimal(cost) }),
	};
}

interface Row {
	readonly rule: string;
	readonly held?: Steps<number>;
	/** Days that take no further change. */
	readonly taken?: readonly string[];
	readonly plans: readonly Told[];
	/** With what the line holds before and after each. */
	readonly net: readonly string[];
}

const rows: readonly Row[] = [
	{
		rule: 'the plans of a chain together are the net change',
		plans: [
			{ on: '2026-11-01', units: 3 },
			{ on: '2026-11-01', units: 2 },
			{ on: '2026-10-06', units: 1 },
		],
		net: ['+1@2026-10-06: 10 to 11', '+5@2026-11-01: 11 to 16'],
	},
	{
		rule: 'what comes and goes again on one day is not written',
		plans: [
			{ on: '2026-11-01', units: 3 },
			{ on: '2026-11-01', units: -3 },
		],
		net: [],
	},
	{
		rule: 'a rise that is taken back on a later day stays until then',
		plans: [
			{ on: '2026-10-06', units: 3 },
			{ on: '2026-11-01', units: -3 },
		],
		net: ['+3@2026-10-06: 10 to 13', '-3@2026-11-01: 13 to 10'],
	},
	{
		rule: 'of the prices and costs of a day the last one counts, each by itself',
		plans: [
			{ on: '2026-11-01', units: 1, price: '20', cost: '16' },
			{ on: '2026-11-01', units: 0, price: '21' },
		],
		net: ['+1@2026-11-01 price 21 cost 16: 10 to 11'],
	},
	{
		rule: 'a price is written where the units of its day come to nothing',
		plans: [
			{ on: '2026-11-01', units: 3, price: '20' },
			{ on: '2026-11-01', units: -3 },
		],
		net: ['+0@2026-11-01 price 20: 10 to 10'],
	},
	{
		// Else the unit of 7 Oct would be billed at what the line cost before.
		rule: 'a price of a day whose units come to nothing comes with the next ones',
		held: { '2026-09-22': 1, '2026-10-05': 0 },
		plans: [
			{ on: '2026-10-06', units: 1, price: '18', cost: '15' },
			{ on: '2026-10-07', units: 1 },
			{ on: '2026-10-06', units: -1 },
		],
		net: ['+1@2026-10-07 price 18 cost 15: 0 to 1'],
	},
	{
		rule: 'but not where the next ones have one of their own',
		held: { '2026-09-22': 1, '2026-10-05': 0 },
		plans: [
			{ on: '2026-10-06', units: 1, price: '18' },
			{ on: '2026-10-06', units: -1 },
			{ on: '2026-10-07', units: 1, price: '21' },
			{ on: '2026-10-08', units: 1 },
		],
		net: ['+1@2026-10-07 price 21: 0 to 1', '+1@2026-10-08: 1 to 2'],
	},
	{
		rule: 'nor where their day takes no further change: its own day says it then',
		held: { '2026-09-22': 1, '2026-10-07': 2 },
		taken: ['2026-10-07'],
		plans: [
			{ on: '2026-10-06', units: 1, price: '19', cost: '15' },
			{ on: '2026-10-06', units: -2 },
		],
		net: ['-1@2026-10-06 price 19 cost 15: 1 to 0'],
	},
	{
		rule: 'what Autotask has scheduled counts before and after',
		held: { '2026-10-01': 10, '2026-10-20': 4 },
		plans: [{ on: '2026-11-01', units: -4 }],
		net: ['-4@2026-11-01: 4 to 0'],
	},
];

describe('writesBetween', () => {
	it.each(rows)('$rule', ({ held = { '2026-10-01': 10 }, taken = [], plans, net }) => {
		const now = { units: unitsFrom(held), price: [], cost: [] };
		const told = plans.map(planned);
		const writes = writesBetween(now, withWrites(now, told), told, new Set(taken.map(day)));
		const texts = writes.map((write) => `${writeText(write)}: ${write.unitsBefore} to ${write.unitsAfter}`);
		expect(texts).toEqual(net);
	});
});
