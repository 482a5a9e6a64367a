import type { ConnectionId } from '../../domain/ids';
import type { Exclusion } from '../../domain/order/exclusion';
import type { TaskState } from '../../domain/task/task';
import type { Connection } from '../../ports/store/connections';
import type { Ports } from '../../ports/store/ports';

/** A connection, and how many of its tasks are in each state. */
export interface ConnectionState {
	readonly connection: Connection;
	/** Nothing is written until it is started again. */
	readonly isStopped: boolean;
	readonly tasks: Readonly<Record<TaskState, number>>;
	/** What is never billed. Source: rule T7. */
	readonly exclusions: readonly Exclusion[];
}

/** Why nothing can be said or done of a connection that the store does not know. */
export function notCheckedYet(id: ConnectionId): string {
	return `The connection ${id} has had no check yet; let the trigger or Sync Tasks (check) run once.`;
}

/** How a connection stands; undefined where it has had no check yet. */
export async function connectionState(
	id: ConnectionId,
	{ store }: Pick<Ports, 'store'>,
): Promise<ConnectionState | undefined> {
	const connection = await store.connection(id);
	if (!connection) return undefined;
	return {
		connection,
		isStopped: connection.stoppedAt !== undefined,
		tasks: await store.countTasks(id),
		exclusions: await store.exclusions(id),
	};
}
