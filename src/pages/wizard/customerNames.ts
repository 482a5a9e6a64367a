import type { SyncTask } from '../../domain/task/task';
import type { PagePorts } from '../page';

/** Names of the tasks' customers, as far as they were seen or mapped. */
export async function customerNames(
	tasks: readonly SyncTask[],
	{ store, inputs }: PagePorts,
): Promise<ReadonlyMap<string, string>> {
	const ids = tasks.map((task) => task.id);
	if (ids.length === 0) return new Map();
	const { rows } = await store.taskPage(inputs.connectionId, { ids, offset: 0, limit: ids.length });
	return new Map(
		rows.flatMap(({ customerId, customerName }) => (customerName === undefined ? [] : [[customerId, customerName]])),
	);
}
