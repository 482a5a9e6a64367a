import { uniq, uniqBy } from 'lodash';
import type { Instant, TaskId } from '../domain/ids';
import { currentLink } from '../domain/ledger';
import { contractsOf, type LineChange } from '../domain/plan';
import type { SyncTask } from '../domain/task';
import type { ContractReport, WritePorts, WriteReport, WrittenLineState } from './contractTurn';
import type { ApprovedPlan } from './contractWork';
import { needAttention } from './needAttention';
import type { ActionLogEntry, Assignment, LinkedLine, OtherUnits, TaskChange } from './ports';
import type { BatchFacts } from './readFacts';
import { recordable, type Proven } from './recordable';
import { described, resultOf, withHolder, type Proof, type TaskResult } from './taskResults';

/** The last change of each subscription's product on the line: what it holds from now on. */
function lastChanges(line: WrittenLineState): readonly LineChange[] {
	return line.work.changes.filter(
		(change, at, all) =>
			!all
				.slice(at + 1)
				.some((later) => later.subscriptionId === change.subscriptionId && later.productId === change.productId),
	);
}

function linkedLines(
	line: WrittenLineState,
	report: ContractReport,
	batch: BatchFacts,
	ports: WritePorts,
): readonly LinkedLine[] {
	const { contractServiceId } = line;
	if (contractServiceId === undefined) return [];
	return lastChanges(line).map((change) => {
		const earlier = currentLink(batch.ledger, {
			connectionId: batch.connection.id,
			subscriptionId: change.subscriptionId,
			productId: change.productId,
		});
		const charged =
			change.chargedUntilNextStart === undefined
				? earlier?.charged
				: {
						quantity: change.chargedUntilNextStart,
						until: change.period.nextStart,
						...(change.endedSeats ? { ended: change.endedSeats } : {}),
					};
		return {
			databaseId: ports.autotask.databaseId,
			connectionId: batch.connection.id,
			subscriptionId: change.subscriptionId,
			productId: change.productId,
			contractId: report.work.contractId,
			contractServiceId,
			serviceId: change.serviceId,
			units: change.unitsAfter,
			...(charged ? { charged } : {}),
			...(change.leftOn === undefined ? {} : { leftOn: change.leftOn }),
		};
	});
}

function otherUnitsOf(line: WrittenLineState, ports: WritePorts): readonly OtherUnits[] {
	const { contractServiceId, work } = line;
	if (contractServiceId === undefined) return [];
	return [
		{
			databaseId: ports.autotask.databaseId,
			contractServiceId,
			units: work.line.otherUnits ?? 0,
			existedBefore: work.line.existedBefore,
		},
	];
}

async function recordedEntries(proven: readonly Proven[], ports: WritePorts): Promise<readonly number[]> {
	const ids = new Set(proven.map(({ line }) => line.contractServiceId));
	const contracts = uniq(proven.map(({ report }) => report.work.contractId));
	const journal =
		contracts.length === 0 ? [] : await ports.store.journal(ports.autotask.databaseId, contracts, ['done']);
	return journal
		.filter((entry) => entry.kind === 'adjustment' && ids.has(entry.contractServiceId))
		.map((entry) => entry.id);
}

/** Whether seats leave the line for another product of the same subscription: that one says where it belongs. */
function leavesFor({ moved, subscriptionId }: LineChange, report: ContractReport): boolean {
	if (moved?.direction !== 'out') return false;
	const changes = report.work.approved.flatMap(({ plan }) => plan.changes);
	return changes.some((other) => other.subscriptionId === subscriptionId && other.moved?.direction === 'in');
}

/** The subscription's contract from the day on from which its product is on the line. Source: rule C1. */
function assignmentsOf(proven: readonly Proven[], batch: BatchFacts): readonly Assignment[] {
	const assignments = proven.flatMap(({ line, report }) =>
		lastChanges(line)
			.filter((change) => change.leftOn === undefined && !leavesFor(change, report))
			.map(({ subscriptionId, joinedOn, moved }): Assignment => {
				const approved = report.work.approved.find(({ plan }) =>
					plan.changes.some((change) => change.subscriptionId === subscriptionId),
				);
				return {
					connectionId: batch.connection.id,
					subscriptionId,
					contractId: report.work.contractId,
					from: joinedOn ?? moved?.on ?? approved?.plan.effectiveOn ?? report.work.contract.startsOn,
				};
			}),
	);
	return uniqBy(assignments, (one) => `${one.subscriptionId} ${one.contractId}`);
}

/** Subscriptions that are charged on the contract without a line of theirs: from their first task on they belong to it. Source: rule C1. */
function chargedOnly(
	approved: readonly ApprovedPlan[],
	results: ReadonlyMap<TaskId, TaskResult>,
	batch: BatchFacts,
): readonly Assignment[] {
	const own = approved.filter(
		({ task, plan }) =>
			plan.changes.length === 0 && contractsOf(plan).length === 1 && results.get(task.id)?.state === 'synced',
	);
	const assignments = own.flatMap(({ task, plan }) =>
		task.subscriptionIds
			.filter((id) => batch.ledger.assigned.get(id) !== plan.contractId)
			.map((subscriptionId): Assignment => ({
				connectionId: batch.connection.id,
				subscriptionId,
				contractId: plan.contractId,
				from: plan.effectiveOn,
			})),
	);
	return uniqBy(assignments, 'subscriptionId');
}

