import { isEmpty, omit } from 'lodash';
import { readCalendarDate } from '../../domain/calendarDate';
import { isRecurring } from '../../domain/changedPlan';
import { readDecimal } from '../../domain/money';
import type { ContractPlan, PlanLine } from '../../domain/plan';
import type { RowAnswer } from '../../domain/rowAnswer';
import type { Answers } from '../../domain/task';
import { field, type PageRequest } from '../pageRequest';
import { fieldsOf, type RowFields } from './changeRowView';

type Typed = { readonly kind: 'read'; readonly value: unknown } | { readonly kind: 'wrong'; readonly why: string };

const readers: Readonly<Record<keyof RowFields, (text: string) => Typed>> = {
	description: (text) => ({ kind: 'read', value: text }),
	price: (text) => amount(text, 'The price is no number. Write it like 18.00.'),
	cost: (text) => amount(text, 'The cost is no number. Write it like 14.40.'),
	quantity: (text) =>
		/^\d{1,9}$/.test(text)
			? { kind: 'read', value: Number(text) }
			: { kind: 'wrong', why: 'The units are no whole number. Write them like 12.' },
	on: (text) => {
		const value = readCalendarDate(text);
		return value ? { kind: 'read', value } : { kind: 'wrong', why: 'The date is none. Write it like 2026-10-16.' };
	},
};

function amount(text: string, why: string): Typed {
	const value = readDecimal(text);
	return value === undefined ? { kind: 'wrong', why } : { kind: 'read', value };
}

/** What was typed for a row: names of fields that were emptied, and the values of those that were changed. */
export type RowForm =
	| { readonly kind: 'read'; readonly emptied: readonly string[]; readonly set: Readonly<Record<string, unknown>> }
	| { readonly kind: 'wrong'; readonly why: string };

/** Reads the fields of a row's form that are not as the plan has them. */
export function readRowForm(request: PageRequest, plan: ContractPlan, line: PlanLine): RowForm {
	const now = fieldsOf(plan, line);
	const names = Object.keys(now) as (keyof RowFields)[];
	const touched = names.filter((name) => request.form[name] !== undefined && field(request, name) !== now[name]);
	const emptied = touched.filter((name) => field(request, name) === '');
	const set: Record<string, unknown> = {};
	for (const name of touched.filter((other) => !emptied.includes(other))) {
		const typed = readers[name](field(request, name));
		if (typed.kind === 'wrong') return typed;
		set[name] = typed.value;
	}
	return { kind: 'read', emptied, set };
}

/** The answers with one row's set; a row of which nothing is set is left out. */
export function withRow(before: Answers, row: string, set: RowAnswer): Answers {
	const rows = { ...omit(before.rows, [row]), ...(isEmpty(set) ? {} : { [row]: set }) };
	return { ...omit(before, ['rows']), ...(isEmpty(rows) ? {} : { rows }) };
}

/** The answers with what was typed; the day of a product's row is that of the whole order. */
export function withRowForm(before: Answers, line: PlanLine, form: Extract<RowForm, { kind: 'read' }>): Answers {
	const { row } = line;
	if (row === undefined) return before;
	const set = { ...omit(before.rows?.[row], form.emptied), ...form.set } as RowAnswer & Pick<Answers, 'effectiveOn'>;
	if (!isRecurring(line)) return withRow(before, row, set);
	const { on, ...own } = set;
	const rest = withRow(before, row, own);
	if (form.emptied.includes('on')) return omit(rest, ['effectiveOn']);
	return on === undefined ? rest : { ...rest, effectiveOn: on };
}
