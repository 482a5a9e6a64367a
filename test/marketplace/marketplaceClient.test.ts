import { omit, range } from 'lodash';
import { instant } from '../../src/domain/calendarDate';
import type { CustomerId, OrderId, SubscriptionId } from '../../src/domain/ids';
import type { FaultAction } from '../../simulators/faults';
import type { MarketplaceSimulator } from '../../simulators/marketplace/simulator';
import { customer, licence, startWithLicence } from '../simulators/marketplace/calls';
import { openClient } from './openClient';

let simulator: MarketplaceSimulator;
beforeEach(async () => {
	simulator = await startWithLicence();
});
afterEach(() => simulator.close());

const october = { from: instant('2026-10-01T00:00:00Z'), to: instant('2026-10-31T23:59:59Z') };

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
	const found: T[] = [];
	for await (const row of rows) found.push(row);
	return found;
}

/** Sales in October; gives their order ids. */
function sell(count: number): string[] {
	return range(count).map((index) => {
		const at = `2026-10-${String((index % 15) + 1).padStart(2, '0')}T08:00:00Z`;
		return simulator.act({ kind: 'sale', customerId: '1', productId: licence.id, quantity: 1, at }).orderId;
	});
}

function reads(path: string): number {
	return simulator.requests().filter((one) => one.kind === 'read' && one.path.endsWith(path)).length;
}

/** An answer for one order, put in place of the real one. */
function answerOrder(body: object): void {
	simulator.addFault({ path: '/orders/', action: { kind: 'status', status: 200, body: JSON.stringify(body) } });
}

const bareOrder = {
	id: 'O-1',
	orderNumber: 'SO1',
	type: 'sales',
	customerId: '1',
	creationDate: '2026-10-16T08:00:00Z',
	status: 'completed',
};
const money = { currency: 'GBP', amount: '18.00' };

describe('orders', () => {
	it('gives each order of the window once, over all pages', async () => {
		const made = sell(230);
		const { client } = openClient(simulator);
		const found = await all(client.orders(october));
		expect(found.map((row) => row.id).sort()).toEqual([...made].sort());
		expect(reads('/orders')).toBe(3);
	});

	it('leaves out what was created outside the window', async () => {
		sell(15);
		const { client } = openClient(simulator);
		const window = { from: instant('2026-10-10T00:00:00Z'), to: instant('2026-10-12T00:00:00Z') };
		expect((await all(client.orders(window))).map((row) => row.createdAt).sort()).toEqual([
			'2026-10-10T08:00:00.000Z',
			'2026-10-11T08:00:00.000Z',
		]);
	});

	it.each([
		{ rule: 'rows shift between its pages', switches: { listOrder: 'reshuffled' } },
		{ rule: 'pages are shorter than asked for', switches: { largestPage: 40 } },
		{ rule: 'short pages shift', switches: { listOrder: 'reshuffled', largestPage: 90 } },
		{
			rule: 'shifting pages may not be longer',
			switches: { listOrder: 'reshuffled', largestPage: 100, overlongPage: 'refused' },
		},
	] as const)('loses none when $rule', async ({ switches }) => {
		const made = sell(150);
		simulator.setSwitches(switches);
		const { client } = openClient(simulator);
		const ids = (await all(client.orders(october))).map((row) => row.id);
		expect(ids.sort()).toEqual([...made].sort());
	});

	it('gives up on a list that never stands still', async () => {
		for (const count of range(60)) {
			const pagination = { offset: 0, limit: 100, total: 5 + (count % 2) };
			const body = JSON.stringify({ data: [bareOrder, bareOrder], pagination });
			simulator.addFault({ path: '/orders$', action: { kind: 'status', status: 200, body } });
		}
		const { client } = openClient(simulator);
		await expect(all(client.orders(october))).rejects.toMatchObject({ name: 'ApiError', retryable: true });
	});

	it.each([
		{ rule: 'by one row', data: [bareOrder] },
		{ rule: 'by one without an id', data: [omit(bareOrder, 'id')] },
		{ rule: 'by no row at all', data: [null] },
	])('gives up on a list whose next page is the one before again, for ever: $rule', async ({ data }) => {
		const body = JSON.stringify({ data, pagination: { offset: 0, limit: 100, total: 10 ** 15 } });
		simulator.addFault({ path: '/orders$', times: 0, action: { kind: 'status', status: 200, body } });
		const { client } = openClient(simulator);
		simulator.clearRequests();
		await expect(all(client.orders(october, {}, () => undefined))).rejects.toMatchObject({
			name: 'ApiError',
			retryable: true,
		});
		expect(simulator.requests().length).toBeLessThan(100);
	});

	it('gives a row that cannot be read to who takes it, with what is known of it, and throws it to nobody else', async () => {
		const [first = '', second = ''] = sell(2);
		const spoils = [{ where: { id: first }, set: { creationDate: 'soon' } }];
		simulator.addFault({ path: '/orders$', times: 0, action: { kind: 'spoilRows', spoils } });
		const { client } = openClient(simulator);
		const unread: unknown[] = [];
		const rows = await all(client.orders(october, {}, (row) => unread.push(row)));
		expect(rows.map((row) => row.id)).toEqual([second]);
		expect(unread).toEqual([
			{
				known: expect.objectContaining({ id: first, customerId: '1', type: 'sales' }),
				why: expect.stringMatching(
					/GET \/orders with a string at data\[\d\]\.creationDate, where a date-time belongs$/,
				),
			},
		]);
		await expect(all(client.orders(october))).rejects.toMatchObject({ name: 'MalformedResponseError' });
	});

	it('asks for a status where one is named', async () => {
		sell(2);
		const { client } = openClient(simulator);
		expect(await all(client.orders(october, { status: 'error' }))).toEqual([]);
		expect(await all(client.orders(october, { status: 'completed' }))).toHaveLength(2);
	});

	it('passes unknown words for the type through and takes an unknown status as unfinished', async () => {
		const row = { ...bareOrder, type: 'gift', status: 'wrapped' };
		const body = JSON.stringify({ data: [row], pagination: { offset: 0, limit: 100, total: 1 } });
		simulator.addFault({ path: '/orders$', action: { kind: 'status', status: 200, body } });
		const { client } = openClient(simulator);
		expect(await all(client.orders(october))).toMatchObject([{ id: 'O-1', type: 'gift', status: 'processing' }]);
	});
});

