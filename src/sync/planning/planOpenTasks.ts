import type { CustomerId, ProductId, TaskId } from '../../domain/ids';
import { concernsProduct } from '../../domain/mapping/neededProducts';
import type { SyncTask } from '../../domain/task/task';
import { millisOf } from '../../domain/calendarDate';
import type { ConnectionInputs } from '../../ports/store/connections';
import { resolveCustomers } from '../mapping/resolveCustomers';
import { resolveProducts } from '../mapping/resolveProducts';
import { isOfTheRun } from '../tasks/giveBack';
import { isolateFaults } from '../tasks/isolateFaults';
import { offeredUntil } from '../tasks/offerTasks';
import { tasksOfConnection } from '../tasks/tasksOfConnection';
import { buildContractServices } from './buildContractServices';
import type { BuildPorts } from './buildSettings';
import type { PlanNowSettings } from './planTaskNow';

/** Which tasks are planned: all that are open, or those of a customer, or those that are about a product, or these. */
export interface OpenTasks {
	readonly taskIds?: readonly TaskId[];
	readonly customerId?: CustomerId;
	readonly productId?: ProductId;
}

export interface PlanOpenOptions {
	/** No further tasks are begun once it is used up; what is begun is finished. */
	readonly budgetMs: number;
	/** How many tasks are planned together; a contract goes whole. */
	readonly atOnce?: number;
	readonly signal?: AbortSignal;
}

/** What a slice of the work came to. */
export type PlanOpenOutcome =
	| {
			readonly kind: 'planned';
			/** Tasks that were looked at. */
			readonly tasks: number;
			/** Whether nothing is left that could be planned now. */
			readonly isDone: boolean;
			/** What kept tasks from being planned; they are tried again with the next check. */
			readonly fault?: string;
	  }
	| { readonly kind: 'refused'; readonly message: string };

async function whyNot({ connectionId, marketplace }: ConnectionInputs, { store }: BuildPorts) {
	const connection = await store.connection(connectionId);
	if (!connection) return `Connection ${connectionId} has had no check yet; there is nothing to plan.`;
	if (connection.stoppedAt !== undefined) return 'The connection is stopped. Start it again to have its tasks planned.';
	const isOther = marketplace !== undefined && (connection.marketplace ?? marketplace) !== marketplace;
	return isOther
		? `The credential leads to the marketplace ${marketplace}, and the tasks are of ${connection.marketplace ?? ''}. Choose the credential that the trigger has.`
		: undefined;
}

/** The open tasks that are meant; undefined where all are. */
async function meantTasks(
	{ connectionId }: ConnectionInputs,
	{ taskIds, customerId, productId }: OpenTasks,
	ports: BuildPorts,
): Promise<readonly TaskId[] | undefined> {
	const { store } = ports;
	if (taskIds) {
		const named = await tasksOfConnection(connectionId, taskIds, ports);
		return named.filter(({ state }) => state === 'open').map(({ id }) => id);
	}
	if (customerId === undefined && productId === undefined) return undefined;
	const filter = { states: ['open'], ...(customerId === undefined ? {} : { customerId }) } as const;
	const open = await store.tasks(connectionId, filter);
	if (productId === undefined) return open.map(({ id }) => id);
	const ids = [...new Set(open.flatMap((task) => task.subscriptionIds))];
	const seen = ids.length === 0 ? [] : await store.subscriptionsById(connectionId, ids);
	return open.filter((task) => concernsProduct(task, productId, seen)).map(({ id }) => id);
}

type Step = (tasks: readonly SyncTask[]) => Promise<readonly { readonly kind: string; readonly taskId: TaskId }[]>;

/** The nodes of the chain that plan, one after another, each with the tasks that the one before has settled. Gives the tasks that were approved by it. */
async function lookAt(
	tasks: readonly SyncTask[],
	ports: BuildPorts,
	settings: PlanNowSettings,
): Promise<readonly TaskId[]> {
	const steps: readonly Step[] = [
		async (some) => await resolveCustomers(some, ports, settings),
		async (some) => await resolveProducts(some, ports, settings),
		async (some) => await buildContractServices(some, ports, settings.build),
	];
	let going = tasks;
	for (const step of steps) {
		const [first] = going;
		if (!first) return [];
		const { outcomes } = await isolateFaults(going, step, ports);
		const settled = outcomes.filter(({ kind }) => kind !== 'attention').map(({ taskId }) => taskId);
		going = await tasksOfConnection(first.connectionId, settled, ports);
	}
	return going.map(({ id }) => id);
}

interface Batch {
	readonly isStuck: boolean;
	readonly fault?: { readonly message: string; readonly isOfTheRun: boolean };
}

/** Plans tasks that were taken, and gives back those that wait for nobody: the next check has them written. */
async function planBatch(
	tasks: readonly SyncTask[],
	{ connectionId }: ConnectionInputs,
	ports: BuildPorts,
	settings: PlanNowSettings,
): Promise<Batch> {
	try {
		const ready = await lookAt(tasks, ports, settings);
		const change = { offeredUntil: undefined };
		if (ready.length > 0)
			await ports.store.changeTasks(
				connectionId,
				ready.map((id) => ({ id, change })),
				ports.clock.now(),
			);
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		return { isStuck: false, fault: { message: error.message, isOfTheRun: isOfTheRun(error) } };
	}
	const ids = tasks.map(({ id }) => id);
	const now = await tasksOfConnection(connectionId, ids, ports);
	const isFree = (task: SyncTask) =>
		task.state === 'open' && task.waitsFor === undefined && task.offeredUntil === undefined;
	return { isStuck: now.every(isFree) };
}

/**
 * Maps and plans open tasks as the trigger's chain does, with the same code, and keeps the plans; in slices, until the time is
 * used up.
 *
 * Tasks are taken like the trigger's offers, whole contracts together, so that neither gets what the other has. Nothing is
 * written to Autotask: a plan that waits for nobody is approved as the chain would, and the next check has it written.
 * Source: rules T8, T9 and F10.
 */
export async function planOpenTasks(
	inputs: ConnectionInputs,
	which: OpenTasks,
	ports: BuildPorts,
	{ settings, options }: { readonly settings: PlanNowSettings; readonly options: PlanOpenOptions },
): Promise<PlanOpenOutcome> {
	const { connectionId } = inputs;
	const message = await whyNot(inputs, ports);
	if (message !== undefined) return { kind: 'refused', message };
	const { budgetMs, atOnce = 20, signal } = options;
	const endsMs = millisOf(ports.clock.now()) + budgetMs;
	let tasks = 0;
	let fault: string | undefined;
	const came = (isDone: boolean): PlanOpenOutcome => ({
		kind: 'planned',
		tasks,
		isDone,
		...(fault === undefined ? {} : { fault }),
	});
	do {
		const now = ports.clock.now();
		const beginWith = await meantTasks(inputs, which, ports);
		const offering = { limit: atOnce, now, until: offeredUntil(now), states: ['open'] } as const;
		const taken = await ports.store.offerTasks(connectionId, { ...offering, ...(beginWith && { beginWith }) });
		if (taken.length === 0) return came(true);
		const batch = await planBatch(taken, inputs, ports, settings);
		tasks += taken.length;
		fault = batch.fault?.message ?? fault;
		if (batch.isStuck || batch.fault?.isOfTheRun === true) return came(true);
	} while (millisOf(ports.clock.now()) < endsMs && signal?.aborted !== true);
	return came(false);
}
