import type { ActResult } from '../../../simulators/marketplace/actKinds';
import type { Subscription } from '../../../simulators/marketplace/records';
import type { SyncTask } from '../../../src/domain/task/task';
import { connection } from '../fixtureClients';
import { approveAndSync, type RunSettings } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;
let sale: ActResult;

beforeEach(async () => {
	world = await startWorld({ now: '2026-08-20T08:00:00Z' });
	sale = await sold(world, { at: '2026-09-01T09:00:00Z' });
});

afterEach(async () => {
	await world.close();
});

const swept: RunSettings = { check: { sweep: 'everyCheck' } };

/** The subscription changes at the marketplace, and no order says so. */
function alter(change: (held: Subscription) => Partial<Subscription>): void {
	const held = world.marketplaceSide.state().subscriptions.find((one) => one.id === sale.subscriptionId);
	if (held) world.marketplaceSide.seed({ subscriptions: [{ ...held, ...change(held) }] });
}

function alterProduct(lastModifiedDate: string, change: { readonly quantity?: number; readonly price?: string }): void {
	alter((held) => ({
		lastModifiedDate,
		products: held.products.map((product) => ({
			...product,
			quantity: change.quantity ?? product.quantity,
			unitPrice: { ...product.unitPrice, amount: change.price ?? product.unitPrice.amount },
		})),
	}));
}

async function sweptTasks(): Promise<readonly SyncTask[]> {
	return (await world.tasks()).filter((task) => task.id.startsWith('sweep-'));
}

async function sweep(time: string, settings: RunSettings = swept): Promise<readonly SyncTask[]> {
	world.setNow(time);
	await world.run(settings);
	return await sweptTasks();
}

const byAutotask: RunSettings = { ...swept, build: { proration: 'autotask' } };
const byMarketplace: RunSettings = { ...swept, build: { proration: 'marketplace' } };

