import type { Ledger } from '../../../src/domain/line/ledger';
import { planTask } from '../../../src/domain/planning/planTask';
import { heldOfLine } from '../../../src/domain/writes/lineBooks';
import type { PlanSettings } from '../../../src/domain/settings';
import type { SyncTask } from '../../../src/domain/task/task';
import { heldAmountOn } from '../../../src/domain/writes/held';
import {
	chargesOf,
	contractOf,
	day,
	detailOf,
	factsOf,
	ledgerOf,
	type LineFigures,
	lineOf,
	linkOf,
	reasonOf,
	type Scenario,
	taskOf,
	writesOf,
} from './scenario';

/** What the tasks write, planned one on the state that the other leaves; the reason of one that is not planned. */
function chain(tasks: readonly SyncTask[], holds: string, start: Ledger): readonly string[] {
	const facts = factsOf({ tasks, subscriptions: [{ quantity: holds }] });
	let ledger = start;
	return tasks.map((task) => {
		const outcome = planTask(task, facts, ledger);
		if (outcome.kind === 'attention') return outcome.reason;
		ledger = outcome.ledger;
		return writesOf(outcome.plan).join();
	});
}

/** What the tasks charge, likewise. */
function chargedBy(
	tasks: readonly SyncTask[],
	start: Ledger,
	{ unitPrice = '20.00', ...settings }: Partial<PlanSettings> & { readonly unitPrice?: string } = {},
): readonly string[] {
	const facts = factsOf({ tasks, subscriptions: [{ quantity: '12', unitPrice }], settings });
	let ledger = start;
	return tasks.map((task) => {
		const outcome = planTask(task, facts, ledger);
		if (outcome.kind === 'attention') return outcome.message;
		ledger = outcome.ledger;
		return chargesOf(outcome.plan).join();
	});
}

const unrecorded = (on: string, unitDelta: number) => ({ on, unitDelta, isRecorded: false });

describe('writes that a process was killed before it recorded', () => {
	it('count once in a chain: a sale and a change of a new line, written as one', () => {
		const line: LineFigures = { units: [['2026-10-01', 9]], isOurs: true, ownWrites: [unrecorded('2026-10-01', 9)] };
		const tasks = [
			taskOf({ id: 'o1', kind: 'sales', on: '2026-10-01', quantity: '7' }),
			taskOf({ id: 'o2', on: '2026-10-20', quantity: '9' }),
		];
		expect(chain(tasks, '9', ledgerOf([lineOf(line)]))).toEqual(['-2 @ 2026-10-01', '+2 @ 2026-10-20']);
	});

	it('count once in a chain: a rise and a fall', () => {
		const line: LineFigures = {
			units: [
				['2026-01-01', 10],
				['2026-10-05', 12],
				['2026-11-01', 8],
			],
			isOurs: true,
			ownWrites: [unrecorded('2026-10-05', 2), unrecorded('2026-11-01', -4)],
		};
		const tasks = [
			taskOf({ id: 'o1', on: '2026-10-05', quantity: '12' }),
			taskOf({ id: 'o2', on: '2026-10-20', quantity: '8' }),
		];
		const ledger = ledgerOf([lineOf(line)], [linkOf({ units: 10 })]);
		expect(chain(tasks, '8', ledger)).toEqual(['+4 @ 2026-11-01', '-4 @ 2026-11-01']);
	});
});

describe('a price that a process was killed before it recorded', () => {
	it('is no charge of the orders before it: it is taken back for them, from its day on', () => {
		const line: LineFigures = {
			units: [
				['2026-01-01', 10],
				['2026-10-16', 12],
			],
			isOurs: true,
			rates: [['2026-10-01', '20.00']],
			ownWrites: [
				{ on: '2026-10-01', unitDelta: 0, isRecorded: false, price: '20.00', priceBefore: '18.00' },
				{ on: '2026-10-16', unitDelta: 2, isRecorded: false, price: '20.00', priceBefore: '18.00' },
			],
			journalled: [{ price: '20.00' }, { price: '18.00' }],
		};
		const rise = detailOf({ quantity: '2', unitPrice: '18.00', extendedPrice: '36.00' });
		const price = detailOf({ quantity: '12', unitPrice: '20.00', extendedPrice: '240.00' });
		const tasks = [
			taskOf({ id: 'o1', on: '2026-10-16', quantity: '12', details: [rise] }),
			taskOf({ id: 'o2', on: '2026-10-20', quantity: '12', details: [price] }),
		];
		const link = linkOf({ units: 10, prices: [['2026-01-01', '18.00']], costs: [['2026-01-01', '14.40']] });
		expect(chargedBy(tasks, ledgerOf([lineOf(line)], [link]))).toEqual(['', '']);
	});
});

