import { taskEntry } from '../../domain/answers/taskEntry';
import { type Attention, attentionOf } from '../../domain/attention';
import type { ContractPlan } from '../../domain/plan/plan';
import { assumedAnswers } from '../../domain/planning/answerPlan';
import type { SyncTask } from '../../domain/task/task';
import type { BuildOutcome } from '../tasks/outcomes';
import type { Planned } from './planBatch';

function isApproved(task: SyncTask, plan: ContractPlan): boolean {
	return task.approval?.fingerprint === plan.fingerprint && plan.questions.length === 0;
}

/** Why a planned task waits for a person; undefined where it may be written. */
function approvalNeed(task: SyncTask, plan: ContractPlan): Attention | undefined {
	if (isApproved(task, plan) || plan.approvalNeeded.length === 0) return undefined;
	const moved =
		task.approval && task.approval.fingerprint !== plan.fingerprint ? 'What was approved has moved since. ' : '';
	const own = assumedAnswers(plan);
	const said = own === '' ? '' : ` ${own}`;
	return attentionOf(
		'approval',
		`${moved}Waits for approval because ${plan.approvalNeeded.join('; ')}.`,
		` Look at the plan, then approve ${taskEntry(task.id, plan.fingerprint)}${said}.`,
	);
}

export interface TaskOutcome {
	readonly task: SyncTask;
	readonly outcome: BuildOutcome;
	/** It was not planned: an earlier task of its subscription needs attention. It stays open and goes on by itself. */
	readonly isHeldBack: boolean;
}

/** A task never goes before the earlier ones of its chain: it waits with them. Source: rule T9. */
export function outcomesOf(planned: readonly Planned[]): readonly TaskOutcome[] {
	const unready = new Set<string>();
	return planned.map((one) => {
		const outcome = buildOutcome(one, unready);
		if (outcome.kind === 'attention') unready.add(one.task.id);
		return { task: one.task, outcome, isHeldBack: one.kind === 'attention' && one.waitsFor !== undefined };
	});
}

function buildOutcome(planned: Planned, unready: ReadonlySet<string>): BuildOutcome {
	const { task } = planned;
	if (planned.kind === 'attention') return { kind: 'attention', taskId: task.id, attention: planned.attention };
	const before = planned.plan.predecessors.find((id) => unready.has(id));
	const waits =
		before &&
		attentionOf(
			'approval',
			`Waits for task ${before}, which is written before it.`,
			` Approve both together, ${taskEntry(task.id, planned.plan.fingerprint)} for this one.`,
		);
	const attention = approvalNeed(task, planned.plan) ?? waits;
	if (attention === undefined) return { kind: 'ready', taskId: task.id, plan: planned.plan };
	return { kind: 'attention', taskId: task.id, attention, plan: planned.plan };
}
