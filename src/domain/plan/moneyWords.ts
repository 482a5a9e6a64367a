import { periodName } from '../billingPeriod';
import { compare, isZero, roundedAmount, zero } from '../money';
import type { ContractPlan } from './plan';

/**
 * What a plan changes of the bills, for a sentence: `+14.79 GBP once and 216.00 GBP each year instead of 180.00`.
 *
 * Every reason that states what a plan bills takes it from here, so that it says what the plan's money says.
 */
export function moneyWords({ money, currency }: Pick<ContractPlan, 'money' | 'currency'>): string {
	if (!money) return 'an amount that Autotask does not tell';
	const { once, recurring } = money;
	const unit = currency === '' ? '' : ` ${currency}`;
	const sign = compare(once, zero) > 0 ? '+' : '';
	const parts = [
		...(isZero(once) ? [] : [`${sign}${roundedAmount(once)}${unit} once`]),
		...recurring.map(({ before, after, periodType }) => {
			const was = compare(before, after) === 0 ? 'as before' : `instead of ${roundedAmount(before)}`;
			return `${roundedAmount(after)}${unit} each ${periodName[periodType]} ${was}`;
		}),
	];
	return parts.join(' and ') || 'no change';
}
