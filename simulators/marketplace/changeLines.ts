import { billedPeriodOf, daysBetween } from './billingDays';
import { orderLine } from './figures';
import { feeLines } from './heldProducts';
import type { OrderDetail, Subscription, SubscriptionProduct } from './records';

/**
 * How a Change is charged: the days left of the difference, the whole old amount back and both parts anew,
 * a whole period (of the difference, or of everything where the quantity stays), the same for the days that are left,
 * the next term of all seats, at 0.00 beside the price, or not at all.
 */
export type ChangeAmounts =
	'fragment' | 'refundAndRecharge' | 'wholePeriod' | 'wholePeriodForDays' | 'nextTerm' | 'free' | 'none';

interface Change {
	readonly subscription: Subscription;
	readonly before: SubscriptionProduct;
	readonly after: SubscriptionProduct;
	readonly day: string;
	readonly at: string;
	readonly amounts: ChangeAmounts | undefined;
}

/** The lines of a Change order; prepaid plans only, others charge nothing when a quantity changes. */
export function changeLines(change: Change): readonly OrderDetail[] {
	if (!change.subscription.billingModel.startsWith('chargeBefore')) return [];
	const difference = change.after.quantity - change.before.quantity;
	const amounts = change.amounts ?? usualAmounts(difference);
	if (amounts === 'none') return [];
	if (amounts === 'refundAndRecharge') return rechargeLines(change);
	if (amounts === 'nextTerm') return nextTermLines(change);
	const whole = amounts === 'wholePeriod' || partsOf(change).elapsed === 0;
	const refund = difference < 0;
	const product = refund ? change.before : change.after;
	return [
		orderLine({
			at: change.at,
			product,
			unitPrice: product.unitPrice,
			type: refund ? 'recurringRefund' : 'recurring',
			description: `${refund ? 'Refund' : 'Recurring'} for ${product.name}`,
			quantity: difference === 0 ? product.quantity : Math.abs(difference),
			refund,
			...(whole ? { period: change.subscription.billingPeriod } : { days: partsOf(change).left }),
			...(amounts === 'wholePeriodForDays' ? { chargesWhole: true } : {}),
			...(amounts === 'free' ? { isFree: true } : {}),
		}),
	];
}

/** A Change that stands in a renewal's place charges as that does. */
function nextTermLines({ subscription, after, at }: Change): readonly OrderDetail[] {
	const { unitPrice, quantity, name } = after;
	const line = { type: 'renew', description: `Renewal of ${name}`, period: subscription.billingPeriod };
	const seats = { ...line, at, product: after, unitPrice, quantity };
	return [orderLine(seats), ...feeLines(subscription, seats)];
}

function usualAmounts(difference: number): ChangeAmounts {
	if (difference === 0) return 'wholePeriod';
	return difference > 0 ? 'fragment' : 'none';
}

function rechargeLines(change: Change): readonly OrderDetail[] {
	const { before, after, at } = change;
	const { elapsed, left } = partsOf(change);
	const old = { at, product: before, unitPrice: before.unitPrice, quantity: before.quantity };
	const back = {
		...old,
		type: 'recurringRefund',
		description: `Refund for ${before.name}`,
		refund: true,
		period: change.subscription.billingPeriod,
	};
	const anew = { type: 'recurring', description: `Recurring for ${after.name}` };
	const used = { ...old, ...anew, days: { charged: elapsed, ofPeriod: left.ofPeriod } };
	const rest = { at, ...anew, product: after, unitPrice: after.unitPrice, quantity: after.quantity, days: left };
	return [back, ...(elapsed === 0 ? [] : [used]), rest].map((line) => orderLine(line));
}

function partsOf(change: Change): { elapsed: number; left: { charged: number; ofPeriod: number } } {
	const period = billedPeriodOf(change.subscription, change.day);
	const ofPeriod = daysBetween(period.start, period.nextStart);
	const elapsed = daysBetween(period.start, change.day);
	return { elapsed, left: { charged: ofPeriod - elapsed, ofPeriod } };
}
