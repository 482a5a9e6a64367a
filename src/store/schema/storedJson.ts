import { StoreError } from './storeError';

/** JSON text of a value of that type, as a column keeps it. */
export type JsonText<Value> = string & { readonly __json: Value };

/** Writes a value for a column; fields that are undefined are left out. */
export function jsonText<Value extends object>(value: Value): JsonText<Value> {
	return JSON.stringify(value) as JsonText<Value>;
}

/**
 * Reads what `jsonText` wrote.
 *
 * @throws StoreError `corrupt` for text that is no JSON object or array: somebody else has changed the row.
 */
export function readJson<Value extends object>(text: JsonText<Value>): Value {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null) return value as Value;
	} catch (cause) {
		throw unreadable(text, cause);
	}
	throw unreadable(text);
}

function unreadable(text: string, cause?: unknown): StoreError {
	const message = `A row of the store holds unreadable text (${text.length} characters); restore the store from its last backup.`;
	return new StoreError('corrupt', message, cause);
}
