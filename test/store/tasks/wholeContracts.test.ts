import { takeWholeContracts } from '../../../src/store/tasks/wholeContracts';
import { contract, taskId } from '../samples';

describe('takeWholeContracts', () => {
	it.each([
		{ rule: 'all tasks of one contract', contractsOf: () => [contract(7)] },
		{ rule: 'contracts that tasks join to a chain', contractsOf: (at: number) => [contract(at), contract(at + 1)] },
		{ rule: 'tasks of two contracts each', contractsOf: (at: number) => [contract(7), contract(8 + (at % 3))] },
	])('looks at each of many tasks a few times only: $rule', ({ contractsOf }) => {
		const count = 2_000;
		let looks = 0;
		const tasks = Array.from({ length: count }, (_, at) => ({
			id: taskId(`${at}`),
			contracts: contractsOf(at),
		}));
		const counted = tasks.map(
			(task) => new Proxy(task, { get: (own, name) => ((looks += 1), Reflect.get(own, name)) }),
		);
		expect(takeWholeContracts(counted, 1)).toHaveLength(count);
		expect(looks).toBeLessThan(10 * count);
	});

	it('takes a contract of very many tasks', () => {
		const tasks = Array.from({ length: 300_000 }, (_, at) => ({ id: taskId(`${at}`), contracts: [contract(7)] }));
		expect(takeWholeContracts(tasks, 1)).toHaveLength(300_000);
	});
});
