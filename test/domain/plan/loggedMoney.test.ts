import type { CalendarDate } from '../../../src/domain/calendarDate';
import { decimal } from '../../../src/domain/money';
import { loggedMoney, readLoggedMoney } from '../../../src/domain/plan/loggedMoney';

const from = '2026-11-01' as CalendarDate;
const monthly = { periodType: 'monthly' as const, from, before: decimal('180'), after: decimal('234') };
const yearly = { periodType: 'yearly' as const, from, before: decimal('1200'), after: decimal('0') };

describe('money in the action log', () => {
	it('is what each length of period is billed before and after, and what is charged once', () => {
		const money = { recurring: [monthly, yearly], once: decimal('27.87') };
		const details = loggedMoney({ money, currency: 'GBP' });
		expect(details).toEqual({
			currency: 'GBP',
			monthlyBefore: '180',
			monthlyAfter: '234',
			yearlyBefore: '1200',
			yearlyAfter: '0',
			once: '27.87',
		});
		expect(readLoggedMoney(details)).toEqual({
			money: {
				currency: 'GBP',
				recurring: [
					{ periodType: 'monthly', before: '180', after: '234' },
					{ periodType: 'yearly', before: '1200', after: '0' },
				],
				once: '27.87',
			},
			others: {},
		});
	});

	it('is not told if Autotask does not tell it', () => {
		expect(loggedMoney({ currency: 'GBP' })).toEqual({});
	});

	it('leaves other facts of an entry as they are, and takes no text for an amount', () => {
		expect(readLoggedMoney({ contractId: 7, monthlyBefore: 'a lot', monthlyAfter: '1' })).toEqual({
			others: { contractId: 7 },
		});
	});
});
