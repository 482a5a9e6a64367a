import type { ActResult } from '../../../simulators/marketplace/actKinds';
import type { ConnectionId } from '../../../src/domain/ids';
import { type IgnoreOutcome, ignoreTasks } from '../../../src/sync/deciding/ignoreTasks';
import { type RestoreOutcome, restoreTasks } from '../../../src/sync/deciding/restoreTasks';
import { changeSettings } from '../../../src/sync/settings/changeSettings';
import { startConnection, stopConnection } from '../../../src/sync/deciding/stopConnection';
import { stepTo } from '../../store/steps';
import { connection } from '../fixtureClients';
import { approveAll, approveAndSync, check, plan, type RunSettings, sync } from '../fixtureRun';
import {
	companyId,
	contract,
	contractId,
	serviceId,
	sold,
	startWorld,
	type World,
	type WorldOptions,
} from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const { connectionId } = connection;
const ann = { connectionId, by: 'Ann', reason: 'year-end closing' };

function companies(count: number): WorldOptions {
	const contracts = Array.from({ length: count }, (_, at) =>
		contract({ id: contractId + at, companyID: companyId + at, contractName: `Cloud ${at + 1}` }),
	);
	return { companies: count, contracts };
}

function sell(at: number, setup?: string): ActResult {
	return world.order({
		kind: 'sale',
		customerId: String(at),
		productId: 'PRD-1',
		quantity: 10,
		at: `2026-10-01T09:0${at}:00Z`,
		...(setup === undefined ? {} : { setup }),
	});
}

function written(): number {
	return world.adjustments().length;
}

describe('a stopped connection', () => {
	it('finds tasks and hands none on until it is started again', async () => {
		world = await startWorld();
		await stopConnection(ann, world);
		const order = sell(1);
		expect((await world.run()).offered).toEqual([]);
		expect((await world.taskOf(order)).state).toBe('open');
		await startConnection(ann, world);
		await world.run();
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
	});

	it('writes nothing of what was approved before', async () => {
		world = await startWorld();
		sell(1);
		const ids = await check(world);
		await plan(ids, world);
		await stopConnection(ann, world);
		expect(await sync(ids, world)).toMatchObject([{ kind: 'failed', result: { state: 'waiting' } }]);
		expect(world.writeRequests()).toBe(0);
		await startConnection(ann, world);
		await world.run();
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
	});

	it('sends nothing after the write that is under way, and goes on there', async () => {
		world = await startWorld(companies(3));
		for (const at of [1, 2, 3]) sell(at);
		const ids = await check(world);
		await plan(ids, world);
		world.autotaskSide.addFault({
			method: 'POST',
			path: '/Services$',
			action: { kind: 'hold', effect: 'beforeRelease' },
		});
		const running = sync(ids, world);
		await world.autotaskSide.waitForHeld();
		await stopConnection(ann, world);
		world.autotaskSide.release();
		const outcomes = await running;
		expect(world.writeRequests()).toBe(1);
		expect(outcomes.map(({ result }) => result.state)).toEqual(['waiting', 'waiting', 'waiting']);
		await world.run();
		expect(world.writeRequests()).toBe(1);
		await startConnection(ann, world);
		await world.run();
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+10@2026-10-01', '+10@2026-10-01']);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced', 'synced']);
	});

	it('says who stopped and started it, and why', async () => {
		world = await startWorld();
		await stopConnection(ann, world);
		await stopConnection({ ...ann, by: 'Bob' }, world);
		await startConnection({ ...ann, reason: '' }, world);
		const log = (await world.store.readLog(connectionId)).filter(
			({ action }) => action === 'stop' || action === 'start',
		);
		expect(log).toMatchObject([
			{ action: 'start', by: 'Ann', message: expect.stringContaining('stopped since 2026-09-20 08:00 UTC.') },
			{ action: 'stop', by: 'Ann', message: expect.stringContaining('Reason: year-end closing') },
		]);
	});

	it('is none where no check has run', async () => {
		world = await startWorld();
		const strange = { ...ann, connectionId: '1/other' as ConnectionId };
		expect([await stopConnection(strange, world), await startConnection(strange, world)]).toMatchObject([
			{ kind: 'refused', why: expect.stringContaining('1/other') },
			{ kind: 'refused' },
		]);
	});
});

