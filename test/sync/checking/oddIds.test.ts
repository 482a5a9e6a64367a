import { startWorld, type World } from '../fixtureWorld';
import { checkSettings, connection } from '../fixtureClients';

let world: World;

afterEach(async () => {
	await world.close();
});

/** The sale of ten seats of 1 October, with these ids in the place of the marketplace's own. */
function soldAs(ids: { readonly customer: string; readonly product: string; readonly subscription: string }): string {
	const { orderId, subscriptionId } = world.order({
		kind: 'sale',
		customerId: '1',
		productId: 'PRD-1',
		quantity: 10,
		at: '2026-10-01T09:00:00Z',
	});
	const side = world.marketplaceSide;
	const state = JSON.stringify(side.state(), (key, value: unknown) => {
		if (key === 'productId' || value === 'PRD-1') return ids.product;
		if (value === subscriptionId) return ids.subscription;
		return key === 'customerId' && value === '1' ? ids.customer : value;
	});
	const { orders, subscriptions, products, customers } = JSON.parse(state) as ReturnType<typeof side.state>;
	side.remove(subscriptionId);
	side.seed({
		orders,
		products,
		subscriptions,
		customers: customers.map((one) => (one.id === '1' ? { ...one, id: ids.customer } : one)),
	});
	return orderId;
}

const plain = { customer: '1', product: 'PRD-1', subscription: '77' };

describe('an id that every object has as a name', () => {
	it.each([
		{ rule: 'of a customer', ids: { ...plain, customer: 'constructor' } },
		{ rule: 'of a product', ids: { ...plain, product: 'constructor' } },
		{ rule: 'of a subscription', ids: { ...plain, subscription: 'constructor' } },
		{ rule: 'of all three', ids: { customer: '__proto__', product: '__proto__', subscription: '__proto__' } },
		{ rule: 'of all three', ids: { customer: 'toString', product: 'valueOf', subscription: 'hasOwnProperty' } },
	])('is an id like any other: $rule', async ({ ids }) => {
		world = await startWorld();
		world.autotaskSide.seed({
			Services: [
				{
					id: 877,
					name: 'Odd',
					periodType: 'Monthly',
					unitPrice: 18,
					unitCost: 14.4,
					billingCodeID: 29680002,
					externalID: ids.product,
				},
			],
		});
		const now = world.clock.now();
		await world.store.saveProductMapping({
			connectionId: connection.connectionId,
			productId: ids.product as never,
			productName: 'Odd',
			periodType: 'monthly',
			serviceId: 877 as never,
			serviceName: 'Odd',
			mappedBy: 'person',
			mappedAt: now,
		});
		const orderId = soldAs(ids);
		const build = { priceSource: 'marketplace', costSource: 'catalogue' } as const;
		await world.run({ build });
		const states = (await world.tasks()).map((task) => `${task.id} ${task.state} ${task.attention?.message ?? ''}`);
		expect(states).toEqual([`order-${orderId} synced `]);
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
		world.setNow('2026-10-20T09:00:00Z');
		await world.run({ build, check: { ...checkSettings, sweep: 'everyCheck' } });
		expect(await world.tasks()).toHaveLength(1);
		world.post('2026-10-31');
		expect(world.billed('2026-10')).toEqual({ price: '180.00', cost: '144.00' });
	});
});
