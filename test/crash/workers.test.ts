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
});
