import { taskEntry } from '../../domain/answers/taskEntry';
import { type Attention, attentionOf } from '../../domain/attention';
import type { ContractPlan } from '../../domain/plan/plan';
import { assumedAnswers } from '../../domain/planning/answerPlan';
import { missesSecond, secondNeeded, withTwo } from '../../domain/plan/twoApprovers';
import type { SyncTask } from '../../domain/task/task';
import type { PlanSettings } from '../../domain/settings';
import type { BuildOutcome } from '../tasks/outcomes';
import { type ApprovedPlans, insteadOf, isApprovedByPerson, movedSettings } from './approvedPlans';
import type { Planned } from './planBatch';

function isApproved(task: SyncTask, plan: ContractPlan): boolean {
	return task.approval?.fingerprint === plan.fingerprint && plan.questions.length === 0;
}

/** Why a planned task waits for a person; undefined where it may be written. What a person approved is never written otherwise. */
function approvalNeed(
	task: SyncTask,
	plan: ContractPlan,
	{ approved, above }: { readonly approved: ContractPlan | undefined; readonly above: string },
): { readonly why: string; readonly step: string } | undefined {
	const isOther = task.approval !== undefined && task.approval.fingerprint !== plan.fingerprint;
	const { approvalNeeded } = plan;
	const missing = missesSecond(task, plan, above);
	if ((isApproved(task, plan) && !missing) || (approvalNeeded.length === 0 && !(isOther && isApprovedByPerson(task))))
		return undefined;
	const said = [
		...(isOther ? [`What was approved has moved since${movedSettings(approved, plan.settings)}.`] : []),
		...(missing?.first === undefined ? [] : [secondNeeded(`${missing.first} has`, plan, above)]),
		...(approvalNeeded.length === 0 || missing?.first !== undefined
			? []
			: [`Waits for approval because ${approvalNeeded.join('; ')}.`]),
	];
	const own = assumedAnswers(plan);
	return {
		why: said.join(' '),
		step: ` Look at the plan, then approve ${taskEntry(task.id, plan.fingerprint)}${own === '' ? '' : ` ${own}`}.`,
	};
}

export interface TaskOutcome {
	readonly task: SyncTask;
	readonly outcome: BuildOutcome;
	/** It was not planned: an earlier task of its subscription needs attention. It stays open and goes on by itself. */
	readonly isHeldBack: boolean;
}

/** What tasks were approved as, and what they are planned with now. */
export interface Before {
	readonly approved: ApprovedPlans;
	readonly settingsOf: (task: SyncTask) => PlanSettings;
	/** Above which amount two people approve a plan; empty for none. */
	readonly above: string;
}

/** A task never goes before the earlier ones of its chain: it waits with them. Source: rule T9. */
export function outcomesOf(planned: readonly Planned[], before: Before): readonly TaskOutcome[] {
	const unready = new Set<string>();
	return planned.map((one) => {
		const outcome = buildOutcome(one, unready, before);
		if (outcome.kind === 'attention') unready.add(one.task.id);
		return { task: one.task, outcome, isHeldBack: one.kind === 'attention' && one.waitsFor !== undefined };
	});
}

/** A cause that stops a task which a person has approved; the settings that have changed since come first. */
function withMoved(task: SyncTask, attention: Attention, { approved, settingsOf }: Before): Attention {
	const moved = movedSettings(approved[task.id], settingsOf(task));
	if (moved === '') return attention;
	const said = `What was approved has moved since${moved}. `;
	const { what, message } = attention;
	return { ...attention, message: `${said}${message}`, ...(what === undefined ? {} : { what: `${said}${what}` }) };
}

function buildOutcome(planned: Planned, unready: ReadonlySet<string>, before: Before): BuildOutcome {
	const { task } = planned;
	if (planned.kind === 'attention') {
		const attention = planned.waitsFor ? planned.attention : withMoved(task, planned.attention, before);
		return { kind: 'attention', taskId: task.id, attention };
	}
	const approved = before.approved[task.id];
	const plan = withTwo(insteadOf(approved, planned.plan), before.above);
	const holder = plan.predecessors.find((id) => unready.has(id));
	const waits = holder && {
		why: `Waits for task ${holder}, which is written before it.`,
		step: ` Approve both together, ${taskEntry(task.id, plan.fingerprint)} for this one.`,
	};
	const need = approvalNeed(task, plan, { approved, above: before.above }) ?? waits;
	if (need === undefined) return { kind: 'ready', taskId: task.id, plan };
	return { kind: 'attention', taskId: task.id, attention: attentionOf('approval', need.why, need.step), plan };
}
