import type { OrderPlace } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import { always, type UnitTimeline, unitsOn, within } from '../unitTimeline';
import { lasting } from './asides';
import { type Owed, seatsInAll } from './owed';

/** That a product is billed by another period from a day on. Source: rule Q11. */
export interface PeriodStart {
	readonly on: CalendarDate;
	readonly place?: OrderPlace;
	/** Of a seat for the new period; absent where the line's own price and cost stay. */
	readonly rate?: Rate;
}

function endedOn(units: UnitTimeline, day: CalendarDate): UnitTimeline {
	return unitsOn(units, day) === 0 && units.every(({ from }) => from <= day) ? units : within(units, always, day);
}

/**
 * What is still owed by the period that bills a product until the day: nothing on its line or beside it from then on. What
 * orders state of fragments and credits stays stated. Source: rule Q11.
 */
export function endedByPeriod({ ahead: _, ...owed }: Owed, day: CalendarDate): Owed {
	const asides = owed.asides.map((aside) => ({ ...aside, units: endedOn(aside.units, day) }));
	return { ...owed, seats: endedOn(owed.seats, day), asides: lasting(asides) };
}

/**
 * What is owed by the period that bills a product from the day on: all seats that are owed by then, on its line. Neither
 * price nor fragments of the other period are of any account to it. Source: rule Q11.
 */
export function begunByPeriod(before: Owed, { on, place, rate }: PeriodStart): Owed {
	const at = { from: on, ...(place === undefined ? {} : { place }) };
	return {
		seats: within(seatsInAll(before), on),
		price: rate ? [{ ...at, amount: rate.price }] : [],
		cost: rate?.cost === undefined ? [] : [{ ...at, amount: rate.cost }],
		asides: [],
	};
}
