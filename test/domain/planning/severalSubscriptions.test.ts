import type { ProductId, SubscriptionId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import type { Order } from '../../../src/domain/order/order';
import { type PlanOutcome, planTask } from '../../../src/domain/planning/planTask';
import type { SyncTask } from '../../../src/domain/task/task';
import {
	chargesOf,
	contractOf,
	day,
	detailOf,
	type FactFigures,
	factsOf,
	ledgerOf,
	type LineFigures,
	lineOf,
	type LinkFigures,
	linkOf,
	type SubscriptionFigures,
	type TaskFigures,
	taskOf,
	writesOf,
} from './scenario';

interface Given {
	readonly task: TaskFigures;
	readonly subscriptions: readonly SubscriptionFigures[];
	readonly lines?: readonly LineFigures[];
	readonly links?: readonly LinkFigures[];
	readonly facts?: Partial<FactFigures>;
	/** Other unfinished tasks, older first. */
	readonly before?: readonly SyncTask[];
}

function row(subscription: string, product: string, quantity: string, more: object = {}): Order['products'][number] {
	return {
		productId: product as ProductId,
		name: `Mail ${product}`,
		quantity: decimal(quantity),
		subscriptionId: subscription as SubscriptionId,
		...more,
	};
}

function planOfSeveral(of: Given): PlanOutcome {
	const made = taskOf(of.task);
	const ids = of.subscriptions.map((one) => (one.id ?? 's1') as SubscriptionId);
	const task: SyncTask = { ...made, subscriptionIds: ids };
	const tasks = [...(of.before ?? []), task];
	const services = { p2: { id: 301, listPrice: '18.00' } };
	return planTask(
		task,
		factsOf({ services, ...of.facts, tasks, subscriptions: of.subscriptions }),
		ledgerOf(
			(of.lines ?? []).map((line) => lineOf(line, contractOf())),
			(of.links ?? []).map(linkOf),
		),
	);
}

function shown(outcome: PlanOutcome): unknown {
	if (outcome.kind === 'attention') return `${outcome.reason}: ${outcome.message}`;
	const { plan } = outcome;
	const changes = plan.changes.map((change) => `${change.subscriptionId} ${change.productId}`);
	return { changes, writes: writesOf(plan), charges: chargesOf(plan) };
}

const holding = (
	id: string,
	product: string,
	quantity: string,
	more: SubscriptionFigures = {},
): SubscriptionFigures => ({
	id,
	products: [{ id: product, quantity }],
	...more,
});
const recurring = (product: string, quantity: string, price: string, amount: string) =>
	detailOf({ product, quantity, unitPrice: price, extendedPrice: amount, duration: ['month', '1'] });
const lineAt = (id: number, units: number, service?: number): LineFigures => ({
	id,
	units,
	isOurs: true,
	...(service === undefined ? {} : { service }),
});

describe('an order of several subscriptions', () => {
	it.each<{ rule: string; given: Given; expected: unknown }>([
		{
			rule: 'sells a product and its add-on, each with its amounts',
			given: {
				task: {
					kind: 'sales',
					on: '2026-10-01',
					products: [row('s1', 'p1', '10'), row('s2', 'p2', '4')],
					details: [recurring('p1', '10', '18.00', '180.00'), recurring('p2', '4', '5.00', '20.00')],
				},
				subscriptions: [holding('s1', 'p1', '10'), holding('s2', 'p2', '4', { unitPrice: '5.00' })],
			},
			expected: {
				changes: ['s1 p1', 's2 p2'],
				writes: ['+10 @ 2026-10-01 at 18 cost 14.4', '+4 @ 2026-10-01 at 5 cost 14.4'],
				charges: [],
			},
		},
		{
			rule: 'charges each fragment and each setup, by the marketplace',
			given: {
				task: {
					kind: 'sales',
					on: '2026-10-20',
					products: [row('s1', 'p1', '10'), row('s2', 'p2', '4')],
					details: [
						detailOf({ type: 'setup', product: undefined, unitPrice: '50.00', extendedPrice: '50.00' }),
						detailOf({ type: 'setup', product: 'p2', unitPrice: '7.00', extendedPrice: '7.00' }),
					],
				},
				subscriptions: [holding('s1', 'p1', '10'), holding('s2', 'p2', '4')],
				facts: { settings: { proration: 'marketplace' } },
			},
			expected: {
				changes: ['s1 p1', 's2 p2'],
				writes: ['+10 @ 2026-11-01 at 18 cost 14.4', '+4 @ 2026-11-01 at 18 cost 14.4'],
				charges: [
					'setup 50 @ 2026-10-20',
					'proration 69.68 cost 55.74 @ 2026-10-20',
					'setup 7 @ 2026-10-20',
					'proration 27.87 cost 22.30 @ 2026-10-20',
				],
			},
		},
		{
			rule: 'raises one and lowers the other',
			given: {
				task: { products: [row('s1', 'p1', '13'), row('s2', 'p2', '3')] },
				subscriptions: [holding('s1', 'p1', '13'), holding('s2', 'p2', '3')],
				lines: [lineAt(900, 10), lineAt(901, 5, 301)],
				links: [{ units: 10 }, { subscription: 's2', product: 'p2', line: 901, units: 5 }],
			},
			expected: { changes: ['s1 p1', 's2 p2'], writes: ['+3 @ 2026-10-16', '-2 @ 2026-11-01'], charges: [] },
		},
		{
			rule: 'raises two on one line, one after the other',
			given: {
				task: { products: [row('s1', 'p1', '13'), row('s2', 'p1', '6')] },
				subscriptions: [holding('s1', 'p1', '13'), holding('s2', 'p1', '6')],
				lines: [lineAt(900, 15)],
				links: [{ units: 10 }, { subscription: 's2', units: 5 }],
			},
			expected: { changes: ['s1 p1', 's2 p1'], writes: ['+3 @ 2026-10-16', '+1 @ 2026-10-16'], charges: [] },
		},
		{
			rule: 'cancels both, with one fee',
			given: {
				task: {
					kind: 'cancellation',
					products: [row('s1', 'p1', '10'), row('s2', 'p2', '5')],
					details: [detailOf({ type: 'cancellation', product: undefined, unitPrice: '25.00', extendedPrice: '25.00' })],
				},
				subscriptions: [
					holding('s1', 'p1', '10', { status: 'terminated' }),
					holding('s2', 'p2', '5', { status: 'terminated' }),
				],
				lines: [lineAt(900, 10), lineAt(901, 5, 301)],
				links: [{ units: 10 }, { subscription: 's2', product: 'p2', line: 901, units: 5 }],
			},
			expected: {
				changes: ['s1 p1', 's2 p2'],
				writes: ['-10 @ 2026-11-01', '-5 @ 2026-11-01'],
				charges: ['fee 25 @ 2026-10-16'],
			},
		},
		{
			rule: 'sells one product twice, told apart by the quantities',
			given: {
				task: {
					kind: 'sales',
					on: '2026-10-01',
					products: [row('s1', 'p1', '10'), row('s2', 'p1', '4')],
					details: [recurring('p1', '4', '17.00', '68.00'), recurring('p1', '10', '18.00', '180.00')],
				},
				subscriptions: [holding('s1', 'p1', '10'), holding('s2', 'p1', '4', { unitPrice: '17.00' })],
			},
			expected: {
				changes: ['s1 p1', 's2 p1'],
				writes: ['+10 @ 2026-10-01 at 18 cost 14.4', '+4 @ 2026-10-01 at 17 cost 14.4'],
				charges: [],
			},
		},
		{
			rule: 'moves seats of a product to another subscription, refunds to the one they leave',
			given: {
				task: {
					products: [row('s1', 'p1', '4', { movesTo: { subscriptionId: 's2', named: 'subscription s2' } })],
					details: [
						detailOf({
							type: 'recurringRefund',
							quantity: '4',
							unitPrice: '18.00',
							extendedPrice: '-37.16',
							duration: ['day', '16'],
						}),
						detailOf({ quantity: '4', unitPrice: '18.00', extendedPrice: '37.16', duration: ['day', '16'] }),
					],
				},
				subscriptions: [holding('s1', 'p1', '6'), holding('s2', 'p1', '4')],
				lines: [lineAt(900, 10)],
				links: [{ units: 10 }],
			},
			expected: { changes: ['s1 p1', 's2 p1'], writes: ['-4 @ 2026-10-16', '+4 @ 2026-10-16'], charges: [] },
		},
	])('$rule', ({ given, expected }) => {
		expect(shown(planOfSeveral(given))).toEqual(expected);
	});

	it.each<{ rule: string; given: Given; says: string }>([
		{
			rule: 'sells one product twice with equal quantities at two prices',
			given: {
				task: {
					kind: 'sales',
					on: '2026-10-01',
					products: [row('s1', 'p1', '10'), row('s2', 'p1', '10')],
					details: [recurring('p1', '10', '17.00', '170.00'), recurring('p1', '10', '18.00', '180.00')],
				},
				subscriptions: [holding('s1', 'p1', '10'), holding('s2', 'p1', '10')],
			},
			says: 'its amounts do not tell which is whose',
		},
		{
			rule: 'changes one product twice and charges for it',
			given: {
				task: {
					products: [row('s1', 'p1', '13'), row('s2', 'p1', '6')],
					details: [detailOf({ quantity: '3', unitPrice: '18.00', extendedPrice: '27.87', duration: ['day', '16'] })],
				},
				subscriptions: [holding('s1', 'p1', '13'), holding('s2', 'p1', '6')],
			},
			says: 'its amounts do not tell which is whose',
		},
		{
			rule: 'names a subscription that is not known',
			given: {
				task: { products: [row('s1', 'p1', '13'), row('s7', 'p2', '6')] },
				subscriptions: [holding('s1', 'p1', '13')],
			},
			says: 'subscription s7 was not found',
		},
		{
			rule: 'concerns another customer too',
			given: {
				task: { products: [row('s1', 'p1', '13'), row('s2', 'p2', '3')] },
				subscriptions: [holding('s1', 'p1', '13'), holding('s2', 'p2', '3', { customer: 'c2' })],
			},
			says: 'of another customer (c2)',
		},
		{
			rule: 'contradicts one of them',
			given: {
				task: { products: [row('s1', 'p1', '13'), row('s2', 'p2', '3')] },
				subscriptions: [holding('s1', 'p1', '13'), holding('s2', 'p2', '4')],
				lines: [lineAt(900, 10), lineAt(901, 5, 301)],
				links: [{ units: 10 }, { subscription: 's2', product: 'p2', line: 901, units: 5 }],
			},
			says: 'Order O1, subscription s2, Mail p2: the orders end at 3',
		},
	])('writes nothing where it $rule', ({ given, says }) => {
		const outcome = planOfSeveral(given);
		expect(outcome).toMatchObject({ kind: 'attention', reason: 'order not understood' });
		expect(outcome.kind === 'attention' && outcome.message).toContain(says);
	});

	it('is written after the earlier tasks of each', () => {
		const earlier = (id: string, subscription: string): SyncTask => ({
			...taskOf({ id, on: '2026-10-10', quantity: '10', subscription: { id: subscription } }),
			subscriptionIds: [subscription as SubscriptionId],
		});
		const outcome = planOfSeveral({
			task: {
				kind: 'cancellation',
				products: [row('s1', 'p1', '0'), row('s2', 'p2', '0')],
			},
			before: [earlier('a', 's1'), earlier('b', 's2')],
			subscriptions: [
				holding('s1', 'p1', '10', { status: 'terminated' }),
				holding('s2', 'p2', '5', { status: 'terminated' }),
			],
			lines: [lineAt(900, 10), lineAt(901, 5, 301)],
			links: [{ units: 10 }, { subscription: 's2', product: 'p2', line: 901, units: 5 }],
		});
		expect(outcome).toMatchObject({ plan: { predecessors: ['order-a', 'order-b'], effectiveOn: day('2026-10-16') } });
	});

	it('gives two charges of one kind a key each', () => {
		const fee = (product: string | undefined) =>
			detailOf({ type: 'handlingFee', product, unitPrice: '3.00', extendedPrice: '3.00' });
		const outcome = planOfSeveral({
			task: {
				kind: 'sales',
				on: '2026-10-01',
				products: [row('s1', 'p1', '10'), row('s2', 'p2', '4')],
				details: [fee(undefined), fee(undefined), fee('p2')],
			},
			subscriptions: [holding('s1', 'p1', '10'), holding('s2', 'p2', '4')],
		});
		expect(outcome.kind === 'planned' && outcome.plan.charges.map((charge) => charge.key)).toEqual([
			'order-o1/fee//0',
			'order-o1/fee//1',
			'order-o1/fee/p2/0',
		]);
	});
});
