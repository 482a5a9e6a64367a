import { instant } from '../../../src/domain/calendarDate';
import type { ProductId, SubscriptionId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import { billedPart, type Exclusion, readExcludedName, excludedName } from '../../../src/domain/order/exclusion';
import type { OrderDetail, OrderProduct } from '../../../src/domain/order/order';
import { billedTask, whyExcluded } from '../../../src/domain/task/excludedTask';
import type { SyncTask } from '../../../src/domain/task/task';
import { detailOf, subscriptionOf, type TaskFigures, taskOf } from '../planning/scenario';

const said = { name: '', by: 'Ann', at: instant('2026-10-16T08:00:00Z') };
const free = (id: string): Exclusion => ({ kind: 'product', id: id as ProductId, reason: 'NFR', ...said });
const whole = (id: string): Exclusion => ({
	kind: 'subscription',
	id: id as SubscriptionId,
	reason: 'own use',
	...said,
});

function product(id: string, more: Partial<OrderProduct> = {}): OrderProduct {
	return { productId: id as ProductId, name: `Mail ${id}`, quantity: decimal('10'), ...more };
}

const both = [product('p1'), product('p2')];
const charged = (id: string | undefined, amount: string): OrderDetail =>
	detailOf({ product: id, unitPrice: amount, extendedPrice: amount });
const holds = (...ids: readonly string[]) => ({ products: ids.map((id) => ({ id, quantity: '10' })) });

interface Given {
	readonly rule: string;
	readonly task: TaskFigures;
	readonly others?: readonly string[];
	readonly exclusions: readonly Exclusion[];
	/** What its subscription holds. */
	readonly seen?: readonly string[];
}

function read({ task: figures, others = [], exclusions, seen = ['p1', 'p2'] }: Omit<Given, 'rule'>) {
	const made = taskOf({ ...figures, subscription: holds(...seen) });
	const task: SyncTask = { ...made, subscriptionIds: [...made.subscriptionIds, ...(others as SubscriptionId[])] };
	return { task, exclusions, of: (id: SubscriptionId) => subscriptionOf({ id, ...holds(...seen) }) };
}

describe('whyExcluded', () => {
	it.each<Given & { readonly why: string | undefined }>([
		{ rule: 'nothing is excluded', task: { quantity: '10' }, exclusions: [], why: undefined },
		{ rule: 'the subscription is', task: { quantity: '10' }, exclusions: [whole('s1')], why: 'excluded: own use' },
		{ rule: 'another subscription is', task: { quantity: '10' }, exclusions: [whole('s2')], why: undefined },
		{ rule: 'one of two subscriptions is', task: {}, others: ['s2'], exclusions: [whole('s1')], why: undefined },
		{
			rule: 'both subscriptions are',
			task: {},
			others: ['s2'],
			exclusions: [whole('s1'), whole('s2')],
			why: 'excluded: own use',
		},
		{ rule: 'its only product is', task: { quantity: '10' }, exclusions: [free('p1')], why: 'excluded: NFR' },
		{ rule: 'one of its products is', task: { products: both }, exclusions: [free('p1')], why: undefined },
		{
			rule: 'all of its products are',
			task: { products: both },
			exclusions: [free('p1'), free('p2')],
			why: 'excluded: NFR',
		},
		{
			rule: 'a line charges for a product that is not',
			task: { quantity: '10', details: [charged('p1', '18.00'), charged('p2', '5.00')] },
			exclusions: [free('p1')],
			why: undefined,
		},
		{
			rule: 'a line names no product, and the subscription holds another one',
			task: { quantity: '10', details: [charged(undefined, '50.00')] },
			exclusions: [free('p1')],
			why: undefined,
		},
		{
			rule: 'a line names no product, and the subscription holds no other',
			task: { quantity: '10', details: [charged(undefined, '50.00')] },
			seen: ['p1'],
			exclusions: [free('p1')],
			why: 'excluded: NFR',
		},
		{
			rule: 'a bill of that product alone',
			task: { kind: 'billing', products: both, details: [charged('p1', '18.00')] },
			exclusions: [free('p1')],
			why: 'excluded: NFR',
		},
		{
			rule: 'what nobody ordered, of that product alone',
			task: { kind: 'initial' },
			seen: ['p1'],
			exclusions: [free('p1')],
			why: 'excluded: NFR',
		},
		{
			rule: 'seats move to another product',
			task: { products: [product('p1', { movesTo: { productId: 'p2' as ProductId, named: 'p2' } })] },
			exclusions: [free('p1')],
			why: undefined,
		},
	])('$rule: $why', (given) => {
		const { task, exclusions, of } = read(given);
		expect(whyExcluded(task, exclusions, of)).toBe(given.why);
	});
});

describe('billedTask', () => {
	it('leaves the order without the product that is excluded, and its lines', () => {
		const details = [charged('p1', '180.00'), charged('p2', '50.00')];
		const { task, exclusions, of } = read({ task: { products: both, details }, exclusions: [free('p1')] });
		const billed = billedTask(task, exclusions, of);
		expect(billed).toMatchObject({ order: { products: [{ productId: 'p2' }], details: [{ productId: 'p2' }] } });
		expect(task.order?.products).toHaveLength(2);
	});

	it.each<Given>([
		{ rule: 'nothing is excluded', task: { products: both }, exclusions: [] },
		{ rule: 'another product is', task: { products: [product('p2')] }, exclusions: [free('p1')] },
		{
			rule: 'an order of other products has a line without one',
			task: { products: [product('p2')], details: [charged(undefined, '50.00')] },
			exclusions: [free('p1')],
		},
	])('is the very task where $rule', (given) => {
		const { task, exclusions, of } = read(given);
		expect(billedTask(task, exclusions, of)).toBe(task);
	});

	it('leaves an initial task what else the subscription held', () => {
		const { task, exclusions, of } = read({ task: { kind: 'initial' }, exclusions: [free('p1')] });
		expect(billedTask(task, exclusions, of)).toMatchObject({ snapshot: { products: [{ productId: 'p2' }] } });
	});

	it.each<Given & { readonly says: string }>([
		{
			rule: 'a line that names no product',
			task: { products: both, details: [charged(undefined, '50.00')] },
			exclusions: [free('p1')],
			says: 'its line "recurring" (50.00) names no product',
		},
		{
			rule: 'a move to a product that is excluded',
			task: { products: [product('p2', { movesTo: { productId: 'p1' as ProductId, named: 'p1' } })] },
			exclusions: [free('p1')],
			says: 'one side of the move is excluded',
		},
		{
			rule: 'a move from a product that is excluded',
			task: { products: [product('p1', { movesTo: { productId: 'p2' as ProductId, named: 'p2' } })] },
			exclusions: [free('p1')],
			says: 'one side of the move is excluded',
		},
		{
			rule: 'a subscription of several that is excluded',
			task: {},
			others: ['s2'],
			exclusions: [whole('s2')],
			says: 'subscription s2 is excluded, and the order touches others',
		},
		{
			rule: 'an order of which nothing is billed',
			task: { quantity: '10' },
			exclusions: [whole('s1')],
			says: 'Order O1 is excluded: own use.',
		},
	])('guesses nothing of $rule', (given) => {
		const { task, exclusions, of } = read(given);
		expect(billedTask(task, exclusions, of)).toEqual(expect.stringContaining(given.says));
	});
});

describe('billedPart', () => {
	it.each([
		{ rule: 'nothing excluded', exclusions: [], left: ['p1', 'p2'] },
		{ rule: 'a product', exclusions: [free('p1')], left: ['p2'] },
		{ rule: 'all products', exclusions: [free('p1'), free('p2')], left: undefined },
		{ rule: 'the subscription', exclusions: [whole('s1')], left: undefined },
	])('$rule leaves $left', ({ exclusions, left }) => {
		const part = billedPart(subscriptionOf(holds('p1', 'p2')), exclusions);
		expect(part?.products.map(({ productId }) => productId)).toEqual(left);
	});
});

describe('the name of what is excluded', () => {
	it.each([whole('s1'), free('p:1')])('is read again: $kind $id', ({ kind, id }) => {
		expect(readExcludedName(` ${excludedName({ kind, id } as Exclusion)} `)).toEqual({ kind, id });
	});

	it.each(['', 'customer:1', 'product:'])('is not read from %p', (text) => {
		expect(readExcludedName(text)).toBeUndefined();
	});
});
