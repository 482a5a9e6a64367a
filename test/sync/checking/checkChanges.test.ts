import type { ActResult, MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import { checkChanges, type CheckOutcome } from '../../../src/sync/checking/checkChanges';
import type { CheckSettings } from '../../../src/sync/checking/checkRun';
import { sampleTasks } from '../../../src/sync/checking/sampleTasks';
import { stepTo } from '../../store/steps';
import { startSyncWorld, type SyncWorld, usualCheck } from '../syncWorld';

let world: SyncWorld;

beforeEach(async () => {
	world = await startSyncWorld();
});

afterEach(async () => {
	await world.close();
});

function act(what: MarketplaceAct): ActResult {
	return world.marketplaceSide.act(what);
}

function sell(at: string, more: Partial<Extract<MarketplaceAct, { kind: 'sale' }>> = {}): ActResult {
	return act({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at, ...more });
}

async function check(settings: Partial<CheckSettings> = {}, options = world.options): Promise<CheckOutcome> {
	return await checkChanges(world, world.inputs, { ...usualCheck, ...settings }, options);
}

function idOf(order: ActResult): string {
	return `order-${order.orderId}`;
}

async function stateOf(order: ActResult): Promise<string | undefined> {
	return (await world.tasks())[idOf(order)]?.state;
}

/** A connection whose first check is done, without an order so far. */
async function connected(): Promise<void> {
	await check();
	world.setNow('2026-10-16T10:00:00Z');
}

function requested(path: string): number {
	return world.marketplaceSide.requests().filter((entry) => entry.path.includes(path)).length;
}

describe('the first check', () => {
	it('makes a task of every order of the look-back and an initial one for every other subscription', async () => {
		const old = sell('2026-03-02T10:00:00Z');
		const sold = sell('2026-10-05T10:00:00Z');
		const changedLate = sell('2026-02-02T10:00:00Z');
		const change = act({
			kind: 'change',
			subscriptionId: changedLate.subscriptionId,
			quantity: 12,
			at: '2026-10-10T10:00:00Z',
		});
		const outcome = await check();
		const tasks = Object.values(await world.tasks());
		expect(tasks.map((task) => task.id).sort()).toEqual(
			[`initial-${old.subscriptionId}`, idOf(sold), idOf(change)].sort(),
		);
		expect(tasks.every((task) => task.isFirst && task.isOlderThanConnection && task.state === 'open')).toBe(true);
		expect(outcome).toMatchObject({ found: 3, freed: 0 });
		expect(outcome.offered.map((offer) => offer.task.id).sort()).toEqual(tasks.map((task) => task.id).sort());
		expect(outcome.offered.every((offer) => offer.subscription?.products.length === 1)).toBe(true);
	});

	it('does not count Billing and cancelled orders as the task of their subscription', async () => {
		const old = sell('2026-03-02T10:00:00Z');
		act({
			kind: 'usage',
			subscriptionId: old.subscriptionId,
			lines: [{ quantity: 1, unitPrice: '2.00' }],
			at: '2026-10-02T10:00:00Z',
		});
		act({
			kind: 'change',
			subscriptionId: old.subscriptionId,
			quantity: 11,
			status: 'cancelled',
			at: '2026-10-03T10:00:00Z',
		});
		await check();
		const tasks = await world.tasks();
		expect(
			Object.values(tasks)
				.map((task) => `${task.kind} ${task.state}`)
				.sort(),
		).toEqual(['billing open', 'change ignored', 'initial open']);
		expect(tasks[`initial-${old.subscriptionId}`]?.snapshot?.products[0]?.quantity).toBe('10');
	});

	it('leaves ended subscriptions and orders before the look-back alone', async () => {
		const ended = sell('2026-03-02T10:00:00Z');
		act({ kind: 'cancellation', subscriptionId: ended.subscriptionId, at: '2026-04-02T10:00:00Z' });
		await check();
		expect(await world.tasks()).toEqual({});
	});

	it('goes on where it was broken off, with no task twice', async () => {
		for (let day = 1; day <= 9; day += 1) sell(`2026-10-0${day}T10:00:00Z`);
		sell('2026-03-02T10:00:00Z');
		world.marketplaceSide.addFault({
			path: '/orders/[^/]+$',
			nth: 6,
			times: 0,
			action: { kind: 'status', status: 503 },
		});
		await check().catch(() => undefined);
		expect((await world.store.connection(world.inputs.connectionId))?.firstCheckDoneAt).toBeUndefined();
		world.marketplaceSide.clearFaults();
		await check();
		expect(Object.keys(await world.tasks())).toHaveLength(10);
		expect((await world.store.connection(world.inputs.connectionId))?.firstCheckDoneAt).toBe(world.clock.now());
	});

	it('stops reading when its time is nearly used up, and keeps what it has', async () => {
		for (let day = 1; day <= 9; day += 1) sell(`2026-10-0${day}T10:00:00Z`);
		const { marketplace } = world;
		const slow = {
			...world,
			marketplace: Object.create(marketplace, {
				order: {
					value: async (id: never) => {
						world.clock.set('2026-10-16T09:00:50Z');
						return await marketplace.order(id);
					},
				},
			}) as typeof marketplace,
		};
		const first = await checkChanges(slow, world.inputs, usualCheck, { budgetMs: 60_000 });
		expect(first.found).toBe(4);
		expect(first.offered).toHaveLength(4);
		const second = await check();
		expect(second.found).toBe(5);
		expect((await check()).offered).toEqual([]);
	});
});

describe('a later check', () => {
	it('makes one task of a new order, with its detail and its subscription read once', async () => {
		await connected();
		const sold = sell('2026-10-16T09:30:00Z');
		world.marketplaceSide.clearRequests();
		const outcome = await check();
		expect(outcome).toMatchObject({
			found: 1,
			offered: [
				{ task: { id: idOf(sold), kind: 'sales', isFirst: false, isOlderThanConnection: false, customerId: '1' } },
			],
		});
		expect(requested(`/orders/${sold.orderId}`)).toBe(1);
		expect(requested(`/subscriptions/${sold.subscriptionId}`)).toBe(1);
	});

	it('finds nothing the second time, and asks for the order list only', async () => {
		await connected();
		sell('2026-10-16T09:30:00Z');
		await check();
		world.marketplaceSide.clearRequests();
		world.autotaskSide.clearRequests();
		const outcome = await check();
		expect(outcome).toMatchObject({ found: 0, freed: 0, offered: [] });
		expect(world.marketplaceSide.requests().map((entry) => entry.path)).toEqual(['/marketplace/orders']);
		expect(world.autotaskSide.requests()).toEqual([]);
	});

	it('offers an unfinished task again after half an hour, and not before', async () => {
		await connected();
		sell('2026-10-16T09:30:00Z');
		await check();
		world.setNow('2026-10-16T10:29:00Z');
		expect((await check()).offered).toEqual([]);
		world.setNow('2026-10-16T10:30:00Z');
		expect((await check()).offered).toHaveLength(1);
	});

	it('takes an order that is listed late but created before the newest one', async () => {
		await connected();
		sell('2026-10-16T09:30:00Z');
		await check();
		const late = sell('2026-10-14T09:30:00Z');
		await check();
		expect(await stateOf(late)).toBe('open');
	});

	it('finds new orders after a quiet month', async () => {
		await connected();
		sell('2026-10-16T09:30:00Z');
		await check();
		world.setNow('2026-12-20T10:00:00Z');
		const sold = sell('2026-12-20T09:00:00Z');
		await check();
		expect(await stateOf(sold)).toBe('open');
	});

	it('asks for an unfinished order until it ends, however long that takes', async () => {
		await connected();
		const sold = sell('2026-10-16T09:30:00Z', { status: 'processing' });
		expect(await check()).toMatchObject({ found: 0, offered: [] });
		expect(await world.store.rememberedOrders(world.inputs.connectionId)).toMatchObject([
			{ orderId: sold.orderId, subscriptionId: sold.subscriptionId },
		]);
		world.setNow('2026-11-20T10:00:00Z');
		sell('2026-11-20T09:00:00Z');
		await check();
		act({ kind: 'settle', orderId: sold.orderId, status: 'completed', at: '2026-11-20T09:50:00Z' });
		// The list has shown it today; it is asked for by itself once a day.
		world.setNow('2026-11-21T10:00:00Z');
		await check();
		expect((await world.tasks())[idOf(sold)]).toMatchObject({ state: 'open', effectiveAt: '2026-11-20T09:50:00.000Z' });
		expect(await world.store.rememberedOrders(world.inputs.connectionId)).toEqual([]);
	});

	it('ignores a cancelled order with the reason', async () => {
		await connected();
		const sold = sell('2026-10-16T09:30:00Z', { status: 'cancelled' });
		expect((await check()).offered).toEqual([]);
		expect((await world.tasks())[idOf(sold)]).toMatchObject({
			state: 'ignored',
			note: `Order ${sold.orderNumber} was cancelled at the marketplace.`,
		});
	});

	it('ignores a failed order, and reopens its task when the distributor runs it again', async () => {
		await connected();
		const sold = sell('2026-10-16T09:30:00Z', { status: 'error' });
		await check();
		expect(await stateOf(sold)).toBe('ignored');
		act({ kind: 'settle', orderId: sold.orderId, status: 'completed', at: '2026-10-16T10:00:00Z' });
		expect((await check()).offered).toMatchObject([
			{ task: { id: idOf(sold), state: 'open', subscriptionIds: [sold.subscriptionId] } },
		]);
		expect((await world.tasks())[idOf(sold)]).not.toHaveProperty('note');
	});

	it('stops asking for a failed order after the look-back', async () => {
		await connected();
		sell('2026-10-16T09:30:00Z', { status: 'error' });
		await check();
		world.setNow('2026-11-20T10:00:00Z');
		await check();
		expect(await world.store.rememberedOrders(world.inputs.connectionId)).toEqual([]);
	});

	it('keeps orders of kinds that are not selected as ignored tasks', async () => {
		await connected();
		const sold = sell('2026-10-16T09:30:00Z');
		expect((await check({ orderKinds: ['change'] })).offered).toEqual([]);
		expect((await world.tasks())[idOf(sold)]).toMatchObject({
			state: 'ignored',
			note: 'The setting "order kinds" leaves sales orders out.',
		});
	});

	it('ignores payments and hands on what it does not know, for a person to be asked', async () => {
		const sold = sell('2026-03-02T10:00:00Z');
		await connected();
		const payment = act({
			kind: 'unknown',
			subscriptionId: sold.subscriptionId,
			prefix: 'PO',
			at: '2026-10-16T09:30:00Z',
		});
		const strange = act({
			kind: 'unknown',
			subscriptionId: sold.subscriptionId,
			prefix: 'XX',
			amount: '5.00',
			at: '2026-10-16T09:31:00Z',
		});
		const { offered } = await check();
		expect(await stateOf(payment)).toBe('ignored');
		expect(offered.find(({ task }) => task.id === idOf(strange))?.task).toMatchObject({
			kind: 'unknown',
			state: 'open',
		});
	});

	it('ignores orders that change nothing, whatever their number, and the later ones of their subscription go on', async () => {
		await connected();
		const sold = sell('2026-10-16T09:30:00Z');
		const { subscriptionId } = sold;
		const resource = act({ kind: 'unknown', subscriptionId, prefix: 'RO', at: '2026-10-16T09:31:00Z' });
		const change = act({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:32:00Z' });
		const { offered } = await check();
		expect((await world.tasks())[idOf(resource)]).toMatchObject({
			state: 'ignored',
			note: `Order ${resource.orderNumber} changes no quantity and no amount.`,
		});
		expect(offered.map(({ task }) => task.id)).toEqual([idOf(sold), idOf(change)]);
	});

	it('puts an order that cannot be read to a person, takes the others, and reads it again on retry', async () => {
		await connected();
		const sold = sell('2026-10-16T09:30:00Z');
		const other = sell('2026-10-16T09:31:00Z');
		const order = world.marketplaceSide.state().orders.find((one) => one.id === sold.orderId);
		world.marketplaceSide.seed({ orders: [{ ...order, products: [{ id: 'PRD-1', quantity: 'many' }] } as never] });
		await check();
		expect((await world.tasks())[idOf(sold)]).toMatchObject({
			state: 'open',
			attention: { reason: 'order not understood' },
		});
		expect(await stateOf(other)).toBe('open');
		if (order) world.marketplaceSide.seed({ orders: [order] });
		await world.store.changeTasks(
			world.inputs.connectionId,
			[{ id: idOf(sold) as never, change: { attention: undefined, offeredUntil: undefined } }],
			world.clock.now(),
		);
		expect((await check()).offered).toMatchObject([
			{ task: { id: idOf(sold), order: { orderNumber: sold.orderNumber } } },
		]);
	});

	it('hands on a batch at a time', async () => {
		await connected();
		for (let minute = 10; minute < 15; minute += 1) sell(`2026-10-16T09:${minute}:00Z`);
		expect((await check({ batchSize: 3 })).offered).toHaveLength(3);
		expect((await check({ batchSize: 3 })).offered).toHaveLength(2);
	});

	it('holds a later task of the subscription back while an earlier one needs attention', async () => {
		await connected();
		const sold = sell('2026-10-16T09:10:00Z');
		const change = act({
			kind: 'change',
			subscriptionId: sold.subscriptionId,
			quantity: 12,
			at: '2026-10-16T09:20:00Z',
		});
		await check();
		const { store, inputs, clock } = world;
		const cause = { reason: 'product not mapped' as const, message: 'Map it.' };
		await store.changeTasks(
			inputs.connectionId,
			[{ id: idOf(sold) as never, change: { state: 'attention', attention: cause } }],
			clock.now(),
		);
		world.setNow('2026-10-16T10:40:00Z');
		expect((await check()).offered).toEqual([]);
		expect((await world.tasks())[idOf(change)]?.waitsFor).toBe(idOf(sold));
		const id = idOf(sold) as never;
		await stepTo('synced', { store, connectionId: inputs.connectionId, id, now: clock.now() });
		await store.changeTasks(inputs.connectionId, [{ id, change: { attention: undefined } }], clock.now());
		expect(await check()).toMatchObject({ freed: 1, offered: [{ task: { id: idOf(change) } }] });
	});

	it('lets the second of two checks at once hand on nothing', async () => {
		await connected();
		sell('2026-10-16T09:30:00Z');
		const both = await Promise.all([check(), check()]);
		expect(both.map((outcome) => outcome.offered.length).sort()).toEqual([0, 1]);
	});

	it('makes an initial task of an old active subscription that was never seen, once a day', async () => {
		await connected();
		const sold = sell('2026-09-01T09:30:00Z');
		const young = sell('2026-10-16T09:30:00Z', { status: 'processing' });
		expect((await check()).offered).toEqual([]);
		world.setNow('2026-10-17T10:00:00Z');
		expect((await check()).offered).toMatchObject([{ task: { id: `initial-${sold.subscriptionId}`, isFirst: true } }]);
		expect(Object.keys(await world.tasks())).not.toContain(`initial-${young.subscriptionId}`);
	});

	it('throws a fault of the marketplace where nothing is there to hand on, and hands on what is', async () => {
		await connected();
		const sold = sell('2026-10-16T09:30:00Z');
		await check();
		world.marketplaceSide.addFault({ path: '/orders', times: 0, action: { kind: 'status', status: 503 } });
		await expect(check()).rejects.toMatchObject({ retryable: true });
		world.setNow('2026-10-16T10:40:00Z');
		expect((await check()).offered).toMatchObject([{ task: { id: idOf(sold) } }]);
	});

	it('hands on nothing while the connection is stopped', async () => {
		await connected();
		sell('2026-10-16T09:30:00Z');
		const stored = await world.store.connection(world.inputs.connectionId);
		if (stored) await world.store.saveConnection({ ...stored, stoppedAt: world.clock.now() });
		expect(await check()).toMatchObject({ found: 1, offered: [] });
	});
});

describe('sampleTasks', () => {
	it('builds tasks in memory without a connection, and keeps nothing', async () => {
		const sold = sell('2026-10-05T10:00:00Z');
		const old = sell('2026-03-02T10:00:00Z');
		const shown = await sampleTasks(world, world.inputs, usualCheck);
		expect(shown.map((offer) => offer.task.id)).toEqual(
			expect.arrayContaining([idOf(sold), `initial-${old.subscriptionId}`]),
		);
		expect(await world.store.connections()).toEqual([]);
		expect(await world.tasks()).toEqual({});
	});

	it('shows at most ten stored tasks and takes none', async () => {
		for (let minute = 10; minute < 25; minute += 1) sell(`2026-10-10T09:${minute}:00Z`);
		await check({ batchSize: 1 });
		expect(await sampleTasks(world, world.inputs, usualCheck)).toHaveLength(10);
		expect((await check({ batchSize: 50 })).offered).toHaveLength(14);
	});
});
