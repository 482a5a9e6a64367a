import type { PeriodLength, PeriodType } from '../billingPeriod';
import type { ProductId } from '../ids';
import { billedLength, billedPeriodType, hasContractLine, orderedLength } from '../order/billedPeriod';
import { billedPart, type Exclusion } from '../order/exclusion';
import type { Order, OrderProduct, Subscription } from '../order/order';
import { isRecurringType } from '../order/orderLineTypes';
import { namedProducts } from '../order/orderPortions';
import { withoutFee } from '../order/planFee';
import type { TaskKind } from '../order/taskKind';
import { modelOf } from '../order/usageLines';
import { billedTask } from '../task/excludedTask';
import type { SyncTask } from '../task/task';
import { isUnordered } from '../task/unorderedTask';

/** A product that needs an Autotask service, with the period type that the service must have. */
export interface NeededProduct {
	readonly productId: ProductId;
	readonly name: string;
	readonly mpn?: string;
	/** Absent where Autotask has no such period: the message says what the marketplace states. */
	readonly periodType?: PeriodType;
	readonly length?: PeriodLength;
}

type BilledBy = Parameters<typeof billedPeriodType>[0];

const carriesLines: readonly TaskKind[] = ['sales', 'change', 'renewal', 'migration'];

/** Whether an order's product is on the contract: not where the order names only one-time lines for it. */
function isRecurring(product: OrderProduct, order: Order, subscription: Subscription | undefined): boolean {
	if (!hasContractLine(subscription?.billingModel ?? order.billingModel)) return false;
	if (subscription?.products.some((one) => one.productId === product.productId) === true) return true;
	const lines = order.details.filter((detail) => detail.productId === product.productId);
	return lines.length === 0 || lines.some((line) => isRecurringType(line.type));
}

function needed(product: Pick<OrderProduct, 'productId' | 'name' | 'mpn'>, billed: BilledBy): NeededProduct {
	const periodType = billedPeriodType(billed);
	const length = billedLength(billed);
	return {
		productId: product.productId,
		name: product.name,
		...(product.mpn === undefined ? {} : { mpn: product.mpn }),
		...(periodType ? { periodType } : {}),
		...(length ? { length } : {}),
	};
}

/** The order's own words of how its product is billed, else the subscription's: it may be from before a change of the period. */
function billedBy(product: OrderProduct, subscription: Subscription | undefined, order: Order): BilledBy {
	const billingModel = subscription ? modelOf(subscription, order) : order.billingModel;
	const own = { ...product, billingModel };
	if (!subscription) return own;
	const seen = { ...subscription, billingModel };
	return orderedLength(product, billingModel) && billedPeriodType(seen) ? own : seen;
}

function ofOrder(
	order: Order,
	kind: TaskKind,
	subscriptionOf: (id: string | undefined) => Subscription | undefined,
): readonly NeededProduct[] {
	return namedProducts(order, kind, subscriptionOf).flatMap(({ product, subscriptionId }) => {
		const subscription = subscriptionOf(subscriptionId);
		if (product.moves?.direction === 'out' || !isRecurring(product, order, subscription)) return [];
		return [needed(product, billedBy(product, subscription, order))];
	});
}

/**
 * Which products of a task must be mapped to a service: the recurring ones of its order, those that seats move to
 * included, or all of the subscription where it has no order.
 *
 * A fee of the subscription itself is needed where an order names it. Empty for kinds of orders whose lines are not carried over, for usage, and where nothing could be read.
 * Source: rules C2, Q11, Q12.
 */
export function neededProducts(task: SyncTask, seen: readonly Subscription[]): readonly NeededProduct[] {
	const subscriptionOf = (id: string | undefined): Subscription | undefined => seen.find((one) => one.id === id);
	if (task.kind === 'initial' || isUnordered(task)) {
		const subscription = subscriptionOf(task.subscriptionIds[0]) ?? task.snapshot;
		return subscription && hasContractLine(subscription.billingModel)
			? withoutFee(subscription.products).map((product) => needed(product, subscription))
			: [];
	}
	return task.order && carriesLines.includes(task.kind) ? ofOrder(task.order, task.kind, subscriptionOf) : [];
}

/** The same without what is excluded; none where that cannot be told: then the task does not wait for a mapping. Source: rule T7. */
export function neededAndBilled(
	task: SyncTask,
	seen: readonly Subscription[],
	exclusions: readonly Exclusion[],
): readonly NeededProduct[] {
	const billed = billedTask(task, exclusions, (id) => seen.find((one) => one.id === id));
	if (typeof billed === 'string') return [];
	return neededProducts(
		billed,
		seen.flatMap((one) => billedPart(one, exclusions) ?? []),
	);
}

/** Whether the task is about one of the products, in its order or its subscriptions. */
export function concernsProducts(
	task: SyncTask,
	products: ReadonlySet<ProductId>,
	seen: readonly Subscription[],
): boolean {
	const isOne = (id: ProductId | undefined) => id !== undefined && products.has(id);
	const ordered = task.order?.products.some((one) => isOne(one.productId) || isOne(one.movesTo?.productId)) === true;
	return (
		ordered ||
		seen.some((one) => task.subscriptionIds.includes(one.id) && one.products.some((line) => isOne(line.productId)))
	);
}

/** The same of one product. */
export function concernsProduct(task: SyncTask, product: ProductId, seen: readonly Subscription[]): boolean {
	return concernsProducts(task, new Set([product]), seen);
}
