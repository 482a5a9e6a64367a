import type { IExecuteFunctions } from 'n8n-workflow';
import { runOverTasks, type TaskRun } from '../../../nodes/shared/items/taskRun';
import { connection } from '../../sync/fixtureClients';
import { startWorld, type World } from '../../sync/fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

/** What a node says of one item of that connection. */
async function saidOf(connectionId: string, of: Pick<TaskRun, 'inputs'>): Promise<string> {
	const { storeId } = world.store;
	const context = {
		getInputData: () => [{ json: { storeId, task: { id: 'order-1', connectionId } } }],
		continueOnFail: () => false,
		getNode: () => ({ name: 'Node', type: 'node', typeVersion: 1, position: [0, 0], parameters: {} }),
	} as unknown as IExecuteFunctions;
	const { databaseId } = connection;
	const run: TaskRun = { store: world.store, databaseId, outputs: 1, work: () => Promise.resolve([]), ...of };
	const error: unknown = await runOverTasks(context, run).catch((one: unknown) => one);
	return error instanceof Error ? error.message : String(error);
}

describe('an item that belongs elsewhere', () => {
	it.each([
		{
			rule: 'to another account, at a node with a credential of the marketplace',
			connectionId: '123456/test',
			of: { inputs: connection },
			says: /belongs to the connection 123456\/test, .*Marketplace API credential leads to the account main/,
		},
		{
			rule: 'to another database',
			connectionId: '999/main',
			of: { inputs: connection },
			says: /belongs to the connection 999\/main, .*Autotask API credential leads to the database 123456/,
		},
		{
			rule: 'to another account, at a node that needs none of the marketplace: it is taken for its own',
			connectionId: '123456/test',
			of: {},
			says: /knows no task order-1/,
		},
	])('$rule', async ({ connectionId, of, says }) => {
		world = await startWorld();
		expect(await saidOf(connectionId, of)).toMatch(says);
	});
});
