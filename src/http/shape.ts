import { z } from 'zod';
import { decimal } from '../domain/money';
import type { Asked } from './classify';
import { failedRequest } from './classify';
import { MalformedResponseError } from './errors';
import type { Response } from './send';

function written(path: readonly (string | number)[]): string {
	const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
	return text === '' ? 'its top' : text.replace(/^\./, '');
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
	return path.reduce<unknown>(
		(at, part) => (typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[part] : undefined),
		value,
	);
}

function kindOf(value: unknown): string {
	if (value === null || value === undefined) return value === null ? 'null' : 'nothing';
	return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function expectation(issue: z.ZodIssue): string {
	if (issue.code === 'invalid_type') return issue.expected;
	if (issue.code === 'invalid_union')
		return [...new Set(issue.unionErrors.flatMap((one) => one.issues.map(expectation)))].join(' or ');
	return issue.message;
}

/**
 * Reads an answer by its schema.
 *
 * @throws MalformedResponseError that names the first place that does not fit.
 */
export function readShape<Schema extends z.ZodTypeAny>(
	schema: Schema,
	asked: Omit<Asked, 'nowMillis'>,
	response: Response,
): z.output<Schema> {
	const result = schema.safeParse(response.body);
	if (result.success) return result.data as z.output<Schema>;
	const issue = result.error.issues[0];
	const path = issue?.path ?? [];
	throw new MalformedResponseError(
		failedRequest({ ...asked, nowMillis: 0 }, response),
		written(path),
		issue ? expectation(issue) : 'something else',
		kindOf(valueAt(response.body, path)),
	);
}

/** Runs a reader that throws RangeError inside a schema, so that a bad value is a malformed answer. */
export function checked<In, Out>(
	read: (value: In) => Out,
	expected: string,
): (value: In, context: z.RefinementCtx) => Out {
	return (value, context) => {
		try {
			return read(value);
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			context.addIssue({ code: 'custom', message: expected });
			return z.NEVER;
		}
	};
}

/** A decimal written as text or as a JSON number. */
export const decimalShape = z.union([z.number(), z.string()]).transform(checked(decimal, 'a decimal number'));

/** A key with its value, or nothing where the value is empty. */
export function given<Key extends string, Value>(
	key: Key,
	value: Value | null | undefined,
): { readonly [K in Key]?: Value } {
	return (value === null || value === undefined || value === '' ? {} : { [key]: value }) as {
		readonly [K in Key]?: Value;
	};
}
