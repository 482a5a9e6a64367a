import { range } from 'lodash';
import { createAutotaskLimits, type AutotaskLimits } from '../../src/autotask/limits';
import type { Bulkhead } from '../../src/http/ask';

/** How many of ten attempts are under way at once. */
async function mostAtOnce(bulkheadOf: (limits: AutotaskLimits, index: number) => Bulkhead): Promise<number> {
	const limits = createAutotaskLimits();
	let now = 0;
	let most = 0;
	const attempt = async (): Promise<void> => {
		now += 1;
		most = Math.max(most, now);
		await new Promise((resolve) => setImmediate(resolve));
		now -= 1;
	};
	await Promise.all(range(10).map(async (index) => await bulkheadOf(limits, index)(attempt)));
	return most;
}

describe('createAutotaskLimits', () => {
	it.each<{ rule: string; of: (limits: AutotaskLimits, index: number) => Bulkhead; most: number }>([
		{ rule: 'two reads of an endpoint', of: (limits) => limits.read('Companies'), most: 2 },
		{
			rule: 'two reads of an endpoint however it is written',
			of: (limits, index) => limits.read(index % 2 ? 'companies' : 'Companies'),
			most: 2,
		},
		{
			rule: 'two reads of each endpoint',
			of: (limits, index) => limits.read(index % 2 ? 'Services' : 'Companies'),
			most: 4,
		},
		{
			rule: 'one write over all endpoints',
			of: (limits, index) => limits.write(index % 2 ? 'ContractCharges' : 'ContractServices'),
			most: 1,
		},
		{
			rule: 'a write within the two of its endpoint',
			of: (limits, index) => (index % 2 ? limits.write('Contracts') : limits.read('Contracts')),
			most: 2,
		},
	])('lets $rule be under way', async ({ of, most }) => {
		expect(await mostAtOnce(of)).toBe(most);
	});
});
