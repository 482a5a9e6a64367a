import { z } from 'zod';
import { type Decimal, decimal } from '../domain/money';
import type { Asked } from './classify';
import { failedRequest } from './classify';
import { MalformedResponseError } from './errors';
import { keptText } from './keptText';
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
	if (typeof value === 'string' && value.length > longestDecimal) return `a string of ${value.length} characters`;
	if (value === null || value === undefined) return value === null ? 'null' : 'nothing';
	return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function expectation(issue: z.ZodIssue): string {
	if (issue.code === 'invalid_type') return issue.expected;
	if (issue.code === 'invalid_union')
		return [...new Set(issue.unionErrors.flatMap((one) => one.issues.map(expectation)))].join(' or ');
	return issue.message;
}

/** Where an answer came from, and what it was. */
interface Answered {
	readonly asked: Omit<Asked, 'nowMillis'>;
	readonly response: Response;
}

function malformed(error: z.ZodError, value: unknown, at: readonly (string | number)[], { asked, response }: Answered) {
	const issue = error.issues[0];
	const path = issue?.path ?? [];
	return new MalformedResponseError(
		failedRequest({ ...asked, nowMillis: 0 }, response),
		written([...at, ...path]),
		issue ? expectation(issue) : 'something else',
		kindOf(valueAt(value, path)),
	);
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
	throw malformed(result.error, response.body, [], { asked, response });
}

/** One row of a list: read, or with the error that names the first place in it that does not fit. */
export type ReadRow<Row> =
	| { readonly kind: 'read'; readonly row: Row }
	| { readonly kind: 'unread'; readonly value: unknown; readonly error: MalformedResponseError };

/** Reads the rows of a list one by one, so that one that does not fit spoils no other. `at` is where the list stands. */
export function readRows<Row>(
	shape: z.ZodType<Row, z.ZodTypeDef, unknown>,
	values: readonly unknown[],
	at: string,
	answered: Answered,
): readonly ReadRow<Row>[] {
	return values.map((value, index): ReadRow<Row> => {
		const result = shape.safeParse(value);
		if (result.success) return { kind: 'read', row: result.data };
		return { kind: 'unread', value, error: malformed(result.error, value, [at, index], answered) };
	});
}

/** Of a row that could not be read, the fields that fit their schemas. */
export function fittingFields<Fields extends z.ZodRawShape>(
	fields: Fields,
	value: unknown,
): Partial<z.output<z.ZodObject<Fields>>> {
	const found = Object.entries(fields).flatMap(([name, shape]) => {
		const result = shape.safeParse(valueAt(value, [name]));
		return result.success && result.data !== undefined ? [[name, result.data as unknown]] : [];
	});
	return Object.fromEntries(found) as Partial<z.output<z.ZodObject<Fields>>>;
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

const longestDecimal = 40;

/**
 * A decimal written as text or as a JSON number. A longer one is no amount or quantity that anybody writes, and takes
 * seconds to count with.
 */
export const decimalShape = z
	.union([z.number(), z.string()])
	.transform(checked(shortDecimal, `a decimal number of at most ${longestDecimal} characters`));

/** @throws RangeError for one that is too long, too. */
function shortDecimal(value: number | string): Decimal {
	if (String(value).length > longestDecimal) throw new RangeError('too long');
	const read = decimal(value);
	if (read.length > longestDecimal) throw new RangeError('too long');
	return read;
}

/** Text of a limited length; a longer one is refused. */
export function textShape(longest: number): z.ZodType<string, z.ZodTypeDef, unknown> {
	return z.string().max(longest, `a text of at most ${longest} characters`).transform(keptText);
}

/** A field that may be missing, null or empty text. */
export function optional<Out>(shape: z.ZodType<Out, z.ZodTypeDef, unknown>) {
	const isEmpty = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';
	return z.preprocess((value) => (isEmpty(value) ? undefined : value), shape.nullish());
}

/** A key with its value, or nothing where the value is empty. */
export function given<Key extends string, Value>(
	key: Key,
	value: Value | null | undefined,
): { readonly [K in Key]?: Value } {
	return (value === null || value === undefined || value === '' ? {} : { [key]: value }) as {
		readonly [K in Key]?: Value;
	};
}
