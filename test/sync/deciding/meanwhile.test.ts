import type { TaskId } from '../../../src/domain/ids';
import { approveTasks } from '../../../src/sync/deciding/approveTasks';
import { ignoreTasks } from '../../../src/sync/deciding/ignoreTasks';
import { retryTasks } from '../../../src/sync/deciding/retryTasks';
import { changePlan } from '../../../src/sync/planning/changePlan';
import { writeTaskNow } from '../../../src/sync/writing/writeTaskNow';
import { buildSettings, connection, syncOptions } from '../fixtureClients';
import { startWorld, type World } from '../fixtureWorld';

const { connectionId } = connection;
const byHand = { check: { processAutomatically: false } };

let world: World;
let taskId: TaskId;
let fingerprint: string;

beforeEach(async () => {
	world = await startWorld();
	const order = world.order({
		kind: 'sale',
		customerId: '1',
		productId: 'PRD-1',
		quantity: 10,
		at: '2026-10-01T09:00:00Z',
	});
	await world.run(byHand);
	taskId = (await world.taskOf(order)).id;
	fingerprint = (await world.store.plans(connectionId, [taskId]))[0]?.fingerprint ?? '';
});

afterEach(async () => {
	await world.close();
});

const change = async (by: string, price: string) => {
	const [plan] = await world.store.plans(connectionId, [taskId]);
	const row = plan?.lines[0]?.row ?? '';
	return await changePlan(
		{ connectionId, taskId, by, change: { kind: 'row', row, typed: { price } }, fingerprint },
		world,
		{ matchCompanyBy: 'companyNumber', severalProducts: 'allow', build: buildSettings },
	);
};
const retry = async () => await retryTasks({ connectionId, text: taskId, by: 'Ann' }, world);
const write = async () => await writeTaskNow({ connectionId, taskId, fingerprint, by: 'Ben' }, world, syncOptions);

type Side = 'autotaskSide' | 'marketplaceSide';

/** Lets the next request of the kind wait until `release`. */
async function held<Result>(side: Side, path: string, act: () => Promise<Result>): Promise<{ end: Promise<Result> }> {
	world[side].addFault({ path, action: { kind: 'hold', effect: 'beforeRelease' } });
	const before = world[side].held().length;
	const end = act();
	while (world[side].held().length === before) await new Promise((resolve) => setImmediate(resolve));
	return { end };
}

const changedJustNow = { kind: 'refused', message: expect.stringContaining('has changed just now') as string };

async function stateNow() {
	const { state, answers, approval } = (await world.store.task(connectionId, taskId)) ?? {};
	return { state, price: Object.values(answers?.rows ?? {})[0]?.price, by: approval?.by };
}

describe('what a person says of a task that somebody else has gone on with since it was read', () => {
	it('changes nothing while it is being written', async () => {
		const ann = await held('autotaskSide', '/ContractServices/query', async () => await change('Ann', '19'));
		const ben = await held('autotaskSide', '/Services$', write);
		world.autotaskSide.release(world.autotaskSide.held()[0]?.id);
		expect(await ann.end).toMatchObject(changedJustNow);
		expect(await stateNow()).toEqual({ state: 'syncing', price: undefined, by: 'Ben' });
		world.autotaskSide.release();
		expect(await ben.end).toMatchObject({ kind: 'written' });
		expect(await stateNow()).toEqual({ state: 'synced', price: undefined, by: 'Ben' });
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
	});

	it('does not take back the price that somebody else has set', async () => {
		const ann = await held('autotaskSide', '/ContractServices/query', async () => await change('Ann', '19'));
		expect(await change('Ben', '17')).toMatchObject({ kind: 'looked' });
		world.autotaskSide.release();
		expect(await ann.end).toMatchObject(changedJustNow);
		expect(await stateNow()).toEqual({ state: 'attention', price: '17', by: undefined });
	});

	it('does not bring back what somebody else has ignored', async () => {
		await world.store.changeTasks(
			connectionId,
			[{ id: taskId, change: { attention: { reason: 'price conflict', message: 'Look at it.' } } }],
			world.clock.now(),
		);
		const ann = await held('marketplaceSide', '/orders/', retry);
		await ignoreTasks({ connectionId, text: taskId, by: 'Ben', reason: 'entered by hand' }, world);
		world.marketplaceSide.release();
		expect(await ann.end).toMatchObject({
			retried: [],
			refused: [{ taskId, reason: expect.stringContaining('has changed just now') }],
		});
		expect(await stateNow()).toMatchObject({ state: 'ignored' });
	});

	it('approves nothing of what has been answered otherwise since it was judged', async () => {
		const { store } = world;
		const takeApprovals: typeof store.takeApprovals = async (...given) => {
			expect(await change('Ann', '17')).toMatchObject({ kind: 'looked' });
			return await store.takeApprovals(...given);
		};
		const text = `${taskId}:${fingerprint}`;
		const ports = { ...world, store: { ...store, takeApprovals } };
		expect(await approveTasks({ connectionId, text, by: 'Ben' }, ports)).toMatchObject({
			approved: [],
			refused: [{ taskId, reason: expect.stringContaining('has changed just now') }],
		});
		expect(await stateNow()).toEqual({ state: 'attention', price: '17', by: undefined });
		expect(await store.approvedPlan(connectionId, taskId)).toBeUndefined();
	});
});
