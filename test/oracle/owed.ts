import { periodsFrom, type DayNumber, type Period } from './days';
import { courseOf, type Course } from './follow';
import type { OracleContract, OracleTerms } from './orders';
import { valueOn } from './steps';

/** What a period's bill owes; exact as `cents + overDays / days`. */
export interface Owed {
	readonly period: Period;
	/** Whole cents of the charges. */
	readonly price: { readonly cents: number; readonly overDays: number };
	readonly cost: { readonly cents: number; readonly overDays: number };
	/** Amounts that are each rounded to a cent and need not add up to the rounded sum: 0 where the bill is exact. */
	readonly roundings: number;
	/** Whether a change of the cost alone may have been moved to another day, which charges nothing and so no cost either. */
	readonly isCostMoved: boolean;
}

function isInside(day: DayNumber, period: Period): boolean {
	return period.start <= day && day < period.next;
}

/** Days at which a row of the period begins: its start, and each change within. */
function piecesOf(course: Course, period: Period): readonly DayNumber[] {
	const inside = [...course.units, ...course.prices, ...course.costs]
		.map((step) => step.from)
		.filter((day) => day > period.start && day < period.next);
	return [...new Set([period.start, ...inside])].sort((a, b) => a - b);
}

function owedByUnits(course: Course, period: Period, rateOn: (day: DayNumber) => number): number {
	const pieces = piecesOf(course, period);
	return pieces.reduce(
		(sum, day, at) => sum + valueOn(course.units, day) * rateOn(day) * ((pieces[at + 1] ?? period.next) - day),
		0,
	);
}

function total(amounts: readonly number[]): number {
	return amounts.reduce((sum, amount) => sum + amount, 0);
}

/** Days of changes, each of which may be moved where another one has its day, also to the day before a period; a price that changes while nothing is held is written on the day that the units begin. */
function changeDays({ changes, units }: Course): readonly DayNumber[] {
	const begins = (day: DayNumber) => units.find((step) => step.from > day && step.value > 0)?.from;
	return changes.map((day) => (valueOn(units, day) > 0 ? day : (begins(day) ?? day)));
}

/** Prices that begin within the period: on a line that others share they split the others' row too. */
function leavesIn(period: Period, courses: readonly Course[]): number {
	const days = courses.flatMap((course) => course.prices.map(({ from }) => from));
	return days.filter((day) => day > period.start && day < period.next).length;
}

function owedIn(period: Period, courses: readonly Course[], terms: OracleTerms, isShared: boolean): Owed {
	const charges = courses.flatMap((course) => course.charges).filter((charge) => isInside(charge.on, period));
	const hasLeft = isShared && courses.some((course) => course.prices.length > 1);
	const until = hasLeft ? period.next + 1 : period.next;
	const changes = courses.flatMap(changeDays).filter((day) => isInside(day, { ...period, next: until }));
	const isMoved = terms.sameDateRefused && changes.length > (hasLeft ? 0 : 1);
	const isCosted = courses.some((course) =>
		course.costs.slice(1).some(({ from }) => from >= period.start && from < period.next),
	);
	const split = courses.map((course) => piecesOf(course, period).length).filter((pieces) => pieces > 1);
	return {
		period,
		price: {
			cents: total(charges.map((charge) => charge.price)),
			overDays: total(courses.map((course) => owedByUnits(course, period, (day) => valueOn(course.prices, day)))),
		},
		cost: {
			cents: total(charges.map((charge) => charge.cost)),
			overDays: total(courses.map((course) => owedByUnits(course, period, (day) => valueOn(course.costs, day)))),
		},
		roundings:
			total(split) +
			(isShared ? leavesIn(period, courses) : 0) +
			(isMoved ? 2 * changes.length : 0) +
			split.length * terms.postings +
			(terms.edits === 0 ? 0 : courses.length * (terms.edits + 1)),
		isCostMoved: isMoved && isCosted,
	};
}

/**
 * What the rules owe for each period of a contract that begins on or before the last day.
 *
 * Knows the rules alone: Q3 to Q6, Q10, A1 to A3, A6 to A13 and P1 to P3. Each subscription is billed by itself; lines do
 * not matter, whatever Autotask holds where.
 */
export function owedBills(contract: OracleContract, terms: OracleTerms, last: DayNumber): readonly Owed[] {
	const courses = contract.subscriptions.map((subscription) => courseOf(contract, subscription, terms));
	return periodsFrom(contract.start, contract.months, last).map((period) =>
		owedIn(period, courses, terms, contract.isShared ?? false),
	);
}

/**
 * Whether a bill in whole cents is what is owed.
 *
 * Each row and charge is rounded by itself, first to four places, then to two: half a cent and a bit for each. Where
 * nothing of the period is split the amount must be exact.
 */
export function isOwed(bill: number, owed: Owed, of: 'price' | 'cost'): boolean {
	const { cents, overDays } = owed[of];
	const days = owed.period.next - owed.period.start;
	return Math.abs((bill - cents) * days - overDays) * 1000 <= owed.roundings * 505 * days;
}