describe('the limits of a run', () => {
	it.each<{ rule: string; setup?: string; limits: RunSettings['sync']; lines: number; says: string }>([
		{ rule: 'two lines of three', limits: { maxLines: 2 }, lines: 2, says: '3 of 2 lines' },
		{
			rule: 'one line where each has a charge',
			setup: '50.00',
			limits: { maxLines: 3 },
			lines: 1,
			says: '4 of 3 lines',
		},
		{ rule: 'two of 180.00 within 400.00', limits: { maxMoney: '400.00' }, lines: 2, says: '540.00 of 400.00 money' },
		{ rule: 'one of 180.00 within 180.00', limits: { maxMoney: '180.00' }, lines: 1, says: '360.00 of 180.00 money' },
		{ rule: 'none of 180.00 within 179.99', limits: { maxMoney: '179.99' }, lines: 0, says: '180.00 of 179.99 money' },
		{
			rule: 'one of 180.00 and 50.00 once within 459.99',
			setup: '50.00',
			limits: { maxMoney: '459.99' },
			lines: 1,
			says: '460.00 of 459.99 money',
		},
	])('let $rule be written, and the rest waits for approval', async ({ setup, limits, lines, says }) => {
		world = await startWorld(companies(3));
		for (const at of [1, 2, 3]) sell(at, setup);
		await world.run({ sync: { ...limits } });
		expect(written()).toBe(lines);
		const waiting = (await world.tasks()).filter(({ state }) => state === 'attention');
		expect(waiting).toHaveLength(3 - lines);
		expect(waiting[0]).toMatchObject({ attention: { reason: 'approval', message: expect.stringContaining(says) } });
		await world.run({ sync: { ...limits } });
		expect(written()).toBe(lines);
		await approveAndSync(world);
		expect(written()).toBe(3);
	});

	it('hold over all contracts of the run, however few are written at once', async () => {
		world = await startWorld(companies(3));
		for (const at of [1, 2, 3]) sell(at);
		await world.run({ sync: { maxLines: 2, contractsAtOnce: 1 } });
		expect(written()).toBe(2);
	});
});

describe('a task that had no room in a run', () => {
	/** Two sales of 180.00, of which one has no room. */
	async function waiting(limits: { readonly maxLines?: number; readonly maxMoney?: string }) {
		world = await startWorld(companies(2));
		for (const at of [1, 2]) sell(at);
		const values = { maxLines: 0, maxMoney: '', ...limits };
		await changeSettings({ connectionId, values, by: 'Ann' }, world);
		await world.run({ sync: limits });
		expect(await states()).toEqual(['attention', 'synced']);
	}

	const states = async () => (await world.tasks()).map(({ state }) => state).sort();
	const change = async (values: object) =>
		await changeSettings({ connectionId, values: { ...values }, by: 'Ann' }, world);

	it.each([
		{ rule: 'more lines', limits: { maxLines: 1 }, to: { maxLines: 2 } },
		{ rule: 'no limit of lines', limits: { maxLines: 1 }, to: { maxLines: 0 } },
		{ rule: 'more money', limits: { maxMoney: '300.00' }, to: { maxMoney: '1000.00' } },
		{ rule: 'no limit of money', limits: { maxMoney: '300.00' }, to: { maxMoney: '' } },
	])('is written by the next check once the settings allow $rule', async ({ limits, to }) => {
		await waiting(limits);
		expect((await change(to)).message).toContain('1 task that waits is planned again with the next check.');
		await world.run();
		expect([await states(), written()]).toEqual([['synced', 'synced'], 2]);
	});

	it.each([
		{ rule: 'less money', to: { maxMoney: '200.00' } },
		{ rule: 'a limit of lines besides', to: { maxLines: 1 } },
		{ rule: 'a setting that has nothing to do with it', to: { sweep: 'never' } },
	])('goes on waiting where the settings have $rule', async ({ to }) => {
		await waiting({ maxMoney: '300.00' });
		await change(to);
		expect(await states()).toEqual(['attention', 'synced']);
	});
});

