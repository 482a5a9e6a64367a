import { StandingClock } from '../sync/fixtureClients';
import { retry, runChain } from '../sync/fixtureRun';
import { editByHand } from '../sync/fixtureWorld';
import { areSameAmounts } from './amounts';
import { openCrossing } from './crossings';
import { withStore } from './keptScene';
import { sceneSettings } from './scene';
import { stall } from './stalled';
import { openWorkshop, type Workshop } from './workers';

let workshop: Workshop;

afterEach(async () => {
	await workshop.close();
});

function unsynced(tasks: Awaited<ReturnType<typeof stall>>['after']) {
	return tasks.filter((task) => task.state !== 'synced');
}

describe('a worker that is stopped past its lease and goes on when another has done its tasks', () => {
	it('writes nothing where it was stopped before the last look at its lease', async () => {
		workshop = await openWorkshop('some', 'postgres', { sameDate: 'accepted' });
		for (const nth of [1, 4, 8]) {
			const { meanwhile, after, problems } = await stall(workshop, {
				at: 'commit',
				what: '^intend$',
				nth,
				when: 'after',
			});
			expect([unsynced(meanwhile), unsynced(after), problems]).toEqual([[], [], []]);
			expect(areSameAmounts(workshop.kept.bills(), workshop.undisturbed)).toBe(true);
		}
	}, 900_000);

	const lateWrites = [
		{
			write: 'a charge',
			nth: 1,
			says: /^Contract 20005 holds 2 charges with the key \S+ \(60004, \d+\), 1 is expected\./,
		},
		{
			write: 'an adjustment',
			nth: 8,
			says: /^Contract service 300000 of contract 20001 holds 24 units on 2026-11-05, 17 are expected\./,
		},
	];

	it.each(lateWrites)(
		'reports $write that it sends twice with both figures where it was stopped after that look',
		async ({ nth, says }) => {
			workshop = await openWorkshop('some', 'postgres', { sameDate: 'accepted' });
			const stalled = await stall(workshop, { at: 'request', what: '/Contracts/\\d+/', nth, when: 'before' });
			expect(unsynced(stalled.meanwhile)).toEqual([]);
			const failed = unsynced(stalled.after);
			expect(failed).not.toEqual([]);
			for (const task of failed) expect(task).toMatchObject({ state: 'failed', note: expect.stringMatching(says) });
			expect(stalled.problems).toEqual([]);
		},
		900_000,
	);

	it('writes no more once somebody has corrected the line and retried the tasks', async () => {
		workshop = await openWorkshop('some', 'postgres', { sameDate: 'accepted' });
		const { world, places } = workshop.kept;
		const { place, after } = await stall(workshop, { at: 'request', what: '/Contracts/\\d+/', nth: 8, when: 'before' });
		const failed = unsynced(after);
		await editByHand(world, { unitChange: -7, effectiveDate: '2026-11-05' });
		const now = '2026-11-02T12:00:00.000Z';
		workshop.setNow(now);
		world.autotaskSide.clearRequests();
		await withStore(place, now, async (store) => {
			const clock = new StandingClock(now);
			const ports = await openCrossing({ places, store, clock, around: async (_, act) => await act() });
			await retry(failed.map((task) => task.id).join('\n'), ports);
			await runChain(ports, sceneSettings);
		});
		expect(unsynced(await workshop.tasks(place))).toEqual([]);
		expect(world.writeRequests()).toBe(0);
		expect(areSameAmounts(workshop.kept.bills(), workshop.undisturbed)).toBe(true);
	}, 900_000);

	it('leaves the adjustment once and the tasks synced where Autotask refuses the second one', async () => {
		workshop = await openWorkshop('some', 'postgres');
		const stalled = await stall(workshop, { at: 'request', what: '/Contracts/\\d+/', nth: 8, when: 'before' });
		expect([unsynced(stalled.after), stalled.problems]).toEqual([[], []]);
		expect(workshop.kept.bills()).toEqual(workshop.undisturbed);
	}, 900_000);
});
