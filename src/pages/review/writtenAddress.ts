import { taskEntry } from '../../domain/answers/taskEntry';
import type { TaskId } from '../../domain/ids';
import { address } from '../address';

/** Where plans that were approved together are written, and what became of them is shown. */
export function writtenAddress(ids: readonly TaskId[], more: { readonly step?: string } = {}): string {
	return address('tasks', { written: ids.map((id) => taskEntry(id)).join(','), ...more });
}
