import { sum, uniq, uniqBy } from 'lodash';
import type { ProductId } from './ids';
import { currentLink, type Ledger } from './ledger';
import { zero, type Decimal } from './money';
import type { OrderProduct } from './order';
import { plansUnits, priceSyncs } from './planUsage';
import { type ChainOrder, readQuantityChain } from './quantityChain';
import { withQuantitySet } from './rowChanges';
import type { SyncTask, TaskKind } from './task';
import { NotPlannable, type ProductQuantity, type TaskContext } from './taskContext';
import { isUnordered } from './taskOf';

function initialQuantities(context: TaskContext): readonly ProductQuantity[] {
	return context.subscription.products.map((product) => {
		const reading = readQuantityChain([{ orderNumber: '', kind: 'sales', quantity: product.quantity }], {
			before: 0,
			changeQuantity: 'total',
		});
		if (reading.kind === 'fractional')
			throw new NotPlannable(
				'fractional quantity',
				`${context.subject}: ${product.name} holds ${product.quantity} licences, and Autotask counts whole units. Let the distributor correct it and retry the task, or enter it by hand and ignore the task.`,
			);
		if (reading.kind === 'notUnderstood')
			throw new NotPlannable(
				'order not understood',
				`${context.subject}: ${product.name} holds ${product.quantity} licences. Look at it in the marketplace, then retry the task.`,
			);
		return { productId: product.productId, name: product.name, quantity: reading.quantities[0] ?? 0 };
	});
}

/** None of every product that the subscription is recorded, said or ordered to hold. Source: rule A7. */
function noQuantities(context: TaskContext, ledger: Ledger): readonly ProductQuantity[] {
	const { task, facts, subscription } = context;
	const linked = ledger.links.filter(
		(link) => link.connectionId === facts.connectionId && link.subscriptionId === subscription.id,
	);
	const named = [...subscription.products, ...(task.order?.products ?? [])].filter((product) =>
		isOnContract(context, product.productId),
	);
	const ids = uniq([...linked, ...named].map((product) => product.productId));
	return ids.map((productId) => ({
		productId,
		name: named.find((product) => product.productId === productId)?.name ?? productId,
		quantity: 0,
	}));
}

/** A cancellation that charges for recurring products is not one that we know. Source: rule A11. */
function refuseCharged(context: TaskContext): void {
	const [charged] = [...context.amounts.recurring].find(([, product]) => product.refund === undefined) ?? [];
	if (charged === undefined) return;
	throw new NotPlannable(
		'order not understood',
		`${context.subject} ends the subscription, but charges for product ${charged}. Look at the order in the marketplace.`,
	);
}

const chained: readonly TaskKind[] = ['sales', 'change', 'renewal', 'cancellation'];

/** A product's orders that are not written yet, this one included, oldest first. A cancellation leaves none of any product. Source: rule Q8. */
function ordersOfProduct(
	context: TaskContext,
	productId: ProductId,
): readonly { readonly task: SyncTask; readonly ordered: ChainOrder }[] {
	return context.facts.chainOf(context.subscription.id).flatMap((task) => {
		const product = task.order?.products.find((line) => line.productId === productId);
		if (!task.order || !chained.includes(task.kind) || (!product && task.kind !== 'cancellation')) return [];
		const quantity = task.kind === 'cancellation' ? zero : product?.quantity;
		const ordered: ChainOrder = {
			orderNumber: task.orderNumber ?? task.id,
			kind: task.kind === 'change' ? 'change' : 'sales',
			...(quantity === undefined ? {} : { quantity }),
		};
		return [{ task, ordered }];
	});
}

/** Whether the orders at hand are all there are: then they must end at the subscription's own figure. Source: rule Q8. */
function isWholeChain(context: TaskContext): boolean {
	const { facts, subscription } = context;
	const isLeftOut = (task: SyncTask) =>
		task.kind !== 'initial' && task.kind !== 'billing' && !(task.order && chained.includes(task.kind));
	return !facts.hasUnfinishedOrder(subscription.id) && !facts.chainOf(subscription.id).some(isLeftOut);
}

/** Whether the product is on the contract: not where the order names only one-time lines for it. */
function isOnContract(context: TaskContext, productId: ProductId): boolean {
	const { amounts, subscription, task } = context;
	const isHeld =
		amounts.recurring.has(productId) || subscription.products.some((product) => product.productId === productId);
	return isHeld || task.order?.details.some((detail) => detail.productId === productId) !== true;
}

