import { chunk } from 'lodash';
import type { SubscriptionId } from '../../domain/ids';
import type { Subscription, SubscriptionRow } from '../../domain/order/order';
import { countsForFirstCheck } from '../../domain/order/orderKind';
import { initialTask } from '../../domain/task/initialTask';
import type { SyncTask } from '../../domain/task/task';
import { readable } from '../reading/readable';
import { foundEntry } from '../tasks/foundEntry';
import { type CheckRun, readAtATime } from './checkRun';
import { seeSubscription } from './seeSubscription';

/** How far a look at the subscriptions has come. */
export type Progress = { readonly found: number; readonly isComplete: boolean };

/** All subscriptions of the account. */
export async function listSubscriptions(run: CheckRun): Promise<readonly SubscriptionRow[]> {
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
	const rows = await listSubscriptions(run);
	const done = await covered(run);
	return await keepAll(
		run,
		rows.filter((row) => (row.status === 'active' || row.status === 'hold') && !done.has(row.id)),
	);
}
