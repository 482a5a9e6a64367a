import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenStore, openStore } from '../../../src/store/openStore';
import { openAutotask, StandingClock } from '../fixtureClients';
import { check, plan, runChain, type RunPorts, sync } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

let folder: string;
let world: World;
let other: OpenStore;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'skewed-'));
	world = await startWorld({ file: join(folder, 'store.sqlite') });
});

afterEach(async () => {
	await other.close();
	await world.close();
	rmSync(folder, { recursive: true });
});

/** Another process on the same store, whose clock is that many minutes ahead. */
async function ahead(minutes: number): Promise<RunPorts> {
	const clock = new StandingClock(new Date(Date.parse(world.clock.now()) + minutes * 60_000).toISOString());
	other = await openStore({ engine: 'sqlite', file: join(folder, 'store.sqlite') }, clock);
	return { ...world, clock, store: other, autotask: openAutotask(world.addresses, clock, other) };
}

describe('a write whose answer comes when a process with a clock ahead has judged it and gone on', () => {
	it.each([
		{ rule: 'a later task on a later day', first: 12, second: 15, written: ['+2@2026-10-16', '+3@2026-10-17'] },
		{
			rule: 'a later task on an earlier day',
			first: 8,
			second: 13,
			written: ['-2@2026-11-01', '+3@2026-10-16', '+2@2026-11-02'],
		},
	])('leaves nothing to correct where that has written $rule', async ({ first, second, written }) => {
		const { subscriptionId = '' } = await sold(world);
		const rise = (quantity: number, at: string) => world.order({ kind: 'change', subscriptionId, quantity, at });
		const early = rise(first, '2026-10-16T09:00:00Z');
		const ids = await check(world);
		await plan(ids, world);
		world.autotaskSide.addFault({
			method: 'POST',
			path: '/ServiceAdjustments$',
			action: { kind: 'hold', effect: 'beforeRelease' },
		});
		const running = sync(ids, world);
		await world.autotaskSide.waitForHeld();
		const process = await ahead(31);
		await runChain(process);
		const late = rise(second, '2026-10-16T09:30:00Z');
		await runChain(process);
		world.autotaskSide.release();
		const [outcome] = await running;
		expect(world.adjustments().slice(1)).toEqual(written);
		expect(outcome?.result.message).not.toContain('expected');
		expect([(await world.taskOf(early)).state, (await world.taskOf(late)).state]).toEqual(['synced', 'synced']);
	});
});
