import { randomUUID } from 'node:crypto';
import { chunk, groupBy, keyBy, uniq } from 'lodash';
import type { LineComparison } from '../domain/adoption';
import type { ConnectionId, TaskId } from '../domain/ids';
import type { ContractPlan } from '../domain/plan';
import type { SyncTask } from '../domain/task';
import { adoptableTasks, whyNotWaiting, type AdoptableTask, type AdoptRequest } from './adoptableTasks';
import type { SyncPorts } from './checkPlans';
import { compareLines } from './compareLines';
import { ContractLeases } from './contractLeases';
import type { ContractWork } from './contractWork';
import { freeSuccessors } from './freeSuccessors';
import { judgeAdoption, type Adoption, type DifferentTask } from './judgeAdoption';
import { linkAsHeld } from './linkAsHeld';
import type { RefusedEntry } from './namedTasks';
import { needAttention } from './needAttention';
import { planAgain } from './planAgain';
import { readFacts, type BatchFacts } from './readFacts';
import { settleContract } from './settleContract';

/** What became of one task. */
export interface AdoptedTask {
	readonly taskId: TaskId;
	/**
	 * `adopted`: line and subscription agree, the task is synced. `linked`: the line is linked as it is, the task shows the
	 * difference. `different`: nothing was done.
	 */
	readonly state: 'adopted' | 'linked' | 'different';
	readonly lines: readonly LineComparison[];
	/** What syncing the task would write, in words; empty for an adopted one. */
	readonly wouldWrite: readonly string[];
	/** The plan of what is left, for a linked one. */
	readonly plan?: ContractPlan;
	readonly message: string;
}

export interface AdoptOutcome {
	readonly tasks: readonly AdoptedTask[];
	readonly refused: readonly RefusedEntry[];
}

const contractsAtOnce = 100;

type Told = Pick<AdoptRequest, 'connectionId' | 'linkDifferent' | 'by'>;

function agreedText(lines: readonly LineComparison[]): string {
	const said = lines.map(
		(line) =>
			`contract service ${line.contractServiceId} of ${line.contractName} (${line.unitsInAutotask} units, ${line.otherUnits} of them others')`,
	);
	return `Linked as it is, nothing written: ${said.join('; ') || 'its line is linked already'}.`;
}

function differentText(lines: readonly LineComparison[], wouldWrite: readonly string[], taskId: TaskId): string {
	const sides = lines.map(
		(line) =>
			`contract service ${line.contractServiceId} of ${line.contractName} holds ${line.unitsInAutotask} units at ${line.priceInAutotask ?? 'an unknown price'}, ${line.subscriptionName} ${line.unitsAtMarketplace} at ${line.priceAtMarketplace ?? 'an unknown price'}`,
	);
	const next =
		wouldWrite.length > 0
			? `Syncing would write ${wouldWrite.join('; ')}.`
			: `Say whose the other units are: name ${taskId} with own=<units of this subscription>.`;
	return `${sides.join('; ')}. ${next}`;
}

/** Records the links of tasks that have nothing to write, as Sync Contract does after it has written. */
async function settle(
	works: readonly ContractWork[],
	batch: BatchFacts,
	{ by }: Told,
	ports: SyncPorts,
): Promise<void> {
	const at = ports.clock.now();
	for (const work of works) {
		const approved = work.approved.map(({ task, plan }) => ({
			plan,
			task: { ...task, approval: { fingerprint: plan.fingerprint, by, at } },
		}));
		const lines = work.lines.flatMap((line) => {
			const { target, state } = line.line;
			if (target.kind === 'new') return [];
			const { contractServiceId } = target;
			return [{ work: line, contractServiceId, sent: [], moved: [], isWhole: true, before: state }];
		});
		await settleContract({ work: { ...work, approved }, reports: [], lines }, { mismatches: [] }, batch, ports);
	}
}

async function log(rows: readonly AdoptedTask[], { connectionId, by }: Told, ports: SyncPorts): Promise<void> {
	const at = ports.clock.now();
	const done = rows.filter((row) => row.state !== 'different');
	await ports.store.log(
		done.map(({ taskId, message }) => ({ at, connectionId, taskId, action: 'adopt', by, message })),
	);
}

