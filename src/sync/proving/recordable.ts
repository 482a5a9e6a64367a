import { partition } from 'lodash';
import type { TaskId } from '../../domain/ids';
import { connected } from '../tasks/connected';
import type { Proof } from './taskResults';
import type { ContractReport, WrittenLineState } from './writeReport';

/** A line that holds what it was to hold. */
export interface Proven {
	readonly line: WrittenLineState;
	readonly report: ContractReport;
}

function isProven(line: WrittenLineState, report: ContractReport, proof: Proof): boolean {
	if (!line.isWhole || line.contractServiceId === undefined || 'why' in proof) return false;
	return !proof.mismatches.some((one) => one.contractId === report.work.contractId && one.lineKey === line.work.key);
}

/**
 * Lines that can be recorded, and tasks that have to wait for others though all of theirs is there.
 *
 * Lines between which a product or seats move are recorded together or not at all: until they have arrived, they have not
 * left, so that a plan made again writes only what is missing. Source: rules T8, C1 and Q11.
 */
export function recordable(
	reports: readonly ContractReport[],
	proof: Proof,
): { readonly proven: readonly Proven[]; readonly waiting: ReadonlyMap<TaskId, TaskId> } {
	const all = reports.flatMap((report) => report.lines.map((line): Proven => ({ line, report })));
	const groups = connected(all, ({ line: { work } }) => [
		...work.changes.map((change) => `${change.subscriptionId} ${change.productId}`),
		...(work.changes.some((change) => change.isRelative) ? work.taskIds.map((id) => `task ${id}`) : []),
	]);
	const isWhole = (group: readonly Proven[]) => group.every(({ line, report }) => isProven(line, report, proof));
	const [whole, others] = partition(groups, isWhole);
	const waiting = others.flatMap((group) => {
		const [cause] = group.filter(({ line, report }) => !isProven(line, report, proof));
		const holder = cause?.line.work.taskIds[0];
		return holder === undefined
			? []
			: group.flatMap(({ line }) => line.work.taskIds.map((id): [TaskId, TaskId] => [id, holder]));
	});
	return { proven: whole.flat(), waiting: new Map(waiting) };
}
