import { productRow } from '../../../src/domain/answers/rowAnswer';
import type { ProductId, SubscriptionId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import type { ContractPlan } from '../../../src/domain/plan/plan';
import type { PlanLine } from '../../../src/domain/plan/planRow';
import { fieldsOf, readRow, type TypedRow, withReadRow, withTick } from '../../../src/domain/planning/rowFields';
import { detailOf, planOf, type TaskFigures } from './scenario';

const seats = productRow('s1' as SubscriptionId, 'p1' as ProductId);
const setup = 'charge order-o1/setup/p1/0';
const onLine = { lines: [{ units: 10, others: 0 }], links: [{ units: 10 }] } as const;
const sale: TaskFigures = {
	kind: 'sales',
	on: '2026-10-16',
	quantity: '10',
	details: [detailOf({ type: 'setup', extendedPrice: '50.00', unitPrice: '50.00' })],
};

function found(plan: ContractPlan, row: string): { readonly plan: ContractPlan; readonly line: PlanLine } {
	const line = plan.lines.find((one) => one.row === row);
	if (!line) throw new RangeError(`no row ${row}`);
	return { plan, line };
}

/** A rise from 10 to 13 on a line that is there; a sale of 10 with a setup on a new one. */
const rise = found(
	planOf({ ...onLine, holds: '13', task: { kind: 'change', on: '2026-10-16', quantity: '13' } }),
	seats,
);
const sold = found(planOf({ holds: '10', task: sale }), seats);
const charge = found(planOf({ holds: '10', task: sale }), setup);

describe('what a person types of a row', () => {
	it('starts from what the plan has, in the fields that the row has', () => {
		expect(fieldsOf(rise.plan, rise.line)).toEqual({ on: '2026-10-16', price: '18', cost: '14.4', quantity: '13' });
		expect(Object.keys(fieldsOf(sold.plan, sold.line))).toEqual(['on', 'price', 'cost', 'description', 'quantity']);
		expect(fieldsOf(charge.plan, charge.line)).toMatchObject({ on: '2026-10-16', price: '50', description: 'setup' });
	});

	it.each([
		{ rule: 'what is typed as it is', typed: { price: '18', quantity: '13' }, set: {}, emptied: [] },
		{ rule: 'a decimal comma and blanks', typed: { price: ' 17,50 ' }, set: { price: '17.5' }, emptied: [] },
		{ rule: 'units', typed: { quantity: '0' }, set: { quantity: 0 }, emptied: [] },
		{ rule: 'a day', typed: { on: '2026-10-17' }, set: { on: '2026-10-17' }, emptied: [] },
		{ rule: 'an empty field as the end of a change', typed: { cost: '' }, set: {}, emptied: ['cost'] },
	] satisfies readonly { rule: string; typed: TypedRow; set: object; emptied: readonly string[] }[])(
		'reads $rule',
		({ typed, set, emptied }) => {
			expect(readRow(typed, rise.plan, rise.line)).toEqual({ kind: 'read', set, emptied });
		},
	);

	it.each([
		{ rule: 'words for a price', of: rise, typed: { price: 'eighteen' }, why: 'The price is no number.' },
		{ rule: 'words for a cost', of: rise, typed: { cost: '1.2.3' }, why: 'The cost is no number.' },
		{ rule: 'part of a unit', of: rise, typed: { quantity: '1.5' }, why: 'The units are no whole number.' },
		{ rule: 'a day that is none', of: rise, typed: { on: '2026-02-30' }, why: 'The date is none.' },
		{
			rule: 'a text for a line that has one',
			of: rise,
			typed: { description: 'Mail' },
			why: 'in Autotask; change it there',
		},
		{ rule: 'units of a charge', of: charge, typed: { quantity: '2' }, why: 'A charge has no units' },
	])('refuses $rule', ({ of, typed, why }) => {
		expect(readRow(typed, of.plan, of.line)).toMatchObject({ kind: 'wrong', why: expect.stringContaining(why) });
	});
});

describe('the answers with a row', () => {
	const before = { rows: { [seats]: { price: decimal('17'), cost: decimal('14') } } };
	const read = (set: object, emptied: readonly string[] = []) => ({ kind: 'read', set: { ...set }, emptied }) as const;

	it.each([
		{
			rule: 'keep what was set before',
			of: rise,
			read: read({ quantity: 12 }),
			after: { rows: { [seats]: { price: '17', cost: '14', quantity: 12 } } },
		},
		{
			rule: 'lose what was emptied',
			of: rise,
			read: read({}, ['price']),
			after: { rows: { [seats]: { cost: '14' } } },
		},
		{ rule: 'lose a row of which nothing is left', of: rise, read: read({}, ['price', 'cost']), after: {} },
		{
			rule: 'take the day of a product for the whole order',
			of: rise,
			read: read({ on: '2026-10-17' }),
			after: { ...before, effectiveOn: '2026-10-17' },
		},
		{
			rule: 'take the day of a charge for itself',
			of: charge,
			read: read({ on: '2026-10-17' }),
			after: { rows: { ...before.rows, [setup]: { on: '2026-10-17' } } },
		},
	])('$rule', ({ of, read: given, after }) => {
		expect(withReadRow(before, of.line, given)).toEqual(after);
	});

	it('tick a row beside what was set of it', () => {
		expect(withTick(before, seats, false)).toEqual({ rows: { [seats]: { price: '17', cost: '14', selected: false } } });
	});
});
