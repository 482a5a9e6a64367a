import { sum } from 'lodash';
import { amountOn, isSameAmount } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { LedgerLink } from '../line/ledger';
import { type Decimal, isZero } from '../money';
import type { OrderDetail, SubscriptionProduct } from '../order/order';
import { isChargeType } from '../order/orderLineTypes';
import type { RecurringAmounts } from '../order/recurringAmounts';
import type { PlanSettings } from '../settings';

/** A product with the amounts that an order states for it. */
interface Stated {
	readonly amounts: RecurringAmounts;
	/** The lines that they are read from. */
	readonly details: readonly OrderDetail[];
	/** As the subscription has it. */
	readonly holds: SubscriptionProduct;
	readonly link: LedgerLink;
}

/** Whether seats and price stay as they are on the day and on all later ones. */
function staysOn({ units, owed }: LedgerLink, day: CalendarDate): boolean {
	return [...units, ...(owed?.price ?? [])].every(({ from }) => from <= day);
}

/**
 * Whether an order charges whole periods for just the seats of a product that are there, at the price that they have: then
 * nothing follows from its amounts. A price that is not known is none, and a part of a period, a refund or a free period is
 * something else. Source: rules Q3 and Q8.
 */
export function isChargedAsHeld(
	{ amounts, details, holds, link }: Stated,
	day: CalendarDate,
	{ priceSource }: Pick<PlanSettings, 'priceSource'>,
): boolean {
	const { unitPrice, fragment, isFree } = amounts;
	if (unitPrice === undefined || fragment !== undefined || isFree) return false;
	const seats = Number(holds.quantity);
	const isOfAll = details.every(({ type }) => isChargeType(type)) && sum(details.map(numberOf)) === seats;
	if (!isOfAll || !staysOn(link, day) || link.units.at(-1)?.units !== seats) return false;
	const owed = priceSource === 'autotask' ? unitPrice : amountOn(link.owed?.price ?? [], day);
	const prices = [holds.unitPrice?.amount, owed];
	return prices.every((price) => price !== undefined && !isZero(price) && isSameAmount(price, unitPrice));
}

function numberOf({ quantity }: { readonly quantity: Decimal }): number {
	return Number(quantity);
}
