import { compact, uniq } from 'lodash';
import type { ProductId, SubscriptionId } from '../ids';
import { isZero, roundedAmount, zero } from '../money';
import { billedPart, type Exclusion, exclusionOf, exclusionOfProduct } from '../order/exclusion';
import type { Order, OrderDetail, OrderProduct, Subscription } from '../order/order';
import { lineMeaning } from '../order/orderLineTypes';
import type { SyncTask } from './task';

/** Subscriptions as last seen. */
export type Seen = (id: SubscriptionId) => Pick<Subscription, 'id' | 'products'> | undefined;

interface OnSubscription {
	readonly subscriptionId: SubscriptionId | undefined;
	readonly productId: ProductId;
}

/** How the note of a task begins that ended because what it is about is excluded. */
export function excludedNote(reasons: readonly string[]): string {
	return `excluded: ${uniq(reasons).join('; ')}`;
}

/** Whether the line says an amount that somebody may be billed, and not for which product. */
function isUnnamed({ type, productId, extendedPrice, unitPrice }: OrderDetail): boolean {
	if (productId !== undefined || lineMeaning(type)?.becomes === 'nothing') return false;
	return compact([extendedPrice, unitPrice]).some(({ amount }) => !isZero(amount));
}

function heldBy(ids: readonly SubscriptionId[], seen: Seen): readonly OnSubscription[] {
	return ids.flatMap((subscriptionId) =>
		(seen(subscriptionId)?.products ?? []).map(({ productId }) => ({ subscriptionId, productId })),
	);
}

function ofProduct(product: OrderProduct, order: Order): readonly OnSubscription[] {
	const own = product.subscriptionId ?? order.subscriptionId;
	const { productId, subscriptionId = order.targetSubscriptionId ?? own } = product.movesTo ?? {};
	return [
		{ subscriptionId: own, productId: product.productId },
		...(product.movesTo ? [{ subscriptionId, productId: productId ?? product.productId }] : []),
	];
}

/** The products that the task's order names, or that its subscriptions hold where it names none. */
function productsNamed({ kind, order, snapshot, subscriptionIds }: SyncTask, seen: Seen): readonly OnSubscription[] {
	const held = () => heldBy(subscriptionIds, (id) => (snapshot?.id === id ? snapshot : seen(id)));
	if (!order) return held();
	const onLines = order.details.flatMap(({ productId }) =>
		productId === undefined ? [] : [{ subscriptionId: order.subscriptionId, productId }],
	);
	const ordered = order.products.flatMap((product) => ofProduct(product, order));
	const known = ordered.map(({ productId }) => productId);
	const others = onLines.filter(({ productId }) => !known.includes(productId));
	const named = kind === 'billing' && onLines.length > 0 ? onLines : [...ordered, ...others];
	return named.length === 0 ? held() : named;
}

/** The same with all that its subscriptions hold, where a line of its order does not say for which product it is. */
function productsMeant(task: SyncTask, seen: Seen): readonly OnSubscription[] {
	const named = productsNamed(task, seen);
	return task.order?.details.some(isUnnamed) === true ? [...named, ...heldBy(task.subscriptionIds, seen)] : named;
}

/** Why nothing of the task is billed, as its note; undefined where some of it may be. Source: rule T7. */
export function whyExcluded(task: SyncTask, exclusions: readonly Exclusion[], seen: Seen): string | undefined {
	if (exclusions.length === 0) return undefined;
	const whole = task.subscriptionIds.map((id) => exclusionOf(exclusions, { kind: 'subscription', id }));
	const bySubscription = compact(whole);
	if (whole.length > 0 && bySubscription.length === whole.length)
		return excludedNote(bySubscription.map(({ reason }) => reason));
	const products = productsMeant(task, seen);
	const isAbout = (id: SubscriptionId) => products.some(({ subscriptionId }) => subscriptionId === id);
	const byProduct = compact(products.map((one) => exclusionOfProduct(exclusions, one)));
	const areAll = products.length > 0 && byProduct.length === products.length;
	if (!areAll || !task.subscriptionIds.every(isAbout)) return undefined;
	return excludedNote(byProduct.map(({ reason }) => reason));
}

/** The exclusions that touch the task: what of it is never billed. */
export function exclusionsOf(task: SyncTask, exclusions: readonly Exclusion[], seen: Seen): readonly Exclusion[] {
	if (exclusions.length === 0) return [];
	const whole = task.subscriptionIds.map((id) => exclusionOf(exclusions, { kind: 'subscription', id }));
	return uniq(compact([...whole, ...productsNamed(task, seen).map((one) => exclusionOfProduct(exclusions, one))]));
}

/** Whether an exclusion touches some of the task. */
export function concernsExcluded(task: SyncTask, exclusions: readonly Exclusion[], seen: Seen): boolean {
	return exclusionsOf(task, exclusions, seen).length > 0;
}

const byHand = 'Enter what you bill in Autotask by hand and ignore the task.';

function whyNotSplit(order: Order, isExcluded: (one: OnSubscription) => boolean): string | undefined {
	const moved = order.products.find((product) => product.movesTo && ofProduct(product, order).some(isExcluded));
	if (moved) return `it moves ${moved.name || moved.productId}, and one side of the move is excluded`;
	const unnamed = order.details.find(isUnnamed);
	if (!unnamed) return undefined;
	const amount = roundedAmount((unnamed.extendedPrice ?? unnamed.unitPrice)?.amount ?? zero);
	return `one of its products is excluded, and its line "${unnamed.description}" (${amount}) names no product, so it is not known whether to bill that line`;
}

/**
 * The task as it is billed: without the products that are excluded. A text says why that cannot be told; then a person
 * enters it by hand.
 *
 * Of a task of which nothing is billed it is a text, too: it ends with the next check. Source: rule T7.
 */
export function billedTask(task: SyncTask, exclusions: readonly Exclusion[], seen: Seen): SyncTask | string {
	if (!concernsExcluded(task, exclusions, seen)) return task;
	const name = task.orderNumber === undefined ? `Task ${task.id}` : `Order ${task.orderNumber}`;
	const note = whyExcluded(task, exclusions, seen);
	if (note !== undefined) return `${name} is ${note}. The next check ignores its task.`;
	const gone = task.subscriptionIds.find((id) => exclusionOf(exclusions, { kind: 'subscription', id }));
	if (gone !== undefined)
		return `${name}: subscription ${gone} is excluded, and the order touches others that are billed. ${byHand}`;
	const isExcluded = (one: OnSubscription) => exclusionOfProduct(exclusions, one) !== undefined;
	const { order, snapshot } = task;
	const billed = snapshot && billedPart(snapshot, exclusions);
	if (!order) return billed ? { ...task, snapshot: billed } : task;
	const why = whyNotSplit(order, isExcluded);
	if (why !== undefined) return `${name}: ${why}. ${byHand}`;
	const { subscriptionId } = order;
	return {
		...task,
		order: {
			...order,
			products: order.products.filter((product) => !ofProduct(product, order).some(isExcluded)),
			details: order.details.filter(
				({ productId }) => productId === undefined || !isExcluded({ subscriptionId, productId }),
			),
		},
	};
}
