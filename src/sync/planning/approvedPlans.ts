import { pick } from 'lodash';
import type { ConnectionId, TaskId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import { otherSettings } from '../../domain/plan/otherSettings';
import type { ContractPlan } from '../../domain/plan/plan';
import type { PlanSettings } from '../../domain/settings';
import { automatic, type SyncTask } from '../../domain/task/task';
import type { StorePort } from '../../ports/store/store';

/** Whether a person has approved the task as it was planned then. */
export function isApprovedByPerson({ approval }: SyncTask): boolean {
	return approval !== undefined && approval.by !== automatic;
}

/** Plans that persons have approved, by task. */
export type ApprovedPlans = Readonly<Record<TaskId, ContractPlan>>;

/** The plans of the tasks as persons have approved them; none of tasks that nobody has, or whose plan was not kept. */
export async function approvedPlans(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	store: Pick<StorePort, 'approvedPlan'>,
): Promise<ApprovedPlans> {
	const plans: ContractPlan[] = [];
	for (const task of tasks.filter(isApprovedByPerson)) {
		const plan = await store.approvedPlan(connectionId, task.id);
		if (plan?.fingerprint === task.approval?.fingerprint && plan) plans.push(plan);
	}
	return keyBy(plans, 'taskId');
}

/** The new plan with the one that was approved, where something moved between the two. */
export function insteadOf(approved: ContractPlan | undefined, plan: ContractPlan): ContractPlan {
	if (!approved || approved.fingerprint === plan.fingerprint) return plan;
	return { ...plan, instead: pick(approved, ['fingerprint', 'lines', 'totals', 'money', 'currency']) };
}

/** Which settings have changed since the plan was approved, to go on after a sentence's last word; empty for none. Source: rule W5. */
export function movedSettings(approved: ContractPlan | undefined, now: PlanSettings): string {
	const moved = approved ? otherSettings(approved.settings, now) : [];
	return moved.length === 0 ? '' : `: ${moved.join('; ')}`;
}
