import type { CalendarDate } from '../calendarDate';
import type { Decimal } from '../money';

/** Price and cost per unit from a day on. */
export interface RateStep {
	readonly from: CalendarDate;
	readonly price?: Decimal;
	readonly cost?: Decimal;
}

/** One adjustment as it is expected to be written. */
export interface PlannedAdjustment {
	readonly on: CalendarDate;
	readonly unitDelta: number;
	readonly unitsBefore: number;
	readonly unitsAfter: number;
	readonly price?: Decimal;
	readonly cost?: Decimal;
}
