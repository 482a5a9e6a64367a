import type { SaidSettings } from '../../../src/domain/settings/connectionSettings';
import { changeSettings, type SettingsOutcome } from '../../../src/sync/settings/changeSettings';
import { getSettings } from '../../../src/sync/settings/getSettings';
import { settingsOfNode } from '../../../src/sync/settings/nodeSettings';
import { connection } from '../fixtureClients';
import { approveAll } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

const { connectionId } = connection;
const byHand = { check: { processAutomatically: false } };

let world: World;

beforeEach(async () => {
	world = await startWorld();
});

afterEach(async () => {
	await world.close();
});

async function change(values: Readonly<Record<string, unknown>>, more: object = {}): Promise<SettingsOutcome> {
	return await changeSettings({ connectionId, values, by: 'Ann', ...more }, world);
}

const counting = async () => (await getSettings(connectionId, world)).settings;

/** A rise that waits for approval, made with these settings. */
async function waiting(build: SaidSettings) {
	const { subscriptionId } = await sold(world);
	const order = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
	await world.run({ ...byHand, build });
	return order;
}

describe('settings', () => {
	it('are as usual until somebody changes them, with who did it when, before and after in the log', async () => {
		expect(await counting()).toMatchObject({ proration: 'autotask', maxLines: 0, timeZone: '' });
		const outcome = await change({ proration: 'marketplace', maxLines: '5' });
		expect(outcome).toMatchObject({
			kind: 'changed',
			names: ['proration', 'maxLines'],
			message: 'Saved. Proration is now Marketplace. Most lines per run is now 5.',
		});
		const { settings, said } = await getSettings(connectionId, world);
		expect(settings).toMatchObject({ proration: 'marketplace', maxLines: 5, priceSource: 'autotask' });
		expect(said).toEqual([
			{ name: 'maxLines', value: 5, by: 'Ann', at: world.clock.now() },
			{ name: 'proration', value: 'marketplace', by: 'Ann', at: world.clock.now() },
		]);
		expect(await world.store.readLog(connectionId)).toMatchObject([
			{
				action: 'settings',
				by: 'Ann',
				message: 'Most lines per run is now 5; it was No limit.',
				details: { setting: 'maxLines', before: 'No limit', after: '5' },
			},
			{ action: 'settings', message: 'Proration is now Marketplace; it was Autotask.' },
		]);
	});

	it.each<{ rule: string; values: Readonly<Record<string, unknown>>; says: string }>([
		{ rule: 'a name that is none', values: { colour: 'red' }, says: 'There is no setting colour.' },
		{ rule: 'a name that every object has', values: { constructor: 'x' }, says: 'There is no setting constructor.' },
		{ rule: 'an amount that is none', values: { secondApproverAbove: 'some' }, says: 'Second approver above: ' },
		{ rule: 'a value that is none', values: { sweep: 'hourly' }, says: 'List subscriptions: "hourly" is no choice.' },
		{
			rule: 'all where one is wrong',
			values: { proration: 'marketplace', maxMoney: 'x' },
			says: 'Most money per run: ',
		},
	])('refuse $rule, and nothing is saved', async ({ values, says }) => {
		const outcome = await change(values);
		expect(outcome.kind).toBe('refused');
		expect(outcome.message).toContain(`Nothing is saved. ${says}`);
		expect(await world.store.settings(connectionId)).toEqual([]);
		expect(await world.store.readLog(connectionId)).toEqual([]);
	});

	it('are refused where somebody else has changed them since they were shown, and only those', async () => {
		await change({ proration: 'marketplace' }, { by: 'Bob' });
		const late = await change(
			{ proration: 'marketplace', sweep: 'never' },
			{ seen: { proration: 'autotask', sweep: 'daily' } },
		);
		expect(late).toMatchObject({
			kind: 'refused',
			message: expect.stringContaining('Proration was changed meanwhile by Bob, to Marketplace.') as string,
		});
		expect((await counting()).sweep).toBe('daily');
		const other = await change(
			{ proration: 'autotask', sweep: 'never' },
			{ seen: { proration: 'autotask', sweep: 'daily' } },
		);
		expect(other).toMatchObject({ kind: 'changed', names: ['sweep'] });
		expect((await counting()).proration).toBe('marketplace');
	});

	it('say that nothing has changed where the values are what counts', async () => {
		expect(await change({ proration: 'autotask' })).toMatchObject({ names: [], message: 'Nothing has changed.' });
		expect(await world.store.readLog(connectionId)).toEqual([]);
	});
});