describe('a quantity or price that changed without an order', () => {
	it.each([
		{
			rule: 'a rise applies from the day it was modified, 3 x 18.00 x 20 / 31 by Autotask',
			change: { quantity: 13 },
			settings: byAutotask,
			adjustments: ['+3@2026-10-12'],
			charges: [],
			billed: ['214.84', '234.00'],
		},
		{
			rule: 'a rise applies from the day it was modified, 3 x 18.00 x 20 / 31 as a charge',
			change: { quantity: 13 },
			settings: byMarketplace,
			adjustments: ['+3@2026-11-01'],
			charges: ['34.84@2026-10-12'],
			billed: ['214.84', '234.00'],
		},
		{
			rule: 'a fall applies from the next period',
			change: { quantity: 6 },
			settings: byAutotask,
			adjustments: ['-4@2026-11-01'],
			charges: [],
			billed: ['180.00', '108.00'],
		},
		{
			rule: 'a price applies from the start of the period',
			change: { price: '20.00' },
			settings: byAutotask,
			adjustments: ['+0@2026-10-01'],
			charges: [],
			billed: ['200.00', '200.00'],
		},
	])('$rule, once it is approved', async ({ change, settings, adjustments, charges, billed }) => {
		alterProduct('2026-10-12', change);
		const before = world.writeRequests();
		const [task] = await sweep('2026-10-16T09:00:00Z', settings);
		expect(task).toMatchObject({ kind: 'change', state: 'attention', attention: { reason: 'approval' } });
		expect(task?.attention?.message).toContain('nobody has ordered it');
		expect(world.writeRequests()).toBe(before);
		await approveAndSync(world);
		expect(world.adjustments().slice(1)).toEqual(adjustments);
		expect(world.charges()).toEqual(charges);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(billed);
		expect((await sweptTasks()).map(({ state }) => state)).toEqual(['synced']);
	});

	it('is found once, whether its task waits, is written or is ignored', async () => {
		alterProduct('2026-10-12', { quantity: 13 });
		expect(await sweep('2026-10-16T09:00:00Z')).toHaveLength(1);
		expect(await sweep('2026-10-17T09:00:00Z')).toHaveLength(1);
		const [task] = await sweptTasks();
		await world.store.changeTasks(
			connection.connectionId,
			task ? [{ id: task.id, change: { state: 'ignored', note: 'By hand', attention: undefined } }] : [],
			world.clock.now(),
		);
		expect(await sweep('2026-10-18T09:00:00Z')).toHaveLength(1);
		alterProduct('2026-10-19', { quantity: 14 });
		expect(await sweep('2026-10-23T09:00:00Z')).toHaveLength(2);
	});

	it('is found though a Billing order has shown the subscription since', async () => {
		alterProduct('2026-10-12', { quantity: 13 });
		world.order({
			kind: 'usage',
			subscriptionId: sale.subscriptionId,
			lines: [{ quantity: 1, unitPrice: '2.00' }],
			at: '2026-10-14T09:00:00Z',
		});
		await world.run();
		expect(await sweep('2026-10-16T09:00:00Z')).toMatchObject([{ kind: 'change' }]);
	});

	it('is left to its order for three days', async () => {
		alterProduct('2026-10-12', { price: '20.00' });
		expect(await sweep('2026-10-15T09:00:00Z')).toEqual([]);
		expect(await sweep('2026-10-16T09:00:00Z')).toHaveLength(1);
	});

	it('is none where an order explains it, also one that has not ended', async () => {
		const change = { kind: 'change', subscriptionId: sale.subscriptionId } as const;
		world.order({ ...change, quantity: 12, at: '2026-10-12T09:00:00Z' });
		expect(await sweep('2026-10-20T09:00:00Z')).toEqual([]);
		world.order({ ...change, quantity: 14, status: 'processing', at: '2026-10-25T09:00:00Z' });
		alterProduct('2026-10-20', { quantity: 14 });
		expect(await sweep('2026-10-26T09:00:00Z')).toEqual([]);
	});

	it('is found under an order that is scheduled for later', async () => {
		const change = { kind: 'change', subscriptionId: sale.subscriptionId, quantity: 6, amounts: 'none' } as const;
		world.order({ ...change, status: 'submitted', statusCode: 'WS', at: '2026-10-12T09:00:00Z' });
		await world.run();
		alterProduct('2026-10-12', { quantity: 13 });
		expect(await sweep('2026-10-16T09:00:00Z')).toMatchObject([{ kind: 'change' }]);
	});

	it('is found under an order that has been under way for more than two days', async () => {
		const change = { kind: 'change', subscriptionId: sale.subscriptionId, quantity: 6, amounts: 'none' } as const;
		world.order({ ...change, status: 'processing', at: '2026-10-12T09:00:00Z' });
		await world.run();
		alterProduct('2026-10-12', { quantity: 13 });
		expect(await sweep('2026-10-16T09:00:00Z')).toMatchObject([{ kind: 'change' }]);
	});

	it('waits for the tasks of its subscription, which are written as they were ordered', async () => {
		world.order({
			kind: 'change',
			subscriptionId: sale.subscriptionId,
			quantity: 12,
			at: '2026-10-05T09:00:00Z',
		});
		await world.run({ check: { processAutomatically: false } });
		alterProduct('2026-10-06', { quantity: 13, price: '20.00' });
		expect(await sweep('2026-10-10T09:00:00Z')).toEqual([]);
		await approveAndSync(world);
		expect(world.adjustments().slice(1)).toEqual(['+2@2026-10-05']);
		const [task] = await sweep('2026-10-11T09:00:00Z');
		expect(task).toMatchObject({ kind: 'change', snapshot: { products: [{ quantity: '13' }] } });
	});

	it('ends as ignored where changes are left out', async () => {
		alterProduct('2026-10-12', { quantity: 13 });
		const settings: RunSettings = { check: { sweep: 'everyCheck', orderKinds: ['sales'] } };
		expect(await sweep('2026-10-16T09:00:00Z', settings)).toMatchObject([
			{ state: 'ignored', note: 'The setting "order kinds" leaves change orders out.' },
		]);
	});
});

