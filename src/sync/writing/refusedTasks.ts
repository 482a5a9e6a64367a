import { partition, uniqBy } from 'lodash';
import { type Attention, attentionOf } from '../../domain/attention';
import type { ContractWork } from '../../domain/plan/contractWork';
import type { ContractPlan } from '../../domain/plan/plan';
import type { SyncTask } from '../../domain/task/task';
import type { JournalEntry } from '../../ports/store/journal';
import { changedDays } from '../journal/takenDays';
import type { BatchFacts } from '../planning/batchFacts';
import { connected } from '../tasks/connected';

/** An approved task that is not written now, and why. */
export interface Refused {
	readonly task: SyncTask;
	readonly attention: Attention;
	readonly plan?: ContractPlan;
}

/** Tasks with a write that was not answered, whose line somebody else has changed since. Source: the write protocol, step 4. */
export function disputedTasks(tasks: readonly SyncTask[], disputed: readonly JournalEntry[]): readonly Refused[] {
	return tasks.flatMap((task): Refused[] => {
		const entry = disputed.find((one) => one.taskIds.includes(task.id));
		if (!entry) return [];
		const message = `Contract service ${entry.contractServiceId ?? ''} ${entry.note ?? ''}: our change was not answered, and somebody else has changed the line. Look at it in Autotask, correct it there, then retry the task.`;
		return [{ task, attention: { reason: 'changed in Autotask', message } }];
	});
}

/** Contracts, and those that share tasks with them, with a change on a day that has one already, as far as our journal knows: their tasks ask. Source: rule Q7 (`sameDate: ask`). */
export function splitByTakenDays(
	works: readonly ContractWork[],
	journal: BatchFacts['journal'],
): { readonly free: readonly ContractWork[]; readonly taken: readonly Refused[] } {
	const takenDay = (work: ContractWork) =>
		work.lines.flatMap((line) => {
			const { target } = line.line;
			const days = target.kind === 'existing' ? changedDays(journal, target.contractServiceId) : [];
			const moved = line.changes.flatMap((change) => change.missedFrom ?? []);
			return [...line.adjustments.map((write) => write.on).filter((day) => days.includes(day)), ...moved];
		})[0];
	const groups = connected(works, (work) => work.approved.map(({ task }) => task.id));
	const [taken, free] = partition(groups, (some) => some.some((work) => takenDay(work) !== undefined));
	const refused = taken.flatMap((some): Refused[] => {
		const work = some.find((one) => takenDay(one) !== undefined);
		const day = work && takenDay(work);
		const attention = attentionOf(
			'two changes on one date',
			`Autotask takes one change of a line a day, and ${day ?? ''} has one in ${work?.contract.name ?? ''}.`,
			' Set "Second Change on One Date" of Sync Contract to Next Day and retry the task, or enter the change by hand in Autotask.',
		);
		const tasks = uniqBy(
			some.flatMap((one) => one.approved.map(({ task }) => task)),
			'id',
		);
		return tasks.map((task) => ({ task, attention }));
	});
	return { taken: refused, free: free.flat() };
}