describe('order', () => {
	it('reads lines, products, subscription and correlation id', async () => {
		const made = simulator.act({
			kind: 'sale',
			customerId: '1',
			productId: licence.id,
			quantity: 10,
			at: '2026-10-16T08:00:00Z',
		});
		const { client } = openClient(simulator);
		const order = await client.order(made.orderId as OrderId);
		expect(order).toMatchObject({
			type: 'sales',
			status: 'completed',
			customerId: '1',
			createdAt: '2026-10-16T08:00:00.000Z',
			billingModel: 'chargeBeforeBillingPeriod',
			correlationId: expect.stringMatching(/^corr-/),
			products: [{ productId: licence.id, mpn: licence.mpn, name: licence.name, quantity: '10' }],
		});
		expect(order?.details[0]).toMatchObject({ type: 'recurring', quantity: '10', unitPrice: { currency: 'GBP' } });
		expect(order?.subscriptionId).toEqual(expect.any(String));
		expect(order?.products[0]).not.toHaveProperty('movesTo');
	});

	it('is nothing where the marketplace no longer knows it', async () => {
		const { client } = openClient(simulator);
		expect(await client.order('nope' as OrderId)).toBeUndefined();
		expect(await client.subscription('nope' as SubscriptionId)).toBeUndefined();
		expect(await client.customer('nope' as CustomerId)).toBeUndefined();
	});

	it.each([
		{ rule: 'Z', written: '2026-10-16T08:00:00Z', expected: '2026-10-16T08:00:00.000Z' },
		{ rule: 'an offset', written: '2026-10-16T10:00:00+02:00', expected: '2026-10-16T08:00:00.000Z' },
		{ rule: 'no offset, in the zone given', written: '2026-10-16T10:00:00', expected: '2026-10-16T08:00:00.000Z' },
	])('reads a date with $rule', async ({ written, expected }) => {
		answerOrder({ ...bareOrder, creationDate: written });
		const { client } = openClient(simulator, 'Europe/Berlin');
		expect(await client.order('O-1' as OrderId)).toMatchObject({ createdAt: expected });
	});

	it.each([
		{
			rule: 'another product',
			product: { id: 'P-1', newId: 'P-2' },
			expected: { productId: 'P-2', named: 'product P-2' },
		},
		{
			rule: 'a product of a partial upgrade',
			product: { id: 'P-1', newProductId: 'P-3' },
			expected: { productId: 'P-3', named: 'product P-3' },
		},
		{
			rule: 'another part number',
			product: { id: 'P-1', mpn: 'M-1', newMPN: 'M-2' },
			expected: { mpn: 'M-2', named: 'part number M-2' },
		},
		{
			rule: 'another product by id and part number',
			product: { id: 'P-1', mpn: 'M-1', newMPN: 'M-2', newId: 'P-2' },
			expected: { productId: 'P-2', mpn: 'M-2', named: 'product P-2' },
		},
		{
			rule: 'another subscription',
			product: { id: 'P-1', subscriptionId: '7', targetSubscriptionId: '8' },
			expected: { subscriptionId: '8', named: 'subscription 8' },
		},
		{
			rule: 'another product of another subscription',
			product: { id: 'P-1', newId: 'P-2', subscriptionId: '7', targetSubscriptionId: '8' },
			expected: { productId: 'P-2', subscriptionId: '8', named: 'product P-2 of subscription 8' },
		},
		{
			rule: 'a new subscription',
			product: { id: 'P-1', newSubscription: { id: 9, type: 'NEW' } },
			expected: { subscriptionId: '9', named: 'subscription 9' },
		},
		{
			rule: 'a new subscription that is not named',
			product: { id: 'P-1', newSubscription: { type: 'NEW' } },
			expected: { isUnnamed: true, named: 'a new subscription' },
		},
		{
			rule: 'itself',
			product: { id: 'P-1', newId: 'P-1', subscriptionId: '7', targetSubscriptionId: '7', newMPN: '' },
			expected: undefined,
		},
	])('says where a product moves: $rule', async ({ product, expected }) => {
		answerOrder({ ...bareOrder, products: [product] });
		const { client } = openClient(simulator);
		expect((await client.order('O-1' as OrderId))?.products[0]?.movesTo).toEqual(expected);
	});

	it.each([
		{
			rule: 'a negative quantity',
			more: { products: [{ id: 'P-1', quantity: -3 }] },
			expected: { products: [{ quantity: '-3' }] },
		},
		{
			rule: 'a fraction',
			more: { products: [{ id: 'P-1', quantity: 1.5 }] },
			expected: { products: [{ quantity: '1.5' }] },
		},
		{
			rule: 'a line that names its product by part number alone',
			more: {
				products: [{ id: 'P-1', mpn: 'M-1' }],
				details: [
					{ type: 'recurring', mpn: 'M-1' },
					{ type: 'recurring', mpn: '' },
				],
			},
			expected: { details: [{ productId: 'P-1' }, expect.not.objectContaining({ productId: 'P-1' })] },
		},
		{
			rule: 'a billing model it does not know',
			more: { billingModel: 'barter' },
			expected: { billingModel: 'unknown' },
		},
		{
			rule: 'an unknown kind of line',
			more: { details: [{ type: 'gift', quantity: 1 }] },
			expected: { details: [{ type: 'gift' }] },
		},
		{
			rule: 'a discount',
			more: {
				details: [{ type: 'discount', quantity: 1, discount: { type: 'percent', value: '10', amount: '1.80' } }],
			},
			expected: { details: [{ discount: { type: 'percent', value: '10', amount: '1.8' } }] },
		},
	])('keeps $rule', async ({ more, expected }) => {
		answerOrder({ ...bareOrder, ...more });
		const { client } = openClient(simulator);
		expect(await client.order('O-1' as OrderId)).toMatchObject(expected);
	});

	it('leaves out a missing price and a missing quantity of a product', async () => {
		answerOrder({ ...bareOrder, products: [{ id: 'P-1' }], details: [{ type: 'recurring', quantity: 2 }] });
		const { client } = openClient(simulator);
		const order = await client.order('O-1' as OrderId);
		expect(order?.products[0]).toEqual({ productId: 'P-1', name: '' });
		expect(order?.details[0]).toEqual({ type: 'recurring', description: '', quantity: '2' });
	});

	it.each([
		{ rule: 'a quantity in words', more: { products: [{ id: 'P-1', quantity: 'ten' }] }, at: 'products[0].quantity' },
		{
			rule: 'a price without an amount',
			more: { details: [{ type: 'setup', quantity: 1, unitPrice: { currency: 'GBP' } }] },
			at: 'details[0].unitPrice.amount',
		},
		{
			rule: 'a price in words',
			more: { details: [{ type: 'setup', quantity: 1, extendedPrice: { ...money, amount: 'free' } }] },
			at: 'details[0].extendedPrice.amount',
		},
		{ rule: 'an unknown status', more: { status: 'wrapped' }, at: 'status' },
		{ rule: 'a date that is none', more: { creationDate: 'yesterday' }, at: 'creationDate' },
		{ rule: 'another order', more: { id: 'O-2' }, at: 'id' },
	])('names the place of $rule', async ({ more, at }) => {
		answerOrder({ ...bareOrder, ...more });
		const { client } = openClient(simulator);
		await expect(client.order('O-1' as OrderId)).rejects.toMatchObject({
			name: 'MalformedResponseError',
			system: 'Reseller Marketplace',
			path: '/orders/O-1',
			at,
		});
	});
});

