import { chunk, keyBy, omit, partition, sortBy } from 'lodash';
import type { OrderId } from '../../domain/ids';
import type { OrderRow } from '../../domain/order/order';
import { checkWindow, daysBefore } from '../../domain/task/checkWindow';
import type { SyncTask } from '../../domain/task/task';
import type { RememberedOrder } from '../../ports/store/orders';
import { foundEntry } from '../tasks/foundEntry';
import { type CheckRun, readAtATime } from './checkRun';
import { askAgain, type TakenOrder, takeOrder } from './takeOrder';

/** The fields that a failed order's task takes when the order was run again, or was cancelled after all. */
async function reopen(run: CheckRun, tasks: readonly SyncTask[]): Promise<readonly SyncTask[]> {
	const stored = keyBy(
		await run.ports.store.tasksById(tasks.map((task) => task.id)),
		(task) => `${task.connectionId} ${task.id}`,
	);
	const reopened = tasks.filter((task) => stored[`${task.connectionId} ${task.id}`]?.state === 'ignored');
	const changes = reopened.map((task) => ({
		id: task.id,
		change: { note: undefined, ...omit(task, 'id', 'connectionId', 'updatedAt') },
	}));
	if (changes.length > 0) await run.ports.store.changeTasks(run.connection.id, changes, run.frame.now);
	return reopened;
}

/**
 * Stores what some orders came to: sights first, then tasks, last what is asked for again; a check that is broken off
 * between them reads the same orders once more.
 *
 * Returns the tasks that are new or were reopened.
 */
export async function keepOrders(run: CheckRun, taken: readonly TakenOrder[]): Promise<readonly SyncTask[]> {
	const { store } = run.ports;
	const { now, connectionId } = run.frame;
	const subscriptions = taken.flatMap((one) => one.subscriptions);
	if (subscriptions.length > 0) await store.saveSubscriptions(connectionId, subscriptions, now);
	const tasks = taken.flatMap((one) => one.task ?? []);
	const added = await store.addTasks(tasks);
	const isAdded = new Set(added.map((task) => task.id));
	const reopened = await reopen(
		run,
		tasks.filter((task) => !isAdded.has(task.id)),
	);
	const remember = taken
		.filter((one) => one.askAgain)
		.map(({ row, touched }): RememberedOrder => ({
			connectionId,
			orderId: row.id,
			status: row.status,
			createdAt: row.createdAt,
			firstSeenAt: now,
			...(touched === undefined ? {} : { subscriptionId: touched }),
		}));
	if (remember.length > 0) await store.rememberOrders(remember);
	const forget = taken.filter((one) => !one.askAgain).map(({ row }) => row.id);
	if (forget.length > 0) await store.forgetOrders(connectionId, forget);
	const changed = [...added, ...reopened];
	if (changed.length > 0) await store.log(changed.map((task) => foundEntry(task, now)));
	return changed;
}

async function listOrders(run: CheckRun): Promise<ReadonlyMap<OrderId, OrderRow>> {
	const listed = new Map<OrderId, OrderRow>();
	const window = checkWindow(run.connection, run.frame.now, run.settings.lookBackDays);
	for await (const row of run.ports.marketplace.orders(window)) listed.set(row.id, row);
	return listed;
}

async function takeRemembered(run: CheckRun, listed: ReadonlyMap<OrderId, OrderRow>): Promise<number> {
	const remembered = await run.ports.store.rememberedOrders(run.connection.id);
	const oldestFailed = daysBefore(run.frame.now, run.settings.lookBackDays);
	const [old, asked] = partition(remembered, (one) => one.status === 'error' && one.createdAt < oldestFailed);
	if (old.length > 0)
		await run.ports.store.forgetOrders(
			run.connection.id,
			old.map((one) => one.orderId),
		);
	let found = 0;
	for (const some of chunk(asked, readAtATime)) {
		if (!(await run.mayGoOn())) break;
		const taken = await Promise.all(some.map(async (one) => await askAgain(run, one, listed.get(one.orderId))));
		const kept = await keepOrders(
			run,
			taken.filter((one) => one !== undefined),
		);
		found += kept.length;
	}
	return found;
}

/** Moves the watermark to the newest order that has a task; every older one of the window is stored by then. */
async function moveWatermark(run: CheckRun, tasks: readonly SyncTask[]): Promise<void> {
	const stored = await run.ports.store.connection(run.connection.id);
	const newest = sortBy(tasks, 'createdAt').at(-1)?.createdAt;
	if (!stored || newest === undefined || (stored.watermark !== undefined && stored.watermark >= newest)) return;
	await run.ports.store.changeConnection(run.connection.id, { watermark: newest });
}

async function takeNew(
	run: CheckRun,
	rows: readonly OrderRow[],
): Promise<{ readonly found: number; readonly isComplete: boolean }> {
	const tasks: SyncTask[] = [];
	let read = 0;
	try {
		for (const some of chunk(rows, readAtATime)) {
			if (read > 0 && !(await run.mayGoOn())) break;
			const taken = await Promise.all(some.map(async (row) => await takeOrder(run, row)));
			await keepOrders(run, taken);
			tasks.push(...taken.flatMap((one) => one.task ?? []));
			read += some.length;
		}
	} finally {
		await moveWatermark(run, tasks);
	}
	return { found: tasks.length, isComplete: read === rows.length };
}

/**
 * Takes the orders of the window that are not known yet, oldest first, and asks again for the remembered ones.
 *
 * `isComplete` is false where the time ran out; the rest comes with the next check. Source: rule T4.
 */
export async function takeOrders(run: CheckRun): Promise<{ readonly found: number; readonly isComplete: boolean }> {
	const listed = await listOrders(run);
	const known = await run.ports.store.knownOrders(run.connection.id, [...listed.keys()]);
	const again = await takeRemembered(run, listed);
	const rows = sortBy(
		[...listed.values()].filter((row) => !known.has(row.id)),
		['createdAt', 'id'],
	);
	const fresh = await takeNew(run, rows);
	return { found: again + fresh.found, isComplete: fresh.isComplete };
}
