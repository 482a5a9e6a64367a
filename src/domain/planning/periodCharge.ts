import { prorate } from '../amounts/proration';
import { plusDays } from '../calendarDate';
import { isNegative, zero } from '../money';
import { NotPlannable } from '../notPlannable';
import { isAsOrdered } from '../wanted/rowChanges';
import type { TaskContext } from '../wanted/taskContext';
import type { ChargeFacts } from './chargeRow';
import type { ProductPlan } from './productPlan';

/** What the marketplace's proration charges for the rest of the period. Source: rule A9. */
export function fragmentCharge(context: TaskContext, product: ProductPlan): ChargeFacts | undefined {
	const { fragment } = product;
	if (!fragment) return undefined;
	const { amounts, facts, changedOn, period, ownPeriod, subject } = context;
	if (!fragment.rate)
		throw new NotPlannable(
			'price conflict',
			`${subject}, ${product.name}: there is no price to charge the rest of the period with. Look at the line's price in Autotask, then retry the task.`,
		);
	const stated = amounts.recurring.get(product.productId)?.fragment;
	const isStated =
		facts.settings.priceSource === 'marketplace' &&
		stated !== undefined &&
		!fragment.isTakenBack &&
		isAsOrdered(context, product.productId) &&
		ownPeriod.nextStart === period.nextStart &&
		fragment.increase === fragment.units;
	const amount = isStated ? stated : prorate(fragment.units, fragment.rate.price, changedOn, period);
	const lastDay = plusDays(period.nextStart, -1);
	return {
		kind: 'proration',
		productId: product.productId,
		name: `${product.change.invoiceDescription}: ${fragment.units} x ${changedOn} to ${lastDay}`,
		serviceName: product.change.serviceName,
		amount,
		...(fragment.rate.cost === undefined
			? {}
			: { cost: prorate(fragment.units, fragment.rate.cost, changedOn, period) }),
		detail: fragmentDetail(context, fragment, { lastDay, isStated }),
		endDate: lastDay,
		needsApproval: false,
	};
}

function fragmentDetail(
	context: TaskContext,
	fragment: NonNullable<ProductPlan['fragment']>,
	of: { readonly lastDay: string; readonly isStated: boolean },
): string {
	const { changedOn, period } = context;
	const days = `from ${changedOn} to ${of.lastDay}`;
	if (fragment.isTakenBack) return `${fragment.units} that were credited are charged again ${days}.`;
	return `${fragment.units} more ${days}${of.isStated ? ', as the order states it' : ''}; the units rise on ${period.nextStart}.`;
}

/** Refunds of a cancellation are always credited, those of other orders by setting. Source: rule A10. */
export function creditsRefunds({ task, facts }: TaskContext): boolean {
	return task.kind === 'cancellation' || facts.settings.syncRefunds;
}

/** What is credited for the seats that a product has lost: as the order states it, else their part of the period. Source: rule A10. */
export function productCredit(context: TaskContext, product: ProductPlan): ChargeFacts | undefined {
	const { amounts, facts, changedOn, period, subject, task } = context;
	const stated = amounts.recurring.get(product.productId)?.refund;
	const { credit } = product;
	if (!credit || (task.kind === 'cancellation' && stated === undefined && !credit.isTermEnd)) return undefined;
	const isOrders = isAsOrdered(context, product.productId);
	const isStated =
		facts.settings.priceSource === 'marketplace' && stated !== undefined && !credit.isTermEnd && isOrders;
	if (!isStated && !credit.rate)
		throw new NotPlannable(
			'price conflict',
			`${subject}, ${product.name}: there is no price to credit the rest of the period with. Look at the line's price in Autotask, then retry the task.`,
		);
	const computed = credit.rate ? prorate(-credit.units, credit.rate.price, changedOn, period) : zero;
	const lastDay = plusDays(period.nextStart, -1);
	return {
		kind: 'credit',
		productId: product.productId,
		name: `${product.change.invoiceDescription}: ${credit.units} x ${changedOn} to ${lastDay}`,
		serviceName: product.change.serviceName,
		amount: isStated ? stated : computed,
		...(credit.rate?.cost === undefined ? {} : { cost: prorate(-credit.units, credit.rate.cost, changedOn, period) }),
		detail: `${credit.units} fewer from ${changedOn} to ${lastDay}, credited${isStated ? ' as the order states it' : ''}; the units fall on ${period.nextStart}.`,
		endDate: lastDay,
		needsApproval: false,
	};
}

/** What a new price makes of earlier credits of seats that the line holds until E. Source: rules Q5 and A6. */
export function creditDifference({ changedOn }: TaskContext, product: ProductPlan): ChargeFacts | undefined {
	if (!product.creditDifference) return undefined;
	const { on, from, lastDay, amount, cost } = product.creditDifference;
	return {
		kind: isNegative(amount) ? 'credit' : 'proration',
		productId: product.productId,
		name: `${product.change.invoiceDescription}: credit of ${from} to ${lastDay} at another price`,
		serviceName: product.change.serviceName,
		amount,
		...(cost === undefined ? {} : { cost }),
		detail: `seats that ended before are billed at the price of ${changedOn} from ${from} to ${lastDay} too, and were credited at another one.`,
		endDate: lastDay,
		needsApproval: false,
		on,
	};
}

/** A refund of a product whose seats do not fall here: a person looks at it. Source: rule A10. */
export function refuseUnplacedRefund(context: TaskContext, products: readonly ProductPlan[]): void {
	const { amounts, subject } = context;
	const unplaced = [...amounts.recurring].find(
		([id, { refund }]) =>
			refund !== undefined &&
			!products.some((product) => product.productId === id && (product.isMove || product.credit !== undefined)),
	);
	if (!unplaced) return;
	throw new NotPlannable(
		'order not understood',
		`${subject} refunds ${unplaced[1].refund ?? ''} for product ${unplaced[0]}, of which nothing is billed until the next period. Credit it by hand and ignore the task.`,
	);
}
