import type { CalendarDate } from '../../../src/domain/calendarDate';
import type { Decimal } from '../../../src/domain/money';
import type { PlanLine } from '../../../src/domain/plan/planRow';
import { type ComparedPlan, movedRows } from '../../../src/pages/plan/movedRows';

const seats: PlanLine = {
	kind: 'recurring',
	selected: true,
	effectiveDate: '2026-10-16' as CalendarDate,
	endDate: '2027-12-31' as CalendarDate,
	serviceName: 'Premium',
	invoiceDescription: 'Premium seats',
	currentQuantity: 10,
	quantityChange: 3,
	price: '18' as Decimal,
	cost: '14.40' as Decimal,
	detail: 'The line rises.',
	row: 'S-1/PRD-1',
};
const setup: PlanLine = { ...seats, kind: 'setup', invoiceDescription: 'Setup', row: 'setup' };
const shared: PlanLine = { ...seats, row: 'S-2/PRD-1', invoiceDescription: 'More seats' };

function plan(lines: readonly PlanLine[], once = '27.87', perPeriod = '234'): ComparedPlan {
	return { lines, currency: 'GBP', totals: { once: once as Decimal, perPeriod: perPeriod as Decimal } };
}

describe('what is otherwise than it was approved', () => {
	it.each([
		{ rule: 'nothing, where the rows are the same', before: plan([seats]), now: plan([seats]), moved: [] },
		{
			rule: 'a column, with both of its values',
			before: plan([seats, setup]),
			now: plan([{ ...seats, endDate: '2027-11-30' as CalendarDate }, setup]),
			moved: [['Premium seats', 'End date', '2027-12-31', '2027-11-30']],
		},
		{
			rule: 'a price only where it is another amount',
			before: plan([seats]),
			now: plan([{ ...seats, price: '18.00' as Decimal, cost: '15.1' as Decimal }]),
			moved: [['Premium seats', 'Cost', '14.40', '15.10']],
		},
		{
			rule: 'a row that has come and one that has gone',
			before: plan([seats, setup]),
			now: plan([shared, seats]),
			moved: [
				['More seats', 'The row', 'not there', 'there'],
				['Setup', 'The row', 'there', 'not there'],
			],
		},
		{
			rule: 'a tick and a value that is gone',
			before: plan([seats]),
			now: plan([{ ...seats, selected: false, invoiceDescription: '' }]),
			moved: [
				['', 'Invoice description', 'Premium seats', 'empty'],
				['', 'Written', 'yes', 'no'],
			],
		},
		{
			rule: 'what it comes to, where Autotask does not tell what changes',
			before: plan([seats], '27.87', '234'),
			now: plan([seats], '30', '234.00'),
			moved: [['The bill', 'Change', '£27.87 once, £234.00 each period', '£30.00 once, £234.00 each period']],
		},
		{
			rule: 'what changes of the bill, where Autotask tells it',
			before: { ...plan([seats]), money: { recurring: [], once: '27.87' as Decimal } },
			now: { ...plan([seats], '30'), money: { recurring: [], once: '-1.5' as Decimal } },
			moved: [['The bill', 'Change', '+£27.87 once', '-£1.50 once']],
		},
	])('$rule', ({ before, now, moved }) => {
		expect(movedRows(before, now).map(({ of, column, approved, now: other }) => [of, column, approved, other])).toEqual(
			moved,
		);
	});

	it('pairs rows of one name in their order', () => {
		const { row: _row, ...own } = seats;
		const [first, second] = [own, { ...own, quantityChange: 5 }];
		expect(movedRows(plan([first, second]), plan([first, { ...second, quantityChange: 6 }]))).toEqual([
			{ of: 'Premium seats', column: 'Change', approved: '5', now: '6' },
		]);
	});
});
