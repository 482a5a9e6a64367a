import { uniq } from 'lodash';
import type { SubscriptionId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import { openAgain } from '../tasks/freeTasks';
import type { CheckRun } from './checkRun';

/**
 * Opens again the tasks of these subscriptions whose orders did not end at what the subscription holds: one that explains it
 * has come, or has ended. Source: rule Q8.
 */
export async function lookAgainAt(
	run: CheckRun,
	ids: readonly SubscriptionId[],
	except: readonly SyncTask[] = [],
): Promise<void> {
	const subscriptionIds = uniq(ids);
	if (subscriptionIds.length === 0) return;
	const waiting = { states: ['attention'], reasons: ['order not understood'], subscriptionIds } as const;
	const found = await run.ports.store.tasks(run.connection.id, waiting);
	const tasks = found.filter(({ id }) => !except.some((other) => other.id === id));
	if (tasks.length > 0) await openAgain(tasks, run.ports);
}

/** The same for tasks whose orders were read just now; they themselves stay as they are. */
export async function lookAgain(run: CheckRun, read: readonly SyncTask[]): Promise<void> {
	const known = read.filter(({ order }) => order !== undefined);
	await lookAgainAt(
		run,
		known.flatMap(({ subscriptionIds }) => subscriptionIds),
		read,
	);
}
