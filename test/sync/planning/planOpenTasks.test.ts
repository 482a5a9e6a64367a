import { omit } from 'lodash';
import { plusMillis } from '../../../src/domain/calendarDate';
import type { CompanyId, CustomerId, ProductId } from '../../../src/domain/ids';
import type { SyncTask } from '../../../src/domain/task/task';
import { checkChanges } from '../../../src/sync/checking/checkChanges';
import { mapCustomer, unmapCustomer } from '../../../src/sync/mapping/manageCustomerMappings';
import { type OpenTasks, planOpenTasks, type PlanOpenOutcome } from '../../../src/sync/planning/planOpenTasks';
import { checkSettings, connection, planSettings } from '../fixtureClients';
import { check, plan } from '../fixtureRun';
import { companyId, contract, startWorld, type World } from '../fixtureWorld';

const { connectionId } = connection;
const worlds: World[] = [];

afterEach(async () => {
	for (const world of worlds.splice(0)) await world.close();
});

async function open(): Promise<World> {
	const contracts = [contract(), contract({ id: 20005, companyID: companyId + 1 })];
	const world = await startWorld({ contracts });
	worlds.push(world);
	return world;
}

/** Three sales, of two customers and two products. */
function sell(world: World): void {
	world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-16T09:00:00Z' });
	world.order({ kind: 'sale', customerId: '1', productId: 'PRD-B', quantity: 4, at: '2026-10-16T09:05:00Z' });
	world.order({ kind: 'sale', customerId: '2', productId: 'PRD-1', quantity: 7, at: '2026-10-16T09:10:00Z' });
}

/** As the button on a page checks: what is found is left for whoever plans it. */
async function find(world: World, processAutomatically = false): Promise<void> {
	const options = { handsOn: false, autotask: async () => await Promise.resolve(world.autotask) };
	await checkChanges(world, connection, { ...checkSettings, processAutomatically }, options);
}

async function planned(world: World, which: OpenTasks = {}, more: object = {}): Promise<PlanOpenOutcome> {
	const options = { budgetMs: 60_000, ...more };
	return await planOpenTasks(connection, which, world, { settings: planSettings, options });
}

function states(tasks: readonly SyncTask[]): readonly string[] {
	return tasks.map(({ state, attention }) => attention?.reason ?? state);
}

async function plansOf(world: World) {
	const ids = (await world.tasks()).map(({ id }) => id);
	const plans = (await world.store.plans(connectionId, ids)).map((one) => omit(one, 'plannedAt'));
	return JSON.parse(JSON.stringify(plans).replaceAll(world.store.storeId, 'store')) as typeof plans;
}

describe('planOpenTasks', () => {
	it.each([false, true])(
		'keeps the plans, states and causes that the chain of the trigger keeps, automatic or not (%s)',
		async (processAutomatically) => {
			const [byChain, byPage] = [await open(), await open()];
			for (const world of [byChain, byPage]) sell(world);
			await plan(await check(byChain, { check: { processAutomatically } }), byChain);
			await find(byPage, processAutomatically);
			expect(await planned(byPage)).toEqual({ kind: 'planned', tasks: 3, isDone: true });
			expect(states(await byPage.tasks())).toEqual(states(await byChain.tasks()));
			expect(await plansOf(byPage)).toEqual(await plansOf(byChain));
			expect((await plansOf(byPage)).length).toBe(3);
			expect(byPage.writeRequests()).toBe(0);
		},
	);

	it('leaves what needs no approval to the next check, which has it written', async () => {
		const world = await open();
		sell(world);
		await find(world, true);
		await planned(world);
		expect(states(await world.tasks())).toEqual(['approved', 'approved', 'approved']);
		expect((await check(world)).length).toBe(3);
	});

	it('gets none that an execution has in its hands, and keeps its own from the trigger', async () => {
		const world = await open();
		sell(world);
		const [held] = await check(world, { check: { batchSize: 1, processAutomatically: false } });
		expect(await planned(world, {}, { budgetMs: 0, atOnce: 1 })).toEqual({ kind: 'planned', tasks: 1, isDone: false });
		const [first, second, third] = await world.tasks();
		expect(first).toMatchObject({ id: held, state: 'open' });
		expect(second?.attention?.reason).toBe('approval');
		const now = world.clock.now();
		const offering = { limit: 5, now, until: plusMillis(now, 1_000), states: ['open'] } as const;
		expect((await world.store.offerTasks(connectionId, offering)).map(({ id }) => id)).toEqual([third?.id]);
		expect(await planned(world)).toEqual({ kind: 'planned', tasks: 0, isDone: true });
	});

	it('ends a slice when its time is used up, and goes on with the next one', async () => {
		const world = await open();
		sell(world);
		await find(world);
		const slice = { budgetMs: 0, atOnce: 2 };
		expect(await planned(world, {}, slice)).toEqual({ kind: 'planned', tasks: 2, isDone: false });
		expect(await planned(world, {}, slice)).toEqual({ kind: 'planned', tasks: 1, isDone: false });
		expect(await planned(world, {}, slice)).toEqual({ kind: 'planned', tasks: 0, isDone: true });
	});

	it.each([
		['of the customer', { customerId: '2' as CustomerId }, ['open', 'open', 'approval']],
		['that are about the product', { productId: 'PRD-B' as ProductId }, ['open', 'approval', 'open']],
	])('plans only those %s where it is told to', async (_, which, expected) => {
		const world = await open();
		sell(world);
		await find(world);
		expect(await planned(world, which)).toMatchObject({ tasks: 1, isDone: true });
		expect(states(await world.tasks())).toEqual(expected);
	});

	it('plans what a mapping has freed', async () => {
		const world = await open();
		sell(world);
		await find(world);
		await planned(world);
		const customerId = '2' as CustomerId;
		await unmapCustomer({ connectionId, customerId, by: 'Jane' }, world);
		await world.run();
		await mapCustomer({ connectionId, customerId, companyId: 1002 as CompanyId, by: 'Jane' }, world);
		await planned(world, { customerId });
		expect(states(await world.tasks())).toEqual(['approval', 'approval', 'approval']);
	});

	it('plans nothing while the connection is stopped, and nothing of another marketplace', async () => {
		const world = await open();
		sell(world);
		await find(world);
		await world.store.changeConnection(connectionId, { stoppedAt: world.clock.now() });
		expect(await planned(world)).toMatchObject({ kind: 'refused' });
		await world.store.changeConnection(connectionId, { stoppedAt: undefined, marketplace: 'api.example uk' });
		const other = { ...connection, marketplace: 'other.example uk' };
		const outcome = await planOpenTasks(other, {}, world, { settings: planSettings, options: { budgetMs: 1_000 } });
		expect(outcome).toMatchObject({ kind: 'refused' });
		expect(states(await world.tasks())).toEqual(['open', 'open', 'open']);
	});

	it('stops at an outage, says so, and leaves the tasks to the next check', async () => {
		const world = await open();
		sell(world);
		await find(world);
		await world.autotaskSide.close();
		expect(await planned(world)).toMatchObject({ tasks: 3, isDone: true, fault: expect.any(String) as string });
		expect((await world.tasks()).map((task) => task.offeredUntil)).toEqual([undefined, undefined, undefined]);
	});
});
