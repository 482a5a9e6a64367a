import { z } from 'zod';

export type FilterValue = string | number | boolean;

/** One condition of a query; those of a list all hold. */
export type Condition =
	| {
			readonly op: 'eq' | 'noteq' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'beginsWith';
			readonly field: string;
			readonly value: FilterValue;
	  }
	| { readonly op: 'in'; readonly field: string; readonly value: readonly FilterValue[] }
	/** One of them holds; at most 500 in a query. */
	| { readonly op: 'or'; readonly items: readonly Condition[] };

/** A query has to name at least one condition. */
export const everyId: Condition = { op: 'gte', field: 'id', value: 0 };

export const active: Condition = { op: 'eq', field: 'isActive', value: true };

/** Autotask's texts are the same whatever their case, their accents and the blanks at their ends. */
const texts = new Intl.Collator('en', { sensitivity: 'base' });

/** Whether Autotask takes both for the same value. */
export function isSame(held: unknown, asked: FilterValue): boolean {
	if (typeof held === 'string' && typeof asked === 'string') return texts.compare(held.trim(), asked.trim()) === 0;
	// True and false of some entities are 1 and 0.
	if (typeof held === 'boolean' || typeof asked === 'boolean') return Number(held) === Number(asked);
	return held === asked;
}

export function fieldOf(row: unknown, field: string): unknown {
	return typeof row === 'object' && row !== null ? (row as Readonly<Record<string, unknown>>)[field] : undefined;
}

/** Whether a value may be that of a row which the condition finds; days and parts of texts are not looked at. */
function fits(condition: Exclude<Condition, { readonly op: 'or' }>, held: unknown): boolean {
	const { op, value } = condition;
	if (op === 'in') return value.some((one) => isSame(held, one));
	if (op === 'eq') return isSame(held, value);
	if (typeof held !== 'number' || typeof value !== 'number') return true;
	return op === 'gt' ? held > value : op === 'gte' ? held >= value : true;
}

/** Takes rows that say what was asked for: one that says anything else is not what Autotask holds, whatever it says. */
export function asAsked(where: readonly Condition[]): z.ZodType<unknown, z.ZodTypeDef, unknown> {
	return z.unknown().superRefine((row, context) => {
		for (const condition of where) {
			const held = condition.op === 'or' ? undefined : fieldOf(row, condition.field);
			if (condition.op === 'or' || !['string', 'number', 'boolean'].includes(typeof held)) continue;
			if (!fits(condition, held))
				context.addIssue({ code: 'custom', path: [condition.field], message: 'a requested value' });
		}
	});
}
