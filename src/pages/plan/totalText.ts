import { type Decimal, isZero, minus, plus, zero } from '../../domain/money';
import type { ApprovedBefore, ContractPlan } from '../../domain/plan/plan';
import { periodName } from '../../domain/billingPeriod';
import { changeText, moneyText } from '../moneyText';

/** What several plans change of the bills: of each currency and length of period, and once. */
export function totalText(plans: readonly Pick<ContractPlan, 'money' | 'currency'>[]): string {
	const sums = new Map<string, { readonly amount: Decimal; readonly currency: string; readonly of: string }>();
	const add = (amount: Decimal, currency: string, of: string) => {
		const known = sums.get(`${currency} ${of}`);
		sums.set(`${currency} ${of}`, { amount: plus(known?.amount ?? zero, amount), currency, of });
	};
	for (const { money, currency } of plans) {
		if (!money) continue;
		for (const { before, after, periodType } of money.recurring)
			add(minus(after, before), currency, `a ${periodName[periodType]}`);
		add(money.once, currency, 'once');
	}
	const said = [...sums.values()].filter(({ amount }) => !isZero(amount));
	const untold = plans.filter(({ money }) => money === undefined).length;
	return (
		[
			...said.map(({ amount, currency, of }) => `${changeText(amount, currency)} ${of}`),
			...(untold === 0 ? [] : [`${untold} of which Autotask does not tell the amounts`]),
		].join(', ') || 'no change'
	);
}

/** What one plan changes of the bill; what it comes to where Autotask does not tell what its lines cost now. */
export function billText({ money, totals, currency = '' }: Omit<ApprovedBefore, 'fingerprint' | 'lines'>): string {
	if (money) return totalText([{ money, currency }]);
	return `${moneyText(totals.once, currency)} once, ${moneyText(totals.perPeriod, currency)} each period`;
}