describe('a new time zone', () => {
	it('counts at once for the connection, and says what it does', async () => {
		await world.run(byHand);
		const outcome = await change({ timeZone: 'Asia/Tokyo' });
		expect(outcome.message).toBe(
			'Saved. Marketplace time zone is now Asia/Tokyo. Days now begin by the clock of Asia/Tokyo: a change made near midnight may be billed from another day. What is written already stays.',
		);
		expect((await world.store.connection(connectionId))?.timeZone).toBe('Asia/Tokyo');
	});

	it('leaves days alone where a node that checks has its own, and names it', async () => {
		await world.run(byHand);
		const place = { workflowId: 'W1', workflowName: 'Check', node: 'Trigger' };
		await settingsOfNode(connectionId, { own: { timeZone: 'Europe/London' }, place }, world);
		const outcome = await change({ timeZone: 'Asia/Tokyo' });
		expect(outcome.message).toContain('Trigger in Check keeps its own time zone, which counts for its checks.');
		expect((await world.store.connection(connectionId))?.timeZone).toBe('Europe/London');
	});
});

describe('tasks that wait', () => {
	it('are planned again where their plan was made with the value of before', async () => {
		const order = await waiting({ proration: 'autotask' });
		const outcome = await change({ proration: 'marketplace' });
		expect(outcome.message).toContain('1 task that waits is planned again with the next check.');
		expect((await world.taskOf(order)).state).toBe('open');
	});

	it('stay where their plan was made with a value of its own', async () => {
		const order = await waiting({ proration: 'marketplace', priceSource: 'marketplace' });
		await change({ priceSource: 'marketplace' });
		expect((await world.taskOf(order)).state).toBe('attention');
	});

	it('stay as they were approved', async () => {
		const order = await waiting({ proration: 'autotask' });
		await approveAll(world);
		await change({ proration: 'marketplace' });
		expect((await world.taskOf(order)).state).toBe('approved');
	});

	it('are freed where another value ends what they wait for', async () => {
		await world.close();
		world = await startWorld({ contracts: [] });
		const at = '2026-10-16T09:00:00Z';
		const order = world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at });
		await world.run(byHand);
		expect((await world.taskOf(order)).attention?.reason).toBe('no contract fits');
		await change({ whenNoContract: 'create' });
		expect((await world.taskOf(order)).state).toBe('open');
	});
});

describe('a node with values of its own', () => {
	const place = { workflowId: 'W1', workflowName: 'Check', node: 'Build' };

	it('works with them, and is listed as long as they differ', async () => {
		await change({ priceSource: 'marketplace' });
		const own = { proration: 'marketplace', priceSource: 'marketplace' } as const;
		const run = await settingsOfNode(connectionId, { own, place }, world);
		expect(run.settings).toMatchObject({ proration: 'marketplace', priceSource: 'marketplace' });
		const other = { name: 'proration', own: 'Marketplace', inSettings: 'Autotask' };
		expect(run.others).toEqual([other]);
		expect((await getSettings(connectionId, world)).nodes).toEqual([
			{ ...place, seenAt: world.clock.now(), others: [other] },
		]);
		await change({ proration: 'marketplace' });
		expect((await getSettings(connectionId, world)).nodes).toEqual([]);
	});

	it('is forgotten once it says nothing itself', async () => {
		await settingsOfNode(connectionId, { own: { sweep: 'never' }, place }, world);
		await settingsOfNode(connectionId, { own: {}, place }, world);
		expect(await world.store.nodeSettings(connectionId)).toEqual([]);
	});

	it('is remembered by nobody where it keeps nothing', async () => {
		await settingsOfNode(connectionId, { own: { sweep: 'never' } }, world);
		expect(await world.store.nodeSettings(connectionId)).toEqual([]);
	});
});
