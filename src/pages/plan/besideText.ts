import type { HeldBeside } from '../../domain/plan/heldBeside';
import type { ContractPlan } from '../../domain/plan/plan';
import { periodName } from '../../domain/billingPeriod';
import { countText, moneyText } from '../moneyText';

/** What a length of period is called; that of the plan's bills. */
function periodOf({ money }: Pick<ContractPlan, 'money'>): string {
	const type = money?.recurring[0]?.periodType;
	return type === undefined ? 'period' : periodName[type];
}

/** `11 billed, 9 owned: £5.00 a month too much`. */
export function besideText(
	plan: Pick<ContractPlan, 'money' | 'currency'>,
	{ billed, owned, perPeriod }: HeldBeside,
): string {
	const seats = `${countText(billed)} billed, ${countText(owned)} owned`;
	if (perPeriod === undefined) return seats;
	return `${seats}: ${moneyText(perPeriod, plan.currency)} a ${periodOf(plan)} too ${billed > owned ? 'much' : 'little'}`;
}
