import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../simulators/http';
import { openStore, type OpenStore } from '../../src/store/openStore';
import { connection, StandingClock } from '../sync/fixtureClients';
import { check, plan, runChain, sync } from '../sync/fixtureRun';
import { editByHand } from '../sync/fixtureWorld';
import { isWriteOf } from './campaign';
import { openCrossing, type Around } from './crossings';
import { keepScene, type KeptScene } from './keptScene';
import { sceneNow, sceneSettings } from './scene';

let folder: string;
let kept: KeptScene;
let store: OpenStore;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'edits-'));
	kept = await keepScene('some', folder);
});

afterEach(async () => {
	await store.close();
});

afterAll(async () => {
	await kept.close();
	rmSync(folder, { recursive: true, force: true });
});

/** Just before what somebody edits the line of the first contract. */
type Moment = 'its tasks are synced' | 'the first write' | 'the look at what was written';

/** Whether the crossing is the one before which the edit is made. */
function isMoment(moment: Moment, at: string, what: string, writes: number): boolean {
	if (moment === 'the first write') return at === 'commit' && what === 'intend';
	return moment === 'the look at what was written' && writes > 0 && /ContractServiceUnits\/query$/.test(what);
}

/** The chain with an edit in its midst; whoever edits is not asked twice. */
async function runWithEdit(moment: Moment, edit: JsonObject) {
	const clock = new StandingClock(sceneNow);
	store = await openStore(await kept.putBack(), clock);
	let [writes, isEdited] = [0, false];
	const editOnce = async (): Promise<void> => {
		if (!isEdited) await editByHand(kept.world, edit);
		isEdited = true;
	};
	const around: Around = async ({ at, what }, act) => {
		if (isMoment(moment, at, what, writes)) await editOnce();
		if (at === 'request' && isWriteOf(what)) writes += 1;
		return await act();
	};
	const ports = await openCrossing({ places: kept.places, store, clock, around });
	const offered = await check(ports, sceneSettings);
	const built = await plan(offered, ports, sceneSettings);
	if (moment === 'its tasks are synced') await editOnce();
	await sync(
		built.filter((one) => one.kind === 'ready').map((one) => one.taskId),
		ports,
		sceneSettings,
	);
	return { ports, clock, isEdited: () => isEdited };
}

/** What is said of the tasks of the first contract, and how those of the others are. */
async function told() {
	const tasks = await store.tasks(connection.connectionId);
	const own = tasks.filter((task) => ['order-1000006', 'order-1000008'].includes(task.id));
	const others = tasks.filter((task) => !own.includes(task));
	return {
		states: own.map((task) => task.state),
		says: own.map((task) => task.attention?.message ?? task.note ?? ''),
		others: [...new Set(others.map((task) => task.state))],
	};
}

function firstLine(): readonly string[] {
	const { entities, contractServiceAdjustments } = kept.world.autotaskSide.state();
	const [line] = entities.ContractServices ?? [];
	return contractServiceAdjustments
		.filter((one) => one.contractServiceId === line?.id)
		.map(({ unitChange, effectiveDate, adjustedUnitPrice }) =>
			JSON.stringify([unitChange, effectiveDate, adjustedUnitPrice ?? 'same price']),
		);
}

const sold = '[10,"2026-10-05",18]';
const ours = '[7,"2026-11-05","same price"]';

const unitsNow = {
	edit: 'units in the period',
	body: { unitChange: 2, effectiveDate: '2026-10-25' },
	theirs: '[2,"2026-10-25","same price"]',
};
const unitsLater = {
	edit: 'units on a later day',
	body: { unitChange: -3, effectiveDate: '2026-12-15' },
	theirs: '[-3,"2026-12-15","same price"]',
};
const price = {
	edit: 'the price',
	body: { unitChange: 0, effectiveDate: '2026-11-15', adjustedUnitPrice: 21 },
	theirs: '[0,"2026-11-15",21]',
};
const figures = /holds \d+ units, \d+ are expected|bills \d+(\.\d+)? for \d+ units, 18(\.00)? each is expected/;
const both = (state: string) => [state, state];

describe('somebody changes a line', () => {
	it.each(
		[unitsNow, unitsLater, price].flatMap((one) => [
			{ ...one, moment: 'the first write' as const, adjustments: [sold, one.theirs, ours] },
			{ ...one, moment: 'the look at what was written' as const, adjustments: [sold, ours, one.theirs] },
		]),
	)('before $moment: $edit is reported with both figures and stays', async ({ body, moment, adjustments }) => {
		const { ports, clock, isEdited } = await runWithEdit(moment, body);
		expect(isEdited()).toBe(true);
		const says = [expect.stringMatching(figures), expect.stringMatching(figures)];
		expect(await told()).toEqual({ states: both('failed'), says, others: ['synced'] });
		clock.set('2026-11-02T11:00:00Z');
		await runChain(ports, sceneSettings);
		expect((await told()).states).toEqual(both('failed'));
		expect(firstLine()).toEqual(adjustments);
	});

	it.each([
		{ ...unitsNow, says: /holds 12 units on 2026-10-25, we left 10/ },
		{ ...unitsLater, says: /holds 7 units on 2026-12-15, we left 10/ },
	])('after it was planned: $edit is reported, and nothing is written', async ({ body, says, theirs }) => {
		const { ports, clock } = await runWithEdit('its tasks are synced', body);
		const expected = {
			states: both('attention'),
			says: [expect.stringMatching(says), expect.stringMatching(says)],
			others: ['synced'],
		};
		expect(await told()).toEqual(expected);
		clock.set('2026-11-02T11:00:00Z');
		await runChain(ports, sceneSettings);
		expect(await told()).toEqual(expected);
		expect(firstLine()).toEqual([sold, theirs]);
	});

	it('after it was planned: the price is seen by a new plan first, and stays', async () => {
		const { ports, clock } = await runWithEdit('its tasks are synced', price.body);
		expect(firstLine()).toEqual([sold, price.theirs]);
		clock.set('2026-11-02T11:00:00Z');
		await runChain(ports, sceneSettings);
		expect((await told()).states).toEqual(both('synced'));
		expect(firstLine()).toEqual([sold, price.theirs, ours]);
	});
});
