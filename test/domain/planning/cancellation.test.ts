import type { ProductId } from '../../../src/domain/ids';
import { planTask } from '../../../src/domain/planning/planTask';
import {
	chargesOf,
	detailOf,
	factsOf,
	ledgerOf,
	lineOf,
	linkOf,
	planOf,
	reasonOf,
	type Scenario,
	subscriptionOf,
	taskOf,
	writesOf,
} from './scenario';

const marketplaceProration = { proration: 'marketplace' } as const;
const autotaskPrice = { priceSource: 'autotask' } as const;

function held(units: number): Pick<Scenario, 'lines' | 'links' | 'holds'> {
	return { lines: [{ units, isOurs: true }], links: [{ units }], holds: '0' };
}

function cancelled(on: string, more: Partial<Scenario['task']> = {}): Scenario['task'] {
	return {
		kind: 'cancellation',
		on,
		products: [],
		...more,
		subscription: { status: 'terminated', ...more.subscription },
	};
}

const fee = detailOf({ type: 'cancellation', quantity: '1', unitPrice: '25.00', extendedPrice: '25.00' });
const refunded = (extendedPrice: string, days: string) =>
	detailOf({
		type: 'recurringRefund',
		quantity: '10',
		unitPrice: '18.00',
		extendedPrice,
		duration: ['day', days],
	});
const refund = refunded('-156.77', '27');
const setupRefund = detailOf({ type: 'setupRefund', quantity: '1', unitPrice: '50.00', extendedPrice: '50.00' });
const yearly = { startsOn: '2026-03-15', endsOn: '2028-03-14', periodType: 'yearly' as const };
const yearlySubscription = {
	billingPeriod: { type: 'year' as const, duration: 1 },
	unitPrice: '216.00',
	unitCost: '172.80',
};

interface Row {
	readonly rule: string;
	readonly given: Scenario;
	readonly writes: readonly string[];
	readonly charges: readonly string[];
	readonly totals: readonly [string, string];
}

