import { chunk } from 'lodash';
import type { SubscriptionId } from '../../domain/ids';
import { billedPart } from '../../domain/order/exclusion';
import type { Subscription, SubscriptionRow } from '../../domain/order/order';
import { countsForFirstCheck } from '../../domain/order/orderKind';
import { initialTask, isUnreadTask, unreadSubscription } from '../../domain/task/initialTask';
import type { SyncTask } from '../../domain/task/task';
import type { UnreadRow } from '../../ports/unread';
import { foundEntry } from '../tasks/foundEntry';
import { tasksOfConnection } from '../tasks/tasksOfConnection';
import { type CheckRun, readAtATime } from './checkRun';
import { mayBeOfUnread } from './listOrders';
import { seeSubscription } from './seeSubscription';

/** How far a look at the subscriptions has come. */
export type Progress = { readonly found: number; readonly isComplete: boolean };

/** All subscriptions of the account, as far as they could be read. */
export interface ListedSubscriptions {
	readonly rows: readonly SubscriptionRow[];
	/** Those whose row could not be read, but its id. */
	readonly unread: ReadonlyMap<SubscriptionId, UnreadRow<SubscriptionRow>>;
}

/** Lists them; a row without an id is named in `run.unread`. */
export async function listSubscriptions(run: CheckRun): Promise<ListedSubscriptions> {
	const rows: SubscriptionRow[] = [];
	const unread = new Map<SubscriptionId, UnreadRow<SubscriptionRow>>();
	const take = (row: UnreadRow<SubscriptionRow>): void => {
		if (row.known.id === undefined) run.unread.push(row.why);
		else unread.set(row.known.id, row);
	};
	for await (const row of run.ports.marketplace.subscriptions(take)) rows.push(row);
	return { rows, unread };
}

/** What the tasks of subscriptions become that could not be read before. */
async function readAtLast(run: CheckRun, tasks: readonly SyncTask[]): Promise<void> {
	const stored = await tasksOfConnection(
		run.connection.id,
		tasks.map((task) => task.id),
		run.ports,
	);
	const isUnread = new Set(stored.filter(isUnreadTask).map((task) => task.id));
	const changes = tasks.flatMap(({ id, snapshot, customerId }) =>
		snapshot && isUnread.has(id)
			? [
					{
						id,
						change: { snapshot, customerId, state: 'open' as const, attention: undefined, offeredUntil: undefined },
					},
				]
			: [],
	);
	if (changes.length > 0) await run.ports.store.changeTasks(run.connection.id, changes, run.ports.clock.now());
}

/** Keeps the tasks of subscriptions whose rows could not be read, each with the field; gives how many are new. */
export async function keepUnread(
	run: CheckRun,
	unread: Iterable<readonly [SubscriptionId, UnreadRow<SubscriptionRow>]>,
): Promise<number> {
	const tasks = [...unread].map(([id, { known, why }]) => {
		const customerId = known.customerId ?? ('' as SubscriptionRow['customerId']);
		return unreadSubscription(initialTask({ id, customerId }, run.frame), why);
	});
	if (tasks.length === 0) return 0;
	const added = await run.ports.store.addTasks(tasks);
	if (added.length > 0) await run.ports.store.log(added.map((task) => foundEntry(task, run.ports.clock.now())));
	return added.length;
}

function isInForce({ status }: Partial<SubscriptionRow>): boolean {
	return status === 'active' || status === 'hold';
}

async function keepInitial(run: CheckRun, rows: readonly SubscriptionRow[]): Promise<number> {
	const { store, clock } = run.ports;
	const sights: Subscription[] = [];
	const tasks = await Promise.all(
		rows.map(async (row) => {
			const read = await seeSubscription(run, row.id, row.customerId);
			const task = initialTask(row, run.frame);
			if ('why' in read) return unreadSubscription(task, read.why);
			if (!read.value) return undefined;
			sights.push(read.value);
			if (billedPart(read.value, run.exclusions) === undefined) return undefined;
			return { ...task, snapshot: read.value };
		}),
	);
	const known = tasks.filter((task) => task !== undefined);
	const added = await store.addTasks(known);
	await readAtLast(
		run,
		known.filter((task) => !added.some((one) => one.id === task.id)),
	);
	if (sights.length > 0) await store.saveSubscriptions(run.connection.id, sights, clock.now());
	if (added.length > 0) await store.log(added.map((task) => foundEntry(task, clock.now())));
	return added.length;
}

/** Makes and stores the initial tasks of these subscriptions, as far as the time allows. Source: rules T2, T3. */
export async function keepAll(run: CheckRun, rows: readonly SubscriptionRow[]): Promise<Progress> {
	let found = 0;
	for (const some of chunk(rows, readAtATime)) {
		if (!(await run.mayGoOn())) return { found, isComplete: false };
		found += await keepInitial(run, some);
	}
	return { found, isComplete: true };
}

/** Subscriptions that have their tasks: by a completed order that counts, or the initial one. Source: rule T2. */
async function covered(run: CheckRun): Promise<ReadonlySet<SubscriptionId>> {
	const tasks = await run.ports.store.tasks(run.connection.id);
	const counting = tasks.filter(
		(task) => task.kind === 'initial' || (task.order !== undefined && countsForFirstCheck(task.kind)),
	);
	return new Set(counting.flatMap((task) => task.subscriptionIds));
}

/**
 * Makes the initial tasks of the first check: one for every active or held subscription without a completed Sales,
 * Change, Renewal or Cancellation order in the look-back. Source: rule T2.
 */
export async function takeFirstSubscriptions(run: CheckRun): Promise<Progress> {
	const { rows, unread } = await listSubscriptions(run);
	const done = await covered(run);
	const isUnread = await mayBeOfUnread(run);
	const found = await keepUnread(
		run,
		[...unread].filter(([id, { known }]) => isInForce(known) && !done.has(id)),
	);
	const progress = await keepAll(
		run,
		rows.filter((row) => isInForce(row) && !done.has(row.id) && !isUnread({ ...row, on: row.createdOn })),
	);
	return { ...progress, found: found + progress.found };
}
