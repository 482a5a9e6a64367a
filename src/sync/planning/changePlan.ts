import { taskEntry } from '../../domain/answers/taskEntry';
import type { ConnectionId, TaskId } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';
import type { BuildPorts, BuildSettings } from './buildSettings';
import { type PlanChange, saidOf } from './planChange';
import { type PlanNowOutcome, type PlanNowSettings, planTaskNow } from './planTaskNow';

export interface ChangePlanRequest {
	readonly connectionId: ConnectionId;
	readonly taskId: TaskId;
	readonly by: string;
	readonly change: PlanChange;
	/** Of the plan that the person was shown; another one is not changed. */
	readonly fingerprint?: string;
}

function whyMoved({ taskId, fingerprint }: ChangePlanRequest, plan: ContractPlan | undefined): string | undefined {
	if (fingerprint === undefined || fingerprint === plan?.fingerprint) return undefined;
	const now = plan ? `it is ${taskEntry(taskId, plan.fingerprint)} now` : 'it has none now';
	return `The plan of task ${taskId} has changed since it was shown (${fingerprint}); ${now}. Look at it again, then change it.`;
}

/**
 * Changes one task's plan as a person says and plans the task again with it.
 *
 * What cannot be read, a row that is not there, a plan that has moved and what the rules forbid is refused with why, and
 * nothing is stored. Nothing is written to Autotask. Source: rules T9, A3, C3, Q2, Q8, Q13, Q14 and Q15.
 */
export async function changePlan(
	request: ChangePlanRequest,
	ports: BuildPorts,
	settings: PlanNowSettings,
): Promise<PlanNowOutcome> {
	const { connectionId, taskId, by } = request;
	const [plan] = await ports.store.plans(connectionId, [taskId]);
	const message = whyMoved(request, plan);
	if (message !== undefined) return { kind: 'refused', message };
	const [task] = await ports.store.tasksById([taskId]);
	const said = saidOf({ taskId, task, plan }, request.change);
	if ('kind' in said) return said;
	if (request.change.kind !== 'newContract')
		return await planTaskNow({ connectionId, taskId, by, ...said }, ports, settings);
	const build: BuildSettings = { ...settings.build, whenNoContract: 'create' };
	return await planTaskNow({ connectionId, taskId, by, said: said.said }, ports, { ...settings, build });
}
