import type { MarketplaceSimulator } from '../../../simulators/marketplace/simulator';
import { basic, get, login, startWithLicence } from './calls';

let simulator: MarketplaceSimulator;
let token: string;
beforeEach(async () => {
	simulator = await startWithLicence();
	token = await login(simulator);
});
afterEach(() => simulator.close());

/** Sales at 00:00 UTC of the first `count` days of October; gives their order ids, oldest first. */
function sell(count: number): string[] {
	return Array.from({ length: count }, (_none, index) => {
		const at = `2026-10-${String(index + 1).padStart(2, '0')}T00:00:00Z`;
		return simulator.act({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: index + 1, at }).orderId;
	});
}

async function ids(path: string): Promise<unknown[]> {
	return (await get(simulator, path, token)).body.data.map((row) => row['id']);
}

describe('lists', () => {
	test('a row of orders tells neither subscription nor products', async () => {
		const [id] = sell(1);
		const { body } = await get(simulator, '/orders', token);
		expect(Object.keys(body.data[0] ?? {})).not.toEqual(expect.arrayContaining(['subscriptionId']));
		expect(body.data[0]).not.toHaveProperty('products');
		expect((await get(simulator, `/orders/${id}`, token)).body).toMatchObject({ products: [{ quantity: 1 }] });
	});

	test('rows of a list may come without details', async () => {
		sell(1);
		expect((await get(simulator, '/orders', token)).body.data[0]).toHaveProperty('details');
		simulator.setSwitches({ listDetails: 'hidden' });
		expect((await get(simulator, '/orders', token)).body.data[0]).not.toHaveProperty('details');
	});

	test('a row of subscriptions tells no products', async () => {
		sell(1);
		const { body } = await get(simulator, '/subscriptions', token);
		expect(body.data[0]).not.toHaveProperty('products');
		expect(body.data[0]).not.toHaveProperty('termStart');
	});

	test('orders come in no order, the same for each call', async () => {
		const made = sell(20);
		const listed = await ids('/orders?limit=100');
		expect(listed).not.toEqual(made);
		expect(listed).not.toEqual([...made].reverse());
		expect(await ids('/orders?limit=100')).toEqual(listed);
	});

	test('pages of a reshuffled list shift', async () => {
		sell(20);
		simulator.setSwitches({ listOrder: 'reshuffled' });
		expect(await ids('/orders?limit=100')).not.toEqual(await ids('/orders?limit=100'));
	});

	test('pages of a stable list hold each row once', async () => {
		const made = sell(23);
		const pages = await Promise.all([0, 10, 20].map((offset) => ids(`/orders?offset=${offset}`)));
		expect(pages.map((page) => page.length)).toEqual([10, 10, 3]);
		expect(pages.flat().sort()).toEqual([...made].sort());
	});

	test('a page tells offset, limit and the total of all pages', async () => {
		sell(12);
		const { body } = await get(simulator, '/orders?offset=5&limit=3', token);
		expect(body.pagination).toEqual({ offset: 5, limit: 3, total: 12 });
	});

	test('a limit over the maximum is capped or refused, as switched', async () => {
		sell(4);
		simulator.setSwitches({ largestPage: 3 });
		expect((await get(simulator, '/orders?limit=50', token)).body.pagination.limit).toBe(3);
		simulator.setSwitches({ overlongPage: 'refused' });
		expect((await get(simulator, '/orders?limit=50', token)).status).toBe(400);
	});
});

