import type { ActResult } from '../../../simulators/marketplace/actKinds';
import type { CalendarDate } from '../../../src/domain/calendarDate';
import type { ContractId, ProductId, SubscriptionId } from '../../../src/domain/ids';
import type { ExcludedThing } from '../../../src/domain/order/exclusion';
import type { SyncTask } from '../../../src/domain/task/task';
import { checkChanges } from '../../../src/sync/checking/checkChanges';
import { type ExcludeOutcome, excludeFromBilling } from '../../../src/sync/deciding/excludeFromBilling';
import { includeAgain, type IncludeOutcome } from '../../../src/sync/deciding/includeAgain';
import { restoreTasks } from '../../../src/sync/deciding/restoreTasks';
import { checkSettings, connection } from '../fixtureClients';
import { approveAndSync, type RunSettings } from '../fixtureRun';
import { contractId, editByHand, serviceId, sold, startWorld, type World } from '../fixtureWorld';
import { stepTo } from '../../store/steps';

const { connectionId } = connection;
const byHand: RunSettings = { check: { processAutomatically: false } };
const swept: RunSettings = { check: { sweep: 'everyCheck' } };

let world: World;

beforeEach(async () => {
	world = await startWorld({ now: '2026-08-20T08:00:00Z' });
});

afterEach(async () => {
	await world.close();
});

function subscriptionOf(order: ActResult): ExcludedThing {
	return { kind: 'subscription', id: order.subscriptionId as SubscriptionId };
}

const premium: ExcludedThing = { kind: 'product', id: 'PRD-1' as ProductId };

async function exclude(thing: ExcludedThing, reason = 'NFR'): Promise<ExcludeOutcome> {
	return await excludeFromBilling({ connectionId, thing, by: 'Ann', reason }, world);
}

async function include(thing: ExcludedThing): Promise<IncludeOutcome> {
	return await includeAgain({ connectionId, thing, by: 'Bob', reason: '' }, world);
}

function sell(quantity: number, at = '2026-10-01T09:00:00Z', productId = 'PRD-1'): ActResult {
	return world.order({ kind: 'sale', customerId: '1', productId, quantity, at });
}

function change(subscription: ActResult, quantity: number, at: string): ActResult {
	return world.order({ kind: 'change', subscriptionId: subscription.subscriptionId, quantity, at });
}

/** The subscription changes at the marketplace, and no order says so. */
function alter(order: ActResult, quantity: number, lastModifiedDate: string): void {
	const held = world.marketplaceSide.state().subscriptions.find((one) => one.id === order.subscriptionId);
	if (!held) throw new RangeError(`no subscription ${order.subscriptionId}`);
	const products = held.products.map((product) => ({ ...product, quantity }));
	world.marketplaceSide.seed({ subscriptions: [{ ...held, lastModifiedDate, products }] });
}

const shown = ({ state, note, attention }: SyncTask) => [state, note ?? attention?.reason];

