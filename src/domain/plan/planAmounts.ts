import { type Decimal, minus, roundedAmount, total } from '../money';
import type { ContractPlan } from './plan';
import type { PlanLineKind } from './planRow';

/** What a plan bills once, by what it is for. */
export interface PlanAmounts {
	/** Charges that are ticked, by kind, in the order of the plan; kinds without one are left out. */
	readonly charges: readonly { readonly kind: PlanLineKind; readonly amount: Decimal }[];
	/** What Autotask itself bills of the days until the next whole period: an estimate. */
	readonly estimated: Decimal;
	readonly once: Decimal;
}

/** What a plan bills once, by kind; it adds up to the plan's money. Source: rules A8, A9 and A11. */
export function planAmounts({
	charges,
	totals,
	money,
}: Pick<ContractPlan, 'charges' | 'totals' | 'money'>): PlanAmounts {
	const once = money?.once ?? totals.once;
	const ticked = charges.filter((charge) => charge.selected);
	const kinds = [...new Set(ticked.map((charge) => charge.kind))];
	const charged = total(ticked.map((charge) => charge.amount));
	return {
		charges: kinds.map((kind) => ({
			kind,
			amount: roundedAmount(total(ticked.filter((charge) => charge.kind === kind).map((charge) => charge.amount))),
		})),
		estimated: roundedAmount(minus(once, charged)),
		once: roundedAmount(once),
	};
}
