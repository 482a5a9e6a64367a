import { partition } from 'lodash';
import { hasContractLine } from './billedPeriod';
import type { BillingModel, Order, OrderDetail, Subscription } from './order';
import { givesBack, isChargeType, isPriceType, isRecurringType, lineMeaning } from './orderLineTypes';
import type { TaskKind } from './taskKind';

/** An order's lines, those that are usage apart from the others. */
export type UsageSplit =
	| { readonly kind: 'split'; readonly usage: readonly OrderDetail[]; readonly others: readonly OrderDetail[] }
	| { readonly kind: 'notUnderstood'; readonly why: string };

/** How the subscription is billed: as it says itself, else as its order says. */
export function modelOf(subscription: Subscription, order: Order | undefined): BillingModel {
	return subscription.billingModel === 'unknown' && order ? order.billingModel : subscription.billingModel;
}

/**
 * Whether the line is charged as usage: overuse in any order, a bill record in a Billing order, and what recurs in a
 * plan that is charged after the period or by external rating. Source: rules A11 and A12.
 */
function isUsage({ type }: OrderDetail, kind: TaskKind, model: BillingModel): boolean {
	const meaning = lineMeaning(type);
	if (meaning?.becomes === 'usage') return meaning.in === 'anyOrder' || kind === 'billing' || !hasContractLine(model);
	return !hasContractLine(model) && isRecurringType(type);
}

function whyNotUnderstood(order: Order, kind: TaskKind, model: BillingModel): string | undefined {
	if (kind !== 'billing') return undefined;
	if (order.details.length === 0) return 'it is a billing order without any line';
	const { details } = order;
	if (model === 'unknown' && details.some((detail) => isChargeType(detail.type)))
		return 'it bills a recurring line, and the marketplace does not say whether the plan is charged before or after the period';
	const refund = details.find((detail) => givesBack(detail) && hasContractLine(model));
	return (
		refund && `it is a billing order with a line that gives back (${refund.type} ${refund.extendedPrice?.amount ?? ''})`
	);
}

/**
 * Takes the lines of usage out of an order: they are charged with their own amounts, whatever quantity and unit price
 * they name, because tiers and fractions are worked out by the marketplace.
 *
 * A Billing order with no line, or with refund lines of a prepaid plan, is not understood. Source: rules A12, A13, Q9.
 */
export function splitUsage(order: Order, kind: TaskKind, model: BillingModel): UsageSplit {
	const why = whyNotUnderstood(order, kind, model);
	if (why !== undefined) return { kind: 'notUnderstood', why };
	const [usage, others] = partition(order.details, (detail) => isUsage(detail, kind, model));
	const unpriced = usage.find((detail) => detail.extendedPrice === undefined);
	if (unpriced)
		return { kind: 'notUnderstood', why: `line "${unpriced.description}" (${unpriced.type}) states no amount` };
	const currencies = new Set(order.details.flatMap((detail) => detail.extendedPrice?.currency ?? []));
	if (currencies.size > 1)
		return { kind: 'notUnderstood', why: `amounts in several currencies (${[...currencies].join(', ')})` };
	return { kind: 'split', usage, others };
}

/**
 * A Billing order of a prepaid plan in two: what it charges once, and the prices that it brings to lines. Undefined where
 * it has only one of them. Source: rule A13.
 */
export function billingHalves(
	order: Order,
	model: BillingModel,
): { readonly charged: Order; readonly priced: Order } | undefined {
	if (!hasContractLine(model)) return undefined;
	const [priced, charged] = partition(order.details, (detail) => isPriceType(detail.type));
	if (priced.length === 0 || charged.length === 0) return undefined;
	return { charged: { ...order, details: charged }, priced: { ...order, details: priced } };
}