describe('a subscription that is excluded', () => {
	it('ends its tasks as ignored with the reason, those that wait and those that come, and writes nothing', async () => {
		const sale = sell(10);
		await world.run(byHand);
		const other = sell(4, '2026-10-02T09:00:00Z');
		await world.run(byHand);
		expect(shown(await world.taskOf(sale))).toEqual(['attention', 'approval']);
		expect(await exclude(subscriptionOf(sale))).toMatchObject({
			kind: 'excluded',
			ended: [{ orderId: sale.orderId }],
			message: expect.stringContaining('Nothing was changed in Autotask'),
		});
		expect(shown(await world.taskOf(sale))).toEqual(['ignored', 'excluded: NFR']);
		const later = change(sale, 12, '2026-10-05T09:00:00Z');
		await world.run();
		expect(shown(await world.taskOf(later))).toEqual(['ignored', 'excluded: NFR']);
		expect(shown(await world.taskOf(other))).toEqual(['attention', 'approval']);
		expect(world.writeRequests()).toBe(0);
		const log = (await world.store.readLog(connectionId)).filter(({ action }) => action === 'exclude');
		expect(log.map(({ by, message }) => [by, message])).toEqual([
			[undefined, 'Ignored, excluded: NFR'],
			['Ann', 'Ignored, excluded: NFR'],
			['Ann', expect.stringMatching(/^Excluded subscription .*: NFR$/)],
		]);
	});

	it('is no change that nobody ordered, and each check says that it is excluded', async () => {
		const sale = sell(10);
		await world.run(byHand);
		await exclude(subscriptionOf(sale));
		alter(sale, 13, '2026-10-12');
		world.setNow('2026-10-16T09:00:00Z');
		const settings = { ...checkSettings, ...swept.check };
		const { found, message } = await checkChanges(world, connection, settings);
		expect(found).toBe(0);
		expect(message).toContain('Excluded from billing: 1 subscription.');
		expect(await world.tasks()).toHaveLength(1);
		const [seen] = await world.store.subscriptionsById(connectionId, [sale.subscriptionId as SubscriptionId]);
		expect(seen?.products).toMatchObject([{ quantity: '13' }]);
	});

	it('lets seats of the same service fall that others pay for, though it has no line', async () => {
		const paid = await sold(world);
		const own = sell(5, '2026-10-05T09:00:00Z');
		await world.run(byHand);
		await exclude(subscriptionOf(own));
		change(paid, 6, '2026-10-16T09:00:00Z');
		await world.run();
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '-4@2026-11-01']);
	});

	it('keeps its tasks ignored until it is included again', async () => {
		const sale = sell(10);
		await world.run(byHand);
		await exclude(subscriptionOf(sale));
		const text = (await world.taskOf(sale)).id;
		const asked = { connectionId, text, by: 'Ann', reason: '' };
		expect((await restoreTasks(asked, world)).refused).toMatchObject([
			{ reason: expect.stringContaining('is excluded: NFR. Include it in billing again first.') },
		]);
		await include(subscriptionOf(sale));
		expect((await restoreTasks(asked, world)).restored).toHaveLength(1);
	});

	it.each([
		{ rule: 'no reason', thing: premium, reason: ' ', says: 'Say why the product is never billed.' },
		{ rule: 'a reason too long', thing: premium, reason: 'x'.repeat(501), says: 'longer than 500' },
		{
			rule: 'an id that nobody has seen',
			thing: { kind: 'subscription', id: 'S-404' as SubscriptionId } as const,
			reason: 'NFR',
			says: 'No subscription S-404 was seen',
		},
		{ rule: 'no id', thing: { kind: 'product', id: '' as ProductId } as const, reason: 'NFR', says: 'Say which' },
	])('is refused for $rule', async ({ thing, reason, says }) => {
		sell(10);
		await world.run(byHand);
		expect(await exclude(thing, reason)).toEqual({ kind: 'refused', message: expect.stringContaining(says) });
		expect(await world.store.exclusions(connectionId)).toEqual([]);
	});

	it('is excluded once: the second time says why it was', async () => {
		const sale = sell(10);
		await world.run(byHand);
		await exclude(subscriptionOf(sale));
		expect(await exclude(subscriptionOf(sale), 'another')).toMatchObject({
			kind: 'refused',
			message: expect.stringContaining('is excluded already: NFR'),
		});
	});
});

describe('a product that is excluded', () => {
	it('makes no task wait in any subscription, also where nobody has mapped it', async () => {
		const first = sell(10, '2026-10-01T09:00:00Z', 'PRD-31');
		await world.run(byHand);
		await exclude({ kind: 'product', id: 'PRD-31' as ProductId });
		const second = sell(2, '2026-10-05T09:00:00Z', 'PRD-31');
		const paid = sell(3, '2026-10-06T09:00:00Z');
		await world.run();
		expect(shown(await world.taskOf(first))).toEqual(['ignored', 'excluded: NFR']);
		expect(shown(await world.taskOf(second))).toEqual(['ignored', 'excluded: NFR']);
		expect((await world.taskOf(paid)).state).toBe('synced');
		expect(world.adjustments()).toEqual(['+3@2026-10-06']);
	});

	it('makes no initial task of a subscription that is found without an order', async () => {
		const sale = sell(10);
		await world.run(byHand);
		await exclude(premium);
		const held = world.marketplaceSide.state().subscriptions.find((one) => one.id === sale.subscriptionId);
		if (held) world.marketplaceSide.seed({ subscriptions: [{ ...held, id: 'S-9' }] });
		world.setNow('2026-10-16T09:00:00Z');
		await world.run(swept);
		expect((await world.tasks()).map(({ id }) => id)).toEqual([`order-${sale.orderId}`]);
		expect(await world.store.subscriptionsById(connectionId, ['S-9' as SubscriptionId])).toHaveLength(1);
	});
});

