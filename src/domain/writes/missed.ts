import { uniqBy } from 'lodash';
import { amountOn, inOrder } from '../amountTimeline';
import type { BillingPeriod } from '../billingPeriod';
import { type CalendarDate, lastMeant } from '../calendarDate';
import { type Decimal, minus, times } from '../money';
import { spansOf } from '../spans';
import { unitsOn } from '../unitTimeline';
import { amountOfPeriod } from './amounts';
import { type Held, heldAmountOn } from './held';
import type { Meant } from './meant';

/** A line at one moment: what it is to hold and what it holds. */
export interface LineBooks {
	readonly meant: Meant;
	readonly held: Held;
}

/** What is to be charged (above 0) or credited for a period, price and cost. */
export interface PeriodAmount {
	readonly period: BillingPeriod;
	/** The first day that it is for. */
	readonly from: CalendarDate;
	readonly price: Decimal;
	readonly cost: Decimal;
}

function timesUnits(amount: Decimal | undefined, units: number): Decimal | undefined {
	return units === 0 ? times('0' as Decimal, 0) : amount && times(amount, units);
}

/** What the line lacks of a day, for a whole period: what is meant less what is held. */
function lackOn({ meant, held }: LineBooks, day: CalendarDate, of: 'price' | 'cost'): Decimal | undefined {
	const own = heldAmountOn(held[of], day);
	const wanted = timesUnits(amountOn(meant[of], day) ?? own, unitsOn(meant.units, day));
	const billed = timesUnits(own, unitsOn(held.units, day));
	return wanted === undefined || billed === undefined ? undefined : minus(wanted, billed);
}

function daysOf({ meant, held }: LineBooks): readonly CalendarDate[] {
	const steps = [meant.units, meant.price, meant.cost, held.units, held.price, held.cost].flat();
	return steps.map(({ from }) => from);
}

/** Days from which a task changes what the line lacks. */
function changedDays(before: LineBooks, after: LineBooks, last: CalendarDate): readonly CalendarDate[] {
	const days = inOrder([...daysOf(before), ...daysOf(after)]).filter((day) => day <= last);
	const differs = (day: CalendarDate, of: 'price' | 'cost') => lackOn(before, day, of) !== lackOn(after, day, of);
	return days.filter((day) => differs(day, 'price') || differs(day, 'cost'));
}

/**
 * What the writes of a task leave to be charged of its line: what is meant and not held, less what was before. Each is
 * rounded once, so that all charges of a period together are what it lacks. `periodOf` gives the contract's period that
 * holds a day. Source: rule Q7.
 */
export function missedCharges(
	before: LineBooks,
	after: LineBooks,
	of: { readonly periodOf: (day: CalendarDate) => BillingPeriod; readonly lastDay: CalendarDate },
): readonly PeriodAmount[] {
	const cuts = inOrder([...daysOf(before), ...daysOf(after)]);
	const changed = changedDays(before, after, of.lastDay);
	const periods = changed.flatMap((day) => {
		const next = cuts.find((cut) => cut > day) ?? of.lastDay;
		return periodsOf(day, next, of);
	});
	return uniqBy(periods, 'start').map((period) => {
		const inside = spansOf({ from: period.start, until: period.nextStart }, cuts).map((span) => span.from);
		const lacking = (books: LineBooks, amount: 'price' | 'cost') =>
			amountOfPeriod(period, cuts, (day) => (day > of.lastDay ? undefined : lackOn(books, day, amount)));
		const first = inside.find((day) => changedDays(before, after, of.lastDay).includes(day)) ?? period.start;
		return {
			period,
			from: first,
			price: minus(lacking(after, 'price'), lacking(before, 'price')),
			cost: minus(lacking(after, 'cost'), lacking(before, 'cost')),
		};
	});
}

function periodsOf(
	from: CalendarDate,
	until: CalendarDate,
	{ periodOf, lastDay }: { readonly periodOf: (day: CalendarDate) => BillingPeriod; readonly lastDay: CalendarDate },
): readonly BillingPeriod[] {
	const periods: BillingPeriod[] = [];
	const last = lastMeant(lastDay);
	for (let period = periodOf(from); ; period = periodOf(period.nextStart)) {
		periods.push(period);
		if (period.nextStart >= until || period.nextStart > last) return periods;
	}
}
