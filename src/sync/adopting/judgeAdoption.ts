import { groupBy, keyBy, keyed } from '../../domain/keyed';
import type { Ledger } from '../../domain/line/ledger';
import { lineKey } from '../../domain/line/lineTarget';
import { firstLinks, unwrittenOf } from '../../domain/plan/adoption';
import { type ApprovedPlan, type ContractWork, contractWork } from '../../domain/plan/contractWork';
import type { ContractPlan } from '../../domain/plan/plan';
import type { SyncTask } from '../../domain/task/task';
import { oldestFirst } from '../../domain/task/taskChain';
import type { BatchFacts } from '../planning/batchFacts';
import { isMadeFromSame, planBatch } from '../planning/planBatch';
import type { AdoptableTask } from './adoptableTasks';

/** A task whose line is not what its subscription is, and what syncing it would write. */
export interface DifferentTask {
	readonly of: AdoptableTask;
	readonly plan: ContractPlan;
	/** In words; empty where only units are left that belong to nobody of ours. */
	readonly wouldWrite: readonly string[];
}

/** What the lines of some tasks are found to be, as Autotask holds them now. */
export interface Adoption {
	/** Nothing would be written for them: linking the line is all there is to do. */
	readonly works: readonly ContractWork[];
	readonly different: readonly DifferentTask[];
	readonly refused: readonly { readonly of: AdoptableTask; readonly reason: string }[];
}

interface Look {
	readonly left: readonly AdoptableTask[];
	readonly plans: Readonly<Record<string, ContractPlan>>;
	readonly ledger: Ledger;
}

function refusedOf({ left, plans }: Look, reasons: Readonly<Record<string, string>>): Adoption['refused'] {
	const own = new Set(left.map(({ task }) => task.id));
	return left.flatMap((of) => {
		const { task, plan: shown } = of;
		const plan = plans[task.id];
		if (!plan) return [{ of, reason: `Task ${task.id} cannot be linked: ${reasons[task.id] ?? ''}` }];
		if (!isMadeFromSame(plan, shown))
			return [
				{
					of,
					reason: `Task ${task.id}: what was shown (${shown.fingerprint}) has moved since; let the check plan it again and look at it.`,
				},
			];
		const missing = plan.predecessors.find((id) => !own.has(id));
		if (missing === undefined) return [];
		return [{ of, reason: `Task ${missing} goes before task ${task.id}; link or settle it with this one.` }];
	});
}

/** Whether the line of a first link would be left with units that nobody has spoken of. Source: rule T11. */
function leavesOthers({ plans, ledger, left }: Look, plan: ContractPlan): boolean {
	return firstLinks(plan).some(({ target }) => {
		const key = lineKey(target);
		const line = ledger.lines.find((other) => lineKey(other.target) === key);
		const linking = left.filter(({ task }) => {
			const own = plans[task.id];
			return own !== undefined && firstLinks(own).some((change) => lineKey(change.target) === key);
		});
		return (line?.otherUnits ?? 0) !== 0 && !linking.every(({ isSaid }) => isSaid);
	});
}

function differentOf(look: Look): readonly DifferentTask[] {
	const bySubscription = groupBy(look.left, ({ task }) => task.subscriptionIds.join(' '));
	return Object.values(bySubscription).flatMap((own): DifferentTask[] => {
		const planned = own.flatMap((of) => {
			const plan = look.plans[of.task.id];
			return plan ? [{ of, plan }] : [];
		});
		const isAgreed =
			unwrittenOf(planned.map(({ plan }) => plan)).length === 0 &&
			!planned.some(({ plan }) => leavesOthers(look, plan));
		return isAgreed ? [] : planned.map((one) => ({ ...one, wouldWrite: unwrittenOf([one.plan]) }));
	});
}

function worksOf({ left, plans, ledger }: Look, batch: BatchFacts): readonly ContractWork[] {
	const approved = left.flatMap(({ task }): ApprovedPlan[] => {
		const plan = plans[task.id];
		return plan ? [{ task, plan }] : [];
	});
	return contractWork(approved, ledger, (id) => batch.facts.contract(id));
}

/** Tasks of lines that the net of all plans would still write to. */
function stillWriting(works: readonly ContractWork[], { left, plans }: Look): readonly DifferentTask[] {
	const lines = works.flatMap((work) => work.lines).filter((line) => line.adjustments.length > 0);
	return left.flatMap((of): DifferentTask[] => {
		const plan = plans[of.task.id];
		if (!plan || !lines.some((line) => line.taskIds.includes(of.task.id))) return [];
		return [{ of, plan, wouldWrite: unwrittenOf([plan]) }];
	});
}

/**
 * Plans the tasks from what Autotask holds now, as Sync Contract would, and says which of them have nothing to write.
 *
 * What falls out is taken out of the plans of the others, until nothing more does. Source: rule T11.
 */
export function judgeAdoption(candidates: readonly AdoptableTask[], batch: BatchFacts): Adoption {
	const shown = keyBy(candidates, ({ task }) => task.id);
	const making = (task: SyncTask) => {
		const plan = shown[task.id]?.plan;
		if (!plan) throw new RangeError(`no plan of ${task.id}`);
		return { settings: plan.settings, catalogueCosts: plan.catalogueCosts };
	};
	const refused: Adoption['refused'][number][] = [];
	const different: DifferentTask[] = [];
	let left = candidates;
	for (;;) {
		const { planned, ledger } = planBatch(oldestFirst(left.map(({ task }) => task)), batch, making);
		const plans = keyBy(
			planned.flatMap((one) => (one.kind === 'planned' ? [one.plan] : [])),
			'taskId',
		);
		const reasons = keyed(
			planned.flatMap((one) => (one.kind === 'attention' ? [[one.task.id, one.attention.message] as const] : [])),
		);
		const look: Look = { left, plans, ledger };
		const outs = refusedOf(look, reasons);
		const works = worksOf(look, batch);
		const apart = outs.length > 0 ? [] : differentOf(look);
		const writing = outs.length > 0 || apart.length > 0 ? apart : stillWriting(works, look);
		if (outs.length === 0 && writing.length === 0) return { works, different, refused };
		refused.push(...outs);
		different.push(...writing);
		const gone = new Set([...outs.map(({ of }) => of.task.id), ...writing.map(({ of }) => of.task.id)]);
		left = left.filter(({ task }) => !gone.has(task.id));
	}
}
