import type { ConnectionId, ProductId } from '../../domain/ids';
import { concernsProduct } from '../../domain/mapping/neededProducts';
import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import { openAgain } from '../tasks/freeTasks';

/** Opens the tasks that waited for the product's mapping; returns them. Source: rule T8. */
export async function freeProduct(
	connectionId: ConnectionId,
	product: ProductId,
	ports: Ports,
): Promise<readonly SyncTask[]> {
	const waiting = await ports.store.tasks(connectionId, { states: ['attention'], reasons: ['product not mapped'] });
	const ids = [...new Set(waiting.flatMap((task) => task.subscriptionIds))];
	const seen = ids.length === 0 ? [] : await ports.store.subscriptionsById(connectionId, ids);
	const free = waiting.filter((task) => concernsProduct(task, product, seen));
	await openAgain(free, ports);
	return free;
}
