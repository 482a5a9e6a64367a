import { partition, uniq, uniqBy } from 'lodash';
import type { ContractId, Instant, TaskId } from '../domain/ids';
import { currentLink } from '../domain/ledger';
import { contractsOf, type LineChange } from '../domain/plan';
import type { SyncTask } from '../domain/task';
import { connected } from './connected';
import type { ApprovedPlan } from './contractWork';
import { needAttention } from './needAttention';
import type { SyncResult, WrittenLine } from './outcomes';
import type { ActionLogEntry, Assignment, LinkedLine, OtherUnits, TaskChange } from './ports';
import type { BatchFacts } from './readFacts';
import type { WritePorts } from './contractTurn';
import type { Mismatch, Verification } from './verifyWrites';
import type { ContractReport, WriteReport, WrittenLineState } from './contractTurn';

/** A result before the figures of the whole run are added. */
export type TaskResult = Omit<SyncResult, 'requests' | 'linesWritten'> & {
	/** The contract of each of its lines. */
	readonly contractIds?: readonly ContractId[];
};

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

/** How one task ended, in all its contracts: everything of it written and proven, or not. */
function resultOf({ task }: ApprovedPlan, reports: readonly ContractReport[], proof: Proof): TaskResult {
	const own = reports.flatMap(({ work, reports: all }) =>
		all.filter((one) => one.taskIds.includes(task.id)).map((one) => ({ ...one, contractId: work.contractId })),
	);
	const [there, open] = partition(own, ({ outcome }) => outcome === 'written' || outcome === 'there');
	const lines = there.map(writtenLine);
	const base = { lines, missing: open.map(described), contractIds: there.map((one) => one.contractId) };
	const mismatch = 'why' in proof ? undefined : proof.mismatches.find((one) => isAbout(one, task.id, reports));
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
				reports.find((report) => report.stopped !== undefined)?.stopped ??
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

function isAbout(mismatch: Mismatch, id: TaskId, reports: readonly ContractReport[]): boolean {
	const report = reports.find(({ work }) => work.contractId === mismatch.contractId);
	return report?.lines.some(({ work }) => work.key === mismatch.lineKey && work.taskIds.includes(id)) ?? false;
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
		const earlier = currentLink(batch.ledger, {
			connectionId: batch.connection.id,
			subscriptionId: change.subscriptionId,
			productId: change.productId,
		});
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

/** A line that holds what it was to hold. */
interface Proven {
	readonly line: WrittenLineState;
	readonly report: ContractReport;
}

/**
 * Lines that can be recorded, and tasks that have to wait for others though all of theirs is there.
 *
 * Lines between which a product or seats move are recorded together or not at all: until they have arrived, they have not
 * left, so that a plan made again writes only what is missing. Source: rules T8, C1 and Q11.
 */
function recordable(
	reports: readonly ContractReport[],
	proof: Proof,
): { readonly proven: readonly Proven[]; readonly waiting: ReadonlyMap<TaskId, TaskId> } {
	const all = reports.flatMap((report) => report.lines.map((line): Proven => ({ line, report })));
	const groups = connected(all, ({ line: { work } }) => [
		...work.changes.map((change) => `${change.subscriptionId} ${change.productId}`),
		...(work.changes.some((change) => change.isRelative) ? work.taskIds.map((id) => `task ${id}`) : []),
	]);
	const isWhole = (group: readonly Proven[]) => group.every(({ line, report }) => isProven(line, report, proof));
	const [whole, others] = partition(groups, isWhole);
	const waiting = others.flatMap((group) => {
		const [cause] = group.filter(({ line, report }) => !isProven(line, report, proof));
		const holder = cause?.line.work.taskIds[0];
		return holder === undefined
			? []
			: group.flatMap(({ line }) => line.work.taskIds.map((id): [TaskId, TaskId] => [id, holder]));
	});
	return { proven: whole.flat(), waiting: new Map(waiting) };
}

/** What is said of a task that is whole itself, but shares a line with one that is not. */
function withHolder(result: TaskResult, holder: TaskResult | undefined, id: TaskId | undefined): TaskResult {
	if (result.state !== 'synced' || !holder || holder.state === 'synced') return result;
	const message = `Written, on a line that task ${id ?? ''} is to leave or join, which has not ended: ${holder.message}`;
	return { ...result, state: holder.state, message };
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
