import { sortBy } from 'lodash';
import type { OrderRow } from '../../domain/order/order';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import { checkWindow } from '../../domain/task/checkWindow';
import { initialTask } from '../../domain/task/initialTask';
import { whyExcluded } from '../../domain/task/excludedTask';
import type { SyncTask } from '../../domain/task/task';
import type { Connection, ConnectionInputs } from '../../ports/store/connections';
import { type OfferedTask, withSubscriptions } from '../tasks/offerTasks';
import type { CheckPorts, CheckRun, CheckSettings } from './checkRun';
import { nameFeesTaken } from './nameFeesTaken';
import { seeSubscription } from './seeSubscription';
import { takeOrder } from './takeOrder';
import { taskFrame } from './taskFrame';

const sampleSize = 10;

async function newestOrders(run: CheckRun): Promise<readonly OrderRow[]> {
	const rows: OrderRow[] = [];
	const window = checkWindow(run.connection, run.frame.now, run.settings.lookBackDays);
	const leaveOut = (): void => undefined;
	for await (const row of run.ports.marketplace.orders(window, { status: 'completed' }, leaveOut)) rows.push(row);
	const known = await run.ports.store.knownOrders(
		run.connection.id,
		rows.map((row) => row.id),
	);
	return sortBy(
		rows.filter((row) => !known.has(row.id)),
		'createdAt',
	).slice(-sampleSize);
}

async function offered(run: CheckRun, task: SyncTask): Promise<OfferedTask> {
	const [id] = task.subscriptionIds;
	const read = id === undefined ? { value: undefined } : await seeSubscription(run, id, task.customerId);
	if (!('value' in read) || !read.value) return { task };
	const subscription: SeenSubscription = { ...read.value, seenAt: run.frame.now, earlierExpirations: [] };
	return { task, subscription };
}

async function ordersInMemory(run: CheckRun): Promise<readonly OfferedTask[]> {
	const samples: OfferedTask[] = [];
	for (const row of await newestOrders(run)) {
		const [taken] = await nameFeesTaken(run, [await takeOrder(run, row)]);
		if (taken?.task) samples.push(await offered(run, taken.task));
	}
	return samples;
}

async function subscriptionsInMemory(run: CheckRun, limit: number): Promise<readonly OfferedTask[]> {
	const samples: OfferedTask[] = [];
	if (limit <= 0) return samples;
	for await (const row of run.ports.marketplace.subscriptions(() => undefined)) {
		if (row.status === 'active') samples.push(await offered(run, initialTask(row, run.frame)));
		if (samples.length >= limit) break;
	}
	return samples;
}

/**
 * Shows at most ten tasks by hand: stored ones that have not ended, else what a check would find, built in memory.
 *
 * Takes none, stores nothing, moves nothing.
 */
export async function sampleTasks(
	ports: CheckPorts,
	inputs: ConnectionInputs,
	settings: CheckSettings,
): Promise<readonly OfferedTask[]> {
	const { connectionId, databaseId, account } = inputs;
	const stored = await ports.store.connection(connectionId);
	const waiting = stored
		? await ports.store.tasks(connectionId, { states: ['open', 'approved', 'syncing', 'attention'], limit: sampleSize })
		: [];
	if (waiting.length > 0) return await withSubscriptions(connectionId, waiting, ports);
	const { timeZone, expirationIs } = settings;
	const connection: Connection = stored ?? {
		id: connectionId,
		databaseId,
		account,
		timeZone,
		expirationIs,
		connectedAt: ports.clock.now(),
	};
	const run: CheckRun = {
		ports,
		connection,
		settings,
		frame: taskFrame(connection, settings, ports.clock),
		sights: new Map(),
		unread: [],
		unreadOf: new Set(),
		exclusions: await ports.store.exclusions(connectionId),
		mayGoOn: () => Promise.resolve(true),
	};
	const found = await ordersInMemory(run);
	const orders = found.filter(
		({ task, subscription }) => whyExcluded(task, run.exclusions, () => subscription) === undefined,
	);
	if (connection.firstCheckDoneAt !== undefined) return orders;
	return [...orders, ...(await subscriptionsInMemory(run, sampleSize - orders.length))];
}
