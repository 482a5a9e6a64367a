import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { FileRow } from '../../sync/catalogue/readMappingFile';

/** Far above what the rows of a file come to; a form that unpacks to more is none of ours. */
const longest = 8_000_000;

/** Rows as a hidden field of a form keeps them between two pages: small enough for a page of a whole catalogue. */
export function packRows(rows: readonly FileRow[]): string {
	const text = JSON.stringify(rows.map(({ line, values }) => [line, { ...values }]));
	return deflateRawSync(text, { level: 9 }).toString('base64');
}

function isRow(value: unknown): value is [number, Record<string, string>] {
	if (!Array.isArray(value)) return false;
	const [line, values] = value as readonly unknown[];
	const isObject = typeof values === 'object' && values !== null;
	return Number.isInteger(line) && isObject && Object.values(values).every((one) => typeof one === 'string');
}

/** The rows that `packRows` was given; undefined for a field that it did not make. */
export function unpackRows(packed: string): readonly FileRow[] | undefined {
	try {
		const text = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: longest }).toString('utf8');
		const value: unknown = JSON.parse(text);
		if (!Array.isArray(value) || !value.every(isRow)) return undefined;
		return value.map(([line, values]) => ({ line, values }));
	} catch {
		return undefined;
	}
}