describe('filters', () => {
	test.each([
		['from the start of a window, included', 'creationTimeFrom=2026-10-03T00:00:00Z', 'inclusive', 3],
		['to the end of a window, included', 'creationTimeTo=2026-10-03T00:00:00Z', 'inclusive', 3],
		['to the end of a window, excluded', 'creationTimeTo=2026-10-03T00:00:00Z', 'exclusive', 2],
		['by an instant with an offset', 'creationTimeTo=2026-10-03T01:00:00%2B01:00', 'inclusive', 3],
		['by customer', 'customerId=1', 'inclusive', 5],
		['by another customer', 'customerId=2', 'inclusive', 0],
		['by status', 'status=completed', 'inclusive', 5],
		['by another status', 'status=error', 'inclusive', 0],
		['by status code', 'statusCode=CP', 'inclusive', 5],
		['by number', 'orderNumber=SO000004', 'inclusive', 1],
	] as const)('orders are found %s', async (_rule, query, creationTimeTo, count) => {
		simulator.setSwitches({ creationTimeTo });
		sell(5);
		expect((await get(simulator, `/orders?${query}`, token)).body.pagination.total).toBe(count);
	});

	test('orders are found by subscription', async () => {
		const [, second] = sell(3);
		const { body } = await get(simulator, `/orders/${second}`, token);
		expect(await ids(`/orders?subscriptionId=${String(body['subscriptionId'])}`)).toEqual([second]);
	});

	test.each([
		['/subscriptions?status=active', 3],
		['/subscriptions?status=terminated', 0],
		['/subscriptions?creationDateFrom=2026-10-02&creationDateTo=2026-10-02', 1],
		['/customers?name=COMPANY', 1],
		['/customers?name=nobody', 0],
		['/customers?externalId=C-1', 1],
		['/customers?email=ann@c1.example', 1],
		['/products?mpn=CFQ7TTC0LCHC:0002', 1],
		['/products?vendor=Adobe', 0],
		['/products?name=business', 1],
	])('%s finds %i', async (path, count) => {
		sell(3);
		expect((await get(simulator, path, token)).body.pagination.total).toBe(count);
	});
});

describe('refusals', () => {
	test.each([
		['an unknown order', '/orders/999', 404],
		['an unknown subscription', '/subscriptions/999', 404],
		['an unknown customer', '/customers/999', 404],
		['a single product', '/products/PRD-1', 404],
		['an unknown path', '/invoices', 404],
		['a page of nothing', '/orders?limit=0', 400],
		['a negative offset', '/orders?offset=-1', 400],
		['a window without a time', '/orders?creationTimeFrom=2026-10-01', 400],
		['an unknown status', '/orders?status=done', 400],
	])('%s is refused with code and message', async (_rule, path, status) => {
		const answer = await get(simulator, path, token);
		expect(answer.status).toBe(status);
		expect(answer.body).toEqual({ code: expect.any(String), message: expect.any(String) });
		expect(answer.headers.get('x-correlation-id')).toMatch(/^corr-\d{8}$/);
	});

	test.each([
		['tooManyRequests', 429],
		['forbidden', 403],
	] as const)('over the rate limit, %s answers %i and says when to come again', async (overLimit, status) => {
		simulator.setSwitches({ requestsPerMinute: 2, overLimit });
		await get(simulator, '/orders', token);
		await get(simulator, '/orders', token);
		const answer = await get(simulator, '/orders', token);
		expect([answer.status, Number(answer.headers.get('retry-after'))]).toEqual([status, expect.any(Number)]);
		simulator.setNow('2026-10-16T09:02:00Z');
		expect((await get(simulator, '/orders', token)).status).toBe(200);
	});
});

describe('figures and dates are shown', () => {
	test('with Z, with the offset of the platform’s zone, or as its day alone', async () => {
		const [id] = sell(1);
		expect((await get(simulator, `/orders/${id}`, token)).body['creationDate']).toBe('2026-10-01T00:00:00Z');
		simulator.setSwitches({ dates: 'platformZone' });
		expect((await get(simulator, `/orders/${id}`, token)).body['creationDate']).toBe('2026-10-01T01:00:00+01:00');
		simulator.setSwitches({ dates: 'dayOnly' });
		expect((await get(simulator, `/orders/${id}`, token)).body['creationDate']).toBe('2026-10-01');
	});

	test('as text, with two decimals or as short as they are', async () => {
		const [id] = sell(1);
		expect((await get(simulator, `/orders/${id}`, token)).body['total']).toEqual({ currency: 'GBP', amount: '18.00' });
		simulator.setSwitches({ amounts: 'shortest' });
		expect((await get(simulator, `/orders/${id}`, token)).body['total']).toEqual({ currency: 'GBP', amount: '18' });
	});

	test('with the expiration on the last day or on the day after', async () => {
		sell(1);
		expect((await get(simulator, '/subscriptions', token)).body.data[0]?.['expirationDate']).toBe('2027-10-01');
		simulator.setSwitches({ expirationIs: 'lastDay' });
		expect((await get(simulator, '/subscriptions', token)).body.data[0]?.['expirationDate']).toBe('2027-09-30');
	});
});

