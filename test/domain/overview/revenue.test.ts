import { calendarDate } from '../../../src/domain/calendarDate';
import { aMonth, monthsFrom, revenueByMonth, type RevenueSteps } from '../../../src/domain/overview/revenue';

const day = calendarDate;
const gbp = { currency: 'GBP', periodType: 'monthly' } as const;

describe('revenue by month', () => {
	it.each([
		['a month of monthly amounts is all of them', [{ periodType: 'monthly', amount: 18_000 }], '180.00'],
		[
			// 1,200.00 / 12 + 300.00 / 3 + 60.00 / 6 + 5.00
			'longer periods count with their share',
			[
				{ periodType: 'yearly', amount: 120_000 },
				{ periodType: 'quarterly', amount: 30_000 },
				{ periodType: 'semiAnnual', amount: 6_000 },
				{ periodType: 'monthly', amount: 500 },
			],
			'215.00',
		],
		[
			// 0.05 / 12 twice is 0.008333...: rounded once, not 0.00 + 0.00.
			'the sum is rounded once',
			[
				{ periodType: 'yearly', amount: 5 },
				{ periodType: 'yearly', amount: 5 },
			],
			'0.01',
		],
	] as const)('%s', (_, sums, expected) => {
		expect(aMonth(sums)).toBe(expected);
	});

	it('begins with the month of one day and ends with that of another', () => {
		expect(monthsFrom(day('2026-11-30'), day('2027-01-01'))).toEqual(['2026-11-01', '2026-12-01', '2027-01-01']);
	});

	it('adds steps from their month on; a plan that waits counts from the present month at the earliest', () => {
		const revenue: RevenueSteps = {
			base: [{ ...gbp, amount: 10_000 }],
			steps: [
				{ ...gbp, month: '2026-09', isWaiting: false, amount: 5_000 },
				{ ...gbp, month: '2026-08', isWaiting: true, amount: 1_000 },
				{ ...gbp, periodType: 'yearly', month: '2026-11', isWaiting: false, amount: -12_000 },
			],
		};
		const months = monthsFrom(day('2026-08-01'), day('2026-11-01'));
		expect(revenueByMonth(revenue, months, day('2026-10-16'))).toEqual([
			{
				currency: 'GBP',
				months: [
					{ month: '2026-08-01', billed: '100.00', withWaiting: '100.00' },
					{ month: '2026-09-01', billed: '150.00', withWaiting: '150.00' },
					{ month: '2026-10-01', billed: '150.00', withWaiting: '160.00' },
					{ month: '2026-11-01', billed: '140.00', withWaiting: '150.00' },
				],
			},
		]);
	});

	it('keeps currencies apart, the one with most revenue first', () => {
		const revenue: RevenueSteps = {
			base: [
				{ ...gbp, amount: 100 },
				{ ...gbp, currency: 'EUR', amount: 900 },
			],
			steps: [{ ...gbp, currency: 'USD', month: '2026-10', isWaiting: true, amount: 500 }],
		};
		const months = monthsFrom(day('2026-10-01'), day('2026-10-01'));
		const shown = revenueByMonth(revenue, months, day('2026-10-16'));
		expect(shown.map(({ currency, months: [first] }) => `${currency} ${first?.billed} ${first?.withWaiting}`)).toEqual([
			'EUR 9.00 9.00',
			'USD 0.00 5.00',
			'GBP 1.00 1.00',
		]);
	});
});