describe('an order with a product that is excluded and another that is not', () => {
	const items = [
		{ productId: 'PRD-1', quantity: 10 },
		{ productId: 'PRD-B', quantity: 4 },
	] as const;
	const bundle = { kind: 'bundle', customerId: '1', items, at: '2026-10-01T09:00:00Z' } as const;

	it('bills the other alone: 4 x 12.50', async () => {
		sell(1, '2026-09-01T09:00:00Z');
		await world.run(byHand);
		await exclude(premium);
		const order = world.order(bundle);
		await world.run();
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(world.adjustments()).toEqual(['+4@2026-10-01']);
		world.post('2026-10-31');
		expect(world.billed('2026-10').price).toBe('50.00');
	});

	it('is planned without it where it waits with a plan for both, and with it again once it is included', async () => {
		const order = world.order(bundle);
		await world.run(byHand);
		const perPeriod = async () => {
			const [plan] = await world.store.plans(connectionId, [(await world.taskOf(order)).id]);
			return plan?.totals.perPeriod;
		};
		expect(await perPeriod()).toBe('230');
		await exclude(premium);
		expect((await world.taskOf(order)).state).toBe('open');
		await world.run(byHand);
		expect(await perPeriod()).toBe('50');
		await include(premium);
		await world.run(byHand);
		expect(await perPeriod()).toBe('230');
	});

	it('of one subscription is followed by its later orders, and the sweep finds only what is billed', async () => {
		const sale = sell(10, '2026-10-01T09:00:00Z', 'PRD-B');
		await world.run();
		const { subscriptionId } = sale;
		const add = [{ productId: 'PRD-31', quantity: 2 }] as const;
		world.order({ kind: 'changes', subscriptionId, items: add, at: '2026-10-05T09:00:00Z' });
		await world.run(byHand);
		await exclude({ kind: 'product', id: 'PRD-31' as ProductId });
		const both = [
			{ productId: 'PRD-31', quantity: 5 },
			{ productId: 'PRD-B', quantity: 12 },
		] as const;
		const order = world.order({ kind: 'changes', subscriptionId, items: both, at: '2026-10-12T09:00:00Z' });
		await world.run();
		expect(shown(await world.taskOf(order))).toEqual(['synced', undefined]);
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+2@2026-10-12']);
		const before = (await world.tasks()).length;
		alter(sale, 12, '2026-10-14');
		world.setNow('2026-10-20T09:00:00Z');
		await world.run(swept);
		expect(await world.tasks()).toHaveLength(before);
	});

	it('waits for a person where seats move from one to the other', async () => {
		const sale = await sold(world, { productId: 'PRD-B' });
		sell(2, '2026-10-05T09:00:00Z', 'PRD-31');
		await world.run(byHand);
		await exclude({ kind: 'product', id: 'PRD-31' as ProductId });
		const { subscriptionId } = sale;
		const move = { kind: 'move', subscriptionId, toProductId: 'PRD-31', quantity: 4 } as const;
		const order = world.order({ ...move, at: '2026-10-12T09:00:00Z' });
		const before = world.writeRequests();
		await world.run();
		const task = await world.taskOf(order);
		expect(shown(task)).toEqual(['attention', 'order not understood']);
		expect(task.attention?.message).toContain('one side of the move is excluded. Enter what you bill');
		expect(world.writeRequests()).toBe(before);
	});
});

