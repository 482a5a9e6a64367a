import { sum } from 'lodash';
import { ownAnswer } from '../answers/ownAnswer';
import type { ProductId } from '../ids';
import { currentLink, type Ledger } from '../line/ledger';
import { type Decimal, zero } from '../money';
import { NotPlannable } from '../notPlannable';
import type { Subscription } from '../order/order';
import type { PortionProduct } from '../order/portionRows';
import { type ChainOrder, differenceOf, isMove } from '../order/quantityChain';
import type { TaskKind } from '../order/taskKind';
import { isOver } from '../order/unorderedChange';
import type { SyncTask } from '../task/task';
import type { TaskContext } from './taskContext';
import { productsOfPortion } from './taskPortions';

const chained: readonly TaskKind[] = ['sales', 'change', 'renewal', 'cancellation', 'migration'];

function meaningOf(kind: TaskKind, product: PortionProduct | undefined): ChainOrder['kind'] {
	if (product?.moves) return product.moves.direction === 'out' ? 'movesOut' : 'movesIn';
	return kind === 'change' || kind === 'migration' ? kind : 'sales';
}

/** A product's orders that are not written yet, this one included, oldest first. A cancellation leaves none of any product. Source: rule Q8. */
export function ordersOfProduct(
	context: TaskContext,
	productId: ProductId,
): readonly { readonly task: SyncTask; readonly ordered: ChainOrder }[] {
	const { facts, subscription } = context;
	return facts.chainOf(subscription.id).flatMap((task) => {
		const product = productsOfPortion(task, subscription.id, facts)?.find((line) => line.productId === productId);
		if (!task.order || !chained.includes(task.kind) || (!product && task.kind !== 'cancellation')) return [];
		const quantity = task.kind === 'cancellation' ? zero : product?.quantity;
		const ordered: ChainOrder = {
			orderNumber: task.orderNumber ?? task.id,
			kind: meaningOf(task.kind, product),
			...(quantity === undefined ? {} : { quantity }),
		};
		return [{ task, ordered: follows(task, subscription) ? { ...ordered, follows: true as const } : ordered }];
	});
}

/** Renewals name the quantity from before a Change of the same day; a Change that was parked comes after the end. Source: rules Q3 and Q6. */
function follows({ kind }: SyncTask, subscription: Subscription): boolean {
	return kind === 'renewal' || (kind === 'change' && isOver(subscription));
}

/** Whether the orders at hand are all there are: then they must end at the subscription's own figure. Source: rule Q8. */
export function isWholeChain(context: TaskContext): boolean {
	const { facts, subscription } = context;
	const isLeftOut = (task: SyncTask) =>
		task.kind !== 'initial' &&
		task.kind !== 'billing' &&
		!(chained.includes(task.kind) && productsOfPortion(task, subscription.id, facts));
	return !facts.hasUnfinishedOrder(subscription.id) && !facts.chainOf(subscription.id).some(isLeftOut);
}

/** What the subscription itself says that it holds; none of a product that has moved away. Source: rules Q8 and Q11. */
export function currentQuantity(
	{ subscription }: TaskContext,
	productId: ProductId,
	orders: readonly { readonly ordered: ChainOrder }[],
): Decimal | undefined {
	if (isOver(subscription)) return zero;
	const held = subscription.products.find((line) => line.productId === productId)?.quantity;
	return held ?? (orders.some(({ ordered }) => isMove(ordered)) ? zero : undefined);
}

/** What the subscription's product held before the first order of the chain. Source: rules T3 and Q8. */
export function heldBefore(
	context: TaskContext,
	ledger: Ledger,
	orders: readonly ChainOrder[],
	of: { readonly at: number; readonly productId: ProductId },
): number {
	const { facts, subscription, subject, task } = context;
	const link = currentLink(ledger, {
		connectionId: facts.connectionId,
		subscriptionId: subscription.id,
		productId: of.productId,
	});
	const differences = (some: readonly ChainOrder[]) =>
		sum(some.map((order) => Number(differenceOf(order, facts.settings) ?? zero)));
	if (link) return (link.units.at(-1)?.units ?? 0) - differences(orders.slice(0, of.at));
	const initial = facts.chainOf(subscription.id).find((other) => other.kind === 'initial');
	if (initial)
		return Number(initial.snapshot?.products.find((product) => product.productId === of.productId)?.quantity ?? 0);
	if (orders[0]?.kind === 'sales') return 0;
	const said = ownAnswer(task.answers, subscription.id, of.productId);
	const untold = whyUntold(context, orders);
	if (said !== undefined && (untold !== undefined || !orders.some(isMove))) return said;
	if (untold !== undefined)
		throw new NotPlannable(
			'order not understood',
			`${subject}: ${untold} of subscription ${subscription.id}, so it can not be told what it held before.`,
			` Wait for it, or retry the task with own[${of.productId}]=<units it held>.`,
		);
	const holds = Number(subscription.products.find((product) => product.productId === of.productId)?.quantity ?? 0);
	const before = holds - differences(orders);
	if (before >= 0) return before;
	throw new NotPlannable(
		'order not understood',
		`${subject}: its orders bring more of product ${of.productId} than the ${holds} that subscription ${subscription.id} holds. Look at the order in the marketplace.`,
	);
}

/**
 * Why the subscription's own figure does not tell what it held before: counting back needs all of its orders, and none
 * that names a whole after one that moves. Undefined where it does.
 */
function whyUntold(context: TaskContext, orders: readonly ChainOrder[]): string | undefined {
	const { settings } = context.facts;
	const isLost = orders.some(
		(order, at) => differenceOf(order, settings) === undefined && orders.slice(0, at).some(isMove),
	);
	if (isLost) return 'a later order names the whole quantity';
	const countsBack = settings.changeQuantity === 'difference' || orders.some(isMove);
	return countsBack && !isWholeChain(context) ? 'another order is under way' : undefined;
}
