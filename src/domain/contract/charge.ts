import type { CalendarDate } from '../calendarDate';
import type { AutotaskProductId, BillingCodeId, ChargeId, ContractId } from '../ids';
import type { Decimal } from '../money';

/** A one-time charge of a contract as Autotask holds it. */
export interface ContractCharge {
	readonly id: ChargeId;
	readonly contractId: ContractId;
	/** Our key (rule Q14), in internalPurchaseOrderNumber. */
	readonly key: string;
	readonly amount: Decimal;
	readonly purchasedOn: CalendarDate;
}

/** What an Autotask charge is booked under: a material billing code or a product, never a service. Source: rule M2. */
export type ChargeTarget =
	| { readonly kind: 'billingCode'; readonly id: BillingCodeId }
	| { readonly kind: 'product'; readonly id: AutotaskProductId };

export type ChargeKind = 'setup' | 'proration' | 'usage' | 'fee' | 'credit';

export const chargeKinds: readonly ChargeKind[] = ['setup', 'proration', 'usage', 'fee', 'credit'];