describe('the share of the hourly limit', () => {
	it.each([
		{ rule: 'stops before it is exceeded, and says both figures', used: 8000, share: 80, lines: 0 },
		{ rule: 'stops at the share that is set', used: 5000, share: 50, lines: 0 },
		{ rule: 'lets write below it', used: 7900, share: 80, lines: 1 },
	])('$rule', async ({ used, share, lines }) => {
		world = await startWorld();
		sell(1);
		const ids = await check(world);
		await plan(ids, world);
		world.autotaskSide.setLimits({ used });
		const [outcome] = await sync(ids, world, { sync: { hourlyShare: share } });
		expect(written()).toBe(lines);
		if (lines > 0) return;
		expect(world.writeRequests()).toBe(0);
		const figures = new RegExp(`^${used + 1} of Autotask's 10000 requests .* ${used} \\(${share} %\\) may be`);
		expect(outcome).toMatchObject({ kind: 'failed', result: { state: 'waiting' } });
		expect(outcome?.result.message).toMatch(figures);
		world.autotaskSide.setLimits({ used: 0 });
		await world.run({ sync: { hourlyShare: share } });
		expect(written()).toBe(1);
	});
});

describe('the share of the hourly limit, between groups of contracts', () => {
	it('stops after the group that has used it up, and the others go on with the next check', async () => {
		world = await startWorld(companies(3));
		for (const at of [1, 2, 3]) sell(at);
		const ids = await check(world);
		await plan(ids, world);
		world.autotaskSide.setLimits({ used: 7998 });
		const outcomes = await sync(ids, world, { sync: { hourlyShare: 80, contractsAtOnce: 1 } });
		expect(outcomes.map(({ result }) => result.state)).toEqual(['synced', 'waiting', 'waiting']);
		expect(written()).toBe(1);
		world.autotaskSide.setLimits({ used: 0 });
		await world.run({ sync: { hourlyShare: 80 } });
		expect(written()).toBe(3);
	});
});

async function ignore(text: string, reason = 'billed by hand'): Promise<IgnoreOutcome> {
	return await ignoreTasks({ ...ann, text, reason }, world);
}

async function restore(text: string): Promise<RestoreOutcome> {
	return await restoreTasks({ ...ann, text, reason: '' }, world);
}

const waits: RunSettings = { check: { processAutomatically: false } };

