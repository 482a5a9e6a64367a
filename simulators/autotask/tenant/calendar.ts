/** A day as YYYY-MM-DD. */
export type Day = string;

/** A billing period, half-open. */
export interface Period {
	readonly start: Day;
	readonly nextStart: Day;
}

const dayMs = 86_400_000;

/** Days since 1 Jan 1970. */
export function dayNumber(day: Day): number {
	return Date.parse(`${day}T00:00:00Z`) / dayMs;
}

/** Days from `from` up to `to`. */
export function daysBetween(from: Day, to: Day): number {
	return dayNumber(to) - dayNumber(from);
}

/** The day `count` days later. */
export function addDays(day: Day, count: number): Day {
	return new Date((dayNumber(day) + count) * dayMs).toISOString().slice(0, 10);
}

/** The day as the API writes it. */
export function toInstant(day: Day): string {
	return `${day}T00:00:00Z`;
}

/** The UTC day of a date or an instant (without a zone: UTC); undefined where it is neither. */
export function toDay(value: string): Day | undefined {
	const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(value);
	if (parts === null) return undefined;
	const [, day = '', time = '00:00:00', zone = 'Z'] = parts;
	const midnight = Date.parse(`${day}T00:00:00Z`);
	if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
	const instant = Date.parse(`${day}T${time}${zone}`);
	return Number.isNaN(instant) ? undefined : new Date(instant).toISOString().slice(0, 10);
}

/** The day of a stored date. */
export function dayOf(value: unknown): Day {
	const day = typeof value === 'string' ? toDay(value) : undefined;
	if (day === undefined) throw new RangeError(`not a stored date: ${String(value)}`);
	return day;
}

/** The n-th boundary of a grid that starts on `anchor`; the anchor's day is kept where the month has it. */
export function boundary(anchor: Day, monthsPerPeriod: number, n: number): Day {
	const [year = 0, month = 1, dayOfMonth = 1] = anchor.split('-').map(Number);
	const months = year * 12 + (month - 1) + n * monthsPerPeriod;
	const targetYear = Math.floor(months / 12);
	const targetMonth = months % 12;
	const lastDay = new Date(Date.UTC(targetYear, targetMonth + 1, 0)).getUTCDate();
	return new Date(Date.UTC(targetYear, targetMonth, Math.min(dayOfMonth, lastDay))).toISOString().slice(0, 10);
}

/** The whole grid periods that touch start..end (both inclusive), oldest first. */
export function gridPeriods(start: Day, end: Day, monthsPerPeriod: number): Period[] {
	const periods: Period[] = [];
	for (let n = 0; ; n += 1) {
		const from = boundary(start, monthsPerPeriod, n);
		if (from > end) return periods;
		periods.push({ start: from, nextStart: boundary(start, monthsPerPeriod, n + 1) });
	}
}
