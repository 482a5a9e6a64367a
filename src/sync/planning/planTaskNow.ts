import { isEqual, omit, pick } from 'lodash';
import type { Answers } from '../../domain/answers/answers';
import type { Attention } from '../../domain/attention';
import type { ConnectionId, TaskId } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';
import { isPlanned } from '../../domain/plan/standingPlan';
import { contractReasons } from '../../domain/planning/contractVerdicts';
import type { SyncTask } from '../../domain/task/task';
import type { TaskChange } from '../../ports/store/tasks';
import type { ResolveCustomersOptions } from '../mapping/matchCompany';
import type { ResolveProductsOptions } from '../mapping/matchService';
import { resolveCustomers } from '../mapping/resolveCustomers';
import { resolveProducts } from '../mapping/resolveProducts';
import { readOnRetry } from '../reading/readOnRetry';
import { getTask } from '../tasks/listTasks';
import { movedOn } from '../tasks/movedOn';
import { offeredUntil } from '../tasks/offerTasks';
import { buildContractServices, tryPlan } from './buildContractServices';
import type { BuildPorts, BuildSettings } from './buildSettings';
import { isWorkedOn, planAgain } from './planAgain';

/** How a single task is mapped and planned. */
export interface PlanNowSettings extends ResolveCustomersOptions, ResolveProductsOptions {
	/** For a task that has no plan yet; one that has keeps the settings that its plan was made with. */
	readonly build: BuildSettings;
}

export interface PlanNowRequest {
	readonly connectionId: ConnectionId;
	readonly taskId: TaskId;
	readonly by: string;
	/** What the person says of the task, on top of what was said before. */
	readonly answers?: (before: Answers) => Answers;
	/** The same in words, for the log. */
	readonly said?: string;
}

export type PlanNowOutcome =
	| {
			readonly kind: 'looked';
			readonly task: SyncTask;
			/** Absent where the task came to something else than a plan. */
			readonly plan?: ContractPlan;
			readonly message: string;
	  }
	| {
			readonly kind: 'refused';
			readonly message: string;
			/** How the message begins, up to a next step that can be taken in a workflow only. */
			readonly what?: string;
	  };

/** Answers that change what is written, and so the plans of later tasks. */
const planChanging = ['rows', 'effectiveOn', 'priceSource', 'contractId'] as const;

function whyNotNow(task: SyncTask, ports: BuildPorts): string | undefined {
	if (task.state === 'synced') return `Task ${task.id} is synced; there is nothing to plan.`;
	if (task.state === 'ignored') return `Task ${task.id} is ignored; bring it back first.`;
	const isBeingWritten = task.state === 'syncing' || (task.state === 'approved' && isWorkedOn(task, ports.clock.now()));
	if (isBeingWritten) return `Task ${task.id} is being worked on by a run; try again in a few minutes.`;
	return undefined;
}

/** The settings that the task's plan was made with, as long as that plan stands; the price source that was chosen for it alone is left out. */
function settingsAsBuilt(task: SyncTask, plan: ContractPlan | undefined, usual: BuildSettings): BuildSettings {
	if (!plan || !isPlanned(task)) return usual;
	const made = omit(plan.settings, ['timeZone', 'expirationIs']);
	return task.answers.priceSource === undefined ? made : { ...made, priceSource: usual.priceSource };
}

interface Looked {
	readonly task: SyncTask;
	readonly plan: ContractPlan | undefined;
	readonly settings: BuildSettings;
	readonly answers: Answers;
}

const changes = ['rows', 'effectiveOn'] as const;

/** Whether all changes of the plan are taken back, and nothing else is said: that is always possible. */
function isTakenBack(before: Answers, answers: Answers): boolean {
	return isEqual(answers, omit(before, changes));
}

/** Why the answers are not taken; undefined where the task can be planned with them, or goes on to another question. */
async function whyNotSo(
	looked: Looked,
	isPartlyWritten: boolean,
	ports: BuildPorts,
): Promise<Pick<Attention, 'message' | 'what'> | undefined> {
	const { task, plan, settings, answers } = looked;
	const isOther = !isEqual(pick(answers, planChanging), pick(task.answers, planChanging));
	if (isOther && isPartlyWritten)
		return {
			message: `Part of task ${task.id} is written already, so its plan stays as it is. Retry it to write what is missing.`,
		};
	if (isTakenBack(task.answers, answers)) return undefined;
	const outcome = await tryPlan({ ...task, answers }, ports, settings);
	if (outcome.kind === 'ready' || outcome.plan) return undefined;
	const isShown = plan !== undefined && (task.state === 'approved' || task.attention?.reason === 'approval');
	const { attention } = outcome;
	return isShown || contractReasons.includes(attention.reason) ? omit(attention, ['reason']) : undefined;
}