describe('subscriptions', () => {
	it('are listed whole and read with their products', async () => {
		sell(3);
		const { client } = openClient(simulator);
		const rows = await all(client.subscriptions());
		expect(rows).toHaveLength(3);
		const subscription = await client.subscription(rows[0]?.id as SubscriptionId);
		expect(subscription).toMatchObject({
			status: 'active',
			billingPeriod: { type: 'month', duration: 1 },
			products: [
				{
					productId: licence.id,
					quantity: '1',
					unitPrice: { currency: 'GBP', amount: '18' },
					unitCost: { amount: '14.4' },
				},
			],
			correlationId: expect.stringMatching(/^corr-/),
		});
		expect(subscription?.createdOn).toMatch(/^2026-10-\d\d$/);
	});

	it('without a quantity are malformed', async () => {
		const body = {
			id: 'S-1',
			customerId: '1',
			status: 'active',
			creationDate: '2026-10-01',
			products: [{ id: 'P-1' }],
		};
		simulator.addFault({
			path: '/subscriptions/',
			action: { kind: 'status', status: 200, body: JSON.stringify(body) },
		});
		const { client } = openClient(simulator);
		await expect(client.subscription('S-1' as SubscriptionId)).rejects.toMatchObject({ at: 'products[0].quantity' });
	});

	it('read a date-time as the day in the zone', async () => {
		const body = { id: 'S-1', customerId: '1', status: 'asleep', creationDate: '2026-10-15T22:30:00Z' };
		simulator.addFault({
			path: '/subscriptions/',
			action: { kind: 'status', status: 200, body: JSON.stringify(body) },
		});
		const { client } = openClient(simulator, 'Europe/Berlin');
		expect(await client.subscription('S-1' as SubscriptionId)).toMatchObject({
			createdOn: '2026-10-16',
			status: 'unknown',
			products: [],
		});
	});
});

