import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import { errorField } from './errorField';

/** Errors of a whole run: none of its tasks is to blame, and each goes on once the cause is gone. */
const ofTheRun: readonly string[] = [
	'LimitError',
	'LoginRefusedError',
	'StoreError',
	'SettingError',
	'AbortError',
	'TimeoutError',
];

/** Whether an error ended a run for a cause outside its tasks: an outage, a login, a limit, the store, a cancellation. */
export function isOfTheRun(error: unknown): boolean {
	const name = String(errorField(error, 'name'));
	return errorField(error, 'retryable') === true || ofTheRun.includes(name) || /Cancelled/.test(name);
}

/**
 * What an error that ended a run leaves with the run's tasks.
 *
 * Where the cause is outside them, they are free for the next check, and it does not count. Else each keeps the error as
 * its note and its offer until that runs out, which counts: after the limit it is set aside. Source: rule F1.
 */
export async function giveBack(tasks: readonly SyncTask[], error: unknown, { store, clock }: Ports): Promise<void> {
	const message = error instanceof Error ? error.message : String(errorField(error, 'message') ?? error);
	const stored = await store.tasksById(tasks.map((task) => task.id));
	const now = clock.now();
	const live = stored.filter(
		({ id, connectionId, state }) =>
			['open', 'approved', 'syncing'].includes(state) &&
			tasks.some((task) => task.id === id && task.connectionId === connectionId),
	);
	for (const connectionId of new Set(live.map((task) => task.connectionId))) {
		const own = live.filter((task) => task.connectionId === connectionId);
		const change = isOfTheRun(error) ? { offeredUntil: undefined } : { note: message.slice(0, 500) };
		await store.changeTasks(
			connectionId,
			own.map(({ id }) => ({ id, change })),
			now,
		);
		if (isOfTheRun(error)) continue;
		await store.log(own.map(({ id }) => ({ at: now, connectionId, taskId: id, action: 'fail', message })));
	}
}