describe("a price that a process was killed before it recorded, on days of somebody else's units", () => {
	// Ten from 1 November at 20.00, sold on 16 October; somebody has put one there on 1 October, at 18.00. Then +2 on 20 October
	// (2 x 20 x 12/31; the unit costs 20.00 from there: -2 x 12/31), and 22.00 for all on 25 October (2 x 2 x 12/31; from the
	// 16th: -2 x 4/31).
	const recorded = { on: '2026-11-01', unitDelta: 10, isRecorded: true, price: '20.00' };
	const link = linkOf({
		units: [['2026-11-01', 10]],
		prices: [['2026-10-16', '20.00']],
		costs: [['2026-10-16', '14.40']],
	});
	const rise = detailOf({ quantity: '2', unitPrice: '20.00', extendedPrice: '40.00' });
	const price = detailOf({ quantity: '12', unitPrice: '22.00', extendedPrice: '264.00' });
	const tasks = [
		taskOf({ id: 'o1', on: '2026-10-20', quantity: '12', details: [rise] }),
		taskOf({ id: 'o2', on: '2026-10-25', quantity: '12', details: [price] }),
	];
	const before: LineFigures = {
		units: [
			['2026-10-01', 1],
			['2026-11-01', 11],
		],
		others: 1,
		isOurs: true,
		rates: [
			['2026-10-01', '18.00'],
			['2026-11-01', '20.00'],
		],
		ownWrites: [recorded],
		journalled: [{ price: '20.00' }, { price: '18.00' }],
	};
	const after: LineFigures = {
		...before,
		units: [
			['2026-10-01', 1],
			['2026-11-01', 13],
		],
		rates: [['2026-10-01', '22.00']],
		ownWrites: [
			recorded,
			{ on: '2026-10-01', unitDelta: 0, isRecorded: false, price: '22.00', priceBefore: '18.00' },
			{ on: '2026-11-01', unitDelta: 2, isRecorded: false, price: '22.00', priceBefore: '20.00' },
		],
		journalled: [{ price: '22.00' }, { price: '20.00' }, { price: '18.00' }],
	};

	it.each([
		{ rule: 'before it is written', line: before },
		{ rule: 'once it is there', line: after },
	])('each order is charged what it was: $rule', ({ line }) => {
		const settings = { proration: 'marketplace', unitPrice: '22.00' } as const;
		expect(chargedBy(tasks, ledgerOf([lineOf(line)], [link]), settings)).toEqual([
			'proration 15.48 cost 11.15 @ 2026-10-20,credit -0.77 @ 2026-10-20',
			'proration 1.55 @ 2026-10-25,credit -0.26 @ 2026-10-16',
		]);
	});
});

describe('a sale on a line that another subscription of ours is on', () => {
	const sale = (units: LineFigures['units']): Scenario => ({
		lines: [{ units, isOurs: true }],
		links: [{ subscription: 's2', units: 10 }],
		task: { kind: 'sales', on: '2026-10-16', quantity: '3' },
		facts: { subscriptions: [{ id: 's2', quantity: '10' }] },
	});

	it.each([
		{ rule: 'is written where the line holds what we left', units: 10, outcome: 'planned' },
		{ rule: 'is written where it holds the target', units: 13, outcome: 'planned' },
		{ rule: 'waits where somebody changed the line', units: 12, outcome: 'changed in Autotask' },
	])('$rule', ({ units, outcome }) => {
		expect(reasonOf(sale(units))).toBe(outcome);
	});

	it('waits where somebody changed a later day of it', () => {
		const later = sale([
			['2026-01-01', 10],
			['2026-12-01', 12],
		]);
		expect(reasonOf(later)).toBe('changed in Autotask');
	});
});

