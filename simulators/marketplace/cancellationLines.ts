import type { CancellationAct } from './actKinds';
import { billedPeriodOf, daysBetween } from './billingDays';
import { orderLine } from './figures';
import { feeLines, onlyProduct } from './heldProducts';
import type { Effect } from './marketplace';
import type { OrderDetail, Subscription } from './records';

/** What a subscription becomes that ends on a day. */
export function endedOn(day: string): Effect {
	return (now) => ({ ...now, status: 'terminated', renewalStatus: false, expirationDate: day });
}

/** What a cancellation gives back and charges for one subscription. */
export function cancellationLines(
	subscription: Subscription,
	what: Pick<CancellationAct, 'fee' | 'refund' | 'setupRefund'>,
	{ at, day }: { readonly at: string; readonly day: string },
): readonly OrderDetail[] {
	const held = onlyProduct(subscription);
	const period = billedPeriodOf(subscription, day);
	const line = { at, product: held, unitPrice: held.unitPrice };
	const details: OrderDetail[] = [];
	if (what.refund === true) {
		const days = { charged: daysBetween(day, period.nextStart), ofPeriod: daysBetween(period.start, period.nextStart) };
		const refund = { type: 'recurringRefund', description: `Refund for ${held.name}`, refund: true };
		const seats = { ...line, ...refund, quantity: held.quantity, days };
		details.push(orderLine(seats), ...feeLines(subscription, seats));
	}
	if (what.setupRefund !== undefined) {
		const unitPrice = { currency: held.unitPrice.currency, amount: what.setupRefund };
		const back = { type: 'setupRefund', description: `Setup of ${held.name}`, quantity: 1, refund: true };
		details.push(orderLine({ ...line, ...back, unitPrice }));
	}
	if (what.fee !== undefined) {
		const unitPrice = { currency: held.unitPrice.currency, amount: what.fee };
		const fee = { type: 'cancellation', description: `Cancellation fee for ${held.name}`, quantity: 1 };
		details.push(orderLine({ ...line, ...fee, unitPrice }));
	}
	return details;
}
