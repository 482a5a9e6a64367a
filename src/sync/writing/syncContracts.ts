import { randomUUID } from 'node:crypto';
import { chunk, uniq } from 'lodash';
import type { ConnectionId, TaskId } from '../../domain/ids';
import { groupBy, keyBy } from '../../domain/keyed';
import { contractsOf } from '../../domain/plan/plan';
import type { SyncTask } from '../../domain/task/task';
import { ContractLeases } from '../journal/contractLeases';
import { forgottenWrites } from '../journal/forgottenWrites';
import type { TaskResult } from '../proving/taskResults';
import { connected } from '../tasks/connected';
import { freeSuccessors } from '../tasks/freeSuccessors';
import { freeTasks } from '../tasks/freeTasks';
import type { SyncOutcome } from '../tasks/outcomes';
import { createContracts } from './createContracts';
import { endedResult, fail, later, result } from './endedTasks';
import { shareUsedUp } from './hourlyShare';
import { usedBy } from './runLimits';
import { type Run, syncHeld } from './syncHeld';
import { stillToDo, withUsableTargets } from './stillToDo';
import type { SyncOptions, SyncPorts } from './syncOptions';

/** Contracts whose leases are held at once: enough to share the reads, few enough that their writes end in a few minutes. */
const usualContractsAtOnce = 100;

async function syncSome(
	connectionId: ConnectionId,
	given: readonly SyncTask[],
	contractIds: readonly number[],
	run: Run,
	ports: SyncPorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const leases = new ContractLeases(ports.autotask.databaseId, `sync/${randomUUID()}`, ports);
	if (run.options.dryRun) return await syncHeld(connectionId, given, leases, run, ports);
	const usedUp = await shareUsedUp(ports.autotask, run.options.hourlyShare);
	if (usedUp !== undefined) return await later(given, connectionId, usedUp, ports);
	if (!run.isStoreChecked) {
		const forgotten = await forgottenWrites(ports);
		if (forgotten !== undefined) return await later(given, connectionId, forgotten, ports);
		run.isStoreChecked = true;
	}
	await leases.take(contractIds);
	try {
		const results = new Map<TaskId, TaskResult>();
		const live = await withUsableTargets(await stillToDo(given, results, ports), results, ports);
		const tasks = await withContracts(connectionId, live, { leases, run, results }, ports);
		return tasks.length === 0
			? results
			: new Map([...results, ...(await syncTaken(connectionId, tasks, leases, run, ports))]);
	} finally {
		await leases.release();
	}
}

/** How often tasks are planned again because a day turned out to be taken: with each time one more is known. */
const mostRetakes = 8;

/** Syncs the tasks; those of which a day turned out to be taken at once again, now that it is known. Source: rule Q7. */
async function syncTaken(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	leases: ContractLeases,
	run: Run,
	ports: SyncPorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const results = new Map(await syncHeld(connectionId, tasks, leases, run, ports));
	for (let again = 0; again < mostRetakes; again += 1) {
		const taken = tasks.filter((task) => results.get(task.id)?.isTaken);
		if (taken.length === 0) break;
		const ids = new Set(taken.map((task) => task.id));
		for (const id of ids) results.delete(id);
		const live = await stillToDo(taken, results, ports);
		for (const [id, one] of await syncHeld(connectionId, live, leases, run, ports)) results.set(id, one);
	}
	return results;
}

/** Those of the tasks whose contracts are there, once the ones that their plans create are; and their leases. Source: rule C6. */
async function withContracts(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	of: { readonly leases: ContractLeases; readonly run: Run; readonly results: Map<TaskId, TaskResult> },
	ports: SyncPorts,
): Promise<readonly SyncTask[]> {
	const { leases, run, results } = of;
	const options = { ...run.options, used: run.used };
	const { contractIds, failed } = await createContracts(tasks, { connectionId, leases, options }, ports);
	await leases.take(contractIds);
	for (const one of failed) {
		const own = tasks.filter((task) => one.taskIds.includes(task.id));
		const said = one.isRefused ? await fail(own, one.why, ports) : await later(own, connectionId, one.why, ports);
		for (const [id, ended] of said) results.set(id, ended);
	}
	return tasks.filter((task) => !results.has(task.id));
}

/** Groups of tasks by the contracts that their plans write to: whole contracts together, a limited number at once. */
async function groupsOf(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	ports: SyncPorts,
	{ contractsAtOnce = usualContractsAtOnce }: SyncOptions,
): Promise<readonly { readonly tasks: readonly SyncTask[]; readonly contractIds: readonly number[] }[]> {
	const plans = keyBy(
		await ports.store.plans(
			connectionId,
			tasks.map((task) => task.id),
		),
		'taskId',
	);
	const contractsOfTask = (task: SyncTask): readonly number[] => {
		const plan = plans[task.id];
		return plan ? contractsOf(plan) : [];
	};
	return chunk(connected(tasks, contractsOfTask), contractsAtOnce).map((some) => ({
		tasks: some.flat(),
		contractIds: uniq(some.flat().flatMap(contractsOfTask)),
	}));
}

/** With the setting that moves a second change to a free day, tasks that asked about it go on. Source: rules Q7 and T8. */
async function freeSameDate(connectionId: ConnectionId, done: readonly SyncTask[], ports: SyncPorts): Promise<void> {
	const concerns = (task: SyncTask) => !done.some((other) => other.id === task.id);
	await freeTasks({ connectionId, reason: 'two changes on one date', concerns }, ports);
}

/**
 * Writes the approved plans of the tasks to Autotask, each exactly once.
 *
 * Every plan is made again from what Autotask holds under the contract's lease; only one whose fingerprint is the
 * approved one is written, the others go back to `approval`. Nothing is written in a dry run. Outcomes come in the order
 * of the tasks. Source: rules T8, T9 and T10, and the write protocol.
 */
export async function syncContracts(
	tasks: readonly SyncTask[],
	ports: SyncPorts,
	options: SyncOptions,
): Promise<readonly SyncOutcome[]> {
	const results = new Map<TaskId, TaskResult>();
	const run: Run = { options, used: usedBy(options.writtenBefore ?? []), isStoreChecked: false };
	const ready: SyncTask[] = [];
	for (const task of tasks) {
		const ended = endedResult(task);
		if (ended) results.set(task.id, ended);
		else ready.push(task);
	}
	for (const own of Object.values(groupBy(ready, 'connectionId'))) {
		const [first] = own;
		if (!first) continue;
		for (const group of await groupsOf(first.connectionId, own, ports, options)) {
			const done = await syncSome(first.connectionId, group.tasks, group.contractIds, run, ports);
			for (const [id, one] of done) results.set(id, one);
		}
		if (options.dryRun) continue;
		await freeSuccessors(first.connectionId, own, ports);
		if (options.sameDate === 'nextDay') await freeSameDate(first.connectionId, tasks, ports);
	}
	const requests = ports.autotask.requestCount();
	const linesWritten = new Set(
		[...results.values()].flatMap((one) =>
			one.lines.flatMap((line, at) => (line.written ? [JSON.stringify([line, one.contractIds?.[at]])] : [])),
		),
	).size;
	return tasks.map((task): SyncOutcome => {
		const { contractIds: _contracts, ...own } = results.get(task.id) ?? result('waiting', 'Not looked at.');
		return {
			taskId: task.id,
			kind: own.state === 'synced' || own.state === 'dryRun' ? 'synced' : 'failed',
			result: { ...own, requests, linesWritten },
		};
	});
}