describe('prices that a process was killed before it recorded', () => {
	it.each<{ rule: string; line: LineFigures; prices: readonly [string, string][] }>([
		{
			rule: 'are taken back to what was there before the first of several runs',
			line: {
				units: 10,
				isOurs: true,
				rates: [
					['2026-10-01', '19.00'],
					['2026-11-01', '20.00'],
				],
				ownWrites: [
					{ on: '2026-10-01', unitDelta: 0, isRecorded: false, price: '19.00', priceBefore: '18.00' },
					{ on: '2026-11-01', unitDelta: 0, isRecorded: false, price: '20.00', priceBefore: '19.00' },
				],
			},
			prices: [
				['2026-09-30', '18'],
				['2026-10-31', '18'],
				['2026-11-01', '18'],
			],
		},
		{
			rule: 'are taken back to what was there before the first of several runs, where one had changed several days',
			line: {
				units: 10,
				isOurs: true,
				rates: [
					['2026-10-01', '19.00'],
					['2026-11-01', '20.00'],
				],
				ownWrites: [
					{ on: '2026-10-01', unitDelta: 0, isRecorded: false, price: '19.00', priceBefore: '18.00' },
					{ on: '2026-11-01', unitDelta: 0, isRecorded: false, price: '20.00', priceBefore: '19.00' },
					{ on: '2026-11-02', unitDelta: 0, isRecorded: false, price: '20.00', priceBefore: '19.00' },
				],
			},
			prices: [
				['2026-10-01', '18'],
				['2026-11-01', '18'],
				['2026-11-02', '18'],
			],
		},
		{
			rule: 'of one day are taken back to what was there before the first of them',
			line: {
				units: 10,
				isOurs: true,
				rates: [['2026-10-01', '20.00']],
				ownWrites: [
					{ on: '2026-10-01', unitDelta: 0, isRecorded: false, price: '19.00', priceBefore: '18.00' },
					{ on: '2026-10-01', unitDelta: 0, isRecorded: false, price: '20.00', priceBefore: '19.00' },
				],
			},
			prices: [['2026-10-01', '18']],
		},
		{
			rule: 'leave a later price that is recorded',
			line: {
				units: 10,
				isOurs: true,
				rates: [
					['2026-10-01', '19.00'],
					['2026-12-01', '21.00'],
				],
				ownWrites: [
					{ on: '2026-12-01', unitDelta: 0, isRecorded: true, price: '21.00', priceBefore: '18.00' },
					{ on: '2026-10-01', unitDelta: 0, isRecorded: false, price: '19.00', priceBefore: '18.00' },
				],
			},
			prices: [
				['2026-11-30', '18'],
				['2026-12-01', '21'],
			],
		},
		{
			rule: 'leave the one that is recorded on a day that has another by now',
			line: {
				units: 10,
				isOurs: true,
				rates: [['2026-10-01', '20.00']],
				ownWrites: [
					{ on: '2026-11-01', unitDelta: 0, isRecorded: true, price: '20.00', priceBefore: '18.00' },
					{ on: '2026-10-01', unitDelta: 0, isRecorded: false, price: '20.00', priceBefore: '18.00' },
					{ on: '2026-11-01', unitDelta: 1, isRecorded: false, price: '20.00', priceBefore: '20.00' },
				],
			},
			prices: [
				['2026-10-31', '18'],
				['2026-11-01', '20'],
			],
		},
		{
			rule: 'are not told where nothing was known of what was there',
			line: {
				units: [
					['2026-01-01', 5],
					['2026-10-01', 10],
				],
				rates: [['2026-10-01', '19.00']],
				ownWrites: [{ on: '2026-10-01', unitDelta: 5, isRecorded: false, price: '19.00' }],
			},
			prices: [
				['2026-09-30', '18'],
				['2026-10-01', ''],
			],
		},
		{
			rule: 'leave what is said of a line without units where there were none',
			line: {
				units: [
					['2026-01-01', 5],
					['2026-09-01', 0],
					['2026-10-01', 10],
				],
				rates: [['2026-10-01', '19.00']],
				ownWrites: [{ on: '2026-10-01', unitDelta: 10, isRecorded: false, price: '19.00' }],
			},
			prices: [['2026-10-01', '18']],
		},
		{
			rule: 'leave what was said of a line that a run before the one that wrote them had emptied',
			line: {
				units: [
					['2026-01-01', 2],
					['2026-10-01', 0],
					['2026-10-05', 2],
				],
				rates: [['2026-10-05', '19.00']],
				ownWrites: [
					{ on: '2026-10-01', unitDelta: -2, isRecorded: false, priceBefore: '18.00' },
					{ on: '2026-10-05', unitDelta: 2, isRecorded: false, price: '19.00' },
				],
			},
			prices: [
				['2026-10-01', '18'],
				['2026-10-05', '18'],
			],
		},
		{
			rule: 'leave what was said of an empty line that the run which wrote them had filled first',
			line: {
				units: [
					['2026-01-01', 1],
					['2026-10-02', 0],
					['2026-11-01', 1],
				],
				rates: [['2026-12-02', '21.00']],
				ownWrites: [
					{ on: '2026-11-01', unitDelta: 1, isRecorded: false, price: '18.00' },
					{ on: '2026-12-02', unitDelta: 0, isRecorded: false, price: '21.00' },
				],
			},
			prices: [['2026-12-02', '18']],
		},
	])('$rule', ({ line, prices }) => {
		const own = lineOf(line);
		const { before } = heldOfLine(own, contractOf(), undefined);
		expect(prices.map(([on]) => [on, heldAmountOn(before.price, day(on)) ?? ''])).toEqual(prices);
	});
});
