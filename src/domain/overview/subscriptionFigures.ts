import { uniqBy } from 'lodash';
import type { PeriodType } from '../billingPeriod';
import type { ProductId } from '../ids';
import { hundredths, times } from '../money';
import { billedPeriodType, hasContractLine } from '../order/billedPeriod';
import type { Subscription } from '../order/order';

/** What a product of a subscription costs each period by the marketplace, in hundredths of its currency. */
export interface SubscriptionFigure {
	readonly productId: ProductId;
	readonly periodType: PeriodType;
	readonly currency: string;
	readonly amount: number;
}

/** Of its products that belong on a contract and have a price. A subscription that has ended has none. */
export function subscriptionFigures(subscription: Subscription): readonly SubscriptionFigure[] {
	const periodType = billedPeriodType(subscription);
	const hasEnded = subscription.status === 'terminated' || subscription.status === 'removed';
	if (hasEnded || periodType === undefined || !hasContractLine(subscription.billingModel)) return [];
	return uniqBy(subscription.products, 'productId').flatMap(({ productId, quantity, unitPrice }) =>
		unitPrice
			? [{ productId, periodType, currency: unitPrice.currency, amount: hundredths(times(unitPrice.amount, quantity)) }]
			: [],
	);
}
