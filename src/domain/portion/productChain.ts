import { sum } from 'lodash';
import { heldStep } from '../answers/heldBefore';
import { ownAnswer } from '../answers/ownAnswer';
import type { ProductId } from '../ids';
import { currentLink, type Ledger } from '../line/ledger';
import { compare, type Decimal, zero } from '../money';
import { NotPlannable } from '../notPlannable';
import type { Subscription } from '../order/order';
import { isFee } from '../order/planFee';
import type { PortionProduct } from '../order/portionRows';
import { type ChainOrder, type ChangeQuantity, differenceOf, isMove } from '../order/quantityChain';
import type { TaskKind } from '../order/taskKind';
import { isOver } from '../order/unorderedChange';
import type { PlanSettings } from '../settings';
import type { SyncTask } from '../task/task';
import type { TaskContext } from './taskContext';
import { productsOfPortion } from './taskPortions';

const chained: readonly TaskKind[] = ['sales', 'change', 'renewal', 'cancellation', 'migration'];

function meaningOf(kind: TaskKind, product: PortionProduct | undefined): ChainOrder['kind'] {
	if (product?.moves) return product.moves.direction === 'out' ? 'movesOut' : 'movesIn';
	if (product && isFee(product.productId)) return 'sales';
	return kind === 'change' || kind === 'migration' ? kind : 'sales';
}

/** A product's orders that are not written yet, this one included, oldest first. A cancellation leaves none of any product. Source: rule Q8. */
export function ordersOfProduct(
	context: TaskContext,
	productId: ProductId,
): readonly { readonly task: SyncTask; readonly ordered: ChainOrder }[] {
	const { facts, subscription } = context;
	const ofProduct = facts.chainOf(subscription.id).flatMap((task) => {
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
	return ofProduct.map(({ task, ordered }, at) => {
		const earlier = ofProduct[at - 1]?.task;
		const wasUnderWay = earlier?.kind === 'renewal' && task.createdAt < earlier.effectiveAt;
		return { task, ordered: wasUnderWay ? { ...ordered, wasUnderWay } : ordered };
	});
}

/**
 * A renewal or a Billing order may count a Change that is under way. If no order that has ended says its quantity, nor the
 * subscription, it waits for that. `told`: what the orders that have ended leave.
 *
 * @throws NotPlannable. Source: rule Q8.
 */
export function refuseCounting(
	{ facts, subscription, subject }: Pick<TaskContext, 'facts' | 'subscription' | 'subject'>,
	product: Pick<PortionProduct, 'name' | 'productId'>,
	{ named, told }: { readonly named: number; readonly told: readonly number[] },
): void {
	if (told.includes(named) || !facts.hasUnfinishedOrder(subscription.id)) return;
	const holds = subscription.products.find(({ productId }) => productId === product.productId)?.quantity ?? zero;
	if (named === Number(holds)) return;
	throw new NotPlannable(
		'order not understood',
		`${subject}, ${product.name}: it names ${named}, the subscription holds ${holds}, and another order of it is under way. It continues automatically when that one has ended.`,
	);
}

/** Renewals name the quantity from before a Change of the same day; a Change that was parked comes after the end. Source: rules Q3 and Q6. */
function follows({ kind }: SyncTask, subscription: Subscription): boolean {
	return kind === 'renewal' || (kind === 'change' && isOver(subscription));
}

/**
 * Whether the orders at hand are all that the subscription's own figure counts: then they must end there. A setting that is
 * fixed is not checked beside an order that waits for its day; without one nothing else tells. Source: rules Q8 and T7.
 */
export function isWholeChain(context: TaskContext): boolean {
	const { facts, subscription } = context;
	const isAutomatic = facts.settings.changeQuantity === 'automatic';
	const isAmongOthers = isAutomatic ? facts.hasOrderUnderWay : facts.hasUnfinishedOrder;
	const isLeftOut = (task: SyncTask) =>
		task.kind !== 'initial' &&
		task.kind !== 'billing' &&
		!(chained.includes(task.kind) && productsOfPortion(task, subscription.id, facts));
	return !isAmongOthers(subscription.id) && !facts.chainOf(subscription.id).some(isLeftOut);
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

/** The orders from the task's own on, with what the subscription holds before them. */
interface OwnChain {
	readonly orders: readonly ChainOrder[];
	/** The task's among them. */
	readonly at: number;
	readonly before: number;
	readonly changeQuantity: ChangeQuantity;
}

/** What the setting means for orders before which nothing is known: the reading that ends at what the subscription holds. Source: rule Q8. */
function meaningOfFirst(
	{ changeQuantity }: Pick<PlanSettings, 'changeQuantity'>,
	orders: readonly ChainOrder[],
	current: Decimal | undefined,
): 'total' | 'difference' {
	if (changeQuantity !== 'automatic') return changeQuantity;
	const named = orders.at(-1)?.quantity ?? zero;
	return current === undefined || compare(named, current) === 0 ? 'total' : 'difference';
}

/**
 * The chain that tells what the task's order leaves. Of a product that is linked already those before it are among what the
 * link holds. Source: rules T3 and Q8.
 */
export function ownChain(
	context: TaskContext,
	ledger: Ledger,
	orders: readonly ChainOrder[],
	of: { readonly at: number; readonly productId: ProductId; readonly current?: Decimal | undefined },
): OwnChain {
	const { facts, subscription } = context;
	const { settings, connectionId } = facts;
	const { at, productId, current } = of;
	const link = currentLink(ledger, { connectionId, subscriptionId: subscription.id, productId });
	if (link) {
		const before = link.units.at(-1)?.units ?? 0;
		return { orders: orders.slice(at), at: 0, before, changeQuantity: settings.changeQuantity };
	}
	const changeQuantity = meaningOfFirst(settings, orders, current);
	return { orders, at, before: heldBefore(context, orders, { productId, changeQuantity }), changeQuantity };
}

/** What a product that is not linked held before the first order of the chain. Source: rules T3 and Q8. */
function heldBefore(
	context: TaskContext,
	orders: readonly ChainOrder[],
	of: { readonly productId: ProductId; readonly changeQuantity: 'total' | 'difference' },
): number {
	const { facts, subscription, subject, task } = context;
	const initial = facts.chainOf(subscription.id).find((other) => other.kind === 'initial');
	if (initial)
		return Number(initial.snapshot?.products.find((product) => product.productId === of.productId)?.quantity ?? 0);
	if (orders[0]?.kind === 'sales') return 0;
	const said = ownAnswer(task.answers, subscription.id, of.productId);
	const untold = whyUntold(context, orders, of);
	if (said !== undefined && (untold !== undefined || !orders.some(isMove))) return said;
	if (untold !== undefined)
		throw new NotPlannable(
			'order not understood',
			`${subject}: ${untold} of subscription ${subscription.id}, so it can not be told what it held before.`,
			heldStep(of.productId),
		);
	const holds = Number(subscription.products.find((product) => product.productId === of.productId)?.quantity ?? 0);
	const before = holds - sum(orders.map((order) => Number(differenceOf(order, of) ?? zero)));
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
function whyUntold(
	context: TaskContext,
	orders: readonly ChainOrder[],
	of: { readonly changeQuantity: 'total' | 'difference' },
): string | undefined {
	const isLost = orders.some((order, at) => differenceOf(order, of) === undefined && orders.slice(0, at).some(isMove));
	if (isLost) return 'a later order names the whole quantity';
	const countsBack = of.changeQuantity === 'difference' || orders.some(isMove);
	return countsBack && !isWholeChain(context) ? 'another order is under way' : undefined;
}
