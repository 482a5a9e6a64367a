import { partition } from 'lodash';
import { localDay } from '../../domain/calendarDate';
import { rowsOfLine } from '../../domain/contract/lineState';
import { keyBy } from '../../domain/keyed';
import { existingId } from '../../domain/line/ledger';
import { lineKey } from '../../domain/line/lineTarget';
import { holdsWhatWeLeft } from '../../domain/portion/ownUnits';
import { type ApprovedPlan, type ContractWork, contractWork, type LineWork } from '../../domain/plan/contractWork';
import type { ContractPlan } from '../../domain/plan/plan';
import type { SyncTask } from '../../domain/task/task';
import { oldestFirst } from '../../domain/task/taskChain';
import type { Ports } from '../../ports/store/ports';
import type { BatchFacts } from '../planning/batchFacts';
import { planBatch } from '../planning/planBatch';
import { splitByTakenDays } from '../writing/refusedTasks';

function isPostedOn(line: LineWork, day: string, { autotask }: BatchFacts): boolean {
	const id = existingId(line.line.target);
	const own = autotask.lines.find((one) => one.id === id);
	const rows = own ? rowsOfLine(own, autotask.lines, autotask.rows) : [];
	return rows.some((row) => row.isPosted && row.startsOn <= day && day <= row.endsOn);
}

/** Whether anything that the task would write lies in a period that is posted. Source: rule P4. */
function writesIntoPosted(task: SyncTask, works: readonly ContractWork[], batch: BatchFacts): boolean {
	return works.some((work) => {
		const lines = work.lines.filter((line) => line.taskIds.includes(task.id));
		const onLines = lines.some((line) => line.adjustments.some((write) => isPostedOn(line, write.on, batch)));
		const charged = work.charges.filter((charge) => charge.taskId === task.id).map(({ charge }) => charge.on);
		return onLines || charged.some((day) => work.lines.some((line) => isPostedOn(line, day, batch)));
	});
}

/** Whether the line holds, from the task's day on, what was last left there. Source: rule Q13. */
function isUnmoved(task: SyncTask, { ledger, connection, autotask }: BatchFacts): boolean {
	const own = ledger.links.filter(
		(link) =>
			link.connectionId === connection.id &&
			link.leftOn === undefined &&
			task.subscriptionIds.includes(link.subscriptionId),
	);
	const lines = ledger.lines.filter((line) => own.some((link) => lineKey(link.line) === lineKey(line.target)));
	const from = task.kind === 'initial' ? task.firstSeenOn : localDay(task.effectiveAt, connection.timeZone);
	return (
		lines.length > 0 &&
		lines.every((line) => {
			const lastDay = autotask.contracts.find((contract) => contract.id === line.contractId)?.endsOn ?? from;
			return holdsWhatWeLeft(line, ledger, { from, lastDay, taken: line.taken ?? new Set() });
		})
	);
}

/**
 * Those whose writes may be tried again: planned from what Autotask holds now, nothing of them lies in a posted period,
 * or on a day on which their line has a change already. One that has no plan is none of them; one whose plan can no
 * longer be made waits for something else by now. Source: rules P4 and Q7.
 */
function writableOf(
	tasks: readonly SyncTask[],
	stored: Readonly<Record<string, ContractPlan>>,
	batch: BatchFacts,
): readonly SyncTask[] {
	const known = tasks.filter((task) => stored[task.id] !== undefined);
	const { planned, ledger } = planBatch(oldestFirst(known), batch, (task) => {
		const plan = stored[task.id];
		if (!plan) throw new RangeError(`no plan of ${task.id}`);
		return plan;
	});
	const plans = planned.flatMap((one): ApprovedPlan[] => (one.kind === 'planned' ? [one] : []));
	const works = contractWork(plans, ledger, (id) => batch.facts.contract(id));
	const taken = new Set(splitByTakenDays(works, batch.journal).taken.map(({ task }) => task.id));
	return known.filter((task) =>
		task.attention?.reason === 'two changes on one date' ? !taken.has(task.id) : !writesIntoPosted(task, works, batch),
	);
}

/**
 * The tasks at `changed in Autotask`, `period posted` or `two changes on one date` whose lines may be written again.
 *
 * All of one connection, judged by what was read for all of them. Source: rules T8, Q13, P4 and Q7.
 */
export async function writableAgain(
	tasks: readonly SyncTask[],
	batch: BatchFacts,
	{ store }: Ports,
): Promise<readonly SyncTask[]> {
	const [first] = tasks;
	if (!first) return [];
	const [moved, refused] = partition(tasks, ({ attention }) => attention?.reason === 'changed in Autotask');
	const ids = refused.map((task) => task.id);
	const stored = keyBy(ids.length === 0 ? [] : await store.plans(first.connectionId, ids), 'taskId');
	return [...moved.filter((task) => isUnmoved(task, batch)), ...writableOf(refused, stored, batch)];
}
