import type { ChargeKind } from '../contract/charge';
import { isNegative } from '../money';
import type { OrderDetail } from './order';

/** What lines of a type become in Autotask. Source: rule A11. */
export type LineMeaning =
	| { readonly becomes: 'recurring'; readonly sign: 1 | -1 }
	| { readonly becomes: 'oneTime'; readonly kind: ChargeKind; readonly needsApproval: boolean }
	| { readonly becomes: 'usage'; readonly in: 'anyOrder' | 'billingOrder' }
	| { readonly becomes: 'credit' | 'discount' | 'nothing' };

const setup = { becomes: 'oneTime', kind: 'setup', needsApproval: false } as const;
const fee = { becomes: 'oneTime', kind: 'fee', needsApproval: false } as const;
const confirmed = { becomes: 'oneTime', kind: 'setup', needsApproval: true } as const;
const charged = { becomes: 'recurring', sign: 1 } as const;
const refunded = { becomes: 'recurring', sign: -1 } as const;

/** What each type of order line becomes; a type that is not named here is not understood. Source: rule A11. */
const meanings: Readonly<Record<string, LineMeaning>> = {
	recurring: charged,
	renew: charged,
	recurringRefund: refunded,
	renewRefund: refunded,
	downgrade: refunded,
	discount: { becomes: 'discount' },
	overuse: { becomes: 'usage', in: 'anyOrder' },
	billRecord: { becomes: 'usage', in: 'billingOrder' },
	setup,
	nonProvisioningItem: setup,
	switch: confirmed,
	transfer: confirmed,
	cancellation: fee,
	handlingFee: fee,
	billPenalty: fee,
	setupRefund: { becomes: 'credit' },
	transferRefund: { becomes: 'credit' },
	refund: { becomes: 'credit' },
	adjustment: { becomes: 'oneTime', kind: 'fee', needsApproval: true },
	refundAdjustment: { becomes: 'oneTime', kind: 'fee', needsApproval: true },
	payment: { becomes: 'nothing' },
	deposit: { becomes: 'nothing' },
	resellerPayment: { becomes: 'nothing' },
};

/** What lines of the type become; undefined for one that is not understood. */
export function lineMeaning(type: string): LineMeaning | undefined {
	return Object.hasOwn(meanings, type) ? meanings[type] : undefined;
}

/** Whether lines of the type charge a product's recurring amounts. Source: rule A11. */
export function isChargeType(type: string): boolean {
	const meaning = lineMeaning(type);
	return meaning?.becomes === 'recurring' && meaning.sign === 1;
}

/** Whether lines of the type give a product's recurring amounts back. Source: rule A11. */
export function isRefundType(type: string): boolean {
	const meaning = lineMeaning(type);
	return meaning?.becomes === 'recurring' && meaning.sign === -1;
}

/** Whether a line gives a product's recurring amounts back: by its type, or as a charge below 0, which is never what a seat costs. */
export function givesBack({ type, extendedPrice }: Pick<OrderDetail, 'type' | 'extendedPrice'>): boolean {
	return isRefundType(type) || (isChargeType(type) && extendedPrice !== undefined && isNegative(extendedPrice.amount));
}

/** Whether lines of the type bring a product's price: what it costs a period, or what is taken off. Source: rules A11 and A13. */
export function isPriceType(type: string): boolean {
	return isChargeType(type) || lineMeaning(type)?.becomes === 'discount';
}

/** Whether lines of the type are about a product that recurs: its price, or what is given back. Source: rule A11. */
export function isRecurringType(type: string): boolean {
	return isPriceType(type) || isRefundType(type);
}

/** Whether lines of the type lower what is paid, however the sign of their amount is written. Source: rules A11 and A12. */
export function isLoweringType(type: string): boolean {
	return ['discount', 'credit'].includes(lineMeaning(type)?.becomes ?? 'nothing') || isRefundType(type);
}
