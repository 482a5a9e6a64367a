import { sortBy } from 'lodash';
import { monthsOf, type PeriodType } from '../billingPeriod';
import { type CalendarDate, calendarDate, plusMonths } from '../calendarDate';
import { groupBy } from '../keyed';
import { type Decimal, ofHundredths, over, plus, roundedAmount, total, zero } from '../money';

/** What recurs, in hundredths, of one currency and length of period. */
export interface RecurringSum {
	readonly currency: string;
	readonly periodType: PeriodType;
	readonly amount: number;
}

/** By how much it changes in a month. */
export interface RevenueStep extends RecurringSum {
	/** `2026-11`. */
	readonly month: string;
	/** Whether the plan that makes it still waits. */
	readonly isWaiting: boolean;
}

/** What was billed before the first of the steps, and the steps. */
export interface RevenueSteps {
	readonly base: readonly RecurringSum[];
	readonly steps: readonly RevenueStep[];
}

/** What recurs in one month. */
export interface RevenueMonth {
	/** Its first day. */
	readonly month: CalendarDate;
	/** As far as plans are written. */
	readonly billed: Decimal;
	/** If the plans that wait are written, too. */
	readonly withWaiting: Decimal;
}

export interface Revenue {
	readonly currency: string;
	readonly months: readonly RevenueMonth[];
}

/** What recurring amounts come to in a month; those of longer periods with their share. Rounded once. */
export function aMonth(sums: readonly Pick<RecurringSum, 'periodType' | 'amount'>[]): Decimal {
	return roundedAmount(exact(sums));
}

function exact(sums: readonly Pick<RecurringSum, 'periodType' | 'amount'>[]): Decimal {
	return total(sums.map(({ periodType, amount }) => over(ofHundredths(amount), monthsOf(periodType))));
}

/** What recurs in all, of one currency and length of period. */
export interface RecurringNow {
	readonly currency: string;
	readonly periodType: PeriodType;
	/** In hundredths: once all that is written has begun. */
	readonly written: number;
	/** If the plans that wait are written, too. */
	readonly withWaiting: number;
}

/** What the steps come to in all, by currency and length of period; shorter periods first. */
export function recurringNow({ base, steps }: RevenueSteps): readonly RecurringNow[] {
	const all = [...base.map((one) => ({ ...one, isWaiting: false })), ...steps];
	const sumOf = (some: readonly RecurringSum[]) => some.reduce((sum, { amount }) => sum + amount, 0);
	const groups = Object.values(groupBy(all, ({ currency, periodType }) => `${currency} ${periodType}`));
	const sums = groups.flatMap((some): RecurringNow[] => {
		const [first] = some;
		if (!first) return [];
		const { currency, periodType } = first;
		return [
			{ currency, periodType, written: sumOf(some.filter(({ isWaiting }) => !isWaiting)), withWaiting: sumOf(some) },
		];
	});
	return sortBy(
		sums,
		({ currency }) => currency,
		({ periodType }) => monthsOf(periodType),
	);
}

/** First days of the months from one to the other, both included. */
export function monthsFrom(first: CalendarDate, last: CalendarDate): readonly CalendarDate[] {
	const start = calendarDate(`${first.slice(0, 7)}-01`);
	const months = [start];
	while (plusMonths(start, months.length) <= last) months.push(plusMonths(start, months.length));
	return months;
}

/**
 * The recurring revenue of each currency, month by month; the currency with most revenue first.
 *
 * A plan that waits counts from `today`'s month on, however long it has waited.
 */
export function revenueByMonth(
	{ base, steps }: RevenueSteps,
	months: readonly CalendarDate[],
	today: CalendarDate,
): readonly Revenue[] {
	const currencies = [...new Set([...base, ...steps].map(({ currency }) => currency))];
	const present = today.slice(0, 7);
	const of = (currency: string): Revenue => {
		const own = <Of extends RecurringSum>(sums: readonly Of[]) => sums.filter((one) => one.currency === currency);
		const before = exact(own(base));
		const dated = own(steps).map((step) =>
			step.isWaiting && step.month < present ? { ...step, month: present } : step,
		);
		return {
			currency,
			months: months.map((month) => {
				const past = dated.filter((step) => step.month <= month.slice(0, 7));
				const written = plus(before, exact(past.filter(({ isWaiting }) => !isWaiting)));
				const waiting = exact(past.filter(({ isWaiting }) => isWaiting));
				return { month, billed: roundedAmount(written), withWaiting: roundedAmount(plus(written, waiting)) };
			}),
		};
	};
	const size = ({ months: some }: Revenue) => Number(some.at(-1)?.withWaiting ?? zero);
	return currencies.map(of).toSorted((one, other) => size(other) - size(one));
}
