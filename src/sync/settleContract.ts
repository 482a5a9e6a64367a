import { uniq, uniqBy } from 'lodash';
import type { ContractId, Instant, TaskId } from '../domain/ids';
import { isLinkOf } from '../domain/ledger';
import type { LineChange } from '../domain/plan';
import type { SyncTask } from '../domain/task';
import type { ApprovedPlan } from './contractWork';
import { needAttention } from './needAttention';
import type { SyncResult, WrittenLine } from './outcomes';
import type { ActionLogEntry, Assignment, LinkedLine, OtherUnits, TaskChange } from './ports';
import type { BatchFacts } from './readFacts';
import type { WritePorts } from './contractTurn';
import type { Verification } from './verifyWrites';
import type { ContractReport, WriteReport, WrittenLineState } from './contractTurn';

/** A result before the figures of the whole run are added. */
export type TaskResult = Omit<SyncResult, 'requests' | 'linesWritten'> & { readonly contractId?: ContractId };

type Proof = Verification | { readonly why: string };

function writtenLine(report: WriteReport): WrittenLine {
	const { adjustment } = report;
	return {
		kind: report.kind,
		serviceName: report.serviceName,
		on: report.on,
		written: report.outcome === 'written',
		...(adjustment
			? { unitsBefore: adjustment.unitsBefore, unitDelta: adjustment.unitDelta, unitsAfter: adjustment.unitsAfter }
			: {}),
		...(adjustment?.price === undefined ? {} : { price: adjustment.price }),
		...(report.amount === undefined ? {} : { amount: report.amount }),
		...(report.outcome === 'there' ? { note: 'Autotask held it already.' } : {}),
		...(report.why === undefined ? {} : { note: report.why }),
	};
}

function described(report: WriteReport): string {
	const { adjustment } = report;
	const what = adjustment
		? `${adjustment.unitDelta >= 0 ? '+' : ''}${adjustment.unitDelta} on ${report.on}`
		: `${report.kind} on ${report.on}`;
	return `${report.serviceName}: ${what}${report.why === undefined ? '' : ` (${report.why})`}`;
}

/** How one task ended: everything of it written and proven, or not. */
function resultOf({ task }: ApprovedPlan, report: ContractReport, proof: Proof): TaskResult {
	const own = report.reports.filter((one) => one.taskIds.includes(task.id));
	const lines = own.filter((one) => one.outcome === 'written' || one.outcome === 'there').map(writtenLine);
	const open = own.filter((one) => one.outcome !== 'written' && one.outcome !== 'there');
	const base = { lines, missing: open.map(described), contractId: report.work.contractId };
	const keys = report.lines.filter((line) => line.work.taskIds.includes(task.id)).map((line) => line.work.key);
	const mismatch =
		'why' in proof
			? undefined
			: proof.mismatches.find((one) => one.contractId === report.work.contractId && keys.includes(one.lineKey));
	if (mismatch) return { ...base, state: 'failed', message: mismatch.message };
	const unproven = open.find((one) => one.outcome === 'unproven');
	if (unproven)
		return {
			...base,
			state: 'waiting',
			message: `Autotask did not say whether ${described(unproven)} was written; the next check looks before anything is written again.`,
		};
	const refused = open.find((one) => one.outcome === 'refused') ?? open.find((one) => one.attention !== undefined);
	if (refused) return { ...base, ...refusal(refused, lines.length > 0) };
	if (open[0])
		return {
			...base,
			state: 'waiting',
			message:
				report.stopped ??
				`Not everything could be sent: ${open.map(described).join('; ')}. The task goes on with the next check.`,
		};
	if ('why' in proof)
		return {
			...base,
			state: 'waiting',
			message: `Written, but Autotask could not be read afterwards (${proof.why}); the next check looks again.`,
		};
	return {
		...base,
		state: 'synced',
		message:
			lines.length === 0 ? 'Autotask holds it already; nothing was written.' : `${lines.length} written and read back.`,
	};
}

/** A refusal before the first write is a cause of T8, one after it a failure that lists both. Source: rule T8. */
function refusal(report: WriteReport, hasWritten: boolean): Pick<TaskResult, 'state' | 'message' | 'attention'> {
	const message = `Autotask refused ${described(report)}. Settle the cause there, then retry the task.`;
	if (!hasWritten && report.attention !== undefined)
		return { state: 'waiting', message, attention: { reason: report.attention, message } };
	return { state: 'failed', message };
}

function isProven(line: WrittenLineState, report: ContractReport, proof: Proof): boolean {
	if (!line.isWhole || line.contractServiceId === undefined || 'why' in proof) return false;
	return !proof.mismatches.some((one) => one.contractId === report.work.contractId && one.lineKey === line.work.key);
}

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
		const earlier = batch.ledger.links.find((link) =>
			isLinkOf(link, {
				connectionId: batch.connection.id,
				subscriptionId: change.subscriptionId,
				productId: change.productId,
			}),
		);
		const charged =
			change.chargedUntilNextStart === undefined
				? earlier?.charged
				: { quantity: change.chargedUntilNextStart, until: change.period.nextStart };
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

