import type { ConnectionId, TaskId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import type { StorePort } from '../../ports/store/store';
import { tasksOfConnection } from '../tasks/tasksOfConnection';
import type { Candidate } from './judgeApproval';
import type { RefusedEntry } from './namedTasks';

const goesBefore: readonly SyncTask['state'][] = ['synced', 'approved', 'syncing'];

/** Which tasks that the plans count on are written or approved already. */
export async function settledBefore(
	connectionId: ConnectionId,
	candidates: readonly Candidate[],
	store: StorePort,
): Promise<ReadonlySet<TaskId>> {
	const ids = [...new Set(candidates.flatMap(({ plan }) => plan.predecessors))];
	const tasks = await tasksOfConnection(connectionId, ids, { store });
	return new Set(tasks.filter((task) => goesBefore.includes(task.state)).map((task) => task.id));
}

/** Refuses plans that count on tasks which are neither written, nor approved, nor in the set; until nothing more falls out. */
export function withPredecessors(
	candidates: readonly Candidate[],
	settled: ReadonlySet<TaskId>,
): { readonly kept: readonly Candidate[]; readonly refused: readonly RefusedEntry[] } {
	const inSet = new Set(candidates.map(({ task }) => task.id));
	const missing = ({ plan }: Candidate): readonly TaskId[] =>
		plan.predecessors.filter((id) => !settled.has(id) && !inSet.has(id));
	const fallen = candidates.filter((candidate) => missing(candidate).length > 0);
	if (fallen.length === 0) return { kept: candidates, refused: [] };
	const rest = withPredecessors(
		candidates.filter((candidate) => !fallen.includes(candidate)),
		settled,
	);
	const refused = fallen.map((candidate): RefusedEntry => ({
		text: candidate.entry.text,
		taskId: candidate.task.id,
		reason: `The plan of task ${candidate.task.id} counts on ${missing(candidate).join(', ')}, not written and not approved; approve it with this one or before it.`,
	}));
	return { kept: rest.kept, refused: [...refused, ...rest.refused] };
}
