import type { TaskId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import { changePlan, type ChangePlanRequest } from '../../sync/planning/changePlan';
import { type PlanNowOutcome, type PlanNowSettings, planTaskNow } from '../../sync/planning/planTaskNow';
import { whatText } from '../nextStep';
import type { ActionOutcome, PagePorts } from '../page';
import type { PageRequest } from '../pageRequest';
import { taskAddress } from '../taskAddress';

/** The task that the address names; empty where it names none. */
export function idOf({ query }: PageRequest): TaskId {
	return (query['id'] ?? '').slice(0, 200) as TaskId;
}

/** What came of looking at a task; what it needs is said below it. */
function cameOf({ attention }: SyncTask, message: string): string {
	if (!attention) return message;
	if (attention.reason === 'approval') return 'The task was planned. Look at it, then sync it.';
	return `The task goes on when this is settled: ${attention.reason}.`;
}

function answerOf(taskId: TaskId, outcome: PlanNowOutcome, done?: string): ActionOutcome {
	const came = outcome.kind === 'looked' ? cameOf(outcome.task, outcome.message) : whatText(outcome);
	const message = done === undefined ? came : `${done} ${came}`;
	if (outcome.kind === 'refused' && done === undefined) return { kind: 'refused', message };
	return { kind: 'done', message: message.slice(0, 2_000), location: taskAddress(taskId) };
}

function namedBy(request: PageRequest, { inputs }: PagePorts) {
	return { connectionId: inputs.connectionId, taskId: idOf(request), by: request.user };
}

/** Plans the task of the address; `done` is what was done before, to be said with what came of it. */
export async function planned(
	{ request, done }: { readonly request: PageRequest; readonly done?: string },
	ports: PagePorts,
	settings: PlanNowSettings,
): Promise<ActionOutcome> {
	return answerOf(idOf(request), await planTaskNow(namedBy(request, ports), ports, settings), done);
}

/** Plans the task of the address with something changed. */
export async function changed(
	{ request, ...change }: Pick<ChangePlanRequest, 'change' | 'fingerprint'> & { readonly request: PageRequest },
	ports: PagePorts,
	settings: PlanNowSettings,
): Promise<ActionOutcome> {
	return answerOf(idOf(request), await changePlan({ ...namedBy(request, ports), ...change }, ports, settings));
}
