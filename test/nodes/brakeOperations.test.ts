import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { taskOperations } from '../../nodes/SyncTasks/operations';
import { realClock } from '../../src/ports/clock';
import { openStore } from '../../src/store/openStore';
import { at, connection, here, task } from '../store/samples';

const discoveryUrl = 'https://webservices.autotask.net/atservicesrest/v1.0/';
const zone = JSON.stringify({ url: 'https://webservices14.autotask.net/', ci: 12, username: 'api', discoveryUrl });

let folder: string;
const shownHints: string[] = [];

beforeEach(async () => {
	shownHints.length = 0;
	folder = mkdtempSync(join(tmpdir(), 'brakes-'));
	const store = await openStore({ engine: 'sqlite', file: join(folder, 'store.sqlite') }, realClock);
	await store.saveConnection(connection);
	await store.addTasks([task('order-1'), task('order-2')]);
	await store.close();
});

afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

/** What the node asks of n8n; one input item for each set of parameters. */
function context(items: readonly Readonly<Record<string, string>>[]): IExecuteFunctions {
	const credentials: Readonly<Record<string, IDataObject>> = {
		syncStore: { engine: 'sqlite', file: join(folder, 'store.sqlite') },
		autotaskApi: { username: 'api', secret: 'a', integrationCode: 'b', discoveryUrl, zone },
		resellerMarketplaceApi: { account: 'main', username: 'reader' },
	};
	const asked: Partial<IExecuteFunctions> = {
		getNode: () => ({ credentials: { syncStore: { id: null, name: 'Store' } } }) as never,
		getWorkflow: () => ({ name: 'Brakes', active: true }) as never,
		getInputData: () => items.map(() => ({ json: {} })),
		getNodeParameter: ((name: string, item: number) => items[item]?.[name] ?? '') as never,
		getCredentials: ((name: string) => Promise.resolve(credentials[name])) as never,
		getExecutionCancelSignal: () => undefined,
		addExecutionHints: (...hints) => void shownHints.push(...hints.map(({ message }) => message)),
	};
	return asked as IExecuteFunctions;
}

async function run(
	operation: 'ignore' | 'restore' | 'start' | 'stop',
	...items: readonly Readonly<Record<string, string>>[]
): Promise<readonly IDataObject[]> {
	const [rows = []] = await taskOperations[operation](context(items));
	return rows.map(({ json }) => json);
}

describe('Sync Tasks', () => {
	it('ignores the tasks of each item for the reason of that item, and restores them', async () => {
		const rows = await run('ignore', { tasks: 'order-1', reason: 'by hand' }, { tasks: 'order-2', reason: 'not ours' });
		expect(rows.map(({ task: shown }) => shown)).toMatchObject([
			{ id: 'order-1', state: 'ignored', note: 'by hand' },
			{ id: 'order-2', state: 'ignored', note: 'not ours' },
		]);
		const back = await run('restore', { tasks: 'order-1, order-3', reason: '' });
		expect(back).toMatchObject([
			{ task: { id: 'order-1', state: 'open' } },
			{ taskId: 'order-3', refused: expect.stringContaining('no task') },
		]);
		expect(shownHints).toEqual([expect.stringMatching(/^1 of 2 entries were refused.*There is no task order-3/)]);
	});

	it('refuses to ignore without a reason, and says so on an item', async () => {
		expect(await run('ignore', { tasks: 'order-1', reason: '' })).toMatchObject([
			{ taskId: 'order-1', refused: expect.stringContaining('Say why') },
		]);
	});

	it('stops and starts the connection of its credentials', async () => {
		const [stopped] = await run('stop', { by: 'Ann', reason: 'closing' });
		expect(stopped).toMatchObject({
			isStopped: true,
			connection: { id: here },
			message: expect.stringContaining('closing'),
		});
		const [started] = await run('start', { by: 'Ann' });
		expect(started).toMatchObject({ isStopped: false, connection: { connectedAt: at('08:00') } });
		expect(started?.['connection']).not.toHaveProperty('stoppedAt');
	});
});
