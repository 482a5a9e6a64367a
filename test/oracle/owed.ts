import { seatsIn, type Rate } from './course';
import { periodsFrom, type DayNumber, type Period } from './days';
import { courseOf } from './follow';
import type { OracleContract, OracleTerms } from './orders';

/** Exact as `cents + overDays / days of the period`. */
interface Exactly {
	readonly cents: number;
	readonly overDays: number;
}

/** What a period's bill owes. */
export interface Owed {
	readonly period: Period;
	readonly price: Exactly;
	readonly cost: Exactly;
}

function total(amounts: readonly number[]): number {
	return amounts.reduce((sum, amount) => sum + amount, 0);
}

/**
 * What the rules owe for each period of a contract that begins on or before the last day.
 *
 * Knows the rules alone: Q3 to Q6, Q10, A1 to A3, A6 to A13 and P1 to P3. Each subscription is billed by itself; lines do
 * not matter, whatever Autotask holds where.
 */
export function owedBills(contract: OracleContract, terms: OracleTerms, last: DayNumber): readonly Owed[] {
	const courses = contract.subscriptions.map((subscription) => courseOf(contract, subscription, terms));
	const amounts = courses.flatMap((course) => course.amounts);
	return periodsFrom(contract.start, contract.months, last).map((period) => {
		const own = amounts.filter(({ on }) => period.start <= on && on < period.next);
		const seats = (of: keyof Rate) => total(courses.map((course) => seatsIn(course, period, of)));
		return {
			period,
			price: {
				cents: total(own.map(({ cents }) => cents)),
				overDays: seats('price') + total(own.map(({ overDays }) => overDays)),
			},
			cost: { cents: 0, overDays: seats('cost') },
		};
	});
}

/** What is owed in cents, for a person to read. */
export function centsOf({ period, ...owed }: Owed, of: keyof Rate): number {
	return owed[of].cents + owed[of].overDays / (period.next - period.start);
}

/**
 * Whether a bill in whole cents is what is owed: exactly, but for half a cent for each of the amounts in it that were
 * rounded, and a bit, as Autotask rounds to four places first.
 */
export function isOwed(bill: number, { period, ...owed }: Owed, of: keyof Rate, roundings: number): boolean {
	const { cents, overDays } = owed[of];
	const days = period.next - period.start;
	return Math.abs((bill - cents) * days - overDays) * 1000 <= roundings * 505 * days;
}
