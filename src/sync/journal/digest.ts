import { createHash } from 'node:crypto';

function canonical(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(canonical);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, entry]) => [key, canonical(entry)]),
	);
}

/** Twelve hexadecimal characters, equal for equal plain data whatever the order of its keys. */
export function digest(value: unknown): string {
	return createHash('sha256')
		.update(JSON.stringify(canonical(value)) ?? '')
		.digest('hex')
		.slice(0, 12);
}

/** The text when it fits, else its beginning and a digest of the whole: never longer than the limit. */
export function fitted(text: string, limit: number): string {
	return text.length <= limit ? text : `${text.slice(0, limit - 13)}-${digest(text)}`;
}
