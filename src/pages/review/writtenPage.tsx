import { uniq } from 'lodash';
import type { TaskId } from '../../domain/ids';
import { contractsOf, type ContractPlan } from '../../domain/plan/plan';
import type { JournalEntry } from '../../ports/store/journal';
import { type ReadBack, readBack } from '../../sync/proving/readBack';
import { tasksOfConnection } from '../../sync/tasks/tasksOfConnection';
import type { SyncOptions } from '../../sync/writing/syncOptions';
import { isToBeWritten, writeSlice } from '../../sync/writing/writeSlice';
import { makeToken } from '../formToken';
import { comesFrom } from '../ownStep';
import type { PagePorts, PageView, Showing } from '../page';
import { idsNamed, summariesOf } from './reviewPage';
import { writtenAddress } from './writtenAddress';
import { Writing, type WrittenTask, WrittenView } from './writtenView';

/** What the token of a slice is bound to: these very tasks. */
function stepOf(ids: readonly TaskId[]): string {
	return `step of writing ${ids.join(' ')}`;
}

/** Writes of these tasks, oldest first. */
async function journalOf(
	ids: readonly TaskId[],
	plans: readonly ContractPlan[],
	{ store, inputs, autotask }: PagePorts,
): Promise<readonly JournalEntry[]> {
	const tasks = await tasksOfConnection(inputs.connectionId, ids, { store });
	const subscriptions = uniq(tasks.flatMap((task) => task.subscriptionIds));
	const assigned = subscriptions.length === 0 ? [] : await store.assignments(inputs.connectionId, subscriptions);
	const contracts = uniq([...plans.flatMap(contractsOf), ...assigned.map(({ contractId }) => contractId)]);
	const entries = contracts.length === 0 ? [] : await store.journal(autotask.databaseId, contracts);
	return entries.filter(
		(entry) => entry.connectionId === inputs.connectionId && entry.taskIds.some((id) => ids.includes(id)),
	);
}

/** What Autotask holds of what was written; undefined where it cannot be read just now: what was written stays written. */
async function heldNow(journal: readonly JournalEntry[], ports: PagePorts): Promise<readonly ReadBack[] | undefined> {
	try {
		return await readBack(journal, ports);
	} catch {
		return undefined;
	}
}

async function resultView(ids: readonly TaskId[], ports: PagePorts): Promise<PageView> {
	const tasks = await summariesOf(ids, ports);
	const plans = await ports.store.plans(ports.inputs.connectionId, ids);
	const journal = await journalOf(ids, plans, ports);
	const backs = await heldNow(journal, ports);
	const rows = tasks.map((task): WrittenTask => {
		const plan = plans.find(({ taskId }) => taskId === task.id);
		const writes = journal.filter((entry) => entry.taskIds.includes(task.id));
		return { task, writes, ...(plan ? { plan } : {}) };
	});
	return { title: 'What was written', content: <WrittenView rows={rows} backs={backs} /> };
}

/**
 * Writes plans that were approved together, one slice a page, and shows what became of them.
 *
 * A slice is written only for a step that the page itself has just led to: an address that is opened, fetched ahead or
 * loaded again writes nothing.
 */
export async function writtenView(
	{ request, token }: Showing,
	ports: PagePorts,
	options: SyncOptions,
): Promise<PageView> {
	const { connectionId } = ports.inputs;
	const ids = idsNamed(request.query['written'] ?? '');
	const count = async () => {
		const now = ports.clock.now();
		const tasks = await tasksOfConnection(connectionId, ids, ports);
		const left = tasks.filter((task) => isToBeWritten(task, now)).length;
		return { left, written: tasks.filter(({ state }) => state === 'synced').length, total: tasks.length };
	};
	if ((await count()).left === 0) return await resultView(ids, ports);
	const source = await comesFrom(stepOf(ids), request, ports);
	const slice = source === 'itself' ? await writeSlice({ connectionId, ids }, ports, options) : undefined;
	const counts = await count();
	if (counts.left === 0 && slice?.kind !== 'stopped') return await resultView(ids, ports);
	const stopped = slice?.kind === 'stopped' ? slice.message : undefined;
	const goesOn = stopped === undefined && source !== 'anybody';
	return {
		title: 'Writing to Autotask',
		content: <Writing counts={counts} stopped={stopped} isGoingOn={goesOn} token={token} />,
		...(goesOn ? { goesOn: writtenAddress(ids, { step: makeToken(stepOf(ids), ports) }) } : {}),
	};
}
