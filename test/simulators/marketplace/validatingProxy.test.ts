import { startValidatingProxy, type ValidatingProxy } from '../../../simulators/conformance/validatingProxy';
import type { MarketplaceSimulator } from '../../../simulators/marketplace/simulator';
import type { Order } from '../../../simulators/marketplace/records';
import { login, startWithLicence } from './calls';

let simulator: MarketplaceSimulator;
let proxy: ValidatingProxy;
let headers: Record<string, string>;
beforeAll(async () => {
	simulator = await startWithLicence();
	simulator.act({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, subscriptionId: '71' });
	headers = {
		Authorization: `Bearer ${await login(simulator)}`,
		'X-Subscription-Key': simulator.settings.subscriptionKey,
	};
	proxy = await startValidatingProxy(simulator.url);
}, 30_000);
afterAll(async () => {
	await proxy.close();
	await simulator.close();
});

/** What the proxy notes on one request. */
async function notedOn(path: string, sent: Record<string, string> = headers): Promise<readonly string[]> {
	const before = proxy.violations().length;
	await (await fetch(`${proxy.url}${path}`, { headers: sent })).text();
	return proxy
		.violations()
		.slice(before)
		.map((one) => one.at);
}

test.each(['/orders', '/subscriptions', '/subscriptions/71', '/customers/1', '/products'])(
	'%s is asked for and answered as described',
	async (path) => {
		expect(await notedOn(path)).toEqual([]);
	},
);

test('a request without the subscription key is noted', async () => {
	expect(await notedOn('/orders', { Authorization: headers['Authorization'] ?? '' })).toContain('request.header');
});

test('a page size that is no number is noted', async () => {
	expect(await notedOn('/orders?limit=all')).toContain('request.query.limit');
});

test('an answer of another shape is noted', async () => {
	const order = simulator.state().orders[0];
	if (order === undefined) throw new Error('no order');
	simulator.seed({ orders: [{ ...order, id: '72', creationDate: 'yesterday', type: 'gift' as Order['type'] }] });
	const noted = await notedOn('/orders/72');
	expect(noted).toEqual(expect.arrayContaining(['response.body.type', 'response.body.creationDate']));
});
