import type { SyncTask } from '../../../src/domain/task/task';
import { giveBack } from '../../../src/sync/tasks/giveBack';
import { isolateFaults } from '../../../src/sync/tasks/isolateFaults';
import { connection } from '../fixtureClients';
import { check, plan, retry, sync } from '../fixtureRun';
import { companyId, contract, contractId, sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const offerMinutes = 31;

function later(minutes = offerMinutes): void {
	world.setNow(new Date(Date.parse(world.clock.now()) + minutes * 60_000).toISOString());
}

function sell(customer: number) {
	return world.order({
		kind: 'sale',
		customerId: String(customer),
		productId: 'PRD-1',
		quantity: 10,
		at: '2026-10-01T09:00:00Z',
	});
}

async function nextOffer(settings: { batchSize?: number; setAsideAfter?: number } = {}): Promise<readonly string[]> {
	later();
	return await check(world, { check: settings });
}

describe('a task whose executions never come to an end', () => {
	it('is handed on until the limit, then fails with what to do, and is handed on once more to be seen', async () => {
		world = await startWorld();
		const sale = sell(1);
		const id = `order-${sale.orderId}`;
		for (let tries = 0; tries < 5; tries += 1) expect(await nextOffer()).toEqual([id]);
		expect(await nextOffer()).toEqual([id]);
		expect(await world.taskOf(sale)).toMatchObject({
			state: 'failed',
			note: expect.stringMatching(/^Handed on 5 times and never ended.*retry the task\.$/),
		});
		expect(await plan([id as SyncTask['id']], world)).toMatchObject([
			{ kind: 'attention', attention: { message: expect.stringContaining('Handed on 5 times') } },
		]);
		expect(await nextOffer()).toEqual([]);
		expect(world.writeRequests()).toBe(0);
	});

	it('is set aside after as many as the setting says', async () => {
		world = await startWorld();
		const sale = sell(1);
		for (let tries = 0; tries < 2; tries += 1) await nextOffer({ setAsideAfter: 2 });
		await nextOffer({ setAsideAfter: 2 });
		expect((await world.taskOf(sale)).state).toBe('failed');
	});

	it('begins anew when a person retries it, and is then written once', async () => {
		world = await startWorld();
		const sale = sell(1);
		for (let tries = 0; tries < 6; tries += 1) await nextOffer();
		const { id } = await world.taskOf(sale);
		expect((await retry(id, world)).refused).toEqual([]);
		expect((await world.taskOf(sale)).offers).toBeUndefined();
		await world.run();
		expect((await world.taskOf(sale)).state).toBe('synced');
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
	});

	it('holds up no other subscription, and is the only one that fails', async () => {
		world = await startWorld({ companies: 12, contracts: [] });
		const orders = Array.from({ length: 12 }, (_, at) => sell(at + 1));
		const poison = `order-${orders[3]?.orderId ?? ''}`;
		const states = async () => (await world.tasks()).map((task) => [task.id, task.state]);
		for (let tries = 0; tries < 30; tries += 1) {
			const offered = await nextOffer({ batchSize: 12 });
			// Whatever is handed on together with it dies with it; the others end at their cause.
			if (!offered.includes(poison) || (await world.taskOf(orders[3]!)).state === 'failed')
				await plan([...offered] as never, world);
		}
		expect((await states()).filter(([, state]) => state === 'failed')).toEqual([[poison, 'failed']]);
		expect((await states()).filter(([, state]) => state === 'attention')).toHaveLength(11);
	});

	it('is counted anew where it came to an end in between', async () => {
		world = await startWorld();
		const sale = sell(1);
		for (let tries = 0; tries < 4; tries += 1) await nextOffer();
		const { id } = await world.taskOf(sale);
		await world.store.changeTasks(
			connection.connectionId,
			[{ id, change: { offeredUntil: undefined } }],
			world.clock.now(),
		);
		expect(await nextOffer()).toEqual([id]);
		expect((await world.taskOf(sale)).offers).toBe(1);
	});
});

describe('a write that never gets a proof', () => {
	it('is tried until the limit, then its task fails with what Autotask said', async () => {
		world = await startWorld();
		const sale = sell(1);
		world.autotaskSide.addFault({
			method: 'POST',
			path: '/ServiceAdjustments$',
			times: 100,
			action: { kind: 'closeBeforeEffect' },
		});
		for (let tries = 0; tries < 7; tries += 1) {
			await world.run();
			later();
		}
		expect(await world.taskOf(sale)).toMatchObject({
			state: 'failed',
			note: expect.stringMatching(/Handed on 5 times .*Autotask did not say whether/),
		});
		expect(world.adjustments()).toEqual([]);
	});
});

describe('an error that ends a run', () => {
	const tasksOf = async () => await world.tasks();

	it.each([
		{ cause: 'an outage', error: Object.assign(new Error('503'), { name: 'ApiError', retryable: true }) },
		{
			cause: 'a refused login',
			error: Object.assign(new Error('401'), { name: 'LoginRefusedError', retryable: false }),
		},
		{ cause: 'a cancelled execution', error: Object.assign(new Error('gone'), { name: 'AbortError' }) },
		{ cause: 'the store', error: Object.assign(new Error('locked'), { name: 'StoreError' }) },
	])('frees the tasks at once and counts nothing where it is $cause', async ({ error }) => {
		world = await startWorld();
		const sale = sell(1);
		const [id] = await nextOffer();
		await giveBack(await tasksOf(), error, world);
		expect(await check(world)).toEqual([id]);
		expect((await world.taskOf(sale)).offers).toBe(1);
	});

	it('stays with its task as note and log where it is unexpected, and counts', async () => {
		world = await startWorld();
		const sale = sell(1);
		const [id] = await nextOffer();
		await giveBack(await tasksOf(), new RangeError('not a licence count: -1'), world);
		expect(await check(world)).toEqual([]);
		expect((await world.taskOf(sale)).note).toBe('not a licence count: -1');
		expect((await world.store.readLog(connection.connectionId))[0]).toMatchObject({
			taskId: id,
			action: 'fail',
			message: 'not a licence count: -1',
		});
		await nextOffer();
		expect((await world.taskOf(sale)).offers).toBe(2);
	});

	it('changes nothing of a task that has ended meanwhile', async () => {
		world = await startWorld();
		const sale = await sold(world);
		await giveBack(await tasksOf(), new RangeError('late'), world);
		expect((await world.taskOf(sale)).note).toBeUndefined();
	});
});

describe('a task that cannot be worked on', () => {
	const failing = (bad: readonly string[]) => async (tasks: readonly SyncTask[]) => {
		if (tasks.some((task) => bad.includes(task.id))) throw new RangeError(`one of ${tasks.length}`);
		return await sync(
			tasks.map((task) => task.id),
			world,
		);
	};

	it('stands alone with its error, and the others are written', async () => {
		const contracts = [0, 1, 2, 3, 4].map((at) => contract({ id: contractId + at, companyID: companyId + at }));
		world = await startWorld({ companies: 5, contracts });
		for (let at = 1; at <= 5; at += 1) sell(at);
		await plan(await check(world), world);
		const tasks = await world.tasks();
		const bad = tasks[2]!.id;
		const { outcomes, faults } = await isolateFaults(tasks, failing([bad]), world);
		expect(outcomes.map((one) => one.kind)).toEqual(['synced', 'synced', 'synced', 'synced']);
		expect([...faults]).toEqual([[bad, new RangeError('one of 1')]]);
		expect((await world.store.task(connection.connectionId, bad))?.note).toBe('one of 1');
	});

	it('ends the run with the error where it is every task', async () => {
		world = await startWorld({ companies: 2 });
		for (let at = 1; at <= 2; at += 1) sell(at);
		await check(world);
		const tasks = await world.tasks();
		await expect(isolateFaults(tasks, failing(tasks.map((task) => task.id)), world)).rejects.toThrow('one of 1');
	});

	it('is not looked for where the cause is outside the tasks', async () => {
		world = await startWorld({ companies: 2 });
		for (let at = 1; at <= 2; at += 1) sell(at);
		await check(world);
		let calls = 0;
		const outage = Object.assign(new Error('503'), { retryable: true });
		const work = async () => {
			calls += 1;
			return await Promise.reject(outage);
		};
		await expect(isolateFaults(await world.tasks(), work, world)).rejects.toBe(outage);
		expect(calls).toBe(1);
	});
});
