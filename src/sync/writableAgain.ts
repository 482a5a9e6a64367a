import { keyBy } from 'lodash';
import { rowsOfLine } from '../domain/lineState';
import { existingId } from '../domain/ledger';
import type { SyncTask } from '../domain/task';
import { oldestFirst } from '../domain/taskChain';
import { fitting, splitByTakenDays, type SyncPorts } from './checkPlans';
import { contractWork, type ApprovedPlan, type ContractWork, type LineWork } from './contractWork';
import { planBatch } from './planBatch';
import { readFacts, type BatchFacts } from './readFacts';

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

/**
 * The tasks at `period posted` or `two changes on one date` that may be tried again: planned from what Autotask holds
 * now, nothing of them lies in a posted period, or on a day on which their line has a change already.
 *
 * A task whose plan can no longer be made is one of them, since it waits for something else by now. One read for all.
 * Source: rules P4, Q7 and T8.
 */
export async function writableAgain(tasks: readonly SyncTask[], ports: SyncPorts): Promise<readonly SyncTask[]> {
	const [first] = tasks;
	if (!first) return [];
	const { connectionId } = first;
	const ids = tasks.map((task) => task.id);
	const stored = keyBy(await ports.store.plans(connectionId, ids), 'taskId');
	const known = tasks.filter((task) => stored[task.id] !== undefined);
	if (known.length === 0) return [];
	const batch = await readFacts(connectionId, known, ports);
	const { planned, ledger } = planBatch(oldestFirst(known), batch, (task) => {
		const plan = stored[task.id];
		if (!plan) throw new RangeError(`no plan of ${task.id}`);
		return plan;
	});
	const contracts = keyBy(batch.autotask.contracts, 'id');
	const plans = planned.flatMap((one): ApprovedPlan[] => (one.kind === 'planned' ? [one] : []));
	const works = contractWork(plans, ledger, (id) => fitting(contracts[id]));
	const taken = new Set(splitByTakenDays(works, batch.journal).taken.map(({ task }) => task.id));
	return known.filter((task) =>
		task.attention?.reason === 'two changes on one date' ? !taken.has(task.id) : !writesIntoPosted(task, works, batch),
	);
}
