import type { LineRow } from '../reading/lineRows';
import { shownAmount } from '../screen/amounts';
import { shortDay } from '../screen/days';
import { table } from '../screen/table';
import { shortName } from '../screen/text';

/** What Autotask held before and after, and the days to look at. */
export interface Comparison {
	readonly before: readonly LineRow[];
	readonly after: readonly LineRow[];
	/** Rows that touch these days are shown; both days belong to it. */
	readonly from: string;
	readonly to: string;
}

/** Ids of the lines whose rows differ. */
export function changedLines({ before, after }: Comparison): ReadonlySet<number> {
	const old = new Set(before.map(keyOf));
	const now = new Set(after.map(keyOf));
	const differing = [...before.filter((row) => !now.has(keyOf(row))), ...after.filter((row) => !old.has(keyOf(row)))];
	return new Set(differing.map(({ lineId }) => lineId));
}

/** The changed lines, each with its rows before (−) and after (+); a row that stays has no mark. */
export function lineTable(comparison: Comparison): readonly string[] {
	const lines = [...changedLines(comparison)].map((lineId) => ({ lineId, rows: markedRows(comparison, lineId) }));
	const shown = lines.filter(({ rows }) => rows.length > 0);
	shown.sort((a, b) => nameOf(a.rows).localeCompare(nameOf(b.rows)));
	return table(
		[
			{ title: '' },
			{ title: 'Customer' },
			{ title: 'Contract line' },
			{ title: 'From' },
			{ title: 'To' },
			{ title: 'Units', align: 'right' },
			{ title: 'Price/unit', align: 'right' },
			{ title: 'Cost/unit', align: 'right' },
			{ title: 'Price', align: 'right' },
			{ title: 'Cost', align: 'right' },
		],
		shown.flatMap(({ rows }) => rows.map((row, index) => cells(row, index === 0))),
	);
}

interface MarkedRow extends LineRow {
	readonly mark: '−' | '+' | '';
}

function markedRows({ before, after, from, to }: Comparison, lineId: number): readonly MarkedRow[] {
	const isShown = (row: LineRow): boolean => row.lineId === lineId && row.from <= to && row.to >= from && row.units > 0;
	const old = before.filter(isShown);
	const now = after.filter(isShown);
	const stayed = new Set(old.map(keyOf).filter((key) => now.some((row) => keyOf(row) === key)));
	const rows: MarkedRow[] = [
		...old.map((row) => ({ ...row, mark: stayed.has(keyOf(row)) ? ('' as const) : ('−' as const) })),
		...now.filter((row) => !stayed.has(keyOf(row))).map((row) => ({ ...row, mark: '+' as const })),
	];
	const order = { '': 0, '−': 0, '+': 1 } as const;
	return rows.sort((a, b) => order[a.mark] - order[b.mark] || a.from.localeCompare(b.from));
}

function cells(row: MarkedRow, isFirst: boolean): readonly string[] {
	return [
		row.mark,
		isFirst ? shortName(row.company) : '',
		isFirst ? row.service : '',
		shortDay(row.from),
		shortDay(row.to),
		String(row.units),
		shownAmount(row.unitPrice),
		shownAmount(row.unitCost),
		shownAmount(row.price),
		shownAmount(row.cost),
	];
}

function keyOf({ lineId, from, to, units, price, cost }: LineRow): string {
	return [lineId, from, to, units, price, cost].join(' ');
}

function nameOf(rows: readonly LineRow[]): string {
	return `${rows[0]?.company ?? ''} ${rows[0]?.service ?? ''}`;
}
