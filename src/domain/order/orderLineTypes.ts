import type { ChargeKind } from '../contract/charge';
import type { OrderDetail } from './order';

export type Meaning =
	| { readonly becomes: 'recurring'; readonly sign: 1 | -1 }
	| { readonly becomes: 'oneTime'; readonly kind: ChargeKind; readonly needsApproval: boolean }
	| { readonly becomes: 'credit' | 'discount' | 'nothing' };

const setup = { becomes: 'oneTime', kind: 'setup', needsApproval: false } as const;
const fee = { becomes: 'oneTime', kind: 'fee', needsApproval: false } as const;
const confirmed = { becomes: 'oneTime', kind: 'setup', needsApproval: true } as const;
const charged = { becomes: 'recurring', sign: 1 } as const;
export const refunded = { becomes: 'recurring', sign: -1 } as const;

/** What each type of order line becomes; a type that is not named here is not understood. Source: rule A11. */
const meanings: Readonly<Record<string, Meaning>> = {
	recurring: charged,
	renew: charged,
	recurringRefund: refunded,
	renewRefund: refunded,
	downgrade: refunded,
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
	discount: { becomes: 'discount' },
	adjustment: { becomes: 'oneTime', kind: 'fee', needsApproval: true },
	refundAdjustment: { becomes: 'oneTime', kind: 'fee', needsApproval: true },
	payment: { becomes: 'nothing' },
	deposit: { becomes: 'nothing' },
	resellerPayment: { becomes: 'nothing' },
};

export function meaningOf(detail: OrderDetail): Meaning | undefined {
	return Object.hasOwn(meanings, detail.type) ? meanings[detail.type] : undefined;
}

/** Whether lines of that type give a product's recurring amounts back. Source: rule A11. */
export function isRefundType(type: string): boolean {
	const meaning = Object.hasOwn(meanings, type) ? meanings[type] : undefined;
	return meaning?.becomes === 'recurring' && meaning.sign === -1;
}
