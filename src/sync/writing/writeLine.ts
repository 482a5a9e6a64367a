import { partition } from 'lodash';
import type { CalendarDate } from '../../domain/calendarDate';
import type { PlannedAdjustment } from '../../domain/line/plannedAdjustment';
import { isZero } from '../../domain/money';
import type { PlannedCharge } from '../../domain/plan/plan';
import { summed, type UnitTimeline } from '../../domain/unitTimeline';
import { isSecondChangeOnDate } from '../journal/writeErrors';
import type { WrittenLineState } from '../proving/writeReport';
import { goesBelowZero } from './freeDays';
import type { LineTurn } from './lineTurn';
import { movedDayCharges } from './movedDays';
import { aboutAdjustment, sendAdjustment } from './sendAdjustment';
import { shiftCharge, shiftedOf } from './shiftCharge';
import { writeCharge } from './writeCharge';

/** Writes a charge that belongs to an adjustment of the line; says whether it is there. */
async function writeLineCharge({ turn, work }: LineTurn, charge: PlannedCharge): Promise<boolean> {
	const [taskId] = work.taskIds;
	if (!taskId) return false;
	return await writeCharge(turn, { taskId, charge }, work.changes[0]?.serviceName ?? '');
}

/** A person is asked. */
function giveUp(line: LineTurn, adjustment: PlannedAdjustment, why: string): undefined {
	line.turn.add({
		...aboutAdjustment(line, adjustment),
		outcome: 'refused',
		why: `Autotask takes one change of a line a day, and ${why}`,
		attention: 'two changes on one date',
	});
}

/**
 * The day has an adjustment already, or the line would go below zero on it, since another one was moved: the next free
 * day takes it, or an earlier one, and a charge makes the bill exact, or a person is asked. `meantFor` is the day of the
 * first try. Source: rule Q7.
 */
async function writeOnFreeDay(
	line: LineTurn,
	adjustment: PlannedAdjustment,
	meantFor: CalendarDate,
	why: string,
): Promise<PlannedAdjustment | undefined> {
	const shifted = shiftedOf(line, adjustment);
	if (!shifted) return giveUp(line, adjustment, why);
	const charge = shiftCharge(line, adjustment, shifted, why);
	if (!isZero(charge.amount) && !(await writeLineCharge(line, charge))) return undefined;
	return await writeAdjustment(line, shifted.adjustment, meantFor);
}

/** The day has an adjustment. */
async function writeOffTakenDay(
	line: LineTurn,
	adjustment: PlannedAdjustment,
	meantFor: CalendarDate,
): Promise<PlannedAdjustment | undefined> {
	line.taken.add(adjustment.on);
	return await writeOnFreeDay(line, adjustment, meantFor, `${adjustment.on} has a change already`);
}

async function writeAdjustment(
	line: LineTurn,
	adjustment: PlannedAdjustment,
	meantFor: CalendarDate = adjustment.on,
): Promise<PlannedAdjustment | undefined> {
	const { turn, taken } = line;
	if (!turn.mayGoOn) {
		turn.add({ ...aboutAdjustment(line, adjustment), outcome: 'notSent' });
		return undefined;
	}
	if (taken.has(adjustment.on) && turn.refusesSecondChange(line.id, adjustment.on))
		return await writeOffTakenDay(line, adjustment, meantFor);
	if (turn.context.sameDate === 'nextDay' && line.moved.length > 0 && goesBelowZero(line, adjustment))
		return await writeOnFreeDay(line, adjustment, meantFor, 'the line would hold less than nothing before');
	const owed = movedDayCharges(line, adjustment, meantFor);
	if (!owed) return giveUp(line, adjustment, 'what it bills on days by which changes were moved can not be told');
	if (owed.length > 0 && taken.has(adjustment.on) && turn.context.sameDate === 'nextDay')
		return await writeOffTakenDay(line, adjustment, meantFor);
	for (const charge of owed) if (!(await writeLineCharge(line, charge))) return undefined;
	const sent = await sendAdjustment(line, adjustment, meantFor);
	if (sent.kind === 'refused' && isSecondChangeOnDate(sent.reasons) && owed.length === 0)
		return await writeOffTakenDay(line, adjustment, meantFor);
	turn.add({ ...aboutAdjustment(line, adjustment), ...turn.note(sent) });
	if (sent.kind !== 'done') return undefined;
	taken.add(adjustment.on);
	const written = {
		to: adjustment.on,
		unitDelta: adjustment.unitDelta,
		...(adjustment.price === undefined ? {} : { price: adjustment.price }),
		...(adjustment.cost === undefined ? {} : { cost: adjustment.cost }),
	};
	line.meant.push({ on: meantFor, ...written });
	line.held = summed([line.held, [{ from: adjustment.on, units: adjustment.unitDelta }]]);
	if (meantFor !== adjustment.on) line.moved.push({ from: meantFor, ...written });
	return adjustment;
}

/** Oldest first; rises before falls where the line would hold less than nothing in between. Source: rule T8. */
export function inOrder(adjustments: readonly PlannedAdjustment[], held: UnitTimeline): readonly PlannedAdjustment[] {
	const [rises, falls] = partition(adjustments, (write) => write.unitDelta >= 0);
	const isShort = adjustments.some((_, at) => {
		const sent = adjustments.slice(0, at + 1).map(({ on, unitDelta }) => [{ from: on, units: unitDelta }]);
		return summed([held, ...sent]).some((step) => step.units < 0);
	});
	return isShort ? [...rises, ...falls] : adjustments;
}

/** Writes the adjustments of a line, in their order, until one is not written. */
export async function writeLine(line: LineTurn, adjustments: readonly PlannedAdjustment[]): Promise<WrittenLineState> {
	const sent: PlannedAdjustment[] = [];
	let isWhole = !line.work.taskIds.some((id) => line.turn.failedTasks.has(id));
	const ordered = inOrder(adjustments, line.held);
	for (const [at, adjustment] of ordered.entries()) {
		line.rest = ordered.slice(at + 1);
		if (!isWhole) {
			line.turn.add({ ...aboutAdjustment(line, adjustment), outcome: 'notSent' });
			continue;
		}
		const written = await writeAdjustment(line, adjustment);
		if (written) sent.push(written);
		else isWhole = false;
	}
	return { work: line.work, contractServiceId: line.id, sent, moved: line.moved, isWhole, before: line.before };
}