async function lookAgain(looked: Looked, ports: BuildPorts, settings: PlanNowSettings): Promise<string> {
	const { task } = looked;
	const [customer] = await resolveCustomers([task], ports, settings);
	if (customer?.kind === 'attention') return customer.attention.message;
	const [product] = await resolveProducts([task], ports, settings);
	if (product?.kind === 'attention') return product.attention.message;
	const [built] = await buildContractServices([task], ports, looked.settings);
	if (built?.kind === 'attention') return built.attention.message;
	return `The plan of task ${task.id} needs no approval; it is written with the next check, or at once if you approve it now.`;
}

/** Undefined where somebody else, or a run, has gone on with the task since it was read. */
async function keepAnswers(request: PlanNowRequest, looked: Looked, ports: BuildPorts): Promise<SyncTask | undefined> {
	const { connectionId, taskId, by, said = 'Checked again.' } = request;
	const { task, answers } = looked;
	const now = ports.clock.now();
	const isOther = !isEqual(answers, task.answers);
	const read = (await readOnRetry(connectionId, [task], ports)).get(taskId) ?? {};
	const change = {
		...read,
		answers,
		state: 'open',
		attention: undefined,
		waitsFor: undefined,
		note: undefined,
		causeCheckedAt: undefined,
		offeredUntil: offeredUntil(now),
		...(isOther ? { approval: undefined, firstApproval: undefined } : {}),
	} satisfies TaskChange;
	const kept = await ports.store.changeTasks(connectionId, [{ id: taskId, change, seen: task }], now);
	if (kept.length === 0) return undefined;
	await ports.store.log([{ at: now, connectionId, taskId, action: isOther ? 'change' : 'retry', by, message: said }]);
	if (isOther) await planAgain(connectionId, [task], ports);
	return (await ports.store.task(connectionId, taskId)) ?? task;
}

async function lookedAt(task: SyncTask, message: string, { store }: BuildPorts): Promise<PlanNowOutcome> {
	const [plan] = isPlanned(task) ? await store.plans(task.connectionId, [task.id]) : [];
	return { kind: 'looked', task, message, ...(plan ? { plan } : {}) };
}

/**
 * Looks at one task now, with what a person says of it: its company, its services, its plan.
 *
 * What the rules forbid is refused with why, and nothing is stored. Plans that were made on this one's are made again.
 * Nothing is written to Autotask. Source: rules T8 and T9.
 */
export async function planTaskNow(
	request: PlanNowRequest,
	ports: BuildPorts,
	settings: PlanNowSettings,
): Promise<PlanNowOutcome> {
	const { connectionId, taskId } = request;
	const dossier = await getTask(connectionId, taskId, ports);
	if (!dossier) return { kind: 'refused', message: `There is no task ${taskId}; list the tasks for their ids.` };
	const { task, plan, journal } = dossier;
	const early = whyNotNow(task, ports);
	if (early !== undefined) return { kind: 'refused', message: early };
	const answers = request.answers?.(task.answers) ?? task.answers;
	const looked = { task, plan, answers, settings: settingsAsBuilt(task, plan, settings.build) };
	if (request.answers) {
		const isPartlyWritten = journal.some(({ state }) => state !== 'refused' && state !== 'unwritten');
		const why = await whyNotSo(looked, isPartlyWritten, ports);
		if (why) return { kind: 'refused', ...why };
	}
	const taken = await keepAnswers(request, looked, ports);
	if (!taken) return { kind: 'refused', message: movedOn(task) };
	try {
		const message = await lookAgain({ ...looked, task: taken }, ports, settings);
		return await lookedAt((await ports.store.task(connectionId, taskId)) ?? taken, message, ports);
	} finally {
		await ports.store.changeTasks(
			connectionId,
			[{ id: taskId, change: { offeredUntil: undefined } }],
			ports.clock.now(),
		);
	}
}
