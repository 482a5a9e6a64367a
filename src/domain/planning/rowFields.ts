import { isEmpty, omit } from 'lodash';
import type { Answers } from '../answers/answers';
import { productRow, type RowAnswer } from '../answers/rowAnswer';
import { readCalendarDate } from '../calendarDate';
import { readDecimal } from '../money';
import type { ContractPlan, LineChange } from '../plan/plan';
import type { PlanLine } from '../plan/planRow';
import { isRecurring } from './changedPlan';

/** What a person can type of a row of a plan, as text; a row has not all of them. */
export interface RowFields {
	/** The day of a charge; of a product the day of the whole order. */
	readonly on: string;
	readonly price: string;
	readonly cost: string;
	readonly description?: string;
	readonly quantity?: string;
}

/** What was typed; a name that is not there is left as it is, an empty text takes an earlier change back. */
export type TypedRow = Readonly<Partial<Record<keyof RowFields, string>>>;

/** What a person changes of a row: names of fields that were emptied, and the values of those that were set. */
export type ReadRow =
	| { readonly kind: 'read'; readonly emptied: readonly string[]; readonly set: Readonly<Record<string, unknown>> }
	| { readonly kind: 'wrong'; readonly why: string };

function changeOfRow(plan: ContractPlan, row: string): LineChange | undefined {
	return plan.changes.findLast((change) => productRow(change.subscriptionId, change.productId) === row);
}

/** The fields that a row has, with what the plan has now. */
export function fieldsOf(plan: ContractPlan, line: PlanLine): RowFields {
	const change = line.row === undefined || !isRecurring(line) ? undefined : changeOfRow(plan, line.row);
	const hasText = !change || change.target.kind === 'new';
	return {
		on: change ? plan.effectiveOn : line.effectiveDate,
		price: line.price ?? '',
		cost: line.cost ?? '',
		...(hasText ? { description: line.invoiceDescription } : {}),
		...(change ? { quantity: String(change.unitsAfter.at(-1)?.units ?? 0) } : {}),
	};
}

type Typed = { readonly kind: 'read'; readonly value: unknown } | { readonly kind: 'wrong'; readonly why: string };

function amount(text: string, why: string): Typed {
	const value = readDecimal(text);
	return value === undefined ? { kind: 'wrong', why } : { kind: 'read', value };
}

/** Reads whole units that a person typed; undefined for anything else. */
export function readUnits(typed: string): number | undefined {
	const text = typed.trim();
	return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function units(text: string): Typed {
	const value = readUnits(text);
	const why = 'The units are no whole number. Write them like 12.';
	return value === undefined ? { kind: 'wrong', why } : { kind: 'read', value };
}

const readers: Readonly<Record<keyof RowFields, (text: string) => Typed>> = {
	description: (text) => ({ kind: 'read', value: text }),
	price: (text) => amount(text, 'The price is no number. Write it like 18.00.'),
	cost: (text) => amount(text, 'The cost is no number. Write it like 14.40.'),
	quantity: units,
	on: (text) => {
		const value = readCalendarDate(text);
		return value ? { kind: 'read', value } : { kind: 'wrong', why: 'The date is none. Write it like 2026-10-16.' };
	},
};

const whyMissing: Readonly<Partial<Record<keyof RowFields, string>>> = {
	description: 'The line has its invoice description in Autotask; change it there.',
	quantity: 'A charge has no units; set its price, which is the amount.',
};

const names = ['on', 'price', 'cost', 'description', 'quantity'] as const satisfies readonly (keyof RowFields)[];

/** Reads what was typed of a row and is not as the plan has it. Source: rules Q8, A2, A11 and Q14. */
export function readRow(typed: TypedRow, plan: ContractPlan, line: PlanLine): ReadRow {
	const now = fieldsOf(plan, line);
	const emptied: string[] = [];
	const set: Record<string, unknown> = {};
	for (const name of names) {
		const text = typed[name]?.trim();
		if (text === undefined || text === now[name]) continue;
		if (text === '') {
			emptied.push(name);
			continue;
		}
		if (now[name] === undefined) return { kind: 'wrong', why: whyMissing[name] ?? `The row has no ${name}.` };
		const read = readers[name](text);
		if (read.kind === 'wrong') return read;
		set[name] = read.value;
	}
	return { kind: 'read', emptied, set };
}

/** The answers with one row's set; a row of which nothing is set is left out. */
function withRow(before: Answers, row: string, set: RowAnswer): Answers {
	const rows = { ...omit(before.rows, [row]), ...(isEmpty(set) ? {} : { [row]: set }) };
	return { ...omit(before, ['rows']), ...(isEmpty(rows) ? {} : { rows }) };
}

/** The answers with the row ticked or not. */
export function withTick(before: Answers, row: string, selected: boolean): Answers {
	return withRow(before, row, { ...before.rows?.[row], selected });
}

/** The answers with what was read; the day of a product's row is that of the whole order. */
export function withReadRow(before: Answers, line: PlanLine, read: Extract<ReadRow, { kind: 'read' }>): Answers {
	const { row } = line;
	if (row === undefined) return before;
	const set = { ...omit(before.rows?.[row], read.emptied), ...read.set } as RowAnswer & Pick<Answers, 'effectiveOn'>;
	if (!isRecurring(line)) return withRow(before, row, set);
	const { on, ...own } = set;
	const rest = withRow(before, row, own);
	if (read.emptied.includes('on')) return omit(rest, ['effectiveOn']);
	return on === undefined ? rest : { ...rest, effectiveOn: on };
}
