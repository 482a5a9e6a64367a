import type { Answers } from '../../../src/domain/answers/answers';
import { productRow, type RowAnswer } from '../../../src/domain/answers/rowAnswer';
import type { ProductId, SubscriptionId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import { answerPlan } from '../../../src/domain/planning/answerPlan';
import { chargesOf, day, detailOf, planned, planOf, type Scenario, type TaskFigures, writesOf } from './scenario';

const seats = productRow('s1' as SubscriptionId, 'p1' as ProductId);
const setup = 'charge order-o1/setup/p1/0';
const rise = { kind: 'change', on: '2026-10-16', quantity: '13' } as const;
const onLine = { lines: [{ units: 10, others: 0 }], links: [{ units: 10 }] } as const;

function changing(answers: Answers, task: TaskFigures = rise, more: Partial<Scenario> = onLine): Scenario {
	return { ...more, holds: task.quantity ?? '13', task: { ...task, answers } };
}

function rowSet(row: string, set: RowAnswer): Answers {
	return { rows: { [row]: set } };
}

const sale: TaskFigures = {
	kind: 'sales',
	on: '2026-10-16',
	quantity: '10',
	details: [detailOf({ type: 'setup', extendedPrice: '50.00', unitPrice: '50.00' })],
};

function why(scenario: Scenario): string {
	const outcome = planned(scenario);
	return outcome.kind === 'attention' ? `${outcome.reason}: ${outcome.message}` : 'planned';
}

describe('a plan that a person changed', () => {
	it.each([
		{ rule: 'a price is written with the rise', set: { price: decimal('17.50') }, writes: ['+3 @ 2026-10-16 at 17.5'] },
		{
			rule: 'a quantity takes the place of the order’s',
			set: { quantity: 12 },
			writes: ['+2 @ 2026-10-16'],
		},
		{ rule: 'a smaller quantity falls with the next period', set: { quantity: 8 }, writes: ['-2 @ 2026-11-01'] },
		{
			rule: 'a cost goes with the price that was found',
			set: { cost: decimal('15.00') },
			writes: ['+3 @ 2026-10-16 at 18 cost 15'],
		},
	])('$rule', ({ set, writes }) => {
		const plan = planOf(changing(rowSet(seats, set)));
		const shown = writesOf(plan).map((write) => (set.price ? write.replace(/ cost .*/, '') : write));
		expect(shown).toEqual(writes);
	});

	it('writes from the day that was set, in the period that holds it', () => {
		const plan = planOf(changing({ effectiveOn: day('2026-10-17') }));
		expect(writesOf(plan)).toEqual(['+3 @ 2026-10-17']);
		expect(plan.lines.map((line) => line.changed)).toEqual([{ date: '2026-10-16' }]);
	});

	it('charges the marketplace’s fragment for the days that are left from the day that was set', () => {
		const facts = { settings: { proration: 'marketplace' } } as const;
		const plan = planOf(changing({ effectiveOn: day('2026-10-17') }, rise, { ...onLine, facts }));
		expect(chargesOf(plan)).toEqual(['proration 26.13 cost 20.90 @ 2026-10-17']);
	});

	it('shows what it has without the change', () => {
		const plan = planOf(changing(rowSet(seats, { price: decimal('17.50'), quantity: 12 })));
		expect(plan.lines.map((line) => line.changed)).toEqual([{ price: '18', quantity: '3' }]);
		expect(plan.approvalNeeded).toContain('a person changed the plan');
	});

	it('is another plan for its approval', () => {
		const [asIs, changed] = [planOf(changing({})), planOf(changing(rowSet(seats, { quantity: 12 })))];
		const again = planOf(changing(rowSet(seats, { quantity: 11 })));
		const covered = [asIs, changed, again].map((plan) => JSON.stringify(plan.foreign));
		expect(new Set(covered).size).toBe(3);
	});

	it('changes a charge: text, amount, cost, day', () => {
		const set = { description: 'Set up Mail', price: decimal('45.00'), cost: decimal('30'), on: day('2026-10-20') };
		const plan = planOf(changing(rowSet(setup, set), sale, {}));
		expect(chargesOf(plan)).toEqual(['setup 45.00 cost 30.00 @ 2026-10-20']);
		expect(plan.charges.map(({ name }) => name)).toEqual(['Set up Mail']);
		const row = plan.lines.find((line) => line.row === setup);
		expect(row?.changed).toEqual({ description: 'setup', price: '50', cost: '', date: '2026-10-16' });
	});

	it('leaves a one-time row that is not ticked out for good, and the totals without it', () => {
		const plan = planOf(changing(rowSet(setup, { selected: false }), { ...sale, on: '2026-10-01' }, {}));
		expect(plan.charges.map(({ selected }) => selected)).toEqual([false]);
		expect(plan.totals).toEqual({ once: '0', perPeriod: '180' });
		expect(answerPlan(plan, {}).kind).toBe('approvable');
	});

	it('is not approved while a recurring row is not ticked', () => {
		const plan = planOf(changing(rowSet(seats, { selected: false })));
		expect(plan.approvalNeeded.join('; ')).toContain('Mail p1, monthly is not ticked: not now');
		expect(answerPlan(plan, {})).toMatchObject({ kind: 'refused', why: expect.stringContaining('is not ticked') });
	});

	it('writes the text of a new line', () => {
		const plan = planOf(changing(rowSet(seats, { description: 'Mail for everybody' }), sale, {}));
		expect(plan.changes.map(({ invoiceDescription }) => invoiceDescription)).toEqual(['Mail for everybody']);
	});
});

describe('a change of a plan that the rules forbid', () => {
	it.each([
		{ rule: 'a price of 0', answers: rowSet(seats, { price: decimal('0') }), says: 'a price is above 0' },
		{ rule: 'a price below 0', answers: rowSet(seats, { price: decimal('-1') }), says: 'a price is above 0' },
		{ rule: 'a cost below 0', answers: rowSet(seats, { cost: decimal('-1') }), says: 'a cost is 0 or more' },
		{ rule: 'part of a unit', answers: rowSet(seats, { quantity: 1.5 }), says: 'Autotask counts whole units' },
		{ rule: 'fewer than none', answers: rowSet(seats, { quantity: -1 }), says: 'Autotask counts whole units' },
		{
			rule: 'a text of a line that has one',
			answers: rowSet(seats, { description: 'Other' }),
			says: 'the line of Mail has its text in Autotask',
		},
		{
			rule: 'a row that the plan does not have',
			answers: rowSet('charge gone', { price: decimal('1') }),
			says: 'no longer in the plan',
		},
		{ rule: 'a day to come', answers: { effectiveOn: day('2026-10-18') }, says: '2026-10-18 is past 2026-10-17' },
		{
			rule: 'a day before what is billed already',
			answers: { effectiveOn: day('2026-10-10') },
			says: 'its subscription is billed already',
		},
	])('refuses $rule', ({ answers, says }) => {
		expect(why(changing(answers))).toContain(`approval: `);
		expect(why(changing(answers))).toContain(says);
	});

	it.each([
		{ rule: 'an amount of 0', set: { price: decimal('0') }, says: 'Untick the row' },
		{ rule: 'a charge that becomes a credit', set: { price: decimal('-50') }, says: 'a charge is above 0' },
		{ rule: 'a third decimal place', set: { price: decimal('1.005') }, says: 'two places' },
		{ rule: 'another quantity than 1', set: { quantity: 2 }, says: 'a charge has quantity 1' },
		{ rule: 'a day outside the contract', set: { on: day('2028-01-01') }, says: 'is outside' },
		{ rule: 'an empty text', set: { description: ' ' }, says: '1 to 100 characters' },
		{ rule: 'a text that is too long', set: { description: 'x'.repeat(101) }, says: '1 to 100 characters' },
	])('refuses $rule of a charge', ({ set, says }) => {
		expect(why(changing(rowSet(setup, set), sale, {}))).toContain(says);
	});

	it.each([
		{ rule: 'a quantity', set: { quantity: 2 }, says: 'leaves no quantity to choose' },
		{ rule: 'a price', set: { price: decimal('10') }, says: 'writes no price' },
	])('refuses $rule for a cancellation', ({ set, says }) => {
		const ended: TaskFigures = { kind: 'cancellation', on: '2026-10-11', quantity: '0' };
		expect(why(changing(rowSet(seats, set), ended))).toContain(says);
	});

	it.each([
		{ rule: 'of a product', row: seats, task: rise, more: onLine },
		{ rule: 'of a charge', row: setup, task: sale, more: {} },
	])('refuses a cost $rule that Autotask hides', ({ row, task, more }) => {
		const hidden = { ...more, facts: { hidesCosts: true } };
		expect(why(changing(rowSet(row, { cost: decimal('15.00') }), task, hidden))).toContain('may not read costs');
	});

	it('refuses a day for a task that no order dates', () => {
		const first: TaskFigures = { kind: 'initial', on: '2026-10-16', subscription: { quantity: '10' } };
		const answers = { effectiveOn: day('2026-10-10'), ownUnits: 10 };
		expect(why(changing(answers, first, { lines: [{ units: 10 }], holds: '10' }))).toContain('is not set by hand');
	});
});
