import type { ProductId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import type { Order, OrderDetail } from '../../../src/domain/order/order';
import { contractOf, detailOf, planned, planOf, type Scenario, writesOf } from '../planning/scenario';

const month = { type: 'month' as const, duration: 1 };
const year = { type: 'year' as const, duration: 1 };
const monthly = contractOf();
const yearly = contractOf({ id: 501, periodType: 'yearly' });
const back = detailOf({
	type: 'recurringRefund',
	quantity: '10',
	unitPrice: '18.00',
	extendedPrice: '-92.90',
	duration: ['day', '16'],
});
const newYear = detailOf({ quantity: '10', unitPrice: '216.00', extendedPrice: '2160.00', duration: ['year', '1'] });

function row(more: Partial<Order['products'][number]> = {}): Order['products'][number] {
	return {
		productId: 'p1' as ProductId,
		name: 'Mail',
		quantity: decimal('10'),
		billingPeriod: year,
		placement: 'CHANGE_PLAN_PERIOD',
		...more,
	};
}

/** Ten seats on the monthly contract; the subscription is billed by the year by now. */
function toYear(of: {
	readonly details?: readonly OrderDetail[];
	readonly products?: Order['products'];
	readonly holds?: readonly { readonly id: string; readonly quantity: string }[];
	readonly more?: Partial<Scenario>;
}): Scenario {
	return {
		lines: [{ units: 10, isOurs: true }],
		links: [{ units: 10 }],
		task: {
			on: '2026-10-16',
			products: of.products ?? [row()],
			details: of.details ?? [back, newYear],
			subscription: {
				products: of.holds ?? [{ id: 'p1', quantity: '10' }],
				unitPrice: '216.00',
				unitCost: '172.80',
				billingPeriod: year,
			},
		},
		facts: { contracts: [monthly, yearly] },
		...of.more,
	};
}

function shown(scenario: Scenario): readonly string[] {
	const plan = planOf(scenario);
	return plan.changes.flatMap((change, at) => {
		const writes = writesOf({ ...plan, changes: plan.changes.slice(at, at + 1) });
		return writes.map((write) => `${change.contractId}: ${write}`);
	});
}

describe('a subscription that is billed by another period', () => {
	it.each<{ rule: string; given: Scenario; writes: readonly string[] }>([
		{
			rule: 'changes the contract on the day where the old period is given back',
			given: toYear({}),
			writes: ['500: -10 @ 2026-10-16', '501: +10 @ 2026-10-16 at 216 cost 172.8'],
		},
		{
			rule: 'changes the contract at the boundary where nothing is given back',
			given: toYear({ details: [newYear] }),
			writes: ['500: -10 @ 2026-11-01', '501: +10 @ 2026-11-01 at 216 cost 172.8'],
		},
		{
			rule: 'is seen by its own period where the order says nothing of it',
			given: toYear({
				details: [],
				products: [{ productId: 'p1' as ProductId, name: 'Mail', quantity: decimal('10') }],
			}),
			writes: ['500: -10 @ 2026-11-01', '501: +10 @ 2026-11-01 at 216 cost 172.8'],
		},
		{
			rule: 'takes scheduled falls along',
			given: toYear({
				products: [row({ quantity: decimal('8') })],
				details: [],
				holds: [{ id: 'p1', quantity: '8' }],
				more: {
					lines: [
						{
							units: [
								['2026-01-01', 10],
								['2026-11-01', 8],
							],
							isOurs: true,
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
			writes: ['500: -8 @ 2026-11-01', '501: +8 @ 2026-11-01 at 216 cost 172.8'],
		},
		{
			rule: 'stays where it is for an order from before the change',
			given: toYear({
				products: [row({ quantity: decimal('13'), billingPeriod: month, placement: 'UPGRADE' })],
				details: [detailOf({ quantity: '3', unitPrice: '18.00', extendedPrice: '27.87', duration: ['day', '16'] })],
				holds: [{ id: 'p1', quantity: '13' }],
			}),
			writes: ['500: +3 @ 2026-10-16'],
		},
	])('$rule', ({ given, writes }) => {
		expect(shown(given)).toEqual(writes);
	});

	it('waits for approval and says where it goes', () => {
		expect(planOf(toYear({})).approvalNeeded).toEqual(
			expect.arrayContaining([
				'the subscription is billed yearly from now on: it goes from contract Recurring 500 (500) to Recurring 501 (501)',
			]),
		);
	});

	it.each<{ rule: string; given: Scenario; reason?: string; says: string }>([
		{
			rule: 'the quantity changes with it',
			given: toYear({
				products: [row({ quantity: decimal('12') })],
				details: [],
				holds: [{ id: 'p1', quantity: '12' }],
			}),
			says: 'the billing period and the quantity (by 2) at once',
		},
		{
			rule: 'the order names a third period',
			given: toYear({ products: [row({ billingPeriod: { type: 'month', duration: 3 } })] }),
			says: 'names another period than the subscription has',
		},
		{
			rule: 'a product is left out',
			given: toYear({
				holds: [
					{ id: 'p1', quantity: '10' },
					{ id: 'p2', quantity: '2' },
				],
			}),
			says: 'names nothing of product p2',
		},
		{
			rule: 'only some seats move to another product of the new period',
			given: toYear({
				products: [row({ quantity: decimal('4'), movesTo: { productId: 'p2' as ProductId, named: 'product p2' } })],
				details: [],
				holds: [
					{ id: 'p1', quantity: '6' },
					{ id: 'p2', quantity: '4' },
				],
			}),
			says: 'moves only some of its products',
		},
		{
			rule: 'an order from before it states no price',
			given: toYear({
				products: [row({ quantity: decimal('13'), billingPeriod: month, placement: 'UPGRADE' })],
				details: [],
				holds: [{ id: 'p1', quantity: '13' }],
			}),
			reason: 'price conflict',
			says: 'states no price',
		},
		{
			rule: 'there is no contract of the new period',
			given: toYear({ more: { facts: { contracts: [monthly] } } }),
			reason: 'billing period differs',
			says: 'has no recurring-service contract of that period',
		},
	])('writes nothing where $rule', ({ given, reason = 'order not understood', says }) => {
		const outcome = planned(given);
		expect(outcome).toMatchObject({ kind: 'attention', reason });
		expect(outcome.kind === 'attention' && outcome.message).toContain(says);
	});
});
