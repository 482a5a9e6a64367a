import { openWorkshop, workTogether, type Workshop } from './workers';

let workshop: Workshop;

beforeAll(async () => {
	workshop = await openWorkshop('all', 'postgres');
}, 120_000);

afterAll(async () => {
	await workshop.close();
});

describe('workers on one store and the same tasks, whose leases end in the middle', () => {
	it.each([2, 3, 5, 8])(
		'write each line once: %i of them',
		async (count) => {
			const workers = Array.from({ length: count }, () => workshop.worker());
			const { wrong, rounds } = await workTogether(workshop, workers, count);
			await Promise.all(workers.map(async (worker) => await worker.close()));
			expect(wrong).toEqual([]);
			expect(rounds).toBeLessThanOrEqual(3);
		},
		120_000,
	);

	it.each([1, 5, 300])(
		'write each line once where the clocks of their machines are %i seconds apart',
		async (seconds) => {
			const workers = Array.from({ length: 3 }, () => workshop.worker());
			const aheadMs = (worker: number) => (worker - 1) * seconds * 1000;
			const { wrong, rounds } = await workTogether(workshop, workers, seconds, aheadMs);
			await Promise.all(workers.map(async (worker) => await worker.close()));
			expect(wrong).toEqual([]);
			expect(rounds).toBeLessThanOrEqual(3);
		},
		120_000,
	);

	it.each([1, 5, 300])(
		'leave a contract to the one whose write is slow, by a clock that is %i seconds ahead',
		async (seconds) => {
			const { place, taskIds } = await workshop.planned();
			const [slow, ahead] = [workshop.worker(), workshop.worker()];
			const inTheMiddle = { at: 'request', what: '/Contracts/\\d+/', nth: 3, when: 'before' } as const;
			await slow.ask(workshop.job({ place, taskIds }, { ...inTheMiddle, does: { kind: 'stop' } }));
			workshop.setNow(new Date(Date.parse(workshop.clock.now()) + 60_000).toISOString());
			const began = workshop.kept.world.writeRequests();
			await ahead.ask({ ...workshop.job({ place, taskIds }), aheadMs: seconds * 1000 });
			const meanwhile = workshop.kept.world.writeRequests() - began;
			await slow.goOn();
			await Promise.all([slow.close(), ahead.close()]);
			expect(meanwhile).toBe(0);
			expect((await workshop.tasks(place)).filter((task) => task.state !== 'synced')).toEqual([]);
			expect(workshop.kept.bills()).toEqual(workshop.undisturbed);
		},
		120_000,
	);
});
