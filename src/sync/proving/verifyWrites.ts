import type { CalendarDate } from '../../domain/calendarDate';
import type { ContractService } from '../../domain/contract/contract';
import { contractPeriod, type LineState, lineState, rowsOfLine } from '../../domain/contract/lineState';
import { isTotalOf } from '../../domain/contract/rowTotal';
import type { ContractId, ContractServiceId } from '../../domain/ids';
import { difference, unitsOn } from '../../domain/unitTimeline';
import { heldStepOn } from '../../domain/writes/held';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { ContractReport, WrittenLineState } from './writeReport';

/** A line that Autotask does not hold as it was written, with both figures. */
export interface Mismatch {
	readonly lineKey: string;
	readonly contractId: number;
	readonly message: string;
}

/** The verdict on the lines that were written or found as wanted. */
export interface Verification {
	readonly mismatches: readonly Mismatch[];
}

function unitMismatch(written: WrittenLineState, now: LineState, lastDay: CalendarDate): string | undefined {
	const target = written.work.after.units;
	const gap = difference(target, now.units);
	const days = [written.work.from, ...gap.map((step) => step.from).filter((day) => day > written.work.from)];
	const wrong = days.find((day) => day <= lastDay && unitsOn(gap, day) !== 0);
	return (
		wrong && `on ${wrong} Autotask holds ${unitsOn(now.units, wrong)} units, ${unitsOn(target, wrong)} are expected`
	);
}

function priceMismatch(
	written: WrittenLineState,
	now: LineState,
	contract: ContractReport['work']['contract'],
): string | undefined {
	for (const row of now.rows.filter((other) => other.startsOn >= written.work.from && other.units !== 0)) {
		const { amount: price, isGuess } = heldStepOn(written.work.after.price, row.startsOn) ?? {};
		if (price === undefined || isGuess) continue;
		const isCut = row.endsOn === contract.endsOn;
		if (!isCut && !isTotalOf(price, row, contractPeriod(contract, row.startsOn), row.price))
			return `from ${row.startsOn} to ${row.endsOn} Autotask bills ${row.price} for ${row.units} units, ${price} each is expected`;
	}
	return undefined;
}

/**
 * Step 8: one batched read, and each line compared with what was to be there, split rows included.
 *
 * Lines whose writes were not made in full are left out: they are reported already. Source: the write protocol, step 8.
 */
export async function verifyWrites(reports: readonly ContractReport[], autotask: AutotaskPort): Promise<Verification> {
	const whole = reports.filter((report) => report.lines.some((line) => line.isWhole));
	const first = whole.flatMap((report) => report.lines.map((line) => line.work.from)).toSorted()[0];
	if (first === undefined) return { mismatches: [] };
	const starts = whole.map((report) => contractPeriod(report.work.contract, first).start).toSorted()[0] ?? first;
	const unread = new Map<ContractId, string>();
	const rows = await autotask.unitRows(
		whole.map((report) => report.work.contractId),
		{ from: starts },
		({ of, why }) => unread.set(of, why),
	);
	const mismatches = whole.flatMap((report) =>
		report.lines
			.filter((line) => line.isWhole && line.contractServiceId !== undefined)
			.flatMap((line): Mismatch[] => {
				const now = lineState(rowsOfLine(serviceOf(line, report), siblingsOf(report), rows));
				const half = unread.get(report.work.contractId);
				const wrong =
					half ??
					unitMismatch(line, now, report.work.contract.endsOn) ??
					priceMismatch(line, now, report.work.contract);
				if (wrong === undefined) return [];
				const message = `Contract service ${line.contractServiceId} of ${report.work.contract.name}: ${wrong}. Look at it in Autotask, correct it there, then retry the task.`;
				return [{ lineKey: line.work.key, contractId: report.work.contractId, message }];
			}),
	);
	return { mismatches };
}

function serviceOf(line: WrittenLineState, report: ContractReport): ContractService {
	return {
		id: line.contractServiceId as ContractServiceId,
		contractId: report.work.contractId,
		serviceId: line.work.line.serviceId,
	};
}

/** Lines of the contract by which a row without an id is told apart. */
function siblingsOf(report: ContractReport): readonly ContractService[] {
	return report.lines.filter((line) => line.contractServiceId !== undefined).map((line) => serviceOf(line, report));
}
