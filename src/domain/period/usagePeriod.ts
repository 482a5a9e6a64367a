import { type BillingPeriod, periodHolding, periodTypeOf } from '../billingPeriod';
import { type CalendarDate, localDay, plusDays } from '../calendarDate';
import { billedPeriodType } from '../order/billedPeriod';
import type { Order, OrderDetail, Subscription } from '../order/order';
import type { SeenSubscription } from '../order/seenSubscription';
import type { PlanSettings } from '../settings';
import { namedPeriod } from './namedPeriod';
import { ownBoundary } from './termEnd';

/** A subscription with the ends of its terms that were seen before, where they are known. */
export type Remembered = Subscription & Partial<Pick<SeenSubscription, 'earlierExpirations'>>;

/**
 * The subscription's own billing period that ended last before the order was created: what an order's usage is of.
 *
 * A period that ends on the day of creation has ended. The billing period counts also where the plan is charged for its
 * whole term; undefined where neither is one of Autotask's. Source: rules A12 and P3.
 */
export function usagePeriod(
	order: Pick<Order, 'createdAt'>,
	subscription: Remembered,
	settings: Pick<PlanSettings, 'timeZone' | 'expirationIs'>,
): BillingPeriod | undefined {
	const { billingPeriod } = subscription;
	const type = (billingPeriod && periodTypeOf(billingPeriod)) ?? billedPeriodType(subscription);
	if (!type) return undefined;
	const isCancelled = subscription.status === 'terminated' || subscription.status === 'removed';
	const boundary = ownBoundary({ earlierExpirations: [], ...subscription }, settings.expirationIs, { isCancelled });
	const running = periodHolding(localDay(order.createdAt, settings.timeZone), boundary, type);
	return periodHolding(plusDays(running.start, -1), boundary, type);
}

/** The last day of a period: what its usage is dated on. Source: rule A12. */
export function lastDayOf(period: BillingPeriod): CalendarDate {
	return plusDays(period.nextStart, -1);
}

/** What a line of usage is of: the days that it names, else the period that ended last. Source: rule A12. */
export function usagePeriodOf(
	{ description }: Pick<OrderDetail, 'description'>,
	order: Pick<Order, 'createdAt'>,
	subscription: Remembered,
	settings: Pick<PlanSettings, 'timeZone' | 'expirationIs'>,
): BillingPeriod | undefined {
	const named = namedPeriod(description, localDay(order.createdAt, settings.timeZone));
	return named ?? usagePeriod(order, subscription, settings);
}
