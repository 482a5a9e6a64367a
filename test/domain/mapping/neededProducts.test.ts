import { neededProducts } from '../../../src/domain/mapping/neededProducts';
import type { Subscription } from '../../../src/domain/order/order';
import type { SyncTask } from '../../../src/domain/task/task';

const month = { type: 'month', duration: 1 };
const subscription = {
	id: 's1',
	billingModel: 'chargeBeforeBillingPeriod',
	billingPeriod: month,
	subscriptionPeriod: { type: 'year', duration: 1 },
	products: [{ productId: 'p1', name: 'One', quantity: '1' }],
};
const products = [
	{ productId: 'p1', name: 'One' },
	{ productId: 'p2', name: 'Onboarding' },
];
const details = [
	{ productId: 'p1', type: 'recurring' },
	{ productId: 'p2', type: 'setup' },
];

function ordered(kind: string, more: object = {}): SyncTask {
	return {
		kind,
		subscriptionIds: ['s1'],
		order: { subscriptionId: 's1', billingModel: 'unknown', products, details, ...more },
	} as unknown as SyncTask;
}

const initial = { kind: 'initial', subscriptionIds: ['s1'] } as unknown as SyncTask;

function needed(task: SyncTask, change: object = {}): readonly unknown[] {
	return neededProducts(task, [{ ...subscription, ...change } as unknown as Subscription]).map(
		({ productId, periodType }) => `${productId} ${periodType}`,
	);
}

describe('neededProducts', () => {
	it.each([
		{ rule: 'takes the recurring products of an order', task: ordered('sales'), change: {}, expected: ['p1 monthly'] },
		{
			rule: 'takes a product without lines of its own',
			task: ordered('change', { details: [] }),
			change: {},
			expected: ['p1 monthly', 'p2 monthly'],
		},
		{
			rule: 'takes all products of a subscription without an order',
			task: initial,
			change: {},
			expected: ['p1 monthly'],
		},
		{
			rule: 'takes the subscription period where that is billed',
			task: initial,
			change: { billingModel: 'chargeBeforeSubscriptionPeriod' },
			expected: ['p1 yearly'],
		},
		{
			rule: 'knows three months as a quarter',
			task: initial,
			change: { billingPeriod: { type: 'month', duration: 3 } },
			expected: ['p1 quarterly'],
		},
		{
			rule: 'knows no period type for a statement day',
			task: initial,
			change: { billingPeriod: { type: 'statement_day', duration: 1 } },
			expected: ['p1 undefined'],
		},
		{
			rule: 'needs no service for usage',
			task: ordered('sales'),
			change: { billingModel: 'chargeExternalRating' },
			expected: [],
		},
		{ rule: 'takes those of a migration', task: ordered('migration'), change: {}, expected: ['p1 monthly'] },
		{ rule: 'takes those of a renewal', task: ordered('renewal'), change: {}, expected: ['p1 monthly'] },
		{
			rule: 'takes what seats move to, and not what they leave',
			task: ordered('change', {
				products: [{ productId: 'p1', name: 'One', quantity: '1', movesTo: { productId: 'p9', named: 'product p9' } }],
				details: [],
			}),
			change: {},
			expected: ['p9 monthly'],
		},
		{ rule: 'needs none for a Billing order', task: ordered('billing'), change: {}, expected: [] },
	])('$rule', ({ task, change, expected }) => {
		expect(needed(task, change)).toEqual(expected);
	});
});
