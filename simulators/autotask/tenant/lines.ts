import { addDays, daysBetween, gridPeriods, type Day, type Period } from './calendar';
import { prorated, type RowDecimals } from './decimals';

/** A change of a line's units or rate from a date on. */
export interface LineChange {
	readonly date: Day;
	readonly unitChange: number;
	readonly unitPrice?: number;
	readonly unitCost?: number;
	/** False for a rate written to the contract service itself. */
	readonly isAdjustment: boolean;
}

/** What had been posted of a period, at the four decimals its rows had then. */
export interface PostedPeriod {
	readonly postedAt: string;
	readonly price: number;
	readonly cost: number;
	/** As they were when the period was posted first. */
	readonly rows: readonly (UnitRow & { readonly id: number; readonly postedAt: string | null })[];
}

/** What a contract service holds, from which its unit rows are derived. */
export interface Line {
	readonly id: number;
	readonly contractId: number;
	readonly serviceId: number;
	readonly since: Day;
	readonly units: number;
	readonly unitPrice: number;
	readonly unitCost: number;
	/** Oldest date first. */
	changes: LineChange[];
	/** Ids of the unit rows by their first day. */
	readonly rowIds: Map<Day, number>;
	/** Posted periods by their start. */
	readonly posted: Map<Day, PostedPeriod>;
}

/** The frame of a contract's rows; `end` is its last day. */
export interface ContractFrame {
	readonly start: Day;
	readonly end: Day;
	readonly monthsPerPeriod: number;
	/** True where a period cut by the contract's end counts as a full one. */
	readonly cutPeriodIsFull: boolean;
	readonly rowDecimals: RowDecimals;
}

/** One unit row; `end` is its last day, `price` and `cost` are totals of the row at four decimals. */
export interface UnitRow {
	readonly period: Period;
	readonly start: Day;
	readonly end: Day;
	readonly units: number;
	readonly unitPrice: number;
	readonly unitCost: number;
	readonly price: number;
	readonly cost: number;
}

/** Units in force on a day. */
export function unitsOn(line: Line, day: Day): number {
	return line.changes.reduce((units, change) => (change.date <= day ? units + change.unitChange : units), line.units);
}

/** Price and cost of one unit for one whole period, in force on a day. */
export function ratesOn(line: Line, day: Day): { unitPrice: number; unitCost: number } {
	let { unitPrice, unitCost } = line;
	for (const change of line.changes) {
		if (change.date > day) break;
		unitPrice = change.unitPrice ?? unitPrice;
		unitCost = change.unitCost ?? unitCost;
	}
	return { unitPrice, unitCost };
}

/** Adds a change, keeping the order by date. */
export function addChange(line: Line, change: LineChange): void {
	const after = line.changes.findIndex((one) => one.date > change.date);
	line.changes.splice(after === -1 ? line.changes.length : after, 0, change);
}

/** The rows of a line from its first day to the contract's last, split where a change lies inside a period. */
export function unitRows(line: Line, frame: ContractFrame): UnitRow[] {
	const rows: UnitRow[] = [];
	const afterEnd = addDays(frame.end, 1);
	for (const period of gridPeriods(frame.start, frame.end, frame.monthsPerPeriod)) {
		const from = line.since > period.start ? line.since : period.start;
		const to = afterEnd < period.nextStart ? afterEnd : period.nextStart;
		if (from >= to) continue;
		const fullEnd = frame.cutPeriodIsFull ? to : period.nextStart;
		const cuts = line.changes.map((change) => change.date).filter((date) => date > from && date < to);
		const bounds = [...new Set([from, ...cuts])].sort();
		bounds.forEach((start, index) => {
			const next = bounds[index + 1] ?? to;
			rows.push(
				rowOf(line, period, {
					start,
					next,
					fullDays: daysBetween(period.start, fullEnd),
					decimals: frame.rowDecimals,
				}),
			);
		});
	}
	return rows;
}

function rowOf(
	line: Line,
	period: Period,
	part: { start: Day; next: Day; fullDays: number; decimals: RowDecimals },
): UnitRow {
	const units = unitsOn(line, part.start);
	const { unitPrice, unitCost } = ratesOn(line, part.start);
	const of = { ...part, days: daysBetween(part.start, part.next) };
	return {
		period,
		start: part.start,
		end: addDays(part.next, -1),
		units,
		unitPrice,
		unitCost,
		price: prorated(units, unitPrice, of),
		cost: prorated(units, unitCost, of),
	};
}