describe('a subscription that ended without an order', () => {
	it.each(['terminated', 'removed'] as const)('that is %s is cancelled on its expiration date', async (status) => {
		alter(() => ({ status, lastModifiedDate: '2026-10-11', expirationDate: '2026-10-11' }));
		const [task] = await sweep('2026-10-16T09:00:00Z');
		expect(task).toMatchObject({
			kind: 'cancellation',
			state: 'attention',
			attention: { reason: 'approval' },
			effectiveAt: '2026-10-10T23:00:00.000Z',
		});
		await approveAndSync(world);
		expect(world.adjustments()).toEqual(['+10@2026-09-01', '-10@2026-11-01']);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['180.00', '0.00']);
		expect(await sweep('2026-10-20T09:00:00Z')).toHaveLength(1);
	});

	it('that is gone is cancelled at the end of the term that was last seen', async () => {
		world.marketplaceSide.remove(sale.subscriptionId);
		expect(await sweep('2026-10-16T09:00:00Z')).toMatchObject([
			{ kind: 'cancellation', effectiveAt: '2027-08-31T23:00:00.000Z', snapshot: { status: 'removed' } },
		]);
		expect(await sweep('2026-10-17T09:00:00Z')).toHaveLength(1);
	});

	it('has no task where a Cancellation order says so', async () => {
		world.order({ kind: 'cancellation', subscriptionId: sale.subscriptionId, at: '2026-10-11T09:00:00Z' });
		expect(await sweep('2026-10-16T09:00:00Z')).toEqual([]);
	});
});

describe('hold', () => {
	it('and its end change nothing', async () => {
		alter(() => ({ status: 'hold', lastModifiedDate: '2026-10-05' }));
		expect(await sweep('2026-10-10T09:00:00Z')).toEqual([]);
		alter(() => ({ status: 'active', lastModifiedDate: '2026-10-11' }));
		expect(await sweep('2026-10-16T09:00:00Z')).toEqual([]);
	});
});

describe('an order whose customer cannot be read', () => {
	it.each([
		{ rule: 'four days before it: it cannot be its own', modified: '2026-10-10', since: '2026-10-11', found: 1 },
		{ rule: 'three days before it', modified: '2026-10-11', since: '2026-10-11', found: 0 },
		{ rule: 'on no day that is told', modified: '', since: '2026-10-11', found: 0 },
	])('holds back what has changed since, and says so: changed $rule', async ({ modified, since, found }) => {
		const act = { kind: 'sale', customerId: '2', productId: 'PRD-B', quantity: 10 } as const;
		const bad = world.order({ ...act, at: '2026-10-14T09:00:00Z' });
		const spoils = [{ where: { id: bad.orderId }, set: { customerId: '' } }];
		world.marketplaceSide.addFault({ path: '/orders', times: 0, action: { kind: 'spoilRows', spoils } });
		alterProduct('2026-10-10', { quantity: 13 });
		const changed = [{ where: { id: sale.subscriptionId }, set: { lastModifiedDate: modified } }];
		world.marketplaceSide.addFault({
			path: '/subscriptions',
			times: 0,
			action: { kind: 'spoilRows', spoils: changed },
		});
		expect(await sweep('2026-10-20T08:00:00Z')).toHaveLength(found);
		const told = (await world.tasks()).find((task) => task.orderId === bad.orderId);
		expect(told?.attention?.message).toContain(`from ${since} on`);
	});

	it('and day cannot be read holds back what has changed since the orders that were asked for', async () => {
		const act = { kind: 'sale', customerId: '2', productId: 'PRD-B', quantity: 10 } as const;
		const bad = world.order({ ...act, at: '2026-10-01T09:00:00Z' });
		const spoils = [{ where: { id: bad.orderId }, set: { customerId: '', creationDate: '' } }];
		world.marketplaceSide.addFault({ path: '/orders', times: 0, action: { kind: 'spoilRows', spoils } });
		expect(await sweep('2026-10-20T08:00:00Z')).toEqual([]);
		world.setNow('2026-10-20T09:00:00Z');
		await world.run(swept);
		expect((await world.tasks()).filter((task) => task.customerId === '2')).toEqual([]);
	});
});