describe('what is billed', () => {
	it('is not excluded: the refusal names the line and what it comes to, and nothing changes', async () => {
		const sale = await sold(world);
		const before = world.writeRequests();
		const outcome = await exclude(subscriptionOf(sale));
		expect(outcome).toMatchObject({
			kind: 'refused',
			message: expect.stringMatching(
				/contract service \d+ of contract Cloud \(20001\) holds 10 units of it at 18.00: 180.00 a month\. Excluding it would not stop that/,
			),
		});
		expect(await exclude(premium)).toMatchObject({ message: expect.stringContaining('180.00 a month') });
		expect(await world.store.exclusions(connectionId)).toEqual([]);
		expect(world.writeRequests()).toBe(before);
	});

	it('is excluded once its units are off the line, and no later change of others puts them back', async () => {
		const own = await sold(world);
		const paid = sell(12, '2026-10-02T09:00:00Z');
		await world.run();
		await approveAndSync(world);
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+12@2026-10-02']);
		world.setNow('2026-10-20T09:00:00Z');
		await editByHand(world, { effectiveDate: '2026-11-01', unitChange: -10 });
		expect(await exclude(subscriptionOf(own))).toMatchObject({ kind: 'excluded' });
		change(paid, 15, '2026-11-10T09:00:00Z');
		await world.run();
		await approveAndSync(world);
		expect(world.adjustments().slice(2)).toEqual(['-10@2026-11-01', '+3@2026-11-10']);
	});

	it('is not excluded while some of its units are still on the line', async () => {
		const own = await sold(world);
		world.setNow('2026-10-20T09:00:00Z');
		await editByHand(world, { effectiveDate: '2026-11-01', unitChange: -6 });
		expect(await exclude(subscriptionOf(own))).toMatchObject({ kind: 'refused' });
	});

	it('of several subscriptions of a product on one line is excluded together', async () => {
		await sold(world);
		sell(12, '2026-10-02T09:00:00Z');
		await world.run();
		await approveAndSync(world);
		expect(await exclude(premium)).toMatchObject({
			message: expect.stringContaining('holds 22 units of it at 18.00: 396.00'),
		});
		world.setNow('2026-10-20T09:00:00Z');
		await editByHand(world, { effectiveDate: '2026-11-01', unitChange: -22 });
		const outcome = await exclude(premium);
		expect(outcome.message).toMatch(/from 2026-11-01 on: they are off the line in Autotask\..*they are off the line/);
		const lines = await world.store.linkedLines(connection.databaseId, { connection: connectionId });
		expect(lines.map(({ units }) => units.at(-1))).toEqual([
			{ from: '2026-11-01', units: 0 },
			{ from: '2026-11-01', units: 0 },
		]);
	});

	it.each([
		{ rule: 'is being written', change: { state: 'syncing' } as const, says: 'is being written' },
		{
			rule: 'is approved and in the hands of a run',
			change: { state: 'approved', offeredUntil: '2026-10-02T09:00:00.000Z' as SyncTask['createdAt'] } as const,
			says: 'is being written',
		},
	])('is not excluded while a task of it $rule', async ({ change: to, says }) => {
		const sale = sell(10);
		await world.run(byHand);
		const { id } = await world.taskOf(sale);
		await stepTo(to.state, { store: world.store, connectionId, id, now: world.clock.now() });
		await world.store.changeTasks(connectionId, [{ id, change: to }], world.clock.now());
		expect(await exclude(subscriptionOf(sale))).toEqual({ kind: 'refused', message: expect.stringContaining(says) });
	});

	it('is not excluded where a task has written units that no line counts yet', async () => {
		const sale = sell(10);
		await world.run(byHand);
		const { id } = await world.taskOf(sale);
		const { store, clock } = world;
		const now = clock.now();
		const write = {
			databaseId: connection.databaseId,
			connectionId,
			taskIds: [id],
			contractId: contractId as ContractId,
		};
		const on = '2026-10-01' as CalendarDate;
		const entry = await store.intend({ ...write, kind: 'contractService', on, key: 'abc', intendedAt: now });
		await store.settle(entry.id, { state: 'done', at: now, autotaskId: 7 });
		expect(await exclude(subscriptionOf(sale))).toMatchObject({
			kind: 'refused',
			message: expect.stringContaining('is written in part. Retry it first'),
		});
	});

	it('is excluded after its cancellation is written, for the days to come', async () => {
		const own = await sold(world);
		world.order({ kind: 'cancellation', subscriptionId: own.subscriptionId, at: '2026-10-11T09:00:00Z' });
		await world.run();
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '-10@2026-11-01']);
		expect(await exclude(subscriptionOf(own))).toMatchObject({ kind: 'excluded' });
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['180.00', '0.00']);
	});
});

