import { amountOn, withoutRepeats } from '../../../src/domain/amountTimeline';
import type { CalendarDate } from '../../../src/domain/calendarDate';
import type { Owed } from '../../../src/domain/owed/owed';
import { unitsOn } from '../../../src/domain/unitTimeline';

/** From when until when a product is on a line; the line counted from the first. */
export interface PaperStay {
	readonly line: number;
	readonly from?: CalendarDate;
	readonly until?: CalendarDate;
}

/** A product and where it is, the line that it is on last. */
export interface OnLines {
	readonly owed: Owed;
	readonly stays: readonly PaperStay[];
}

/** The first day from which the product has another price than before. */
function pricedFrom(before: Owed, after: Owed): CalendarDate | undefined {
	const isOld = ({ from, amount }: Owed['price'][number]) => amountOn(before.price, from) === amount;
	return after.price.find((step) => !isOld(step))?.from;
}

/** Whether anybody has seats on the line on the day or later. */
function isHeldFrom(day: CalendarDate, line: number, { owed, stays }: OnLines): boolean {
	const days = [day, ...owed.seats.map(({ from }) => from).filter((from) => from > day)];
	return stays.some(
		({ line: own, from, until }) =>
			own === line &&
			days.some(
				(one) =>
					unitsOn(owed.seats, one) > 0 && (from === undefined || from <= one) && (until === undefined || one < until),
			),
	);
}

/** A line whose one price and cost, for everybody on it, are the product's own; else none. Source: rule Q1. */
function lineToJoin(after: Owed, others: readonly OnLines[]): number | undefined {
	const [price, cost] = [after.price.at(-1)?.amount, after.cost.at(-1)?.amount];
	const isFitting = ({ owed }: OnLines) =>
		withoutRepeats(owed.price).length <= 1 && owed.price.at(-1)?.amount === price && owed.cost.at(-1)?.amount === cost;
	const isOn = (line: number, { stays }: OnLines) =>
		stays.some((stay) => stay.line === line && stay.until === undefined);
	const lines = new Set(others.flatMap(({ stays }) => stays.map(({ line }) => line)));
	return [...lines]
		.toSorted((a, b) => a - b)
		.find((line) => {
			const there = others.filter((other) => isOn(line, other));
			return there.length > 0 && there.every(isFitting);
		});
}

/**
 * Where a product is once an order counts: it joins a line of its price where lines are shared, and leaves one that others
 * share from the day on which its price is another one. `newLine`: the line that would come next. Source: rules Q1 and Q10.
 */
export function staysAfter(
	{ owed, stays }: OnLines,
	after: Owed,
	{
		others,
		isShared,
		newLine,
	}: { readonly others: readonly OnLines[]; readonly isShared: boolean; readonly newLine: number },
): readonly PaperStay[] {
	const home = stays.at(-1);
	if (!home) return [{ line: (isShared ? lineToJoin(after, others) : undefined) ?? newLine }];
	const on = pricedFrom(owed, after);
	if (on === undefined) return stays;
	if (home.from !== undefined && on < home.from)
		return stays.map((stay) => {
			if (stay === home) return { ...stay, from: on };
			return stay.until !== undefined && stay.until > on ? { ...stay, until: on } : stay;
		});
	if (!others.some((other) => isHeldFrom(on, home.line, other))) return stays;
	return [...stays.slice(0, -1), { ...home, until: on }, { line: newLine, from: on }];
}