function rowsOf(adoption: Adoption, batch: BatchFacts, now: SyncTask['createdAt']): readonly AdoptedTask[] {
	const agreed = adoption.works.flatMap((work) =>
		work.approved.map(({ task, plan }): AdoptedTask => {
			const others = new Map(work.lines.map((line) => [line.key, line.line.otherUnits ?? 0]));
			const lines = compareLines(plan, task, batch, now, others);
			return { taskId: task.id, state: 'adopted', lines, wouldWrite: [], message: agreedText(lines) };
		}),
	);
	const different = adoption.different.map(({ of, plan, wouldWrite }): AdoptedTask => {
		const lines = compareLines(plan, of.task, batch, now);
		const message = differentText(lines, wouldWrite, of.task.id);
		return { taskId: of.task.id, state: 'different', lines, wouldWrite, message };
	});
	return [...agreed, ...different];
}

/** Links what differs as it is held, and plans what is left: that waits at `approval`, or is nothing. */
async function linkAnyway(
	different: readonly DifferentTask[],
	shown: readonly AdoptedTask[],
	told: Told,
	ports: SyncPorts,
): Promise<readonly AdoptedTask[]> {
	const tasks = different.map(({ of }) => of.task);
	const before = await readFacts(told.connectionId, tasks, ports);
	const ledger = await linkAsHeld(different, before, ports);
	const batch: BatchFacts = { ...before, ledger };
	const rest = judgeAdoption(
		different.map(({ of }) => of),
		batch,
	);
	await settle(rest.works, batch, told, ports);
	const plans = rest.different.map(({ plan }) => ({
		...plan,
		approvalNeeded: [...plan.approvalNeeded, 'its line was linked as it was, and differs'],
	}));
	if (plans.length > 0) await ports.store.savePlans(told.connectionId, plans);
	const row = keyBy(shown, 'taskId');
	const linked = rest.different.map(({ of, wouldWrite }): AdoptedTask => {
		const lines = row[of.task.id]?.lines ?? [];
		const plan = plans.find((one) => one.taskId === of.task.id);
		const message = `Linked as it is. ${differentText(lines, wouldWrite, of.task.id)} Look at the plan, then approve ${of.task.id}:${plan?.fingerprint ?? ''}.`;
		return { taskId: of.task.id, state: 'linked', lines, wouldWrite, message, ...(plan ? { plan } : {}) };
	});
	const refused = rest.refused.map(({ of, reason }): AdoptedTask => ({
		taskId: of.task.id,
		state: 'linked',
		lines: row[of.task.id]?.lines ?? [],
		wouldWrite: [],
		message: `Linked as it is. ${reason}`,
	}));
	const left = [...linked, ...refused];
	const attention = left.flatMap(({ taskId, message }) => {
		const task = tasks.find((one) => one.id === taskId);
		return task ? [{ task, attention: { reason: 'approval', message } as const }] : [];
	});
	await needAttention(attention, ports, 'adopt');
	const whole = rest.works.flatMap((work) => work.approved.map(({ task }) => task.id));
	const adopted = whole.flatMap((taskId): AdoptedTask[] => {
		const lines = row[taskId]?.lines ?? [];
		return [{ taskId, state: 'adopted', lines, wouldWrite: [], message: agreedText(lines) }];
	});
	return [...adopted, ...left];
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
	const isFree = ({ plan }: AdoptableTask) => leases.has(plan.contractId) && !unanswered.has(plan.contractId);
	const busy = adoptable.filter((one) => !isFree(one));
	const adoption = judgeAdoption(adoptable.filter(isFree), batch);
	const rows = rowsOf(adoption, batch, ports.clock.now());
	await settle(adoption.works, batch, told, ports);
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
	const stored = await store.tasksById(adoptable.map(({ task }) => task.id));
	const now = keyBy(
		stored.filter((task) => task.connectionId === connectionId),
		'id',
	);
	const why = ({ task }: AdoptableTask) => whyNotWaiting(now[task.id] ?? task);
	return {
		still: adoptable.filter((one) => why(one) === undefined),
		refused: adoptable.flatMap((one) => {
			const reason = why(one);
			return reason === undefined ? [] : [{ text: one.text, taskId: one.task.id, reason }];
		}),
	};
}

async function adoptSome(adoptable: readonly AdoptableTask[], told: Told, ports: SyncPorts): Promise<AdoptOutcome> {
	const leases = new ContractLeases(ports.autotask.databaseId, `adopt/${randomUUID()}`, ports);
	await leases.take(uniq(adoptable.map(({ plan }) => plan.contractId)));
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
	const byContract = Object.values(groupBy(adoptable, ({ plan }) => plan.contractId));
	for (const some of chunk(byContract, contractsAtOnce)) outcomes.push(await adoptSome(some.flat(), request, ports));
	const all = {
		tasks: outcomes.flatMap((one) => one.tasks),
		refused: outcomes.flatMap((one) => one.refused),
	};
	await goOn(request.connectionId, all, adoptable, ports);
	return all;
}
