import { fitted, screenWidth } from './text';

/** A column: its heading, and the widest it may become. */
export interface Column {
	readonly title: string;
	readonly most?: number;
	readonly align?: 'left' | 'right';
}

const indent = '  ';
const gap = '  ';

/** Lines of a table with a rule below the headings; a column is as wide as its widest cell, within its own limit. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
	const widths = fittingWidths(columns.map((column, index) => widthOf(column, index, rows)));
	const line = (cells: readonly string[]): string =>
		(
			indent + columns.map(({ align }, index) => fitted(cells[index] ?? '', widths[index] ?? 0, align)).join(gap)
		).trimEnd();
	return [
		line(columns.map(({ title }) => title)),
		indent + widths.map((width) => '─'.repeat(width)).join(gap),
		...rows.map(line),
	];
}

function widthOf({ title, most }: Column, index: number, rows: readonly (readonly string[])[]): number {
	const widest = Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0));
	return most === undefined ? widest : Math.min(widest, Math.max(most, title.length));
}

/** Takes from the widest column until the whole fits the screen. */
function fittingWidths(widths: readonly number[]): readonly number[] {
	const room = screenWidth - indent.length - gap.length * (widths.length - 1);
	const fitting = [...widths];
	while (fitting.reduce((sum, width) => sum + width, 0) > room) {
		const widest = fitting.indexOf(Math.max(...fitting));
		fitting[widest] = (fitting[widest] ?? 1) - 1;
	}
	return fitting;
}
