import type { Instant, TaskId } from '../../../src/domain/ids';
import { type Offerable, offerBatch } from '../../../src/domain/task/offerBatch';

function waiting(id: string, offers: number, time = '08:00'): Offerable {
	return { id: id as TaskId, offers, waitsSince: `2026-10-16T${time}:00.000Z` as Instant };
}

describe('offerBatch', () => {
	it.each([
		{ rule: 'nothing free is nothing', free: [], ids: [], limit: 200 },
		{
			rule: 'tasks that were never handed out, or once in vain, go together',
			free: [waiting('a', 0), waiting('b', 1)],
			ids: ['a', 'b'],
			limit: 200,
		},
		{
			rule: 'those that were handed out twice in vain wait while others have waited longer',
			free: [waiting('a', 2, '09:00'), waiting('b', 0, '08:59'), waiting('c', 1, '10:00')],
			ids: ['b', 'c'],
			limit: 200,
		},
		{
			rule: 'those that were handed out twice in vain go apart, an eighth of a batch',
			free: [waiting('a', 2, '09:00'), waiting('b', 0, '09:00'), waiting('c', 2, '10:00')],
			ids: ['a', 'c'],
			limit: 25,
		},
		{
			rule: 'those that were handed out three times in vain go before those of two',
			free: [waiting('a', 2), waiting('b', 3)],
			ids: ['b'],
			limit: 3,
		},
		{
			rule: 'those that were handed out four times in vain go one by one',
			free: [waiting('a', 4)],
			ids: ['a'],
			limit: 1,
		},
	])('$rule', ({ free, ids, limit }) => {
		const batch = offerBatch(free, 200);
		expect({ ids: batch.tasks.map((task) => task.id), limit: batch.limit }).toEqual({ ids, limit });
	});

	it('chooses among very many', () => {
		const free = Array.from({ length: 200_000 }, (_, at) => waiting(`${at}`, 2));
		expect(offerBatch(free, 200)).toMatchObject({ tasks: { length: 200_000 }, limit: 25 });
	});
});