async function recordedEntries(
	proven: readonly WrittenLineState[],
	report: ContractReport,
	ports: WritePorts,
): Promise<readonly number[]> {
	const ids = proven.map((line) => line.contractServiceId);
	const journal = await ports.store.journal(ports.autotask.databaseId, [report.work.contractId], ['done']);
	return journal
		.filter((entry) => entry.kind === 'adjustment' && ids.includes(entry.contractServiceId))
		.map((entry) => entry.id);
}

/** Subscriptions that are charged on the contract without a line of theirs: from their first task on they belong to it. Source: rule C1. */
function chargedOnly(
	report: ContractReport,
	results: ReadonlyMap<TaskId, TaskResult>,
	batch: BatchFacts,
): readonly Assignment[] {
	const own = report.work.approved.filter(
		({ task, plan }) => plan.changes.length === 0 && results.get(task.id)?.state === 'synced',
	);
	const assignments = own.flatMap(({ task, plan }) =>
		task.subscriptionIds
			.filter((id) => batch.ledger.assigned.get(id) !== report.work.contractId)
			.map((subscriptionId): Assignment => ({
				connectionId: batch.connection.id,
				subscriptionId,
				contractId: report.work.contractId,
				from: plan.effectiveOn,
			})),
	);
	return uniqBy(assignments, 'subscriptionId');
}

/** A task with a write without proof is free for the next check, and its offer counts as one in vain. Source: rule F1. */
function offerEnds(task: SyncTask, report: ContractReport, now: Instant): Instant | undefined {
	const isUnproven = report.reports.some((one) => one.outcome === 'unproven' && one.taskIds.includes(task.id));
	return isUnproven ? now : undefined;
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
	report: ContractReport,
	approved: ApprovedPlan,
	result: TaskResult,
	batch: BatchFacts,
	at: ActionLogEntry['at'],
): readonly ActionLogEntry[] {
	const { task } = approved;
	const base = { at, connectionId: batch.connection.id, taskId: task.id, by: task.approval?.by ?? 'automatic' };
	const writes = report.reports
		.filter((one) => one.outcome === 'written' && one.taskIds[0] === task.id)
		.map((one): ActionLogEntry => ({
			...base,
			action: 'write',
			message: `${report.work.contract.name}: ${described(one)}`,
			details: {
				contractId: report.work.contractId,
				kind: one.kind,
				on: one.on,
				...(one.adjustment ? { unitsBefore: one.adjustment.unitsBefore, unitsAfter: one.adjustment.unitsAfter } : {}),
				...(one.amount === undefined ? {} : { amount: one.amount }),
			},
			...(task.order?.correlationId === undefined ? {} : { correlationId: task.order.correlationId }),
		}));
	return [...writes, { ...base, action: result.state === 'synced' ? 'verify' : 'fail', message: result.message }];
}

/**
 * Records what became of one contract: proven lines with their subscriptions, assignments, task states, log.
 *
 * Everything in one transaction, so that a crash leaves all of it or none; without it the next run finds the writes in
 * Autotask and records them then. Source: rules T8, Q1, Q2, C1.
 */
export async function settleContract(
	report: ContractReport,
	proof: Proof,
	batch: BatchFacts,
	ports: WritePorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	const now = ports.clock.now();
	const results = new Map(
		report.work.approved.map((approved) => [approved.task.id, resultOf(approved, report, proof)]),
	);
	const proven = report.lines.filter((line) => isProven(line, report, proof));
	const lines = proven.flatMap((line) => linkedLines(line, report, batch, ports));
	const assigned = uniq(lines.map((line) => line.subscriptionId)).map((subscriptionId): Assignment => {
		const approved = report.work.approved.find(({ plan }) =>
			plan.changes.some((change) => change.subscriptionId === subscriptionId),
		);
		return {
			connectionId: batch.connection.id,
			subscriptionId,
			contractId: report.work.contractId,
			from: approved?.plan.effectiveOn ?? report.work.contract.startsOn,
		};
	});
	const charged = chargedOnly(report, results, batch).filter(
		(one) => !assigned.some((other) => other.subscriptionId === one.subscriptionId),
	);
	const attention = report.work.approved.flatMap(({ task }) => {
		const cause = results.get(task.id)?.attention;
		return cause ? [{ task, attention: cause }] : [];
	});
	await ports.store.settleTasks({
		connectionId: batch.connection.id,
		now,
		lines,
		otherUnits: proven.flatMap((line) => otherUnitsOf(line, ports)),
		assignments: [...assigned, ...charged],
		recorded: await recordedEntries(proven, report, ports),
		tasks: report.work.approved.flatMap(({ task }) => {
			const result = results.get(task.id);
			return result ? [{ id: task.id, change: changeOf(result, offerEnds(task, report, now)) }] : [];
		}),
		log: report.work.approved.flatMap((approved) => {
			const result = results.get(approved.task.id);
			return result ? logOf(report, approved, result, batch, now) : [];
		}),
	});
	await needAttention(attention, ports, 'sync');
	return results;
}
