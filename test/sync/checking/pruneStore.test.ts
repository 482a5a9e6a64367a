import { connection } from '../fixtureClients';
import { check } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const { connectionId } = connection;
const logOf = async (id: string) => await world.store.readLog(connectionId, { taskId: id as never });

async function twoTasks(): Promise<{ readonly written: string; readonly waiting: string }> {
	world = await startWorld();
	const sale = await sold(world);
	const other = world.order({
		kind: 'sale',
		customerId: '2',
		productId: 'PRD-1',
		quantity: 1,
		at: '2026-10-02T09:00:00Z',
	});
	await world.run();
	return { written: (await world.taskOf(sale)).id, waiting: (await world.taskOf(other)).id };
}

describe('the action log', () => {
	it('loses what is older than 400 days with the next check, and keeps the lines of unfinished tasks', async () => {
		const { written, waiting } = await twoTasks();
		const kept = await logOf(waiting);
		expect((await logOf(written)).length).toBeGreaterThan(0);
		world.setNow('2027-11-05T08:59:00Z');
		await check(world);
		expect((await logOf(written)).length).toBeGreaterThan(0);
		world.setNow('2027-11-07T09:00:00Z');
		await check(world);
		expect(await logOf(written)).toEqual([]);
		expect(await logOf(waiting)).toEqual(kept);
		expect((await world.store.readLog(connectionId))[0]).toMatchObject({
			action: 'prune',
			message: expect.stringMatching(/^\d+ log lines that were older than 400 days are deleted/),
		});
	});

	it('is kept as long as the setting says', async () => {
		const { written } = await twoTasks();
		world.setNow('2026-11-01T09:00:00Z');
		await check(world, { check: { keepLogDays: 31 } });
		expect((await logOf(written)).length).toBeGreaterThan(0);
		world.setNow('2026-11-02T09:10:00Z');
		await check(world, { check: { keepLogDays: 31 } });
		expect(await logOf(written)).toEqual([]);
	});

	it('is all that is deleted: tasks, plans, journal and links stay', async () => {
		const { written } = await twoTasks();
		world.setNow('2030-01-01T09:00:00Z');
		await check(world);
		const { store } = world;
		expect(await store.task(connectionId, written as never)).toMatchObject({ state: 'synced' });
		expect(await store.plans(connectionId, [written as never])).toHaveLength(1);
		expect((await store.journal(connection.databaseId, [20001 as never])).map((entry) => entry.state)).toEqual([
			'done',
			'recorded',
		]);
	});
});
