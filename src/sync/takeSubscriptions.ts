import { chunk, keyBy } from 'lodash';
import { plusDays } from '../domain/calendarDate';
import { overlapDays } from '../domain/checkWindow';
import type { SubscriptionId } from '../domain/ids';
import type { Subscription, SubscriptionRow } from '../domain/order';
import { countsForFirstCheck } from '../domain/orderKind';
import type { SyncTask } from '../domain/task';
import { initialTask } from '../domain/taskOf';
import { foundEntry, readable, readAtATime, seeSubscription, type CheckRun } from './checkRun';

type Progress = { readonly found: number; readonly isComplete: boolean };

async function listSubscriptions(run: CheckRun): Promise<readonly SubscriptionRow[]> {
	const rows: SubscriptionRow[] = [];
	for await (const row of run.ports.marketplace.subscriptions()) rows.push(row);
	return rows;
}

function unreadable(task: SyncTask, why: string): SyncTask {
	const message = `Subscription ${task.subscriptionIds.join()} could not be read: ${why}. Retry the task when the marketplace answers correctly.`;
	return { ...task, attention: { reason: 'order not understood', message } };
}

async function keepInitial(run: CheckRun, rows: readonly SubscriptionRow[]): Promise<number> {
	const { store, clock } = run.ports;
	const sights: Subscription[] = [];
	const tasks = await Promise.all(
		rows.map(async (row) => {
			const read = await readable(async () => await seeSubscription(run, row.id));
			const task = initialTask(row, run.frame);
			if ('why' in read) return unreadable(task, read.why);
			if (!read.value) return undefined;
			sights.push(read.value);
			return { ...task, snapshot: read.value };
		}),
	);
	const added = await store.addTasks(tasks.filter((task) => task !== undefined));
	if (sights.length > 0) await store.saveSubscriptions(run.connection.id, sights, clock.now());
	if (added.length > 0) await store.log(added.map((task) => foundEntry(task, clock.now())));
	return added.length;
}

async function keepAll(run: CheckRun, rows: readonly SubscriptionRow[]): Promise<Progress> {
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
	const rows = await listSubscriptions(run);
	const done = await covered(run);
	return await keepAll(
		run,
		rows.filter((row) => (row.status === 'active' || row.status === 'hold') && !done.has(row.id)),
	);
}

function hasMoved(row: SubscriptionRow, seen: Subscription): boolean {
	return (
		row.status !== seen.status ||
		row.expirationOn !== seen.expirationOn ||
		row.renewalOn !== seen.renewalOn ||
		row.lastModifiedOn !== seen.lastModifiedOn
	);
}

async function seeAgain(run: CheckRun, rows: readonly SubscriptionRow[]): Promise<void> {
	for (const some of chunk(rows, readAtATime)) {
		if (!(await run.mayGoOn())) return;
		const seen = await Promise.all(
			some.map(async (row) => await readable(async () => await seeSubscription(run, row.id))),
		);
		const sights = seen.flatMap((one) => ('value' in one && one.value ? [one.value] : []));
		await run.ports.store.saveSubscriptions(run.connection.id, sights, run.ports.clock.now());
	}
}

/** Whether the setting asks for the subscriptions to be listed now. */
export function isSweepDue(run: CheckRun): boolean {
	const { sweep } = run.settings;
	return sweep === 'everyCheck' || (sweep === 'daily' && run.connection.sweptOn !== run.frame.today);
}

/**
 * Lists the subscriptions once more: remembers those that moved, and makes an initial task for an active one that is
 * not known. One that is younger than the overlap of the order window is left to its Sales order. Source: rule T5.
 */
export async function sweepSubscriptions(run: CheckRun): Promise<Progress> {
	const rows = await listSubscriptions(run);
	const known = keyBy(
		await run.ports.store.subscriptionsById(
			run.connection.id,
			rows.map((row) => row.id),
		),
		'id',
	);
	const orderMayCome = plusDays(run.frame.today, -overlapDays);
	const unknown = rows.filter(
		(row) => row.status === 'active' && known[row.id] === undefined && row.createdOn < orderMayCome,
	);
	const progress = await keepAll(run, unknown);
	await seeAgain(
		run,
		rows.filter((row) => {
			const seen = known[row.id];
			return seen !== undefined && hasMoved(row, seen);
		}),
	);
	return progress;
}
