import { partition } from 'lodash';
import type { PlannedAdjustment } from '../../domain/line/plannedAdjustment';
import { summed, type UnitTimeline } from '../../domain/unitTimeline';
import { isSecondChangeOnDate } from '../journal/writeErrors';
import type { WrittenLineState } from '../proving/writeReport';
import type { LineTurn } from './lineTurn';
import { aboutAdjustment, sendAdjustment } from './sendAdjustment';

/** The day takes no further change: the tasks of the line are planned again with that known, or a person is asked. Source: rule Q7. */
function reportTaken(line: LineTurn, adjustment: PlannedAdjustment): void {
	const why = `Autotask takes one change of a line a day, and ${adjustment.on} has a change already`;
	const isAsked = line.turn.context.sameDate === 'ask';
	line.turn.add({
		...aboutAdjustment(line, adjustment),
		why,
		...(isAsked ? { outcome: 'refused', attention: 'two changes on one date' } : { outcome: 'taken' }),
	});
}

/** Whether it was written. */
async function writeAdjustment(line: LineTurn, adjustment: PlannedAdjustment): Promise<boolean> {
	const { turn } = line;
	if (!turn.mayGoOn) {
		turn.add({ ...aboutAdjustment(line, adjustment), outcome: 'notSent' });
		return false;
	}
	const sent = await sendAdjustment(line, adjustment);
	if (sent.kind === 'refused' && isSecondChangeOnDate(sent.reasons)) {
		reportTaken(line, adjustment);
		return false;
	}
	turn.add({ ...aboutAdjustment(line, adjustment), ...turn.note(sent) });
	if (sent.kind !== 'done') return false;
	line.held = summed([line.held, [{ from: adjustment.on, units: adjustment.unitDelta }]]);
	return true;
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

/** Writes the adjustments of a line as they are planned, in their order, until one is not written. */
export async function writeLine(line: LineTurn, adjustments: readonly PlannedAdjustment[]): Promise<WrittenLineState> {
	const sent: PlannedAdjustment[] = [];
	let isWhole = !line.work.taskIds.some((id) => line.turn.failedTasks.has(id));
	for (const adjustment of inOrder(adjustments, line.held)) {
		if (!isWhole) {
			line.turn.add({ ...aboutAdjustment(line, adjustment), outcome: 'notSent' });
			continue;
		}
		isWhole = await writeAdjustment(line, adjustment);
		if (isWhole) sent.push(adjustment);
	}
	return { work: line.work, contractServiceId: line.id, sent, isWhole, before: line.before };
}