describe('cancellations', () => {
	it.each<Row>([
		{
			rule: 'case 4: none from the boundary, the fee on the day, no credit without refund lines',
			given: { ...held(5), task: cancelled('2026-10-11', { details: [fee] }) },
			writes: ['-5 @ 2026-11-01'],
			charges: ['fee 25 @ 2026-10-11'],
			totals: ['25', '0'],
		},
		{
			rule: 'case 4: the same under marketplace proration at prices of Autotask, refunds synced or not',
			given: {
				...held(5),
				task: cancelled('2026-10-11', { details: [fee] }),
				facts: { settings: { ...marketplaceProration, ...autotaskPrice, syncRefunds: true } },
			},
			writes: ['-5 @ 2026-11-01'],
			charges: ['fee 25 @ 2026-10-11'],
			totals: ['25', '0'],
		},
		{
			rule: 'case 5: a refund line is credited as stated',
			given: { ...held(10), task: cancelled('2026-10-05', { details: [refund] }) },
			writes: ['-10 @ 2026-11-01'],
			charges: ['credit -156.77 cost -125.42 @ 2026-10-05'],
			totals: ['-156.77', '0'],
		},
		{
			rule: 'case 5: a refund line is credited as stated under marketplace proration',
			given: {
				...held(10),
				task: cancelled('2026-10-05', { details: [refund] }),
				facts: { settings: marketplaceProration },
			},
			writes: ['-10 @ 2026-11-01'],
			charges: ['credit -156.77 cost -125.42 @ 2026-10-05'],
			totals: ['-156.77', '0'],
		},
		{
			rule: "case 5: with Autotask's prices the credit is the part of the period at Autotask's price",
			given: {
				...held(10),
				lines: [{ units: 10, price: '17.00', isOurs: true }],
				task: cancelled('2026-10-05', { details: [refund] }),
				facts: { settings: { ...autotaskPrice, ...marketplaceProration } },
			},
			writes: ['-10 @ 2026-11-01'],
			charges: ['credit -148.06 cost -125.42 @ 2026-10-05'],
			totals: ['-148.06', '0'],
		},
		{
			rule: 'case 5: the days are those of the period that the moved expiration has hidden',
			given: {
				...held(10),
				task: cancelled('2026-10-05', {
					details: [refund],
					subscription: { expiresOn: '2026-10-05', earlierExpirations: ['2027-10-01'] },
				}),
			},
			writes: ['-10 @ 2026-11-01'],
			charges: ['credit -156.77 cost -125.42 @ 2026-10-05'],
			totals: ['-156.77', '0'],
		},
		{
			rule: 'ten of 5 Oct, billed to 4 Nov and refunded whole: what the contract bills to its own boundary comes back',
			given: {
				...held(10),
				task: cancelled('2026-10-05', {
					details: [refunded('-180.00', '31')],
					subscription: { expiresOn: '2026-10-05', earlierExpirations: ['2027-10-05'] },
				}),
			},
			writes: ['-10 @ 2026-11-01'],
			charges: ['credit -156.77 cost -125.42 @ 2026-10-05'],
			totals: ['-156.77', '0'],
		},
		{
			rule: 'of the days to 4 Nov only half are refunded: credited as stated',
			given: {
				...held(10),
				task: cancelled('2026-10-05', {
					details: [refunded('-92.9', '16')],
					subscription: { expiresOn: '2026-10-05', earlierExpirations: ['2027-10-05'] },
				}),
			},
			writes: ['-10 @ 2026-11-01'],
			charges: ['credit -92.90 cost -125.42 @ 2026-10-05'],
			totals: ['-92.9', '0'],
		},
		{
			rule: 'case 12: of a shared line only its own units go',
			given: {
				lines: [{ units: 15, isOurs: true }],
				links: [{ units: 10 }, { subscription: 's2', units: 5 }],
				holds: '0',
				task: cancelled('2026-10-16', { subscription: { id: 's2' } }),
				facts: { subscriptions: [{ id: 's1', quantity: '10' }] },
			},
			writes: ['-5 @ 2026-11-01'],
			charges: [],
			totals: ['0', '0'],
		},
		{
			rule: 'case 13: the refund of a setup is credited, whoever sets the prices',
			given: {
				...held(10),
				task: cancelled('2026-10-05', { details: [setupRefund] }),
				facts: { settings: autotaskPrice },
			},
			writes: ['-10 @ 2026-11-01'],
			charges: ['credit -50 @ 2026-10-05'],
			totals: ['-50', '0'],
		},
		{
			rule: 'seats whose fragment is charged and that were to rise do not rise',
			given: {
				lines: [{ units: [['2026-11-01', 10]], isOurs: true }],
				links: [{ units: [['2026-11-01', 10]], charged: { quantity: 10, until: '2026-11-01' } }],
				holds: '0',
				task: cancelled('2026-10-25'),
				facts: { settings: marketplaceProration },
			},
			writes: ['-10 @ 2026-11-01'],
			charges: [],
			totals: ['0', '0'],
		},
		{
			rule: 'other units stay',
			given: {
				lines: [{ units: 15, others: 5 }],
				links: [{ units: 10 }],
				holds: '0',
				task: cancelled('2026-10-11'),
			},
			writes: ['-10 @ 2026-11-01'],
			charges: [],
			totals: ['0', '0'],
		},
		{
			rule: 'on the first day of a period the period is still billed',
			given: { ...held(5), task: cancelled('2026-11-01', { subscription: { expiresOn: '2027-05-01' } }) },
			writes: ['-5 @ 2026-12-01'],
			charges: [],
			totals: ['0', '0'],
		},
		{
			rule: 'at the end of the term, on a boundary, it applies at once',
			given: { ...held(5), task: cancelled('2027-01-01', { subscription: { expiresOn: '2027-01-01' } }) },
			writes: ['-5 @ 2027-01-01'],
			charges: [],
			totals: ['0', '0'],
		},
		{
			rule: 'an expiration that a cancellation has moved to its own day is no end of term',
			given: {
				...held(5),
				task: cancelled('2026-11-01', {
					subscription: { expiresOn: '2026-11-01', earlierExpirations: ['2027-01-01'] },
				}),
			},
			writes: ['-5 @ 2026-12-01'],
			charges: [],
			totals: ['0', '0'],
		},
		{
			rule: 'a yearly term that ends within the contract year ends on its day',
			given: {
				contract: yearly,
				lines: [{ units: 12, price: '216.00', cost: '172.80', isOurs: true }],
				links: [{ units: 12 }],
				holds: '0',
				task: cancelled('2027-05-01', { subscription: { ...yearlySubscription, expiresOn: '2027-05-01' } }),
			},
			writes: ['-12 @ 2027-05-01'],
			charges: [],
			totals: ['-2259.15', '0'],
		},
		{
			rule: 'a yearly term that is broken off within the contract year is billed to its end',
			given: {
				contract: yearly,
				lines: [{ units: 12, price: '216.00', cost: '172.80', isOurs: true }],
				links: [{ units: 12 }],
				holds: '0',
				task: cancelled('2026-05-01', { subscription: { ...yearlySubscription, expiresOn: '2027-03-15' } }),
			},
			writes: ['-12 @ 2027-03-15'],
			charges: [],
			totals: ['0', '0'],
		},
		{
			rule: 'what was never on the contract needs no line to end',
			given: { holds: '0', task: cancelled('2026-10-11', { details: [fee] }) },
			writes: [],
			charges: ['fee 25 @ 2026-10-11'],
			totals: ['25', '0'],
		},
		{
			rule: 'a price of 0 of what has ended is no obstacle',
			given: { ...held(5), task: cancelled('2026-10-11', { subscription: { unitPrice: '0' } }) },
			writes: ['-5 @ 2026-11-01'],
			charges: [],
			totals: ['0', '0'],
		},
	])('$rule', ({ given, writes, charges, totals }) => {
		const plan = planOf(given);
		expect(writesOf(plan)).toEqual(writes);
		expect(chargesOf(plan)).toEqual(charges);
		expect([plan.totals.once, plan.totals.perPeriod]).toEqual(totals);
	});

	it.each<{ rule: string; given: Scenario; reason: string }>([
		{
			rule: 'a cancellation that leaves seats',
			given: { ...held(5), holds: '5', task: { kind: 'cancellation', quantity: '5' } },
			reason: 'order not understood',
		},
		{
			rule: 'a cancellation that charges for a product',
			given: {
				...held(5),
				task: cancelled('2026-10-11', {
					details: [detailOf({ quantity: '5', unitPrice: '18.00', extendedPrice: '90.00' })],
				}),
			},
			reason: 'order not understood',
		},
		{
			rule: 'a refund for what is not billed',
			given: { ...held(0), task: cancelled('2026-10-05', { details: [refund] }) },
			reason: 'order not understood',
		},
		{
			rule: 'a fee without a mapping',
			given: {
				...held(5),
				task: cancelled('2026-10-11', { details: [fee] }),
				facts: { unmappedCharges: true },
			},
			reason: 'charge not mapped',
		},
	])('$rule: $reason', ({ given, reason }) => {
		expect(reasonOf(given)).toBe(reason);
	});

	it('every product of the subscription ends', () => {
		const plan = planOf({
			lines: [
				{ id: 900, units: 10, isOurs: true },
				{ id: 901, units: 3, price: '5.00', cost: '4.00', isOurs: true },
			],
			links: [{ units: 10 }, { product: 'p2', line: 901, units: 3 }],
			holds: '0',
			task: cancelled('2026-10-11'),
		});
		expect(plan.changes.map((change) => change.productId)).toEqual(['p1', 'p2'] as ProductId[]);
		expect(writesOf(plan)).toEqual(['-10 @ 2026-11-01', '-3 @ 2026-11-01']);
	});

	it('of a first seen one a person says how many units of the line were its own', () => {
		const given: Scenario = { lines: [{ units: 12 }], holds: '0', task: cancelled('2026-10-11') };
		expect(planOf(given).questions).toMatchObject([{ asks: 'ownUnits', inForce: 12 }]);
		const said: Scenario = { ...given, task: { ...given.task, answers: { ownUnits: 5 } } };
		expect(writesOf(planOf(said))).toEqual(['-5 @ 2026-11-01']);
	});

	it('one that nobody ordered waits for approval', () => {
		const { order: _, orderId: __, orderNumber: ___, ...found } = taskOf(cancelled('2026-10-11'));
		const task = { ...found, snapshot: subscriptionOf({ status: 'terminated', quantity: '5' }) };
		const facts = factsOf({ tasks: [task], subscriptions: [{ status: 'terminated', quantity: '5' }] });
		const outcome = planTask(task, facts, ledgerOf([lineOf({ units: 5, isOurs: true })], [linkOf({ units: 5 })]));
		if (outcome.kind === 'attention') throw new Error(outcome.message);
		expect(outcome).toMatchObject({ kind: 'planned', plan: { approvalNeeded: ['nobody has ordered it'] } });
		expect(outcome.kind === 'planned' && writesOf(outcome.plan)).toEqual(['-5 @ 2026-11-01']);
	});
});
