import type { CalendarDate } from '../calendarDate';
import type { Decimal } from '../money';

/** One adjustment as it is expected to be written. */
export interface PlannedAdjustment {
	readonly on: CalendarDate;
	readonly unitDelta: number;
	readonly unitsBefore: number;
	readonly unitsAfter: number;
	readonly price?: Decimal;
	readonly cost?: Decimal;
}
