import type { TaskId } from '../../domain/ids';
import type { LineComparison } from '../../domain/plan/adoption';
import type { ContractPlan } from '../../domain/plan/plan';
import type { SyncTask } from '../../domain/task/task';
import type { BatchFacts } from '../planning/batchFacts';
import { compareLines } from './compareLines';
import type { Adoption } from './judgeAdoption';

/** What became of one task. */
export interface AdoptedTask {
	readonly taskId: TaskId;
	/**
	 * `adopted`: line and subscription agree, the task is synced. `linked`: the line is linked as it is, the task shows the
	 * difference. `different`: nothing was done. `agrees`: it would be adopted, and was only looked at.
	 */
	readonly state: 'adopted' | 'agrees' | 'linked' | 'different';
	readonly lines: readonly LineComparison[];
	/** What syncing the task would write, in words; empty for an adopted one. */
	readonly wouldWrite: readonly string[];
	/** The plan of what is left, for a linked one. */
	readonly plan?: ContractPlan;
	readonly message: string;
	/** How the message begins, up to a next step that can be taken in a workflow only; absent where there is none. */
	readonly what?: string;
}

function linesText(lines: readonly LineComparison[]): string {
	const said = lines.map(
		(line) =>
			`contract service ${line.contractServiceId} of ${line.contractName} (${line.unitsInAutotask} units, ${line.otherUnits} of them others')`,
	);
	return said.join('; ') || 'its line is linked already';
}

/** What is said of a line that agrees with its subscription and was linked. */
export function agreedText(lines: readonly LineComparison[]): string {
	return `Linked as it is, nothing written: ${linesText(lines)}.`;
}

/** The same of one that was only looked at. */
export function agreesText(lines: readonly LineComparison[]): string {
	return `Agrees and can be linked as it is: ${linesText(lines)}.`;
}

/** Both sides of lines, and what follows from it. */
export function differentText(lines: readonly LineComparison[], next: string): string {
	const sides = lines.map(
		(line) =>
			`contract service ${line.contractServiceId} of ${line.contractName} holds ${line.unitsInAutotask} units at ${line.priceInAutotask ?? 'an unknown price'}, ${line.subscriptionName} ${line.unitsAtMarketplace} at ${line.priceAtMarketplace ?? 'an unknown price'}`,
	);
	return `${sides.join('; ')}. ${next}`;
}

/** What the lines of some tasks were found to be, as a person reads it; nothing is done yet. */
export function rowsOf(adoption: Adoption, batch: BatchFacts, now: SyncTask['createdAt']): readonly AdoptedTask[] {
	const agreed = adoption.works.flatMap((work) =>
		work.approved.map(({ task, plan }): AdoptedTask => {
			const others = new Map(work.lines.map((line) => [line.key, line.line.otherUnits ?? 0]));
			const lines = compareLines(plan, task, batch, now, others);
			return { taskId: task.id, state: 'adopted', lines, wouldWrite: [], message: agreedText(lines) };
		}),
	);
	const different = adoption.different.map(({ of, plan, wouldWrite }): AdoptedTask => {
		const lines = compareLines(plan, of.task, batch, now);
		const row = { taskId: of.task.id, state: 'different', lines, wouldWrite } as const;
		if (wouldWrite.length > 0)
			return { ...row, message: differentText(lines, `Syncing would write ${wouldWrite.join('; ')}.`) };
		const what = differentText(lines, 'Say whose the other units are');
		return { ...row, message: `${what}: name ${of.task.id} with own=<units of this subscription>.`, what };
	});
	return [...agreed, ...different];
}
