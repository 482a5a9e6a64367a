import type { PeriodType } from '../billingPeriod';
import { compare, isZero, roundedAmount } from '../money';
import type { ContractPlan } from './plan';

const periods: Readonly<Record<PeriodType, string>> = {
	monthly: 'each month',
	quarterly: 'each quarter',
	semiAnnual: 'each half-year',
	yearly: 'each year',
};

/**
 * What a plan changes of the bills, for a sentence: `+14.79 GBP once and 216.00 GBP each year instead of 180.00`.
 *
 * Every reason that states what a plan bills takes it from here, so that it says what the plan's money says.
 */
export function moneyWords({ money, currency }: Pick<ContractPlan, 'money' | 'currency'>): string {
	if (!money) return 'an amount that Autotask does not tell';
	const { once, recurring } = money;
	const unit = currency === '' ? '' : ` ${currency}`;
	const sign = compare(once, '0' as typeof once) > 0 ? '+' : '';
	const parts = [
		...(isZero(once) ? [] : [`${sign}${roundedAmount(once)}${unit} once`]),
		...recurring.map(({ before, after, periodType }) => {
			const was = compare(before, after) === 0 ? 'as before' : `instead of ${roundedAmount(before)}`;
			return `${roundedAmount(after)}${unit} ${periods[periodType]} ${was}`;
		}),
	];
	return parts.join(' and ') || 'no change';
}
