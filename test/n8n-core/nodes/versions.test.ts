import { premium } from '../../e2e/harness/scene';
import { startNodeWorld, type NodeOutcome, type NodeWorld, type Parameters } from './nodeWorld';

jest.setTimeout(60_000);

let world: NodeWorld;

beforeAll(async () => {
	const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31' }];
	world = await startNodeWorld({ now: '2026-10-16T09:00:00Z', contracts });
	const sale = { kind: 'sale', customerId: '1', productId: premium.productId } as const;
	world.marketplace.act({ ...sale, quantity: 10, subscriptionId: 'S1', at: '2026-10-16T08:00:00Z' });
	await world.poll();
});

afterAll(async () => {
	await world.close();
});

async function run(typeVersion: number, parameters: Parameters): Promise<NodeOutcome> {
	return await world.run('syncTasks', [{ json: {} }], { typeVersion, parameters });
}

const tasks = [{ task: { subscriptionIds: ['S1'] } }];
const going = [{ isStopped: false }];

describe('a saved Sync Tasks node', () => {
	it.each([
		{ form: 'of version 1 with nothing but defaults', typeVersion: 1, parameters: {}, gives: tasks },
		{ form: 'of version 1 with an operation', typeVersion: 1, parameters: { operation: 'start' }, gives: going },
		{ form: 'of version 2 with nothing but defaults', typeVersion: 2, parameters: {}, gives: tasks },
		{
			form: 'of version 2 with a resource and its operation',
			typeVersion: 2,
			parameters: { resource: 'connection', operation: 'start' },
			gives: going,
		},
	])('$form does what it says', async ({ typeVersion, parameters, gives }) => {
		const { error, outputs } = await run(typeVersion, parameters);
		expect(error).toBeUndefined();
		expect(outputs.flat().map(({ json }) => json)).toMatchObject(gives);
	});

	it.each([
		{ version: 1, stop: { operation: 'stop' }, log: { operation: 'log', logAction: 'stop' } },
		{ version: 2, stop: { resource: 'connection', operation: 'stop' }, log: { resource: 'log', logAction: 'stop' } },
	])('of version $version has the parameters of its operation', async ({ version, stop, log }) => {
		const by = `Jane ${version}`;
		await run(version, { operation: 'start', ...(version === 2 && { resource: 'connection' }) });
		const stopped = await run(version, { ...stop, reason: 'Month end', by });
		expect(stopped.outputs.flat().map(({ json }) => json)).toMatchObject([{ isStopped: true }]);
		const logged = await run(version, { ...log, logBy: by });
		expect(logged.error).toBeUndefined();
		expect(logged.outputs.flat().map(({ json }) => json)).toMatchObject([{ action: 'stop', by }]);
	});
});
