import fc from 'fast-check';
import { prorate } from '../../src/domain/proration';
import { calendarDate, plusDays } from '../../src/domain/calendarDate';
import { decimal, isZero, over, plus } from '../../src/domain/money';

const october = { start: calendarDate('2026-10-01'), nextStart: calendarDate('2026-11-01') };

describe('prorate', () => {
	it.each([
		{ rule: 'the day itself counts', quantity: 3, price: '18.00', from: '2026-10-16', amount: '27.87' },
		{ rule: 'the cost is prorated the same way', quantity: 3, price: '14.40', from: '2026-10-16', amount: '22.30' },
		{ rule: 'the last day is one day', quantity: 31, price: '1.00', from: '2026-10-31', amount: '1.00' },
		{ rule: 'the first day is the full price', quantity: 10, price: '18.00', from: '2026-10-01', amount: '180.00' },
		{ rule: 'units that go are negative', quantity: -4, price: '18.00', from: '2026-10-11', amount: '-48.77' },
		{
			rule: 'rounding happens once, for the whole quantity',
			quantity: 3,
			price: '0.0155',
			from: '2026-10-01',
			amount: '0.05',
		},
		{ rule: 'no units are nothing', quantity: 0, price: '18.00', from: '2026-10-16', amount: '0.00' },
	])('$rule', ({ quantity, price, from, amount }) => {
		expect(prorate(quantity, decimal(price), calendarDate(from), october)).toBe(amount);
	});

	it.each(['2026-09-30', '2026-11-01'])('%s outside the period is refused', (from) => {
		expect(() => prorate(1, decimal('18.00'), calendarDate(from), october)).toThrow(RangeError);
	});

	it('a charge and its credit cancel', () => {
		const law = fc.property(
			fc.integer({ min: 0, max: 500 }),
			fc.integer({ min: 0, max: 5_000_000 }),
			fc.integer({ min: 0, max: 30 }),
			(quantity, tenThousandths, at) => {
				const price = over(decimal(tenThousandths), 10_000);
				const from = plusDays(october.start, at);
				return isZero(plus(prorate(quantity, price, from, october), prorate(-quantity, price, from, october)));
			},
		);
		fc.assert(law, { numRuns: 300 });
	});
});