/** The order's products that are on the contract, each once; the order's amounts may name no other. Source: rule Q8. */
function orderedProducts(context: TaskContext): readonly OrderProduct[] {
	const { task, subject, amounts } = context;
	const products = (task.order?.products ?? []).filter((product) => isOnContract(context, product.productId));
	const ids = products.map((product) => product.productId);
	const [twice] = ids.filter((id, at) => ids.indexOf(id) !== at);
	if (twice !== undefined)
		throw new NotPlannable(
			'order not understood',
			`${subject} names product ${twice} twice. Look at the order in the marketplace.`,
		);
	if (task.kind === 'cancellation') return products;
	const missing = [...amounts.recurring.keys()].find((id) => !ids.includes(id));
	if (missing !== undefined)
		throw new NotPlannable(
			'order not understood',
			`${subject} has recurring amounts for product ${missing}, but no quantity of it. Look at the order in the marketplace.`,
		);
	if (ids.length === 0 && amounts.oneTime.length === 0)
		throw new NotPlannable(
			'order not understood',
			`${subject} names no product. Look at the order in the marketplace.`,
		);
	return products;
}

function orderQuantities(context: TaskContext, ledger: Ledger): readonly ProductQuantity[] {
	const { task, facts, subject, subscription } = context;
	const isWhole = isWholeChain(context);
	return orderedProducts(context).map((product) => {
		const ofProduct = ordersOfProduct(context, product.productId);
		const at = ofProduct.findIndex((line) => line.task.id === task.id);
		const before = heldBefore(
			context,
			ledger,
			ofProduct.map((line) => line.ordered),
			{ at, productId: product.productId },
		);
		const current =
			subscription.status === 'terminated' || subscription.status === 'removed'
				? ('0' as Decimal)
				: subscription.products.find((line) => line.productId === product.productId)?.quantity;
		const reading = readQuantityChain(
			ofProduct.map((line) => line.ordered),
			{
				before,
				changeQuantity: facts.settings.changeQuantity,
				...(isWhole && current !== undefined ? { current } : {}),
			},
		);
		if (reading.kind !== 'read')
			throw new NotPlannable(
				reading.kind === 'fractional' ? 'fractional quantity' : 'order not understood',
				`${subject}, ${product.name}: ${reading.why}. Let the distributor correct it and retry the task, or enter it by hand and ignore the task.`,
			);
		const quantity = reading.quantities[at];
		if (quantity === undefined) throw new RangeError(`task ${task.id} is not in the chain of its own subscription`);
		return {
			productId: product.productId,
			name: product.name,
			quantity,
			increase: quantity - (reading.quantities[at - 1] ?? before),
		};
	});
}

/** What the subscription's product held before the first order of the chain. Source: rules T3 and Q8. */
function heldBefore(
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
		facts.settings.changeQuantity === 'total'
			? 0
			: sum(some.filter((order) => order.kind === 'change').map((order) => Number(order.quantity ?? 0)));
	if (link) return (link.units.at(-1)?.units ?? 0) - differences(orders.slice(0, of.at));
	const initial = facts.chainOf(subscription.id).find((other) => other.kind === 'initial');
	if (initial)
		return Number(initial.snapshot?.products.find((product) => product.productId === of.productId)?.quantity ?? 0);
	if (orders[0]?.kind === 'sales') return 0;
	if (task.answers.ownUnits !== undefined) return task.answers.ownUnits;
	if (facts.settings.changeQuantity === 'difference' && !isWholeChain(context)) {
		throw new NotPlannable(
			'order not understood',
			`${subject}: another order of subscription ${subscription.id} is under way, so it can not be told what it held before. Wait for it, or retry the task with own=<units it held>.`,
		);
	}
	return (
		Number(subscription.products.find((product) => product.productId === of.productId)?.quantity ?? 0) -
		differences(orders)
	);
}

/** What the task leaves of each product; of one that it does not name it leaves none where it stands for the whole subscription. */
export function quantitiesOf(context: TaskContext, ledger: Ledger): readonly ProductQuantity[] {
	return foundQuantities(context, ledger).map((wanted) => withQuantitySet(context, wanted));
}

function foundQuantities(context: TaskContext, ledger: Ledger): readonly ProductQuantity[] {
	const { task } = context;
	if (!plansUnits(context)) return priceSyncs(context, ledger);
	if (task.kind === 'cancellation') {
		refuseCharged(context);
		const ordered = task.order ? orderQuantities(context, ledger) : [];
		return uniqBy([...ordered, ...noQuantities(context, ledger)], 'productId');
	}
	if (task.order) return orderQuantities(context, ledger);
	const held = initialQuantities(context);
	return isUnordered(task) ? uniqBy([...held, ...noQuantities(context, ledger)], 'productId') : held;
}
