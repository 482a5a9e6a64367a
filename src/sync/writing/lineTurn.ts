import type { CalendarDate } from '../../domain/calendarDate';
import type { LineState } from '../../domain/contract/lineState';
import type { ContractServiceId } from '../../domain/ids';
import type { PlannedAdjustment } from '../../domain/line/plannedAdjustment';
import type { Decimal } from '../../domain/money';
import type { LineWork } from '../../domain/plan/contractWork';
import { unitsOn, type UnitTimeline } from '../../domain/unitTimeline';
import type { Move } from '../journal/moves';
import type { ContractTurn } from './contractTurn';

/** One line while its adjustments are written. */
export interface LineTurn {
	readonly turn: ContractTurn;
	readonly work: LineWork;
	readonly id: ContractServiceId;
	readonly before: LineState;
	readonly taken: Set<string>;
	readonly moved: Move[];
	/** What was sent in this turn, by the days it is meant for. */
	readonly meant: {
		readonly on: CalendarDate;
		/** The day on which it was written. */
		readonly to: CalendarDate;
		readonly unitDelta: number;
		readonly price?: Decimal;
		readonly cost?: Decimal;
	}[];
	/** Units as Autotask holds them, what was sent included. */
	held: UnitTimeline;
	/** What comes after the adjustment that is being written. */
	rest?: readonly PlannedAdjustment[];
}

/** Units that the line is meant to hold on a day, what was sent in this turn included. */
export function unitsMeantOn(line: LineTurn, day: CalendarDate): number {
	const sent = line.meant.filter((write) => write.on <= day).reduce((sum, write) => sum + write.unitDelta, 0);
	return unitsOn(line.before.units, day) + sent;
}
