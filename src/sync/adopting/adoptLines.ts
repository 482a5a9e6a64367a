import { randomUUID } from 'node:crypto';
import { chunk, uniq } from 'lodash';
import type { ConnectionId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import { contractsOf } from '../../domain/plan/plan';
import { type RefusedEntry, refusedEntry } from '../deciding/namedTasks';
import { ContractLeases } from '../journal/contractLeases';
import { planAgain } from '../planning/planAgain';
import { readFacts } from '../planning/readFacts';
import { connected } from '../tasks/connected';
import { freeSuccessors } from '../tasks/freeSuccessors';
import { tasksOfConnection } from '../tasks/tasksOfConnection';
import type { SyncPorts } from '../writing/syncOptions';
import { type AdoptableTask, adoptableTasks, type AdoptRequest, whyNotWaiting } from './adoptableTasks';
import { type AdoptedTask, rowsOf } from './adoptionRows';
import { judgeAdoption } from './judgeAdoption';
import { linkAnyway, settleAgreeing } from './settleAdoption';

/** What became of the lines that a person wanted to be linked. */
export interface AdoptOutcome {
	readonly tasks: readonly AdoptedTask[];
	readonly refused: readonly RefusedEntry[];
}

const contractsAtOnce = 100;

type Told = Pick<AdoptRequest, 'connectionId' | 'linkDifferent' | 'by'>;

async function log(rows: readonly AdoptedTask[], { connectionId, by }: Told, ports: SyncPorts): Promise<void> {
	const at = ports.clock.now();
	const done = rows.filter((row) => row.state !== 'different');
	await ports.store.log(
		done.map(({ taskId, message }) => ({ at, connectionId, taskId, action: 'adopt', by, message })),
	);
}

/** Contracts whose lease still stands: what was read under it counts. */
async function heldBy(leases: ContractLeases, adoptable: readonly AdoptableTask[]): Promise<ReadonlySet<number>> {
	const held = new Set<number>();
	for (const id of uniq(adoptable.flatMap(({ plan }) => contractsOf(plan))))
		if (leases.has(id) && (await leases.holds(id))) held.add(id);
	return held;
}

async function adoptHeld(
	adoptable: readonly AdoptableTask[],
	told: Told,
	leases: ContractLeases,
	ports: SyncPorts,
): Promise<AdoptOutcome> {
	const batch = await readFacts(
		told.connectionId,
		adoptable.map(({ task }) => task),
		ports,
	);
	const unanswered = new Set(batch.journal.filter(({ state }) => state === 'open').map((entry) => entry.contractId));
	const held = await heldBy(leases, adoptable);
	const isFree = ({ plan }: AdoptableTask) => contractsOf(plan).every((id) => held.has(id) && !unanswered.has(id));
	const busy = adoptable.filter((one) => !isFree(one));
	const adoption = judgeAdoption(adoptable.filter(isFree), batch);
	const rows = rowsOf(adoption, batch, ports.clock.now());
	await settleAgreeing(adoption.works, batch, told.by, ports);
	const isLinking = told.linkDifferent && adoption.different.length > 0;
	const linked = isLinking ? await linkAnyway(adoption.different, rows, told, ports) : [];
	const tasks = [...rows.filter((row) => !isLinking || row.state === 'adopted'), ...linked];
	await log(tasks, told, ports);
	const refused = [
		...adoption.refused.map(({ of, reason }) => ({ text: of.text, taskId: of.task.id, reason })),
		...busy.map(({ task, text, plan }) => ({
			text,
			taskId: task.id,
			reason: `Contract ${plan.contractName} is being written to by another run, or a write to it has no answer yet; name task ${task.id} again later.`,
		})),
	];
	return { tasks, refused };
}

/** The tasks as they are once their contracts are held: another run may have ended or moved some of them meanwhile. */
async function stillWaiting(
	adoptable: readonly AdoptableTask[],
	{ connectionId }: Told,
	{ store }: SyncPorts,
): Promise<{ readonly still: readonly AdoptableTask[]; readonly refused: readonly RefusedEntry[] }> {
	const ids = adoptable.map(({ task }) => task.id);
	const now = keyBy(await tasksOfConnection(connectionId, ids, { store }), 'id');
	const why = ({ task }: AdoptableTask) => whyNotWaiting(now[task.id] ?? task);
	return {
		still: adoptable.filter((one) => why(one) === undefined),
		refused: adoptable.flatMap((one) => {
			const not = why(one);
			return not ? [refusedEntry({ text: one.text, taskId: one.task.id }, not)] : [];
		}),
	};
}

async function adoptSome(adoptable: readonly AdoptableTask[], told: Told, ports: SyncPorts): Promise<AdoptOutcome> {
	const leases = new ContractLeases(ports.autotask.databaseId, `adopt/${randomUUID()}`, ports);
	await leases.take(uniq(adoptable.flatMap(({ plan }) => contractsOf(plan))));
	try {
		const { still, refused } = await stillWaiting(adoptable, told, ports);
		if (still.length === 0) return { tasks: [], refused };
		const outcome = await adoptHeld(still, told, leases, ports);
		return { tasks: outcome.tasks, refused: [...refused, ...outcome.refused] };
	} finally {
		await leases.release();
	}
}

/** Later tasks go on; those whose plans counted on units that were said or held otherwise are planned again. */
async function goOn(
	connectionId: ConnectionId,
	outcome: AdoptOutcome,
	adoptable: readonly AdoptableTask[],
	ports: SyncPorts,
): Promise<void> {
	const done = new Set(outcome.tasks.filter((row) => row.state !== 'different').map((row) => row.taskId));
	const own = adoptable.filter(({ task }) => done.has(task.id));
	const linked = new Set(outcome.tasks.filter((row) => row.state === 'linked').map((row) => row.taskId));
	const moved = own.filter(({ task, isSaid }) => isSaid || linked.has(task.id)).map(({ task }) => task);
	const adopted = own.filter(({ task }) => !linked.has(task.id)).map(({ task }) => task);
	if (moved.length > 0) await planAgain(connectionId, moved, ports);
	if (adopted.length > 0) await freeSuccessors(connectionId, adopted, ports);
}

/**
 * Links lines that were there before us to their subscriptions as they are, and writes nothing to Autotask.
 *
 * Where units, price and cost agree the task is synced; where they differ it is listed, or, where that is wanted, linked
 * with what the line holds, and the difference waits at `approval`. Each plan is made again under the contract's lease:
 * one that has moved since it was shown is refused. A second run finds nothing left. Source: rules T11 and Q2.
 */
export async function adoptLines(request: AdoptRequest, ports: SyncPorts): Promise<AdoptOutcome> {
	const { adoptable, refused } = await adoptableTasks(request, ports.store);
	const outcomes: AdoptOutcome[] = [{ tasks: [], refused }];
	const byContract = connected(adoptable, ({ plan }) => contractsOf(plan));
	for (const some of chunk(byContract, contractsAtOnce)) outcomes.push(await adoptSome(some.flat(), request, ports));
	const all = {
		tasks: outcomes.flatMap((one) => one.tasks),
		refused: outcomes.flatMap((one) => one.refused),
	};
	await goOn(request.connectionId, all, adoptable, ports);
	return all;
}
