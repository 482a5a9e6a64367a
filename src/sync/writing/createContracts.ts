import { uniq } from 'lodash';
import { plusMillis } from '../../domain/calendarDate';
import type { NewContract } from '../../domain/contractChoice/newContract';
import type { CompanyId, ConnectionId, ContractId, TaskId } from '../../domain/ids';
import { groupBy } from '../../domain/keyed';
import type { ApprovedPlan } from '../../domain/plan/contractWork';
import type { SyncTask } from '../../domain/task/task';
import type { JournalEntry } from '../../ports/store/journal';
import type { ContractLeases } from '../journal/contractLeases';
import { type Sent, writeOnce } from '../journal/writeOnce';
import { settleTimeMs } from '../journal/writeTimes';
import { readFacts } from '../planning/readFacts';
import { checkPlans } from './checkPlans';
import type { RunUse } from './runLimits';
import type { SyncOptions, SyncPorts } from './syncOptions';

/** A contract that approved plans create, with the tasks that go on it. */
interface Wanted extends NewContract {
	readonly companyId: CompanyId;
	/** The id that it goes by until it is there. */
	readonly plannedId: ContractId;
	readonly taskIds: readonly TaskId[];
}

/** A contract that could not be created, and why; `isRefused` where Autotask said no. */
export interface NotCreated {
	readonly taskIds: readonly TaskId[];
	readonly why: string;
	readonly isRefused: boolean;
}

/** What became of the contracts that are to be created. */
export interface CreatedContracts {
	/** Autotask's ids of those that are there now. */
	readonly contractIds: readonly ContractId[];
	readonly failed: readonly NotCreated[];
}

export interface CreationRun {
	readonly connectionId: ConnectionId;
	readonly leases: ContractLeases;
	readonly options: SyncOptions & { readonly used: RunUse };
}

type Found = { readonly id: ContractId } | { readonly why: string; readonly isRefused: boolean };

function waiting(why: string): Found {
	return { why, isRefused: false };
}

function wantedOf(approved: readonly ApprovedPlan[]): readonly Wanted[] {
	const creating = approved.filter(({ plan }) => plan.newContract !== undefined);
	return Object.values(groupBy(creating, ({ plan }) => plan.contractId)).flatMap((own): Wanted[] => {
		const [first] = own;
		if (!first?.plan.newContract) return [];
		const { newContract, companyId, contractId: plannedId } = first.plan;
		return [{ ...newContract, companyId, plannedId, taskIds: own.map(({ task }) => task.id) }];
	});
}

/** The id by which the lease of a company is named: no two contracts of one company are created at once. */
function companyLease(wanted: Wanted): number {
	return -wanted.companyId;
}

/** Judges a creation that had no answer by our key, once its settle time is over; false while it is too young. Source: the write protocol, steps 4 and 6. */
async function settleOpen(
	entries: readonly JournalEntry[],
	there: ContractId | undefined,
	ports: SyncPorts,
): Promise<boolean> {
	const now = ports.clock.now();
	const open = entries.filter((entry) => entry.state === 'open');
	if (there === undefined && open.some((entry) => plusMillis(entry.intendedAt, settleTimeMs) > now)) return false;
	for (const { id } of open) {
		const outcome =
			there === undefined ? { state: 'unwritten' as const } : { state: 'done' as const, autotaskId: there };
		await ports.store.settle(id, { ...outcome, at: now });
	}
	return true;
}

async function logCreation(wanted: Wanted, id: ContractId, run: CreationRun, ports: SyncPorts): Promise<void> {
	const [taskId] = wanted.taskIds;
	await ports.store.log([
		{
			at: ports.clock.now(),
			connectionId: run.connectionId,
			action: 'write',
			message: `Contract ${wanted.name} (${id}) created, from ${wanted.startsOn} to ${wanted.endsOn}.`,
			...(taskId === undefined ? {} : { taskId }),
			details: { contractId: id, number: wanted.key },
		},
	]);
}

