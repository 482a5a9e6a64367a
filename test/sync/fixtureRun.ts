import type { TaskId } from '../../src/domain/ids';
import type { SyncTask } from '../../src/domain/task/task';
import type { AutotaskPort } from '../../src/ports/autotask/autotask';
import type { MarketplacePort } from '../../src/ports/marketplace';
import type { Ports } from '../../src/ports/store/ports';
import { checkChanges } from '../../src/sync/checking/checkChanges';
import type { CheckSettings } from '../../src/sync/checking/checkRun';
import { type ApproveOutcome, approveTasks } from '../../src/sync/deciding/approveTasks';
import { type RetryOutcome, retryTasks } from '../../src/sync/deciding/retryTasks';
import { resolveCustomers } from '../../src/sync/mapping/resolveCustomers';
import { resolveProducts } from '../../src/sync/mapping/resolveProducts';
import { buildContractServices } from '../../src/sync/planning/buildContractServices';
import type { BuildSettings } from '../../src/sync/planning/buildSettings';
import type { BuildOutcome, SyncOutcome } from '../../src/sync/tasks/outcomes';
import { syncContracts } from '../../src/sync/writing/syncContracts';
import type { SyncOptions } from '../../src/sync/writing/syncOptions';
import { buildSettings, checkSettings, connection, syncOptions } from './fixtureClients';

export interface RunPorts extends Ports {
	readonly autotask: AutotaskPort;
	readonly marketplace: MarketplacePort;
}

export interface RunSettings {
	readonly check?: Partial<CheckSettings>;
	readonly build?: Partial<BuildSettings>;
	readonly sync?: Partial<SyncOptions>;
}

/** What one run of the whole chain came to. */
export interface RunOutcome {
	readonly offered: readonly TaskId[];
	readonly built: readonly BuildOutcome[];
	readonly synced: readonly SyncOutcome[];
}

async function storedTasks(ids: readonly TaskId[], { store }: Ports): Promise<readonly SyncTask[]> {
	return ids.length === 0 ? [] : await store.tasksById(ids);
}

/** Check Changes alone: the tasks that are handed on. */
export async function check(ports: RunPorts, settings: RunSettings = {}): Promise<readonly TaskId[]> {
	const options = { autotask: () => Promise.resolve(ports.autotask) };
	const { offered } = await checkChanges(ports, connection, { ...checkSettings, ...settings.check }, options);
	return offered.map(({ task }) => task.id);
}

/** From Map Customer to Build Contract Services; each step goes on with the tasks that the one before has settled. */
export async function plan(
	ids: readonly TaskId[],
	ports: RunPorts,
	settings: RunSettings = {},
): Promise<readonly BuildOutcome[]> {
	const customers = await resolveCustomers(await storedTasks(ids, ports), ports, { matchCompanyBy: 'companyNumber' });
	const known = customers.filter((one) => one.kind === 'mapped').map((one) => one.taskId);
	const products = await resolveProducts(await storedTasks(known, ports), ports, { severalProducts: 'refuse' });
	const mapped = products.filter((one) => one.kind === 'mapped').map((one) => one.taskId);
	return await buildContractServices(await storedTasks(mapped, ports), ports, { ...buildSettings, ...settings.build });
}

/** Sync Contract on the named tasks as they are stored. */
export async function sync(
	ids: readonly TaskId[],
	ports: RunPorts,
	settings: RunSettings = {},
): Promise<readonly SyncOutcome[]> {
	return await syncContracts(await storedTasks(ids, ports), ports, { ...syncOptions, ...settings.sync });
}

/** The whole chain, as the template runs it. */
export async function runChain(ports: RunPorts, settings: RunSettings = {}): Promise<RunOutcome> {
	const offered = await check(ports, settings);
	const built = await plan(offered, ports, settings);
	const ready = built.filter((one) => one.kind === 'ready').map((one) => one.taskId);
	return { offered, built, synced: await sync(ready, ports, settings) };
}

/** Approves every task that waits at `approval`, each with the plan as it is and the given words after it. */
export async function approveAll(
	ports: RunPorts,
	words: (task: SyncTask) => string = () => '',
	isMeant: (task: SyncTask) => boolean = () => true,
): Promise<ApproveOutcome> {
	const all = await ports.store.tasks(connection.connectionId, { states: ['attention'], reasons: ['approval'] });
	const waiting = all.filter(isMeant);
	const plans = await ports.store.plans(
		connection.connectionId,
		waiting.map((task) => task.id),
	);
	const entries = waiting.flatMap((task) => {
		const known = plans.find((one) => one.taskId === task.id);
		return known ? [`${task.id}:${known.fingerprint} ${words(task)}`] : [];
	});
	return await approveTasks({ connectionId: connection.connectionId, text: entries.join('\n'), by: 'Ann' }, ports);
}

/** Retry of the named tasks by a person. */
export async function retry(text: string, ports: RunPorts): Promise<RetryOutcome> {
	return await retryTasks({ connectionId: connection.connectionId, text, by: 'Ann' }, ports);
}

/** Approves what waits and hands it straight to Sync Contract, as the template for approvals does. */
export async function approveAndSync(
	ports: RunPorts,
	words: (task: SyncTask) => string = () => '',
	settings: RunSettings = {},
): Promise<readonly SyncOutcome[]> {
	const { approved } = await approveAll(ports, words);
	const outcomes = await sync(
		approved.map(({ task }) => task.id),
		ports,
		settings,
	);
	return [...outcomes, ...(await approveMoved(ports, words, settings))];
}

/** Whether a day turned out to be taken, so that what was approved is shown again with what is charged for it; or it is written after such a task. */
function hasMoved({ attention }: SyncTask): boolean {
	const { message = '' } = attention ?? {};
	return message.startsWith('What was approved') || message.endsWith('approve it too.');
}

/** How often a person looks again. */
const looks = 8;

/** Approves once more what was shown again, since another day takes its change, and syncs it; as long as days turn out to be taken. */
export async function approveMoved(
	ports: RunPorts,
	words: (task: SyncTask) => string = () => '',
	settings: RunSettings = {},
): Promise<readonly SyncOutcome[]> {
	const outcomes: SyncOutcome[] = [];
	for (let look = 0; look < looks; look += 1) {
		const { approved } = await approveAll(ports, words, hasMoved);
		if (approved.length === 0) break;
		const ids = approved.map(({ task }) => task.id);
		outcomes.push(...(await sync(ids, ports, settings)));
	}
	return outcomes;
}