describe('what is included again', () => {
	it('is billed from that day on, once its task is approved: 10 x 18.00 x 12 / 31', async () => {
		const sale = sell(10);
		await world.run(byHand);
		await exclude(subscriptionOf(sale));
		world.setNow('2026-10-20T09:00:00Z');
		expect(await include(subscriptionOf(sale))).toMatchObject({
			kind: 'included',
			message: expect.stringContaining('is billed from 2026-10-20 on once you approve its plan'),
		});
		await world.run();
		const [task] = (await world.tasks()).filter(({ id }) => id.startsWith('included-'));
		expect(task?.attention?.message).toContain('it was excluded so far');
		expect(world.writeRequests()).toBe(0);
		await approveAndSync(world);
		expect(world.adjustments()).toEqual(['+10@2026-10-20']);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['69.68', '180.00']);
		expect(shown(await world.taskOf(sale))).toEqual(['ignored', 'excluded: NFR']);
	});

	it('asks whose the units are that are on the line by then', async () => {
		await world.close();
		const lines = [
			{ id: 30_001, contractID: contractId, serviceID: serviceId, units: 10, unitPrice: 18, unitCost: 14.4 },
		];
		world = await startWorld({ now: '2026-08-20T08:00:00Z', lines });
		const sale = sell(10);
		await world.run(byHand);
		await exclude(subscriptionOf(sale));
		world.setNow('2026-10-20T09:00:00Z');
		await include(subscriptionOf(sale));
		await world.run();
		const [task] = (await world.tasks()).filter(({ id }) => id.startsWith('included-'));
		const [plan] = task ? await world.store.plans(connectionId, [task.id]) : [];
		expect(plan?.questions).toMatchObject([{ asks: 'ownUnits', inForce: 10 }]);
		await approveAndSync(world);
		expect(world.writeRequests()).toBe(0);
		await approveAndSync(world, () => 'own=10');
		expect(world.adjustments()).toEqual([]);
		expect((await world.store.tasks(connectionId, { states: ['synced'] })).map(({ id }) => id)).toEqual([task?.id]);
	});

	it('is followed by its later orders, each on the ones before', async () => {
		const sale = sell(10);
		await world.run(byHand);
		await exclude(premium);
		change(sale, 8, '2026-10-12T09:00:00Z');
		await world.run();
		world.setNow('2026-10-20T09:00:00Z');
		await include(premium);
		change(sale, 11, '2026-10-22T09:00:00Z');
		await world.run();
		await approveAndSync(world);
		await world.run();
		expect(world.adjustments()).toEqual(['+8@2026-10-20', '+3@2026-10-22']);
		expect(await world.store.exclusions(connectionId)).toEqual([]);
	});

	it('is included once, and only where it was excluded', async () => {
		const sale = sell(10);
		await world.run(byHand);
		expect(await include(premium)).toEqual({ kind: 'refused', message: 'The product PRD-1 is not excluded.' });
		await exclude(premium);
		await exclude(subscriptionOf(sale));
		expect(await include(premium)).toMatchObject({ kind: 'included', tasks: [] });
		expect(await include(subscriptionOf(sale))).toMatchObject({ tasks: [{ kind: 'change', state: 'open' }] });
	});
});