function foundBy(sent: Sent<ContractId>, wanted: Wanted): Found {
	if (sent.kind === 'done') return { id: sent.id };
	if (sent.kind === 'unproven')
		return waiting(`Autotask did not say whether contract ${wanted.name} was created; the next check looks first.`);
	if (sent.kind === 'stopped') return waiting(sent.why);
	if (sent.kind === 'late')
		return {
			why: `Contract ${wanted.name} may be there twice: this run stalled, and another one went on. Look for contract number ${wanted.key} in Autotask, end one of both, then retry.`,
			isRefused: true,
		};
	return { why: `Autotask refused to create contract ${wanted.name}: ${sent.reasons.join(' ')}`, isRefused: true };
}

async function send(wanted: Wanted, run: CreationRun, ports: SyncPorts): Promise<Found> {
	const { key, name, periodType, startsOn, endsOn, companyId, plannedId, taskIds } = wanted;
	const { connectionId, leases, options } = run;
	const { databaseId } = ports.autotask;
	const intent = {
		databaseId,
		connectionId,
		taskIds,
		contractId: plannedId,
		kind: 'contract' as const,
		key,
		on: startsOn,
	};
	const sent = await writeOnce(
		intent,
		async (how) => await ports.autotask.createContract({ key, name, periodType, startsOn, endsOn, companyId }, how),
		{ leases, ...(options.signal ? { signal: options.signal } : {}) },
		ports,
	);
	if (sent.kind === 'done') await logCreation(wanted, sent.id, run, ports);
	return foundBy(sent, wanted);
}

/** Looks for our key first, and creates the contract only where it is not there and none of ours ever was. */
async function findOrCreate(wanted: Wanted, run: CreationRun, ports: SyncPorts): Promise<Found> {
	const { leases } = run;
	await leases.take([companyLease(wanted)]);
	if (!leases.has(wanted.plannedId) || !leases.has(companyLease(wanted)))
		return waiting(`Another run creates a contract of the same company; the task goes on with the next check.`);
	const unread: string[] = [];
	const [there] = await ports.autotask.contractsByNumber([wanted.key], ({ why }) => unread.push(why));
	if (unread[0] !== undefined)
		return waiting(`Contract ${wanted.name} could not be looked for: ${unread[0]}. Repair it in Autotask.`);
	const journal = await ports.store.journal(ports.autotask.databaseId, [wanted.plannedId]);
	if (!(await settleOpen(journal, there?.id, ports)))
		return waiting(`Contract ${wanted.name} was sent and has no answer yet; the next check looks again.`);
	if (there) return { id: there.id };
	if (journal.some((entry) => entry.state === 'done'))
		return {
			why: `Contract ${wanted.name} was created before and its number ${wanted.key} is no longer found in Autotask. Give the contract that number again, then retry.`,
			isRefused: true,
		};
	return await send(wanted, run, ports);
}

/**
 * Creates the contracts that approved plans ask for, before anything is written to them; one for all tasks that ask for
 * the same.
 *
 * The plans are made again first: one that has moved, or that fits a contract by now, creates none. A repeat finds the
 * contract by our key. The leases of the plans' contracts are held. Source: rule C6 and the write protocol.
 */
export async function createContracts(
	tasks: readonly SyncTask[],
	run: CreationRun,
	ports: SyncPorts,
): Promise<CreatedContracts> {
	const stored = await ports.store.plans(
		run.connectionId,
		tasks.map((task) => task.id),
	);
	if (!stored.some((plan) => plan.newContract)) return { contractIds: [], failed: [] };
	const batch = await readFacts(run.connectionId, tasks, ports);
	const { approved } = await checkPlans(tasks, batch, run.options, ports);
	const there = batch.autotask.contracts.filter((contract) =>
		stored.some((plan) => plan.newContract?.key === contract.number),
	);
	const contractIds = there.map((contract) => contract.id);
	const failed: NotCreated[] = [];
	for (const wanted of wantedOf(approved)) {
		const found = await findOrCreate(wanted, run, ports);
		if ('id' in found) contractIds.push(found.id);
		else failed.push({ taskIds: wanted.taskIds, ...found });
	}
	return { contractIds: uniq(contractIds), failed };
}