describe('customers and catalogue', () => {
	it('reads a customer with its external id', async () => {
		const { client } = openClient(simulator);
		expect(await client.customer('1' as CustomerId)).toMatchObject({
			id: '1',
			externalId: 'C-1',
			name: customer('1').name,
		});
	});

	it('reads the costs of the part numbers it knows', async () => {
		const { client } = openClient(simulator);
		expect(await client.catalogue([licence.mpn, licence.mpn, 'unknown'])).toEqual([
			{
				id: 'PRD-1',
				mpn: licence.mpn,
				name: licence.name,
				costs: [{ type: 'recurring', cost: { currency: 'GBP', amount: '14.4' } }],
			},
		]);
		expect(reads('/products')).toBe(2);
	});
});

describe('faults', () => {
	it.each<{ rule: string; action: FaultAction; waits: readonly number[] }>([
		{ rule: 'a lost answer', action: { kind: 'loseAnswerAfterEffect' }, waits: [375] },
		{ rule: '502', action: { kind: 'status', status: 502, body: '<html>' }, waits: [375] },
		{
			rule: 'its limit, as long as it says',
			action: { kind: 'status', status: 429, retryAfter: '30' },
			waits: [30_250],
		},
		{ rule: 'a used-up quota', action: { kind: 'status', status: 403, retryAfter: '2' }, waits: [2_250] },
	])('repeats after $rule', async ({ action, waits }) => {
		simulator.addFault({ path: '/customers/', action });
		const { client, clock } = openClient(simulator);
		expect(await client.customer('1' as CustomerId)).toMatchObject({ id: '1' });
		expect(clock.waits).toEqual(waits);
	});

	it('renews an expired token', async () => {
		const { client } = openClient(simulator);
		await client.customer('1' as CustomerId);
		simulator.expireTokens();
		expect(await client.customer('1' as CustomerId)).toMatchObject({ id: '1' });
	});

	it('says which answer failed by its correlation id', async () => {
		const { client } = openClient(simulator);
		await client.customer('1' as CustomerId);
		simulator.setSwitches({ requestsPerMinute: 1, retryAfter: 'absent', overLimit: 'forbidden' });
		await client.customer('1' as CustomerId);
		await expect(client.customer('1' as CustomerId)).rejects.toMatchObject({
			name: 'LimitError',
			status: 403,
			correlationId: expect.stringMatching(/^corr-/),
		});
	});
});