describe('an ignored task', () => {
	it('frees the later one of its subscription, which is planned without it', async () => {
		world = await startWorld({ lines: [{ contractID: contractId, serviceID: serviceId, units: 10 }] });
		const sale = sell(1);
		const order = world.marketplaceSide.state().orders.find((one) => one.id === sale.orderId);
		world.marketplaceSide.seed({ orders: [{ ...order, products: [{ id: 'PRD-1', quantity: 'many' }] } as never] });
		await world.run();
		const change = world.order({
			kind: 'change',
			subscriptionId: sale.subscriptionId,
			quantity: 12,
			at: '2026-10-16T09:00:00Z',
		});
		await world.run();
		const first = await world.taskOf(sale);
		const { ignored } = await ignore(first.id);
		expect(ignored).toMatchObject([{ id: first.id, state: 'ignored', note: 'billed by hand' }]);
		await world.run();
		expect(await world.taskOf(change)).toMatchObject({ state: 'attention', attention: { reason: 'approval' } });
		await approveAndSync(world, () => 'own=10');
		expect(world.adjustments()).toEqual(['+2@2026-10-16']);
		world.post('2026-11-30');
		expect(world.billed('2026-10').price).toBe('198.58');
		expect(world.billed('2026-11').price).toBe('216.00');
	});

	it('takes the plans and approvals that counted on it with it', async () => {
		world = await startWorld();
		const sale = sell(1);
		const change = world.order({
			kind: 'change',
			subscriptionId: sale.subscriptionId,
			quantity: 12,
			at: '2026-10-02T09:00:00Z',
		});
		await world.run(waits);
		const [plans, second] = [await world.store.plans(connectionId, [(await world.taskOf(change)).id]), change];
		await ignore((await world.taskOf(sale)).id);
		expect(await world.taskOf(second)).toMatchObject({ state: 'open' });
		expect((await approveAll(world)).approved).toEqual([]);
		await world.run(waits);
		const [again] = await world.store.plans(connectionId, [(await world.taskOf(change)).id]);
		expect(plans[0]?.predecessors).toEqual([(await world.taskOf(sale)).id]);
		expect(again?.predecessors).toEqual([]);
		expect(world.writeRequests()).toBe(0);
	});

	it.each([
		{ rule: 'a synced one', change: { state: 'synced' }, says: 'is synced' },
		{ rule: 'one that is being written', change: { state: 'syncing' }, says: 'is being written' },
		{ rule: 'one that is ignored already', change: { state: 'ignored', note: 'Old.' }, says: 'ignored already: Old.' },
		{ rule: 'one that an execution has in its hands', change: { state: 'approved' }, says: 'is being worked on' },
		{ rule: 'one without a reason', change: {}, reason: ' ', says: 'Say why' },
	] as const)('is not $rule', async ({ change, says, ...more }) => {
		world = await startWorld();
		const sale = sell(1);
		await check(world);
		const { id } = await world.taskOf(sale);
		if ('state' in change) await stepTo(change.state, { store: world.store, connectionId, id, now: world.clock.now() });
		await world.store.changeTasks(connectionId, [{ id, change }], world.clock.now());
		const outcome = await ignore(id, 'reason' in more ? more.reason : undefined);
		expect(outcome).toMatchObject({ ignored: [], refused: [{ taskId: id, reason: expect.stringContaining(says) }] });
	});
});

describe('a restored task', () => {
	it('is handed on with the next check, and written once', async () => {
		world = await startWorld();
		const sale = sell(1);
		await check(world);
		const { id } = await world.taskOf(sale);
		await ignore(id);
		expect((await world.run()).offered).toEqual([]);
		expect(await restore(`${id}, nothing`)).toMatchObject({
			restored: [{ id, state: 'open' }],
			refused: [{ taskId: 'nothing' }],
		});
		await world.run();
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
		expect(await world.taskOf(sale)).not.toHaveProperty('note');
	});

	it('ends as before where its order was cancelled', async () => {
		world = await startWorld();
		const sale = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			status: 'cancelled',
			at: '2026-10-01T09:00:00Z',
		});
		await world.run();
		const { id } = await world.taskOf(sale);
		expect((await restore(id)).restored).toHaveLength(1);
		await world.run();
		expect(await world.taskOf(sale)).toMatchObject({
			state: 'ignored',
			note: `Order ${sale.orderNumber} was cancelled at the marketplace.`,
		});
	});

	it('is none that goes before a written one of its subscription', async () => {
		world = await startWorld();
		const sale = await sold(world);
		const change = (quantity: number, at: string) =>
			world.order({ kind: 'change', subscriptionId: sale.subscriptionId, quantity, at });
		const first = change(12, '2026-10-05T09:00:00Z');
		await check(world);
		const { id } = await world.taskOf(first);
		await ignore(id);
		const second = change(15, '2026-10-06T09:00:00Z');
		await world.run();
		expect(await world.taskOf(second)).toMatchObject({ state: 'synced' });
		expect(await restore(id)).toMatchObject({
			restored: [],
			refused: [{ reason: expect.stringContaining(`order-${second.orderId}`) }],
		});
	});

	it('is no payment', async () => {
		world = await startWorld();
		const sale = await sold(world);
		const payment = world.order({
			kind: 'unknown',
			subscriptionId: sale.subscriptionId,
			prefix: 'PO',
			at: '2026-10-02T09:00:00Z',
		});
		await world.run();
		const { id } = await world.taskOf(payment);
		expect((await restore(id)).refused).toMatchObject([{ reason: expect.stringContaining('is a payment') }]);
	});
});
