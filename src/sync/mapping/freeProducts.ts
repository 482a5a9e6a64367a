import type { ConnectionId, ProductId } from '../../domain/ids';
import { concernsProducts } from '../../domain/mapping/neededProducts';
import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import { openAgain } from '../tasks/freeTasks';

/** Opens the tasks that waited for the mapping of one of the products; returns them. Source: rule T8. */
export async function freeProducts(
	connectionId: ConnectionId,
	products: readonly ProductId[],
	ports: Ports,
): Promise<readonly SyncTask[]> {
	const waiting = await ports.store.tasks(connectionId, { states: ['attention'], reasons: ['product not mapped'] });
	const ids = [...new Set(waiting.flatMap((task) => task.subscriptionIds))];
	const seen = ids.length === 0 ? [] : await ports.store.subscriptionsById(connectionId, ids);
	const wanted = new Set(products);
	const free = waiting.filter((task) => concernsProducts(task, wanted, seen));
	await openAgain(free, ports);
	return free;
}
