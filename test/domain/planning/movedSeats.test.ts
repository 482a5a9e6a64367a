import type { Answers } from '../../../src/domain/answers/answers';
import type { ProductId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import type { MoveTarget, Order, OrderDetail } from '../../../src/domain/order/order';
import type { PlanSettings } from '../../../src/domain/settings';
import { unitsOn } from '../../../src/domain/unitTimeline';
import { chargesOf, day, detailOf, planned, planOf, type Scenario, writesOf } from './scenario';

const byAutotask = { proration: 'autotask' } as const;
const byMarketplace = { proration: 'marketplace' } as const;
const marketplacePrice = { priceSource: 'marketplace' } as const;
const autotaskPrice = { priceSource: 'autotask' } as const;

/** One row of an order whose seats go elsewhere. */
function moving(
	quantity: string,
	to: Partial<MoveTarget>,
	more: Partial<Order['products'][number]> = {},
): Order['products'] {
	return [
		{
			productId: 'p1' as ProductId,
			name: 'Basic',
			quantity: decimal(quantity),
			movesTo: { named: 'product p2', ...to },
			...more,
		},
	];
}

const toP2 = { productId: 'p2' as ProductId };
const oldBack = detailOf({
	type: 'recurringRefund',
	quantity: '10',
	unitPrice: '12.50',
	extendedPrice: '-64.52',
	duration: ['day', '16'],
});
const newRest = detailOf({
	product: 'p2',
	quantity: '10',
	unitPrice: '18.00',
	extendedPrice: '92.90',
	duration: ['day', '16'],
});
const newWhole = detailOf({
	product: 'p2',
	quantity: '10',
	unitPrice: '18.00',
	extendedPrice: '180.00',
	duration: ['month', '1'],
});
const basicLine = { units: 10, price: '12.50', cost: '10.00', isOurs: true };
const twoServices = { p2: { id: 301, listPrice: '18.00' } };

/** Ten seats of p1 at 12.50 become p2 at 18.00 on 16 October. */
function planChange(of: {
	readonly settings?: Partial<PlanSettings>;
	readonly details?: readonly OrderDetail[];
	readonly products?: Order['products'];
	readonly holds?: NonNullable<Scenario['task']['subscription']>['products'];
	readonly more?: Partial<Scenario>;
}): Scenario {
	return {
		lines: [basicLine],
		links: [{ units: 10 }],
		task: {
			on: '2026-10-16',
			products: of.products ?? moving('10', toP2),
			details: of.details ?? [oldBack, newRest],
			subscription: { products: of.holds ?? [{ id: 'p2', quantity: '10' }] },
		},
		facts: { services: twoServices, settings: of.settings ?? {} },
		...of.more,
	};
}

interface Row {
	readonly rule: string;
	readonly given: Scenario;
	readonly writes: readonly string[];
	readonly charges?: readonly string[];
}

const onTheDay = ['-10 @ 2026-10-16', '+10 @ 2026-10-16 at 18 cost 14.4'];
const onTheBoundary = ['-10 @ 2026-11-01', '+10 @ 2026-11-01 at 18 cost 14.4'];

describe('case 22: seats that become another product', () => {
	it.each<Row>([
		{
			rule: 'move on the day where the old ones are refunded, by Autotask',
			given: planChange({ settings: byAutotask }),
			writes: onTheDay,
		},
		{
			rule: 'move on the day where the old ones are refunded, no fragment charged, by the marketplace',
			given: planChange({ settings: byMarketplace }),
			writes: onTheDay,
		},
		{
			rule: "move on the day at Autotask's price, by Autotask",
			given: planChange({ settings: { ...byAutotask, ...autotaskPrice } }),
			writes: ['-10 @ 2026-10-16', '+10 @ 2026-10-16'],
		},
		{
			rule: "move on the day at Autotask's price, by the marketplace",
			given: planChange({ settings: { ...byMarketplace, ...autotaskPrice } }),
			writes: ['-10 @ 2026-10-16', '+10 @ 2026-10-16'],
		},
		{
			rule: 'move from the boundary where nothing is refunded, by Autotask',
			given: planChange({ settings: byAutotask, details: [newWhole] }),
			writes: onTheBoundary,
		},
		{
			rule: 'move from the boundary where nothing is refunded, by the marketplace',
			given: planChange({ settings: { ...byMarketplace, ...marketplacePrice }, details: [newWhole] }),
			writes: onTheBoundary,
		},
		{
			rule: 'credit nothing of a refund on the day, whatever the setting',
			given: planChange({ settings: { ...byMarketplace, syncRefunds: true } }),
			writes: onTheDay,
		},
		{
			rule: 'charge the fee of the switch beside it',
			given: planChange({
				details: [oldBack, newRest, detailOf({ type: 'switch', unitPrice: '9.00', extendedPrice: '9.00' })],
			}),
			writes: onTheDay,
			charges: ['setup 9 @ 2026-10-16'],
		},
		{
			rule: 'may be some of them: a partial upgrade',
			given: planChange({
				products: moving('4', toP2),
				details: [
					detailOf({
						type: 'renewRefund',
						quantity: '4',
						unitPrice: '12.50',
						extendedPrice: '-25.81',
						duration: ['day', '16'],
					}),
					detailOf({
						product: 'p2',
						quantity: '4',
						unitPrice: '18.00',
						extendedPrice: '37.16',
						duration: ['day', '16'],
					}),
				],
				holds: [
					{ id: 'p1', quantity: '6' },
					{ id: 'p2', quantity: '4' },
				],
			}),
			writes: ['-4 @ 2026-10-16', '+4 @ 2026-10-16 at 18 cost 14.4'],
		},
		{
			rule: 'join those that the new product has already',
			given: planChange({
				products: moving('4', toP2),
				holds: [
					{ id: 'p1', quantity: '6' },
					{ id: 'p2', quantity: '7' },
				],
				details: [],
				more: {
					lines: [basicLine, { id: 901, service: 301, units: 3, price: '18.00', isOurs: true }],
					links: [{ units: 10 }, { product: 'p2', line: 901, units: 3 }],
				},
			}),
			writes: ['-4 @ 2026-11-01', '+4 @ 2026-11-01'],
		},
		{
			rule: 'keep what is scheduled: a fall without refund is billed to the boundary',
			given: planChange({
				products: moving('4', toP2),
				holds: [
					{ id: 'p1', quantity: '4' },
					{ id: 'p2', quantity: '4' },
				],
				details: [
					detailOf({
						type: 'recurringRefund',
						quantity: '4',
						unitPrice: '12.50',
						extendedPrice: '-25.81',
						duration: ['day', '16'],
					}),
					detailOf({
						product: 'p2',
						quantity: '4',
						unitPrice: '18.00',
						extendedPrice: '37.16',
						duration: ['day', '16'],
					}),
				],
				more: {
					lines: [
						{
							...basicLine,
							units: [
								['2026-01-01', 10],
								['2026-11-01', 8],
							],
						},
					],
					links: [
						{
							units: [
								['always', 10],
								['2026-11-01', 8],
							],
						},
					],
				},
			}),
			writes: ['-4 @ 2026-10-16', '+4 @ 2026-10-16 at 18 cost 14.4'],
		},
		{
			rule: 'are found by their part number on the subscription',
			given: planChange({
				products: moving('4', { mpn: 'M-2', named: 'part number M-2' }),
				details: [],
				holds: [
					{ id: 'p1', quantity: '6' },
					{ id: 'p2', quantity: '4', mpn: 'M-2' },
				],
			}),
			writes: ['-4 @ 2026-11-01', '+4 @ 2026-11-01 at 18 cost 14.4'],
		},
	])('$rule', ({ given, writes, charges = [] }) => {
		const plan = planOf(given);
		expect({ writes: writesOf(plan), charges: chargesOf(plan) }).toEqual({ writes, charges });
	});
});

const sixAndFour = [
	{ id: 'p1', quantity: '6' },
	{ id: 'p2', quantity: '4' },
];

describe('a move as the first order that is seen of a subscription', () => {
	const byHand = { units: 10, price: '12.50', cost: '10.00' };
	const first = (more: Partial<Scenario>, answers: Answers = {}): Scenario => {
		const given = planChange({ more: { lines: [byHand], links: [], ...more } });
		return { ...given, task: { ...given.task, answers } };
	};
	const entered = { id: 901, service: 301, units: [['2026-10-16', 10] as const], price: '18.00' };

	it.each<{ rule: string; given: Scenario; writes: readonly string[]; suggestions: readonly number[] }>([
		{
			rule: 'takes the seats from the line that was entered by hand',
			given: first({}),
			writes: onTheDay,
			suggestions: [10],
		},
		{
			rule: 'brings the old line to what is left, however many it held',
			given: first({ lines: [{ ...byHand, units: 12 }] }, { ownUnits: 12 }),
			writes: ['-12 @ 2026-10-16', '+10 @ 2026-10-16 at 18 cost 14.4'],
			suggestions: [],
		},
		{
			rule: 'writes nothing where a person has entered the move already',
			given: first({
				lines: [
					{
						...byHand,
						units: [
							['2026-01-01', 10],
							['2026-10-16', 0],
						],
					},
					entered,
				],
			}),
			writes: [],
			suggestions: [10, 10],
		},
		{
			rule: 'adds to a new line that holds units of somebody else',
			given: first(
				{
					lines: [
						{
							...byHand,
							units: [
								['2026-01-01', 10],
								['2026-10-16', 0],
							],
						},
						entered,
					],
				},
				{ ownUnitsOf: { p1: 10, p2: 0 } },
			),
			writes: ['+10 @ 2026-10-16'],
			suggestions: [],
		},
	])('$rule', ({ given, writes, suggestions }) => {
		const plan = planOf(given);
		expect(plan.questions.map((question) => question.suggestion)).toEqual(suggestions);
		expect(writesOf(plan)).toEqual(writes);
	});
});

describe('a plan that moves seats', () => {
	it('shows what a person decides on, and waits for approval', () => {
		const plan = planOf(planChange({}));
		expect(plan.approvalNeeded).toEqual(['it moves 10 of Basic to product p2', 'it moves 10 of Basic to Mail p2']);
		expect(plan.totals).toEqual({ once: '28.38', perPeriod: '180' });
		expect(plan.lines.map((line) => line.detail)).toEqual([
			expect.stringContaining('The order moves 10 of Basic to product p2.'),
			expect.stringContaining('The order moves 10 of Basic to Mail p2.'),
		]);
	});

	it('moves paid seats with what this period was paid for', () => {
		const given = planChange({
			products: moving('4', toP2),
			holds: [
				{ id: 'p1', quantity: '9' },
				{ id: 'p2', quantity: '4' },
			],
			more: {
				lines: [
					{
						...basicLine,
						units: [
							['2026-01-01', 10],
							['2026-11-01', 13],
						],
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
			},
		});
		expect(
			planOf(given).changes.map(({ unitsAfter, owed }) => [
				unitsOn(unitsAfter, day('2026-10-20')),
				(owed?.asides ?? []).map(({ units }) => unitsOn(units, day('2026-10-20'))),
			]),
		).toEqual([
			[6, [3]],
			[4, []],
		]);
	});

	it.each<{ rule: string; given: Scenario; says: string }>([
		{
			rule: 'more than the old product holds',
			given: planChange({ products: moving('12', toP2) }),
			says: 'leaves a negative quantity (-2)',
		},
		{
			rule: 'seats that the subscription does not have of the new product',
			given: planChange({ products: moving('4', toP2), holds: [{ id: 'p1', quantity: '6' }] }),
			says: 'bring more of product p2 than the 0 that subscription s1 holds',
		},
		{
			rule: 'seats that the old product still has',
			given: planChange({
				holds: [
					{ id: 'p1', quantity: '10' },
					{ id: 'p2', quantity: '10' },
				],
			}),
			says: 'the orders end at 0 with O1, the subscription holds 10',
		},
		{
			rule: 'no quantity',
			given: planChange({
				products: [{ productId: 'p1' as ProductId, name: 'Basic', movesTo: { ...toP2, named: 'product p2' } }],
			}),
			says: 'names no quantity',
		},
		{
			rule: 'a negative quantity',
			given: planChange({ products: moving('-4', toP2) }),
			says: 'names a negative quantity (-4)',
		},
		{
			rule: 'to a part number that is nowhere',
			given: planChange({ products: moving('4', { mpn: 'M-2' }), holds: sixAndFour }),
			says: 'part number M-2',
		},
		{
			rule: 'to a new subscription without a name',
			given: planChange({ products: moving('4', { ...toP2, isUnnamed: true }) }),
			says: 'a new subscription that the order does not name',
		},
		{
			rule: 'and names the new product beside it',
			given: planChange({
				products: [...moving('4', toP2), { productId: 'p2' as ProductId, name: 'Premium', quantity: decimal('4') }],
				holds: sixAndFour,
			}),
			says: 'names product p2 twice',
		},
		{
			rule: 'with a renewal',
			given: planChange({ more: { task: { kind: 'renewal', products: moving('4', toP2) } } }),
			says: 'a renewal order that moves seats',
		},
		{
			rule: 'of two products, one refunded and one not',
			given: planChange({
				products: [...moving('10', toP2), ...moving('1', toP2, { productId: 'p3' as ProductId, name: 'Extra' })],
				holds: [{ id: 'p2', quantity: '11' }],
			}),
			says: 'refunds some of the products that it moves and others not',
		},
		{
			rule: 'to what an earlier version could not read',
			given: planChange({
				products: [
					{
						productId: 'p1' as ProductId,
						name: 'Basic',
						quantity: decimal('4'),
						movesTo: 'p2' as unknown as MoveTarget,
					},
				],
			}),
			says: 'was read before moves were understood',
		},
		{
			rule: 'to itself',
			given: planChange({ products: moving('4', { mpn: 'M-1' }), holds: [{ id: 'p1', quantity: '10', mpn: 'M-1' }] }),
			says: 'moves Basic to itself',
		},
	])('is refused where it moves $rule', ({ given, says }) => {
		const outcome = planned(given);
		expect(outcome).toMatchObject({ kind: 'attention', reason: 'order not understood' });
		expect(outcome.kind === 'attention' && outcome.message).toContain(says);
	});
});
