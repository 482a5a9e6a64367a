import { parse } from 'csv-parse/sync';
import { keyed } from '../../domain/keyed';
import { readCell } from '../../domain/spreadsheetCell';

/** One row of a file of mappings; a column that the file does not have is empty. */
export interface FileRow {
	/** Where its last line stands in the file, from 1. */
	readonly line: number;
	readonly values: Readonly<Record<string, string>>;
}

/** Which columns of a file are read, in small letters. */
export interface FileColumns {
	readonly needed: readonly string[];
	readonly also: readonly string[];
}

export type FileReading =
	{ readonly kind: 'read'; readonly rows: readonly FileRow[] } | { readonly kind: 'refused'; readonly message: string };

const mostRows = 20_000;
const longestRow = 20_000;

/** The separator that the first line has most of: spreadsheets of some countries write semicolons. */
function delimiterOf(text: string): string {
	const [first = ''] = text.split(/\r?\n/, 1);
	const counts = [',', ';', '\t'].map((sign) => [sign, first.split(sign).length] as const);
	return counts.reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

interface ParsedRow {
	readonly record: readonly string[];
	readonly info: { readonly lines: number };
}

function parsed(text: string): readonly ParsedRow[] | string {
	try {
		const rows: unknown = parse(text, {
			bom: true,
			delimiter: delimiterOf(text.replace(/^\uFEFF/, '')),
			info: true,
			max_record_size: longestRow,
			relax_column_count: true,
			skip_empty_lines: true,
			skip_records_with_empty_values: true,
		});
		return rows as readonly ParsedRow[];
	} catch (error) {
		if (error instanceof Object && 'code' in error && String(error.code).startsWith('CSV_') && 'message' in error)
			return String(error.message).slice(0, 300).replace(/\.$/, '');
		throw error;
	}
}

function refused(message: string): FileReading {
	return { kind: 'refused', message };
}

/**
 * Reads a file as the page's export gives it, also after a spreadsheet has saved it: any order of columns, other columns
 * beside them, commas, semicolons or tabs between.
 */
export function readMappingFile(text: string, { needed, also }: FileColumns): FileReading {
	const rows = parsed(text);
	if (typeof rows === 'string') return refused(`This cannot be read as CSV: ${rows}.`);
	const [head, ...others] = rows;
	if (!head) return refused('There is no text. Paste the file, its first line included.');
	const names = head.record.map((name) => name.trim().toLowerCase());
	const lacking = needed.filter((name) => !names.includes(name));
	if (lacking.length > 0)
		return refused(`The first line names no column ${lacking.join(', ')}. Export the list to see which it has.`);
	if (others.length > mostRows) return refused(`There are more than ${mostRows} rows. Cut the file in parts.`);
	const columns = [...needed, ...also].map((name) => [name, names.indexOf(name)] as const);
	const valuesOf = (record: readonly string[]) =>
		keyed(columns.map(([name, at]) => [name, readCell(record[at] ?? '').trim()]));
	return { kind: 'read', rows: others.map(({ record, info }) => ({ line: info.lines, values: valuesOf(record) })) };
}
