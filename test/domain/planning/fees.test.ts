import type { ProductId } from '../../../src/domain/ids';
import type { Ledger } from '../../../src/domain/line/ledger';
import { type PlanOutcome, planTask } from '../../../src/domain/planning/planTask';
import { withFeeOf } from '../../../src/domain/task/feeOfTask';
import type { SyncTask } from '../../../src/domain/task/task';
import {
	detailOf,
	factsOf,
	ledgerOf,
	lineOf,
	linkOf,
	type SubscriptionFigures,
	subscriptionOf,
	taskOf,
} from './scenario';

const subscription = { ...subscriptionOf(), planId: '1' };
const fee = 'fee-of-plan-1' as ProductId;
const other = 'fee-of-plan-2' as ProductId;
const duration = ['month', '1'] as const;
const lines = [
	detailOf({ type: 'renew', quantity: '10', unitPrice: '18.00', extendedPrice: '180.00', duration }),
	detailOf({ type: 'renew', product: undefined, unitPrice: '5.00', extendedPrice: '5.00', duration }),
];

/** Ten seats, and one fee as it was ordered. */
function ledgerWith(feeId: ProductId, units: number): Ledger {
	const seats = { units: 10, prices: [['2026-01-01', '18.00']] } as const;
	const one = { units, prices: [['2026-01-01', '5.00']] } as const;
	return ledgerOf(
		[
			lineOf({ units: 10, isOurs: true }),
			lineOf({ id: 901, service: 301, units, price: '5.00', cost: '0', isOurs: true }),
		],
		[linkOf(seats), linkOf({ ...one, product: feeId, line: 901 })],
	);
}

function planned(task: SyncTask, ledger: Ledger, subscriptions: readonly SubscriptionFigures[] = [{}]): PlanOutcome {
	const facts = factsOf({
		tasks: [task],
		subscriptions,
		mappedProducts: ['p1', fee, other],
		services: { [fee]: { id: 301, listPrice: '5.00' }, [other]: { id: 301, listPrice: '5.00' } },
	});
	return planTask(task, facts, ledger);
}

function units(outcome: PlanOutcome): unknown {
	if (outcome.kind !== 'planned') return outcome.message;
	return outcome.plan.changes.map(({ productId, unitsAfter }) => [productId, unitsAfter.at(-1)?.units]);
}

describe('a subscription has one fee', () => {
	const renewal = withFeeOf(taskOf({ kind: 'renewal', quantity: '10', details: lines }), [], subscription);

	it.each([
		{
			rule: 'the one that is on its line goes on',
			ledger: ledgerWith(fee, 1),
			expected: [
				['p1', 10],
				[fee, 1],
			],
		},
		{
			rule: 'one that has ended is none',
			ledger: ledgerWith(other, 0),
			expected: [
				['p1', 10],
				[fee, 1],
			],
		},
		{
			rule: 'another one that is in use is put to a person',
			ledger: ledgerWith(other, 1),
			expected: expect.stringContaining('the contract has product fee-of-plan-2 of subscription s1'),
		},
	])('$rule', ({ ledger, expected }) => {
		expect(units(planned(renewal, ledger))).toEqual(expected);
	});
});

describe('a subscription that is brought to what it holds', () => {
	const seats = { id: 'p1', quantity: '10' };

	it.each([
		{
			rule: 'keeps the fee that is on its line, though the marketplace does not list it',
			products: [seats],
			ledger: ledgerWith(fee, 1),
			expected: [
				['p1', 10],
				[fee, 1],
			],
		},
		{
			rule: 'gets none that was never on one: its price is not known',
			products: [seats, { id: fee, quantity: '1' }],
			ledger: ledgerOf(),
			expected: [['p1', 10]],
		},
	])('$rule', ({ products, ledger, expected }) => {
		expect(units(planned(taskOf({ kind: 'initial' }), ledger, [{ products }]))).toEqual(expected);
	});
});
