import type { ConnectionId } from '../../domain/ids';
import { waitingFor } from '../../domain/task/taskChain';
import type { Ports } from '../../ports/store/ports';

/**
 * Marks the tasks that an earlier one of their subscription holds back, and frees those whose predecessor goes on.
 *
 * Returns how many were freed. Source: rule T9.
 */
export async function holdSuccessors(connectionId: ConnectionId, ports: Ports): Promise<number> {
	const unfinished = await ports.store.tasks(connectionId, {
		states: ['open', 'attention', 'approved', 'syncing', 'failed'],
	});
	const waits = waitingFor(unfinished);
	const changed = unfinished.filter((task) => task.waitsFor !== waits.get(task.id));
	if (changed.length === 0) return 0;
	const changes = changed.map(({ id }) => ({ id, change: { waitsFor: waits.get(id) } }));
	await ports.store.changeTasks(connectionId, changes, ports.clock.now());
	return changed.filter((task) => !waits.has(task.id) && task.state !== 'attention').length;
}
