import type { CalendarDate } from '../../../src/domain/calendarDate';
import { dayNumber, periodsFrom, type DayNumber, type Period } from '../../oracle/days';
import type { OracleContract } from '../../oracle/orders';

/** The periods of a contract, by the oracle's calendar. */
export interface Grid {
	readonly periods: readonly Period[];
	/** Amounts of days as sums of periods; days outside are left out. */
	readonly summed: (amounts: readonly { readonly on: CalendarDate; readonly cents: number }[]) => readonly number[];
}

/** The contract's periods from its first one to the one that holds the day. */
export function gridOf({ start, months }: Pick<OracleContract, 'start' | 'months'>, until: DayNumber): Grid {
	const periods = periodsFrom(start, months, until);
	const known = new Map<CalendarDate, number>();
	const at = (day: CalendarDate): number => {
		const number = dayNumber(day);
		const found = known.get(day) ?? periods.findIndex((period) => period.start <= number && number < period.next);
		known.set(day, found);
		return found;
	};
	return {
		periods,
		summed: (amounts) => {
			const sums = periods.map(() => 0);
			for (const { on, cents } of amounts) {
				const index = at(on);
				if (index >= 0) sums[index] = (sums[index] ?? 0) + cents;
			}
			return sums;
		},
	};
}