describe('faults', () => {
	test('a lost answer closes the connection', async () => {
		simulator.addFault({ path: '/orders$', action: { kind: 'loseAnswerAfterEffect' } });
		await expect(get(simulator, '/orders', token)).rejects.toThrow();
		expect((await get(simulator, '/orders', token)).status).toBe(200);
	});

	test('a broken body cannot be parsed', async () => {
		sell(3);
		simulator.addFault({ path: '/orders$', action: { kind: 'truncateJson' } });
		await expect(get(simulator, '/orders', token)).rejects.toThrow();
	});

	test('a held request waits for its release', async () => {
		simulator.addFault({ path: '/orders$', action: { kind: 'hold', effect: 'afterRelease' } });
		const answer = get(simulator, '/orders', token);
		await simulator.waitForHeld();
		sell(1);
		simulator.release();
		expect((await answer).body.pagination.total).toBe(1);
	});

	test('admin calls reach the same plans over HTTP', async () => {
		const plan = { path: '/orders$', action: { kind: 'status', status: 503, body: '{"message":"down"}' } };
		await fetch(`${simulator.origin}/admin/faults`, { method: 'POST', body: JSON.stringify(plan) });
		expect((await get(simulator, '/orders', token)).status).toBe(503);
	});
});

describe('admin and pages', () => {
	test('acts and their result come over HTTP', async () => {
		const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 2 };
		const response = await fetch(`${simulator.origin}/admin/act`, { method: 'POST', body: JSON.stringify(sale) });
		const result = (await response.json()) as { orderId: string };
		expect((await get(simulator, `/orders/${result.orderId}`, token)).status).toBe(200);
	});

	test.each([
		['an unknown act', 'act', { kind: 'gift' }],
		['an act on an unknown subscription', 'act', { kind: 'change', subscriptionId: '7', quantity: 1 }],
		['an unknown switch', 'switches', { colour: 'red' }],
		['an unknown position', 'switches', { dates: 'local' }],
		['an unknown setting', 'settings', { colour: 'red' }],
	])('%s is refused', async (_rule, call, body) => {
		const response = await fetch(`${simulator.origin}/admin/${call}`, { method: 'POST', body: JSON.stringify(body) });
		expect(response.status).toBe(400);
	});

	test('the log holds neither password, key nor token', async () => {
		await fetch(`${simulator.url}/token`, { method: 'POST', headers: basic('wrong-password') });
		const text = JSON.stringify(simulator.requests()) + (await (await fetch(simulator.origin)).text());
		for (const secret of ['wrong-password', token, simulator.settings.password, simulator.settings.subscriptionKey]) {
			expect(text).not.toContain(secret);
		}
		expect(simulator.requests().map((one) => one.status)).toEqual([200, 401]);
	});

	test('the page shows names as text', async () => {
		const named = simulator.state().customers[0];
		if (named === undefined) throw new Error('no customer');
		simulator.seed({ customers: [{ ...named, name: '<b>Ltd</b>' }] });
		sell(1);
		const page = await (await fetch(simulator.origin)).text();
		expect(page).toContain('&lt;b&gt;Ltd&lt;/b&gt;');
		expect(page).not.toContain('<b>Ltd</b>');
	});
});
