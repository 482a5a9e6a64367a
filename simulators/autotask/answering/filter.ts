import { isJsonObject, type Json, type JsonObject } from '../../http';
import { entityField, type Entity, type EntityField } from '../tenant/entities';
import { refuse } from '../tenant/refusal';

/** Decides whether a row is in the answer. */
export type RowTest = (row: JsonObject) => boolean;

/** What a filter is compiled for. */
export interface FilterContext {
	readonly entity: Entity;
	readonly fields: ReadonlySet<string>;
	readonly ignoresCase: boolean;
}

const notFilterable = new Set(['lineItemFullDescription', 'lineItemGroupDescription']);
const comparisons = new Set(['eq', 'noteq', 'gt', 'gte', 'lt', 'lte', 'beginsWith', 'endsWith', 'contains']);

/**
 * Compiles the filter array of a query; its elements are joined by AND.
 *
 * Refuses unknown operators and fields, more than 500 OR conditions, and more than one user-defined field.
 */
export function compileFilter(context: FilterContext, filter: Json | undefined): RowTest {
	if (!Array.isArray(filter) || filter.length === 0) {
		refuse('A filter is required: the query must contain at least one filter item.');
	}
	const counts = { orConditions: 0, userDefined: 0 };
	const tests = filter.map((item) => compileItem(context, item, counts));
	if (counts.orConditions > 500) refuse('The query exceeds the maximum of 500 OR conditions.');
	if (counts.userDefined > 1) refuse('Only one user-defined field may be used in a query.');
	return (row) => tests.every((test) => test(row));
}

function compileItem(
	context: FilterContext,
	item: Json,
	counts: { orConditions: number; userDefined: number },
): RowTest {
	if (!isJsonObject(item)) refuse('A filter item must be an object.');
	const op = String(item.op);
	if (op === 'and' || op === 'or') {
		if (!Array.isArray(item.items) || item.items.length === 0) refuse(`The operator ${op} needs items.`);
		if (op === 'or') counts.orConditions += item.items.length;
		const tests = item.items.map((one) => compileItem(context, one, counts));
		return op === 'and' ? (row) => tests.every((test) => test(row)) : (row) => tests.some((test) => test(row));
	}
	const read = fieldReader(context, item, counts);
	if (op === 'exist') return (row) => (read(row) ?? null) !== null;
	if (op === 'notExist') return (row) => (read(row) ?? null) === null;
	const field = item.udf === true ? undefined : entityField(context.entity, String(item.field));
	if (op === 'in' || op === 'notIn') {
		if (!Array.isArray(item.value)) refuse(`The operator ${op} needs an array as its value.`);
		counts.orConditions += item.value.length;
		const wanted = new Set(item.value.map((value) => comparable(context, field, value, true)).filter(isDefined));
		return (row) => {
			const own = comparable(context, field, read(row) ?? null, false);
			return own !== undefined && own !== null && wanted.has(own) === (op === 'in');
		};
	}
	if (!comparisons.has(op)) refuse(`The operator '${op}' is not supported.`);
	const wanted = comparable(context, field, item.value ?? null, true);
	return (row) => compare(op, comparable(context, field, read(row) ?? null, false), wanted);
}

function fieldReader(
	context: FilterContext,
	item: JsonObject,
	counts: { userDefined: number },
): (row: JsonObject) => Json | undefined {
	const name = String(item.field);
	if (item.udf === true) {
		counts.userDefined += 1;
		return (row) => userDefined(row, name);
	}
	if (!context.fields.has(name) || notFilterable.has(name)) {
		refuse(`Unable to find ${name} in the ${context.entity.name} Entity.`);
	}
	return (row) => row[name];
}

function userDefined(row: JsonObject, name: string): Json | undefined {
	const fields = Array.isArray(row.userDefinedFields) ? row.userDefinedFields : [];
	const found = fields.find((one) => isJsonObject(one) && one.name === name);
	return isJsonObject(found) ? found.value : undefined;
}

type Comparable = string | number | boolean | null;

/** A value in the form it is compared in; undefined where it can equal nothing (a text against a number). */
function comparable(
	context: FilterContext,
	field: EntityField | undefined,
	value: Json,
	isFilter: boolean,
): Comparable | undefined {
	if (value === null) return null;
	if (field === undefined || field.type === 'string' || field.type === 'unknown') {
		const text = String(value);
		return context.ignoresCase ? text.toLowerCase() : text;
	}
	if (field.type === 'datetime') {
		const instant = instantOf(String(value));
		if (Number.isNaN(instant) && isFilter) refuse(`The value ${String(value)} of ${field.name} is not a date.`);
		return Number.isNaN(instant) ? undefined : instant;
	}
	const type = field.type === 'boolean' ? 'boolean' : 'number';
	return typeof value === type ? (value as number | boolean) : undefined;
}

const instants = new Map<string, number>();

/** Milliseconds since 1970; a text without a zone is UTC, texts seen before are not parsed again. */
function instantOf(text: string): number {
	const known = instants.get(text);
	if (known !== undefined) return known;
	if (instants.size > 50_000) instants.clear();
	const instant = Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
	instants.set(text, instant);
	return instant;
}

function compare(op: string, own: Comparable | undefined, wanted: Comparable | undefined): boolean {
	if (own === undefined || wanted === undefined) return false;
	if (op === 'eq') return own === wanted;
	if (own === null || wanted === null) return op === 'noteq' && wanted === null && own !== null;
	switch (op) {
		case 'noteq':
			return own !== wanted;
		case 'gt':
			return own > wanted;
		case 'gte':
			return own >= wanted;
		case 'lt':
			return own < wanted;
		case 'lte':
			return own <= wanted;
		case 'beginsWith':
			return String(own).startsWith(String(wanted));
		case 'endsWith':
			return String(own).endsWith(String(wanted));
		default:
			return String(own).includes(String(wanted));
	}
}

function isDefined<T>(value: T | undefined): value is T {
	return value !== undefined;
}
