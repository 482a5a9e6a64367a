import { type Decimal, minus, roundedAmount, total } from '../money';
import type { ContractPlan } from './plan';
import type { PlanLineKind } from './planRow';

/** What a plan bills, by what it is for. */
export interface PlanAmounts {
	/** Charges that are ticked, by kind, in the order of the plan; kinds without one are left out. */
	readonly charges: readonly { readonly kind: PlanLineKind; readonly amount: Decimal }[];
	/** What Autotask's own proration adds this period: an estimate. */
	readonly estimated: Decimal;
	readonly once: Decimal;
	readonly perPeriod: Decimal;
}

/** The amounts of a plan by kind; they add up to its totals. Source: rules A8, A9 and A11. */
export function planAmounts({ charges, totals }: Pick<ContractPlan, 'charges' | 'totals'>): PlanAmounts {
	const ticked = charges.filter((charge) => charge.selected);
	const kinds = [...new Set(ticked.map((charge) => charge.kind))];
	const charged = total(ticked.map((charge) => charge.amount));
	return {
		charges: kinds.map((kind) => ({
			kind,
			amount: roundedAmount(total(ticked.filter((charge) => charge.kind === kind).map((charge) => charge.amount))),
		})),
		estimated: roundedAmount(minus(totals.once, charged)),
		once: roundedAmount(totals.once),
		perPeriod: roundedAmount(totals.perPeriod),
	};
}