/**
 * When the offer of a task that still waits ends: one whose write is without proof again, after it was found not to be
 * there before, was in vain. Source: rule F1.
 */
function offerEnds(
	task: SyncTask,
	reports: readonly ContractReport[],
	journal: BatchFacts['journal'],
	now: Instant,
): Instant | undefined {
	const wasTried = ({ kind, on }: WriteReport) =>
		journal.some(
			(entry) =>
				entry.state === 'unwritten' && entry.kind === kind && entry.on === on && entry.taskIds.includes(task.id),
		);
	const isInVain = (one: WriteReport) => one.outcome === 'unproven' && one.taskIds.includes(task.id) && wasTried(one);
	return reports.some((report) => report.reports.some(isInVain)) ? now : undefined;
}

function changeOf(result: TaskResult, waitsSince: Instant | undefined): TaskChange {
	const done = { offeredUntil: undefined, waitsFor: undefined };
	if (result.state === 'synced') return { ...done, state: 'synced', attention: undefined, note: undefined };
	if (result.state === 'failed')
		return {
			...done,
			state: 'failed',
			attention: undefined,
			note: `${result.message}${result.missing.length > 0 ? ` Missing: ${result.missing.join('; ')}.` : ''}`,
		};
	return { offeredUntil: waitsSince, note: result.message };
}

function logOf(
	reports: readonly ContractReport[],
	approved: ApprovedPlan,
	result: TaskResult,
	batch: BatchFacts,
	at: ActionLogEntry['at'],
): readonly ActionLogEntry[] {
	const { task } = approved;
	const base = { at, connectionId: batch.connection.id, taskId: task.id, by: task.approval?.by ?? 'automatic' };
	const writes = reports.flatMap(({ work, reports: all }) =>
		all
			.filter((one) => one.outcome === 'written' && one.taskIds[0] === task.id)
			.map((one): ActionLogEntry => ({
				...base,
				action: 'write',
				message: `${work.contract.name}: ${described(one)}`,
				details: {
					contractId: work.contractId,
					kind: one.kind,
					on: one.on,
					...(one.adjustment ? { unitsBefore: one.adjustment.unitsBefore, unitsAfter: one.adjustment.unitsAfter } : {}),
					...(one.amount === undefined ? {} : { amount: one.amount }),
				},
				...(task.order?.correlationId === undefined ? {} : { correlationId: task.order.correlationId }),
			})),
	);
	return [...writes, { ...base, action: result.state === 'synced' ? 'verify' : 'fail', message: result.message }];
}

/**
 * Records what became of contracts that share tasks: proven lines with their subscriptions, assignments, task states, log.
 *
 * A task is synced only where it is proven in all its contracts. Everything in one transaction, so that a crash leaves all
 * of it or none; without it the next run finds the writes in Autotask and records them then.
 * Source: rules T8, Q1, Q2, C1.
 */
export async function settleContracts(
	reports: readonly ContractReport[],
	proof: Proof,
	batch: BatchFacts,
	ports: WritePorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const now = ports.clock.now();
	const approved = uniqBy(
		reports.flatMap((report) => report.work.approved),
		({ task }) => task.id,
	);
	const { proven, waiting } = recordable(reports, proof);
	const own = new Map(approved.map((one) => [one.task.id, resultOf(one, reports, proof)]));
	const results = new Map(
		[...own].map(([id, result]) => {
			const holder = waiting.get(id);
			return [id, withHolder(result, holder === undefined ? undefined : own.get(holder), holder)] as const;
		}),
	);
	const lines = proven.flatMap(({ line, report }) => linkedLines(line, report, batch, ports));
	const assigned = assignmentsOf(proven, batch);
	const charged = chargedOnly(approved, results, batch).filter(
		(one) => !assigned.some((other) => other.subscriptionId === one.subscriptionId),
	);
	const settled = approved.flatMap((one) => {
		const result = results.get(one.task.id);
		return result ? [{ one, result }] : [];
	});
	await ports.store.settleTasks({
		connectionId: batch.connection.id,
		now,
		lines,
		otherUnits: proven.flatMap(({ line }) => otherUnitsOf(line, ports)),
		assignments: [...assigned, ...charged],
		recorded: await recordedEntries(proven, ports),
		tasks: settled.map(({ one, result }) => ({
			id: one.task.id,
			change: changeOf(result, offerEnds(one.task, reports, batch.journal, now)),
		})),
		log: settled.flatMap(({ one, result }) => logOf(reports, one, result, batch, now)),
	});
	const attention = settled.flatMap(({ one, result }) =>
		result.attention ? [{ task: one.task, attention: result.attention }] : [],
	);
	await needAttention(attention, ports, 'sync');
	return results;
}
