import { partition } from 'lodash';
import type { ContractId, TaskId } from '../../domain/ids';
import type { ApprovedPlan } from '../../domain/plan/contractWork';
import type { SyncResult, WrittenLine } from '../tasks/outcomes';
import type { Mismatch, Verification } from './verifyWrites';
import type { ContractReport, WriteReport } from './writeReport';

/** A result before the figures of the whole run are added. */
export type TaskResult = Omit<SyncResult, 'requests' | 'linesWritten'> & {
	/** The contract of each of its lines. */
	readonly contractIds?: readonly ContractId[];
	/** Whether a day turned out to be taken: it is planned again at once. Source: rule Q7. */
	readonly isTaken?: true;
};

/** What the read-back came to, or why there was none. */
export type Proof = Verification | { readonly why: string };

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

/** One write as a message names it. */
export function describedReport(report: WriteReport): string {
	const { adjustment } = report;
	const what = adjustment
		? `${adjustment.unitDelta >= 0 ? '+' : ''}${adjustment.unitDelta} on ${report.on}`
		: `${report.kind} on ${report.on}`;
	return `${report.serviceName}: ${what}${report.why === undefined ? '' : ` (${report.why})`}`;
}

/** What is not there; of a write that is there twice the message tells. */
function missingOf(open: readonly WriteReport[]): readonly string[] {
	return open.filter((one) => one.outcome !== 'late').map(describedReport);
}

/** Why not everything was sent. */
function notSentText(open: readonly WriteReport[], reports: readonly ContractReport[]): string {
	const stopped = reports.find((report) => report.stopped !== undefined)?.stopped;
	const left = open.map(describedReport).join('; ');
	return stopped ?? `Not everything could be sent: ${left}. The task goes on with the next check.`;
}

/** How one task ended, in all its contracts: everything of it written and proven, or not. */
export function resultOf({ task }: ApprovedPlan, reports: readonly ContractReport[], proof: Proof): TaskResult {
	const own = reports.flatMap(({ work, reports: all }) =>
		all.filter((one) => one.taskIds.includes(task.id)).map((one) => ({ ...one, contractId: work.contractId })),
	);
	const [there, open] = partition(own, ({ outcome }) => outcome === 'written' || outcome === 'there');
	const lines = there.map(writtenLine);
	const base = { lines, missing: missingOf(open), contractIds: there.map((one) => one.contractId) };
	const mismatch = 'why' in proof ? undefined : proof.mismatches.find((one) => isAbout(one, task.id, reports));
	if (mismatch) return { ...base, state: 'failed', message: mismatch.message };
	const late = open.find((one) => one.outcome === 'late');
	if (late) return { ...base, state: 'failed', message: late.why ?? describedReport(late) };
	const unproven = open.find((one) => one.outcome === 'unproven');
	if (unproven)
		return {
			...base,
			state: 'waiting',
			message: `Autotask did not say whether ${describedReport(unproven)} was written; the next check looks before anything is written again.`,
		};
	const taken = open.find((one) => one.outcome === 'taken');
	if (taken)
		return {
			...base,
			state: 'waiting',
			message: `${describedReport(taken)}; the task is planned again.`,
			isTaken: true,
		};
	const refused = open.find((one) => one.outcome === 'refused') ?? open.find((one) => one.attention !== undefined);
	if (refused)
		return {
			...base,
			...refusal(
				refused,
				there.some(({ kind }) => kind !== 'contractService'),
			),
		};
	if (open[0]) return { ...base, state: 'waiting', message: notSentText(open, reports) };
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

/**
 * A refusal before the first write is a cause of T8, one after it a failure that lists both; a line that was created holds
 * nothing yet. Source: rule T8.
 */
function refusal(report: WriteReport, hasWritten: boolean): Pick<TaskResult, 'state' | 'message' | 'attention'> {
	const message = `Autotask refused ${describedReport(report)}. Settle the cause there, then retry the task.`;
	if (!hasWritten && report.attention !== undefined)
		return { state: 'waiting', message, attention: { reason: report.attention, message } };
	return { state: 'failed', message };
}

/** What is said of a task that is whole itself, but shares a line with one that is not. */
export function withHolder(result: TaskResult, holder: TaskResult | undefined, id: TaskId | undefined): TaskResult {
	if (result.state !== 'synced' || !holder || holder.state === 'synced') return result;
	const message = `Written, on a line that task ${id ?? ''} is to leave or join, which has not ended: ${holder.message}`;
	return { ...result, state: holder.state, message };
}
