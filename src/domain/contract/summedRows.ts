import { sortBy } from 'lodash';
import { inOrder } from '../amountTimeline';
import { type CalendarDate, daysBetween, plusDays } from '../calendarDate';
import { type Decimal, over, times, total } from '../money';
import type { UnitRow } from './contract';

/** The first day after a row. */
function endOf({ endsOn }: UnitRow): CalendarDate {
	return plusDays(endsOn, 1);
}

/** What of a row's total is for some of its days. */
function shareOf(amount: Decimal, row: UnitRow, days: number): Decimal {
	const all = daysBetween(row.startsOn, endOf(row));
	return days === all ? amount : over(times(amount, days), all);
}

/** One row for some days that all of the rows cover. */
function summed(first: UnitRow, rows: readonly UnitRow[], from: CalendarDate, until: CalendarDate): UnitRow {
	const days = daysBetween(from, until);
	const costs = rows.flatMap((row) => (row.cost === undefined ? [] : [shareOf(row.cost, row, days)]));
	const { cost: _cost, ...others } = first;
	return {
		...others,
		startsOn: from,
		endsOn: plusDays(until, -1),
		units: rows.reduce((sum, { units }) => sum + units, 0),
		price: total(rows.map((row) => shareOf(row.price, row, days))),
		...(costs.length === rows.length ? { cost: total(costs) } : {}),
		isPosted: rows.some(({ isPosted }) => isPosted),
	};
}

/** Of rows in order of their first days those that begin before the one before has ended: none where no two overlap. */
function overlapping(sorted: readonly UnitRow[]): readonly UnitRow[] {
	return sorted.filter((row, at) => row.startsOn <= (sorted[at - 1]?.endsOn ?? ''));
}

/**
 * The rows of a line in order of their days, one for each day: rows that overlap are summed. Autotask may leave a posted
 * row as it is, and keep what has come since in rows beside it, with more units or fewer. Source: rule P1.
 */
export function summedRows(rows: readonly UnitRow[]): readonly UnitRow[] {
	const sorted = sortBy(rows, (row) => row.startsOn);
	if (overlapping(sorted).length === 0) return sorted;
	const cuts = inOrder(sorted.flatMap((row) => [row.startsOn, endOf(row)]));
	return cuts.flatMap((from, at): readonly UnitRow[] => {
		const until = cuts[at + 1];
		const covering = sorted.filter((row) => row.startsOn <= from && from <= row.endsOn);
		const [first, ...others] = covering;
		if (!first || until === undefined) return [];
		return others.length === 0 && first.startsOn === from && endOf(first) === until
			? [first]
			: [summed(first, covering, from, until)];
	});
}

/** Whether every day of a row is on a posted one, too: then it is what has come since. */
function isBesidePosted(row: UnitRow, rows: readonly UnitRow[]): boolean {
	const posted = sortBy(
		rows.filter((other) => other !== row && other.isPosted),
		'startsOn',
	);
	const reached = posted.reduce(
		(day, other) => (other.startsOn <= day && day <= other.endsOn ? endOf(other) : day),
		row.startsOn,
	);
	return reached > row.endsOn;
}

/** Rows of a line that contradict another one: both say what it holds on one day that is not posted. Source: rules P1 and F8. */
export function contradictingRows(rows: readonly UnitRow[]): readonly UnitRow[] {
	const own = rows.filter((row) => !isBesidePosted(row, rows));
	return overlapping(sortBy(own, 'startsOn'));
}
