import { addDays, type Day } from './calendar';
import { decimal, rounded } from './decimals';
import type { Line, PostedPeriod } from './lines';
import type { NumberedRow } from './tenant';

/** Ids of rows that are shown beside others, by line and first day. */
const besideIds = new WeakMap<Line, Map<Day, number>>();

function idOf(line: Line, day: Day, newId: () => number): number {
	const ids = besideIds.get(line) ?? new Map<Day, number>();
	besideIds.set(line, ids);
	const id = ids.get(day) ?? newId();
	ids.set(day, id);
	return id;
}

/** What a row has more, or less, than what was posted of its days. */
function differenceOf(row: NumberedRow, posted: PostedPeriod): Pick<NumberedRow, 'units' | 'price' | 'cost'> {
	const before = posted.rows.find((one) => one.start <= row.start && row.start <= one.end);
	if (!before) return row;
	const share = daysOf(row) / daysOf(before);
	const less = (of: 'price' | 'cost') => rounded(decimal(row[of]).minus(decimal(before[of]).times(share)), 4);
	return { units: row.units - before.units, price: less('price'), cost: less('cost') };
}

function daysOf({ start, end }: { readonly start: Day; readonly end: Day }): number {
	return (Date.parse(addDays(end, 1)) - Date.parse(start)) / 86_400_000;
}

/** The rows of a line with those of posted periods as they were posted, and beside them what has come since. */
export function rowsBeside(line: Line, rows: readonly NumberedRow[], newId: () => number): readonly NumberedRow[] {
	const starts = [...new Set(rows.map((row) => row.period.start))];
	return starts.flatMap((start) => {
		const own = rows.filter((row) => row.period.start === start);
		const posted = line.posted.get(start);
		if (!posted) return own;
		const later = own.flatMap((row): NumberedRow[] => {
			const more = differenceOf(row, posted);
			if (more.units === 0 && more.price === 0 && more.cost === 0) return [];
			return [{ ...row, ...more, id: idOf(line, row.start, newId), postedAt: null }];
		});
		return [...posted.rows, ...later];
	});
}
