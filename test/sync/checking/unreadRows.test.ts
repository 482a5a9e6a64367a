import type { Json } from '../../../simulators/http';
import type { ActResult, MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import type { Spoil } from '../../../simulators/spoil';
import type { SyncTask } from '../../../src/domain/task/task';
import { companyId, contract, startUnconnected, startWorld, type World } from '../fixtureWorld';
import { connection } from '../fixtureClients';
import { retry } from '../fixtureRun';

let world: World;
const contracts = [contract(), contract({ id: 20011, companyID: companyId + 1 })];

afterEach(async () => {
	await world.close();
});

function spoil(path: string, ...spoils: readonly Spoil[]): void {
	world.marketplaceSide.addFault({ path, times: 0, action: { kind: 'spoilRows', spoils } });
}

function sale(at: string, customerId = '1', more: Partial<Extract<MarketplaceAct, { kind: 'sale' }>> = {}): ActResult {
	return world.order({ kind: 'sale', customerId, productId: 'PRD-1', quantity: 10, at, ...more });
}

async function task(id: string): Promise<SyncTask | undefined> {
	return (await world.tasks()).find((one) => one.id === id);
}

async function logged(): Promise<readonly string[]> {
	const page = await world.store.logPage(connection.connectionId, { offset: 0, limit: 100 });
	return page.rows.map((entry) => entry.message);
}

const halfCharacter = '\ud800';

describe('a row of the orders that cannot be read', () => {
	it.each<{ rule: string; set: Record<string, Json>; names: string }>([
		{ rule: 'no date', set: { creationDate: 'soon' }, names: 'creationDate' },
		{ rule: 'an empty date', set: { creationDate: '' }, names: 'creationDate' },
		{ rule: 'a time alone', set: { creationDate: '10:00' }, names: 'creationDate' },
		{ rule: 'no customer', set: { customerId: '' }, names: 'customerId' },
		{ rule: 'a customer of another type', set: { customerId: {} }, names: 'customerId' },
		{ rule: 'a customer with half a character', set: { customerId: `9${halfCharacter}` }, names: 'customerId' },
		{ rule: 'a number without end', set: { orderNumber: '1'.repeat(100_000) }, names: 'orderNumber' },
		{ rule: 'a day of provisioning that is none', set: { provisioningDate: 'never' }, names: 'provisioningDate' },
	])('is a task that names the field, and the others are written: $rule', async ({ set, names }) => {
		world = await startWorld({ contracts });
		const bad = sale('2026-10-01T08:00:00Z');
		const good = sale('2026-10-01T09:00:00Z', '2');
		spoil('/orders$', { where: { id: bad.orderId }, set });
		await world.run();
		expect(await task(`order-${bad.orderId}`)).toMatchObject({
			state: 'attention',
			attention: { reason: 'order not understood', message: expect.stringContaining(names) },
		});
		expect(await world.taskOf(good)).toMatchObject({ state: 'synced' });
		world.marketplaceSide.clearFaults();
		world.setNow('2026-10-09T09:05:00Z');
		await world.run();
		expect(await task(`order-${bad.orderId}`)).toMatchObject({ state: 'synced', customerId: '1' });
		expect(world.adjustments()).toHaveLength(2);
	});

	it.each<{ rule: string; spoilt: Omit<Spoil, 'where'> }>([
		{ rule: 'no id', spoilt: { drop: ['id'] } },
		{ rule: 'an empty id', spoilt: { set: { id: '' } } },
		{ rule: 'half a character as its id', spoilt: { set: { id: halfCharacter } } },
		{ rule: 'a NUL in its id', spoilt: { set: { id: 'a\0b' } } },
		{ rule: 'an endless id', spoilt: { set: { id: '7'.repeat(100_000) } } },
		{ rule: 'neither an id nor a date', spoilt: { drop: ['id', 'creationDate'] } },
		{ rule: 'nothing', spoilt: { instead: null } },
		{ rule: 'no row at all', spoilt: { instead: 'order' } },
	])('that names no order is said in the log, and taken once it is repaired: $rule', async ({ spoilt }) => {
		world = await startWorld({ contracts });
		const bad = sale('2026-10-01T08:00:00Z');
		const good = sale('2026-10-01T09:00:00Z', '2');
		spoil('/orders$', { where: { id: bad.orderId }, ...spoilt });
		await world.run();
		for (const day of ['05', '09', '13']) {
			sale(`2026-10-${day}T09:00:00Z`, '2', { productId: 'PRD-B' });
			await world.run();
		}
		expect(await world.taskOf(good)).toMatchObject({ state: 'synced' });
		expect(await task(`order-${bad.orderId}`)).toBeUndefined();
		expect((await logged()).filter((message) => message.includes('GET /orders'))).toHaveLength(4);
		world.marketplaceSide.clearFaults();
		world.setNow('2026-10-20T09:05:00Z');
		await world.run();
		expect(await world.taskOf(bad)).toMatchObject({ state: 'synced' });
	});

	it('of the first check is not lost with it either', async () => {
		world = await startUnconnected({ contracts });
		world.setNow('2026-09-10T08:00:00Z');
		const bad = sale('2026-09-05T08:00:00Z');
		world.setNow('2026-09-20T08:00:00Z');
		spoil('/orders$', { where: { id: bad.orderId }, set: { id: '' } });
		await world.run();
		world.marketplaceSide.clearFaults();
		world.setNow('2026-09-20T10:00:00Z');
		await world.run();
		expect(await task(`order-${bad.orderId}`)).toMatchObject({ orderNumber: bad.orderNumber });
	});

	it('that says it was made in the future moves nothing past the present', async () => {
		world = await startWorld({ contracts });
		const odd = sale('2026-10-01T08:00:00Z');
		spoil('/orders', { where: { id: odd.orderId }, set: { creationDate: '9998-10-01T08:00:00Z' } });
		await world.run();
		world.marketplaceSide.clearFaults();
		const next = sale('2026-10-02T09:00:00Z', '2');
		await world.run();
		expect(await world.taskOf(next)).toMatchObject({ state: 'synced' });
	});

	it.each<{ rule: string; set: Record<string, Json>; isTask: boolean }>([
		{ rule: 'no day', set: { provisioningDate: 'never' }, isTask: true },
		{ rule: 'no customer, so that it may be anybody’s', set: { customerId: '' }, isTask: true },
		{ rule: 'no id', set: { id: '' }, isTask: false },
	])('leaves its subscription to it, whatever a sweep finds: $rule', async ({ set, isTask }) => {
		world = await startWorld({ contracts });
		const bad = sale('2026-10-01T08:00:00Z');
		spoil('/orders', { where: { id: bad.orderId }, set });
		for (const day of ['01', '09']) {
			world.setNow(`2026-10-${day}T10:00:00Z`);
			await world.run({ check: { sweep: 'everyCheck' } });
		}
		expect((await world.tasks()).map((one) => one.id)).toEqual(isTask ? [`order-${bad.orderId}`] : []);
	});

	it('without a customer holds up no subscription that is older than it', async () => {
		world = await startUnconnected({ contracts });
		const old = sale('2026-03-01T08:00:00Z', '2');
		world.setNow('2026-09-20T08:00:00Z');
		const bad = sale('2026-09-15T08:00:00Z');
		spoil('/orders', { where: { id: bad.orderId }, set: { customerId: '' } });
		await world.run();
		expect((await world.tasks()).map((one) => one.id).sort()).toEqual([
			`initial-${old.subscriptionId}`,
			`order-${bad.orderId}`,
		]);
	});

	it.each<{ rule: string; set: Record<string, Json> }>([
		{ rule: 'no day', set: { provisioningDate: 'never' } },
		{ rule: 'no customer, so that it may be anybody’s', set: { customerId: '' } },
		{ rule: 'no id', set: { id: '' } },
	])('leaves the change that it is of to it, whatever a sweep finds: $rule', async ({ set }) => {
		world = await startWorld({ contracts });
		const { subscriptionId = '' } = sale('2026-10-01T08:00:00Z');
		await world.run({ check: { sweep: 'everyCheck' } });
		const bad = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T08:00:00Z' });
		spoil('/orders', { where: { id: bad.orderId }, set });
		for (const day of ['16', '24']) {
			world.setNow(`2026-10-${day}T10:00:00Z`);
			await world.run({ check: { sweep: 'everyCheck' } });
		}
		world.marketplaceSide.clearFaults();
		world.setNow('2026-10-25T10:00:00Z');
		await world.run({ check: { sweep: 'everyCheck' } });
		expect((await world.tasks()).map((one) => `${one.kind} ${one.state}`).sort()).toEqual([
			'change synced',
			'sales synced',
		]);
	});

	it.each<{
		rule: string;
		path: string;
		of: 'order' | 'subscription';
		set: (other: ActResult) => Record<string, Json>;
	}>([
		{ rule: 'an order of another customer', path: '/orders/', of: 'order', set: () => ({ customerId: '2' }) },
		{
			rule: 'an order of a subscription of another customer',
			path: '/orders/',
			of: 'order',
			set: ({ subscriptionId = '' }) => ({ subscriptionId }),
		},
		{
			rule: 'a subscription of another customer',
			path: '/subscriptions',
			of: 'subscription',
			set: () => ({ customerId: '2' }),
		},
	])('that names another customer is one that waits, and changes nothing of that customer: $rule', async (row) => {
		world = await startWorld({ contracts });
		const other = sale('2026-10-01T08:00:00Z', '2', { productId: 'PRD-B' });
		const first = sale('2026-10-01T09:00:00Z');
		await world.run({ check: { sweep: 'everyCheck' } });
		const { subscriptionId = '' } = first;
		const bad = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T08:00:00Z' });
		const id = row.of === 'order' ? bad.orderId : subscriptionId;
		spoil(row.path, { where: { id }, set: row.set(other) });
		await world.run({ check: { sweep: 'everyCheck' } });
		expect(await task(`order-${bad.orderId}`)).toMatchObject({
			state: 'attention',
			attention: { reason: 'order not understood', message: expect.stringContaining('customer') },
		});
		expect((await world.tasks()).filter((one) => one.customerId === '2')).toHaveLength(1);
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+10@2026-10-01']);
		world.marketplaceSide.clearFaults();
		world.setNow('2026-10-17T08:00:00Z');
		await retry(`order-${bad.orderId}`, world);
		await world.run({ check: { sweep: 'everyCheck' } });
		expect(await world.taskOf(bad)).toMatchObject({ state: 'synced', customerId: '1' });
		expect(world.adjustments()).toHaveLength(3);
	});

	it('twice in one list is one order', async () => {
		world = await startWorld({ contracts });
		const first = sale('2026-10-01T08:00:00Z');
		const second = sale('2026-10-01T09:00:00Z', '2');
		spoil('/orders$', { where: { id: second.orderId }, set: { id: first.orderId } });
		await world.run();
		expect(await world.taskOf(first)).toMatchObject({ state: 'synced' });
	});
});

describe('a row of the subscriptions that cannot be read', () => {
	it.each<{ rule: string; set: Record<string, Json> }>([
		{ rule: 'no day of renewal', set: { renewalDate: '' } },
		{ rule: 'blanks for a day of expiration', set: { expirationDate: ' ' } },
		{ rule: 'no day of change', set: { lastModifiedDate: '' } },
		{
			rule: 'an end that stands for "never"',
			set: { expirationDate: '9999-12-31', renewalDate: '9999-12-31T00:00:00Z' },
		},
		{ rule: 'an end that is not set', set: { expirationDate: '0001-01-01T00:00:00' } },
		{ rule: 'lengths as text', set: { 'billingPeriod.duration': '1', 'subscriptionPeriod.duration': '1' } },
		{ rule: 'empty periods', set: { subscriptionPeriod: '' } },
	])('is read as what it leaves open, and written: $rule', async ({ set }) => {
		world = await startWorld({ contracts });
		spoil('/subscriptions', { where: { customerId: '1' }, set });
		const odd = sale('2026-10-01T08:00:00Z');
		const other = sale('2026-10-01T09:00:00Z', '2');
		await world.run({ check: { sweep: 'everyCheck' } });
		await world.run({ check: { sweep: 'everyCheck' } });
		expect(await world.taskOf(odd)).toMatchObject({ state: 'synced' });
		expect(await world.taskOf(other)).toMatchObject({ state: 'synced' });
	});

	it.each<{ rule: string; set: Record<string, Json>; names: string }>([
		{ rule: 'no day of creation', set: { creationDate: '' }, names: 'creationDate' },
		{ rule: 'a renewal in words', set: { renewalDate: 'soon' }, names: 'renewalDate' },
		{ rule: 'a length in words', set: { 'billingPeriod.duration': 'one' }, names: 'billingPeriod.duration' },
		{ rule: 'an endless name', set: { name: 'n'.repeat(100_000) }, names: 'name' },
		{ rule: 'no customer', set: { customerId: '' }, names: 'customerId' },
	])('of the first check is a task that names the field, and the others are found: $rule', async ({ set, names }) => {
		world = await startUnconnected({ contracts });
		const bad = sale('2026-03-01T08:00:00Z');
		const good = sale('2026-03-01T09:00:00Z', '2');
		world.setNow('2026-09-20T08:00:00Z');
		spoil('/subscriptions$', { where: { id: bad.subscriptionId }, set });
		await world.run();
		expect(await task(`initial-${bad.subscriptionId}`)).toMatchObject({
			state: 'attention',
			attention: { reason: 'order not understood', message: expect.stringContaining(names) },
		});
		expect(await task(`initial-${good.subscriptionId}`)).toMatchObject({ attention: { reason: 'approval' } });
		world.marketplaceSide.clearFaults();
		world.setNow('2026-09-21T08:00:00Z');
		await world.run({ check: { sweep: 'everyCheck' } });
		expect(await task(`initial-${bad.subscriptionId}`)).toMatchObject({
			customerId: '1',
			attention: { reason: 'approval' },
		});
	});

	it('is not taken for one that is gone, and the log names what its row says', async () => {
		world = await startWorld({ contracts });
		const bad = sale('2026-10-01T08:00:00Z');
		await world.run();
		spoil('/subscriptions', { where: { id: bad.subscriptionId }, set: { creationDate: 'soon' } });
		world.setNow('2026-10-09T08:00:00Z');
		await world.run({ check: { sweep: 'everyCheck' } });
		expect((await world.tasks()).map((one) => one.kind)).toEqual(['sales']);
		expect((await logged()).filter((message) => message.includes('creationDate'))).toHaveLength(1);
	});

	it('without an id is said, and taken once it has one', async () => {
		world = await startUnconnected({ contracts });
		const bad = sale('2026-03-01T08:00:00Z');
		world.setNow('2026-09-20T08:00:00Z');
		spoil('/subscriptions$', { set: { id: '' } });
		await world.run();
		expect(await world.tasks()).toEqual([]);
		expect((await logged()).filter((message) => message.includes('GET /subscriptions'))).toHaveLength(1);
		world.marketplaceSide.clearFaults();
		world.setNow('2026-09-21T08:00:00Z');
		await world.run({ check: { sweep: 'everyCheck' } });
		expect(await task(`initial-${bad.subscriptionId}`)).toMatchObject({ attention: { reason: 'approval' } });
	});
});
