import { differenceBy, uniqBy } from 'lodash';
import type { Instant, TaskId } from '../../domain/ids';
import type { ApprovedPlan } from '../../domain/plan/contractWork';
import { loggedMoney } from '../../domain/plan/loggedMoney';
import { automatic, type SyncTask } from '../../domain/task/task';
import type { ActionLogEntry } from '../../ports/store/actionLog';
import type { Assignment } from '../../ports/store/lines';
import type { TaskChange } from '../../ports/store/tasks';
import type { BatchFacts } from '../planning/batchFacts';
import { needAttention } from '../tasks/needAttention';
import { recordable } from './recordable';
import { assignmentsOf, chargedOnly, linkedLines, otherUnitsOf, recordedEntries } from './recordedLines';
import { describedReport, type Proof, resultOf, type TaskResult, withHolder } from './taskResults';
import type { ContractReport, WritePorts, WriteReport } from './writeReport';

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

function settledChange(result: TaskResult, waitsSince: Instant | undefined): TaskChange {
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
	const { task, plan } = approved;
	const base = { at, connectionId: batch.connection.id, taskId: task.id, by: task.approval?.by ?? automatic };
	const writes = reports.flatMap(({ work, reports: all }) =>
		all
			.filter((one) => one.outcome === 'written' && one.taskIds[0] === task.id)
			.map((one): ActionLogEntry => ({
				...base,
				action: 'write',
				message: `${work.contract.name}: ${describedReport(one)}`,
				details: {
					contractId: work.contractId,
					kind: one.kind,
					on: one.on,
					...(one.adjustment ? { unitsBefore: one.adjustment.unitsBefore, unitsAfter: one.adjustment.unitsAfter } : {}),
					...(one.amount === undefined ? {} : { amount: one.amount, currency: plan.currency }),
				},
				...(task.order?.correlationId === undefined ? {} : { correlationId: task.order.correlationId }),
			})),
	);
	if (result.state !== 'synced') return [...writes, { ...base, action: 'fail', message: result.message }];
	return [...writes, { ...base, action: 'verify', message: result.message, details: loggedMoney(plan) }];
}

/** Of subscriptions that are charged those that have no line: a line's contract stays theirs, whatever is charged elsewhere. Source: rule C1. */
async function withoutLine(
	charged: readonly Assignment[],
	{ connection }: BatchFacts,
	{ store }: WritePorts,
): Promise<readonly Assignment[]> {
	if (charged.length === 0) return [];
	const ids = charged.map(({ subscriptionId }) => subscriptionId);
	const lines = await store.linkedLines(connection.databaseId, { subscriptions: { connectionId: connection.id, ids } });
	const linked = new Set(
		lines.flatMap((line) =>
			line.connectionId === connection.id && line.leftOn === undefined ? [line.subscriptionId] : [],
		),
	);
	return charged.filter(({ subscriptionId }) => !linked.has(subscriptionId));
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
	const charged = await withoutLine(
		differenceBy(chargedOnly(approved, results, batch), assigned, 'subscriptionId'),
		batch,
		ports,
	);
	const settled = approved.flatMap((one) => {
		const result = results.get(one.task.id);
		return result ? [{ one, result }] : [];
	});
	await ports.store.settleTasks({
		connectionId: batch.connection.id,
		now,
		lines,
		otherUnits: proven.flatMap(({ line, report }) => otherUnitsOf(line, report, ports)),
		assignments: [...assigned, ...charged],
		recorded: await recordedEntries(proven, ports),
		tasks: settled.map(({ one, result }) => ({
			id: one.task.id,
			change: settledChange(result, offerEnds(one.task, reports, batch.journal, now)),
		})),
		log: settled.flatMap(({ one, result }) => logOf(reports, one, result, batch, now)),
	});
	const attention = settled.flatMap(({ one, result }) =>
		result.attention ? [{ task: one.task, attention: result.attention }] : [],
	);
	await needAttention(attention, ports, 'sync');
	return results;
}
