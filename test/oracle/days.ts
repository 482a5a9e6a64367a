/** A day as a number. */
export type DayNumber = number;

/** The months of a billing period. */
export type PeriodMonths = 1 | 3 | 6 | 12;

/** Half-open. */
export interface Period {
	readonly start: DayNumber;
	readonly next: DayNumber;
}

/** The number of a day that is written YYYY-MM-DD; what follows it is not read. */
export function dayNumber(text: string): DayNumber {
	return Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, Number(text.slice(8, 10))) / 86_400_000;
}

const texts = new Map<DayNumber, string>();

/** YYYY-MM-DD. */
export function dayText(day: DayNumber): string {
	const text = texts.get(day) ?? new Date(day * 86_400_000).toISOString().slice(0, 10);
	texts.set(day, text);
	return text;
}

function lengthOfMonth(month: number): number {
	const [year, at] = [Math.floor(month / 12), month % 12];
	if (at === 1) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
	return [3, 5, 8, 10].includes(at) ? 30 : 31;
}

const boundaries = new Map<number, DayNumber>();

/** Months later, or the last day of a month that is too short. */
export function monthsAfter(anchor: DayNumber, months: number): DayNumber {
	const key = anchor * 100_000 + months;
	const known = boundaries.get(key) ?? boundaryAfter(anchor, months);
	boundaries.set(key, known);
	return known;
}

function boundaryAfter(anchor: DayNumber, months: number): DayNumber {
	const text = dayText(anchor);
	const month = Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1 + months;
	const day = Math.min(Number(text.slice(8, 10)), lengthOfMonth(month));
	return Date.UTC(Math.floor(month / 12), month % 12, day) / 86_400_000;
}

/** The period of a grid that holds the day. Every boundary is counted from the anchor (rule P1). */
export function periodAt(day: DayNumber, anchor: DayNumber, months: PeriodMonths): Period {
	let index = 0;
	while (monthsAfter(anchor, index * months) > day) index -= 1;
	while (monthsAfter(anchor, (index + 1) * months) <= day) index += 1;
	return { start: monthsAfter(anchor, index * months), next: monthsAfter(anchor, (index + 1) * months) };
}

/** The periods from the anchor on that begin on or before the last day. */
export function periodsFrom(anchor: DayNumber, months: PeriodMonths, last: DayNumber): readonly Period[] {
	const periods: Period[] = [];
	for (let index = 0; monthsAfter(anchor, index * months) <= last; index += 1)
		periods.push({ start: monthsAfter(anchor, index * months), next: monthsAfter(anchor, (index + 1) * months) });
	return periods;
}
