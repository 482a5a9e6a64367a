import type { CalendarDate } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import type { Decimal } from '../money';

/** Price and cost per unit from a day on. */
export interface RateStep {
	readonly from: CalendarDate;
	readonly price?: Decimal;
	readonly cost?: Decimal;
}

/**
 * Seats that ended with a term on a day within the period and that the line holds until its end: these days of them are
 * credited at the rate. Source: rule Q5.
 */
export interface EndedSeats {
	readonly units: number;
	readonly endedOn: CalendarDate;
	readonly from: CalendarDate;
	readonly until: CalendarDate;
	readonly rate: Rate;
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
