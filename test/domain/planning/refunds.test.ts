import { planTask } from '../../../src/domain/planning/planTask';
import {
	chargesOf,
	detailOf,
	type FactFigures,
	factsOf,
	ledgerOf,
	lineOf,
	type LinkFigures,
	linkOf,
	planOf,
	type Scenario,
	taskOf,
	writesOf,
} from './scenario';

type Settings = NonNullable<FactFigures['settings']>;

const synced = { syncRefunds: true } as const;
const ten = { lines: [{ units: 10, isOurs: true }], links: [{ units: 10 }] };
const fall = { on: '2026-10-11', quantity: '6' };
const refund = detailOf({
	type: 'recurringRefund',
	quantity: '4',
	unitPrice: '18.00',
	extendedPrice: '-48.77',
	duration: ['day', '21'],
});
const setupRefund = detailOf({ type: 'setupRefund', unitPrice: '50.00', extendedPrice: '50.00' });

interface Row {
	readonly rule: string;
	readonly given: Scenario;
	readonly writes: readonly string[];
	readonly charges: readonly string[];
}

describe('refunds of a change', () => {
	it.each<Row>([
		{
			rule: 'case 2: a fall is credited for the rest of its period',
			given: { ...ten, task: fall, facts: { settings: synced } },
			writes: ['-4 @ 2026-11-01'],
			charges: ['credit -48.77 cost -39.02 @ 2026-10-11'],
		},
		{
			rule: 'case 2: a fall is credited under marketplace proration too',
			given: { ...ten, task: fall, facts: { settings: { ...synced, proration: 'marketplace' } } },
			writes: ['-4 @ 2026-11-01'],
			charges: ['credit -48.77 cost -39.02 @ 2026-10-11'],
		},
		{
			rule: "case 2: with Autotask's prices at Autotask's price, whatever the order states",
			given: {
				...ten,
				lines: [{ units: 10, price: '17.00', isOurs: true }],
				task: { ...fall, details: [refund] },
				facts: { settings: { ...synced, priceSource: 'autotask' } },
			},
			writes: ['-4 @ 2026-11-01'],
			charges: ['credit -46.06 cost -39.02 @ 2026-10-11'],
		},
		{
			rule: 'case 2: refund lines are credited as stated',
			given: { ...ten, task: { ...fall, details: [refund] }, facts: { settings: synced } },
			writes: ['-4 @ 2026-11-01'],
			charges: ['credit -48.77 cost -39.02 @ 2026-10-11'],
		},
		{
			rule: 'case 2: without the option nothing is credited',
			given: { ...ten, task: { ...fall, details: [refund, setupRefund] } },
			writes: ['-4 @ 2026-11-01'],
			charges: [],
		},
		{
			rule: 'a refund of a setup fee is credited with the option',
			given: { ...ten, task: { ...fall, details: [setupRefund] }, facts: { settings: synced } },
			writes: ['-4 @ 2026-11-01'],
			charges: ['credit -50 @ 2026-10-11', 'credit -48.77 cost -39.02 @ 2026-10-11'],
		},
		{
			rule: 'a fall at another price is credited at the price that is billed',
			given: {
				...ten,
				task: { ...fall, subscription: { unitPrice: '20.00', unitCost: '16.00' } },
				facts: { settings: synced },
			},
			writes: ['-4 @ 2026-11-01 at 20 cost 16'],
			charges: ['credit -48.77 cost -39.02 @ 2026-10-11'],
		},
		{
			rule: 'what fragments have charged is credited, though it is not in force',
			given: {
				lines: [
					{
						units: [
							['2026-01-01', 10],
							['2026-11-01', 13],
						],
						isOurs: true,
					},
				],
				links: [
					{
						units: [
							['always', 10],
							['2026-11-01', 13],
						],
						charged: { quantity: 13, until: '2026-11-01' },
					},
				],
				task: { on: '2026-10-21', quantity: '11' },
				facts: { settings: { ...synced, proration: 'marketplace' } },
			},
			writes: ['-2 @ 2026-11-01'],
			charges: ['credit -12.77 cost -10.22 @ 2026-10-21'],
		},
	])('$rule', ({ given, writes, charges }) => {
		const plan = planOf(given);
		expect(writesOf(plan)).toEqual(writes);
		expect(chargesOf(plan)).toEqual(charges);
	});
});

const fallen: LinkFigures = {
	units: [
		['always', 10],
		['2026-11-01', 6],
	],
	charged: { quantity: 6, until: '2026-11-01' },
};
const fallenLine = {
	units: [
		['2026-01-01', 10],
		['2026-11-01', 6],
	],
	isOurs: true,
} as const;

describe('a rise over a credited fall', () => {
	it.each<{
		rule: string;
		quantity: string;
		settings: Settings;
		writes: readonly string[];
		charges: readonly string[];
	}>([
		{
			rule: 'what it takes back is charged again from its day, by Autotask',
			quantity: '8',
			settings: { ...synced, proration: 'autotask' },
			writes: ['+2 @ 2026-11-01'],
			charges: ['proration 12.77 cost 10.22 @ 2026-10-21'],
		},
		{
			rule: 'what goes beyond is prorated by Autotask',
			quantity: '12',
			settings: { ...synced, proration: 'autotask' },
			writes: ['+2 @ 2026-10-21', '+4 @ 2026-11-01'],
			charges: ['proration 25.55 cost 20.44 @ 2026-10-21'],
		},
		{
			rule: 'the marketplace charges both',
			quantity: '12',
			settings: { ...synced, proration: 'marketplace' },
			writes: ['+6 @ 2026-11-01'],
			charges: ['proration 38.32 cost 30.66 @ 2026-10-21'],
		},
	])('$rule', ({ quantity, settings, writes, charges }) => {
		const plan = planOf({
			lines: [fallenLine],
			links: [fallen],
			task: { on: '2026-10-21', quantity },
			facts: { settings },
		});
		expect(writesOf(plan)).toEqual(writes);
		expect(chargesOf(plan)).toEqual(charges);
	});

	it('of a chain of fall, rise and fall each credits and charges what the one before has left', () => {
		const tasks = [
			taskOf({ id: 'o1', on: '2026-10-11', quantity: '6' }),
			taskOf({ id: 'o2', on: '2026-10-21', quantity: '10' }),
			taskOf({ id: 'o3', on: '2026-10-26', quantity: '9' }),
		];
		const facts = factsOf({ tasks, subscriptions: [{ quantity: '9' }], settings: synced });
		let ledger = ledgerOf([lineOf({ units: 10, isOurs: true })], [linkOf({ units: 10 })]);
		const charges = tasks.map((task) => {
			const outcome = planTask(task, facts, ledger);
			if (outcome.kind === 'attention') throw new Error(outcome.message);
			ledger = outcome.ledger;
			return [...writesOf(outcome.plan), ...chargesOf(outcome.plan)];
		});
		expect(charges).toEqual([
			['-4 @ 2026-11-01', 'credit -48.77 cost -39.02 @ 2026-10-11'],
			['+4 @ 2026-11-01', 'proration 25.54 cost 20.44 @ 2026-10-21'],
			['-1 @ 2026-11-01', 'credit -3.48 cost -2.79 @ 2026-10-26'],
		]);
	});
});
