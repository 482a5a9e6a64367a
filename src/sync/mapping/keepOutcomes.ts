import type { AttentionReason } from '../../domain/attention';
import type { SyncTask } from '../../domain/task/task';
import { openAgain } from '../tasks/freeTasks';
import { needAttention, type NeedOf } from '../tasks/needAttention';
import type { CustomerOutcome, ProductOutcome } from '../tasks/outcomes';
import type { MappingPorts } from './matchCompany';

/** Saves what tasks wait for, and lets those go on that waited for the given reason and are mapped now. */
export async function keepOutcomes(
	tasks: readonly SyncTask[],
	outcomeOf: (task: SyncTask, at: number) => CustomerOutcome | ProductOutcome | undefined,
	settles: AttentionReason,
	ports: MappingPorts,
): Promise<void> {
	const needs = tasks.flatMap((task, at): NeedOf[] => {
		const outcome = outcomeOf(task, at);
		return outcome?.kind === 'attention' ? [{ task, attention: outcome.attention }] : [];
	});
	await needAttention(needs, ports, 'map');
	await openAgain(
		tasks.filter((task, at) => outcomeOf(task, at)?.kind === 'mapped' && task.attention?.reason === settles),
		ports,
	);
}
