import { chunk, omit, partition, sortBy } from 'lodash';
import type { Instant } from '../../domain/ids';
import type { OrderRow } from '../../domain/order/order';
import { isUnfinished } from '../../domain/order/orderStatus';
import { askedToday, daysBefore, isNotedToday, waitsForItsDay } from '../../domain/task/checkWindow';
import type { SyncTask } from '../../domain/task/task';
import type { RememberedOrder } from '../../ports/store/orders';
import { foundEntry } from '../tasks/foundEntry';
import { type CheckRun, readAtATime } from './checkRun';
import { ignoreZeroOrders } from './ignoreZeroOrders';
import { lookAgain, lookAgainAt } from './lookAgain';
import { type ListedOrders, listOrders, takeUnread } from './listOrders';
import { nameFeesTaken } from './nameFeesTaken';
import { askAgain, type TakenOrder, takeOrder } from './takeOrder';

/** Whether the task stands for an order that came to nothing, or that could not be read so far. */
function isOpenToMore(stored: SyncTask | undefined, task: SyncTask): boolean {
	if (stored?.state === 'ignored') return true;
	const isLive = stored?.state === 'open' || stored?.state === 'attention' || stored?.state === 'failed';
	const isRead = task.order !== undefined || task.state === 'ignored';
	return isLive && isRead && stored.order === undefined;
}

/**
 * The fields that a failed order's task takes when the order was run again, or was cancelled after all; and those of a
 * task whose order can be read at last.
 */
async function reopen(run: CheckRun, tasks: readonly SyncTask[]): Promise<readonly SyncTask[]> {
	const found = await run.ports.store.tasksById(tasks.map((task) => task.id));
	const stored = new Map(found.map((task) => [`${task.connectionId} ${task.id}`, task]));
	const reopened = tasks.filter((task) => isOpenToMore(stored.get(`${task.connectionId} ${task.id}`), task));
	const changes = reopened.map((task) => ({
		id: task.id,
		change: {
			note: undefined,
			attention: undefined,
			offeredUntil: undefined,
			...omit(task, 'id', 'connectionId', 'updatedAt'),
		},
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
export async function keepOrders(run: CheckRun, read: readonly TakenOrder[]): Promise<readonly SyncTask[]> {
	const taken = await ignoreZeroOrders(run, await nameFeesTaken(run, read));
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
	await lookAgain(run, changed);
	return changed;
}

/** Opens again what waits for orders of its subscription that were under way and have ended since. Source: rule Q8. */
async function freeCounting(run: CheckRun, remembered: readonly RememberedOrder[]): Promise<void> {
	const { store } = run.ports;
	const wereOpen = remembered.filter(({ status }) => isUnfinished(status));
	if (wereOpen.length === 0) return;
	const now = await store.rememberedOrders(run.connection.id);
	const open = new Set(now.filter(({ status }) => isUnfinished(status)).map(({ orderId }) => orderId));
	const ended = wereOpen.filter(({ orderId }) => !open.has(orderId));
	await lookAgainAt(
		run,
		ended.flatMap(({ subscriptionId }) => subscriptionId ?? []),
	);
}

/** A list that shows an order which waits for its day has answered for it: many that leave the window together are not asked for at once. Source: rule T7. */
async function noteListed({ ports, frame: { now } }: CheckRun, listed: readonly RememberedOrder[]): Promise<void> {
	const seen = listed.filter((one) => waitsForItsDay(one, now) && !isNotedToday(one, now));
	if (seen.length > 0) await ports.store.rememberOrders(seen.map((one) => ({ ...one, askedAt: now })));
}

async function takeRemembered(run: CheckRun, { rows: listed, unread }: ListedOrders): Promise<number> {
	const remembered = await run.ports.store.rememberedOrders(run.connection.id);
	const oldestFailed = daysBefore(run.frame.now, run.settings.lookBackDays);
	const [old, asked] = partition(remembered, (one) => one.status === 'error' && one.createdAt < oldestFailed);
	if (old.length > 0)
		await run.ports.store.forgetOrders(
			run.connection.id,
			old.map((one) => one.orderId),
		);
	const readable = asked.filter((one) => !unread.has(one.orderId));
	const isListed = ({ orderId }: RememberedOrder) => listed.has(orderId);
	const [waiting, others] = partition(readable, (one) => !isListed(one) && waitsForItsDay(one, run.frame.now));
	const today = askedToday(waiting, run.frame.now);
	await noteListed(run, readable.filter(isListed));
	const readableNow = [...others, ...today];
	let found = 0;
	for (const some of chunk(readableNow, readAtATime)) {
		if (!(await run.mayGoOn())) break;
		const waited = some.filter((one) => today.includes(one)).map((one) => ({ ...one, askedAt: run.frame.now }));
		if (waited.length > 0) await run.ports.store.rememberOrders(waited);
		const taken = await Promise.all(some.map(async (one) => await askAgain(run, one, listed.get(one.orderId))));
		const kept = await keepOrders(
			run,
			taken.filter((one) => one !== undefined),
		);
		found += kept.length;
	}
	await freeCounting(run, remembered);
	return found;
}

/**
 * Moves the watermark to the newest order that has a task; every older one of the window is stored by then. Not past
 * the present, whatever an order says of itself, nor past a row that has no task since it names no id.
 */
async function moveWatermark(run: CheckRun, tasks: readonly SyncTask[], upTo: Instant | undefined): Promise<void> {
	const stored = await run.ports.store.connection(run.connection.id);
	const newestTask = tasks.map((task) => task.createdAt).filter((at) => at <= run.frame.now);
	const newest = [...sortBy(newestTask).slice(-1), ...(upTo === undefined ? [] : [upTo])].toSorted()[0];
	if (!stored || newest === undefined || (stored.watermark !== undefined && stored.watermark >= newest)) return;
	await run.ports.store.changeConnection(run.connection.id, { watermark: newest });
}

async function takeNew(
	run: CheckRun,
	rows: readonly OrderRow[],
	upTo: Instant | undefined,
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
		await moveWatermark(run, tasks, upTo);
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
	const known = await run.ports.store.knownOrders(run.connection.id, [...listed.rows.keys(), ...listed.unread.keys()]);
	const again = await takeRemembered(run, listed);
	const unread = new Map([...listed.unread].filter(([id]) => !known.has(id)));
	const unreadable = unread.size === 0 ? [] : await keepOrders(run, takeUnread(unread, listed.from, run.frame));
	const rows = sortBy(
		[...listed.rows.values()].filter((row) => !known.has(row.id)),
		['createdAt', 'id'],
	);
	const fresh = await takeNew(run, rows, listed.upTo);
	return { found: again + unreadable.length + fresh.found, isComplete: fresh.isComplete };
}
