import { uniq, uniqBy } from 'lodash';
import type { ProductId } from '../ids';
import { currentLink, type Ledger } from '../line/ledger';
import { otherFee, productsHeld } from '../line/linkedFee';
import { zero } from '../money';
import { NotPlannable } from '../notPlannable';
import { isRecurringType } from '../order/orderLineTypes';
import type { PortionProduct } from '../order/portionRows';
import { type ChainReading, readQuantityChain } from '../order/quantityChain';
import { isChargedAsHeld } from '../owed/chargedAsHeld';
import { isSuccession } from '../task/successionTask';
import { isUnordered } from '../task/unorderedTask';
import { plansUnits, priceSyncs } from './planUsage';
import { currentQuantity, isWholeChain, ordersOfProduct, ownChain, refuseCounting } from './productChain';
import { withQuantitySet } from './rowChanges';
import { successionQuantities } from './succession';
import type { ProductQuantity, TaskContext } from './taskContext';

function initialQuantities(context: TaskContext, ledger: Ledger): readonly ProductQuantity[] {
	return productsHeld(context.subscription, ledger, context.facts.connectionId).map((product) => {
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

/** Whether the product is on the contract: not where the order names only one-time lines for it. */
function isOnContract(context: TaskContext, productId: ProductId): boolean {
	const { amounts, subscription, task } = context;
	const isHeld =
		amounts.recurring.has(productId) || subscription.products.some((product) => product.productId === productId);
	return isHeld || task.order?.details.some((detail) => detail.productId === productId) !== true;
}

/** Whether the order's amounts for a product that it does not name leave everything as it is. Source: rule Q8. */
function leavesAsIs({ task, facts, subscription, amounts, changedOn }: TaskContext, id: ProductId, ledger: Ledger) {
	const holds = subscription.products.find(({ productId }) => productId === id);
	const of = { connectionId: facts.connectionId, subscriptionId: subscription.id, productId: id };
	const link = currentLink(ledger, of);
	const said = amounts.recurring.get(id);
	const lines = task.order?.details.filter(({ productId, type }) => productId === id && isRecurringType(type)) ?? [];
	const stated = holds && link && said && { holds, link, amounts: said, details: lines };
	return stated !== undefined && isChargedAsHeld(stated, changedOn, facts.settings);
}

/**
 * The order's products that are on the contract, each once; its amounts may name another one only where nothing follows from
 * them. Source: rule Q8.
 */
function orderedProducts(context: TaskContext, ledger: Ledger): readonly PortionProduct[] {
	const { task, subject, amounts, ordered } = context;
	const products = ordered.filter((product) => product.moves ?? isOnContract(context, product.productId));
	const ids = products.map((product) => product.productId);
	const [twice] = ids.filter((id, at) => ids.indexOf(id) !== at);
	if (twice !== undefined)
		throw new NotPlannable(
			'order not understood',
			`${subject} names product ${twice} twice. Look at the order in the marketplace.`,
		);
	if (task.kind === 'cancellation') return products;
	const missing = [...amounts.recurring.keys()].find((id) => !ids.includes(id) && !leavesAsIs(context, id, ledger));
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

/** A subscription has one fee of its own. Source: rule M1. */
function refuseSecondFee({ facts, subscription, subject, ordered }: TaskContext, ledger: Ledger): void {
	const of = { connectionId: facts.connectionId, subscriptionId: subscription.id };
	const ids = ordered.map(({ productId }) => productId);
	const found = otherFee(ids, ledger, of);
	if (!found) return;
	throw new NotPlannable(
		'order not understood',
		`${subject} charges product ${found.named}, and the contract has product ${found.other} of subscription ${subscription.id}. Enter it in Autotask by hand and ignore the task.`,
	);
}

function orderQuantities(context: TaskContext, ledger: Ledger): readonly ProductQuantity[] {
	const { task, subject } = context;
	const isWhole = isWholeChain(context);
	refuseSecondFee(context, ledger);
	return orderedProducts(context, ledger).map((product) => {
		const ofProduct = ordersOfProduct(context, product.productId);
		const current = currentQuantity(context, product.productId, ofProduct);
		const { orders, at, before, changeQuantity } = ownChain(
			context,
			ledger,
			ofProduct.map((line) => line.ordered),
			{ at: ofProduct.findIndex((line) => line.task.id === task.id), productId: product.productId, current },
		);
		const reading = readQuantityChain(orders, {
			before,
			changeQuantity,
			...(isWhole && current !== undefined ? { current } : {}),
		});
		if (reading.kind !== 'read')
			throw new NotPlannable(
				reading.kind === 'fractional' ? 'fractional quantity' : 'order not understood',
				`${subject}, ${product.name}: ${reading.why}. ${nextStep(reading, isWhole)}`,
			);
		const quantity = reading.quantities[at];
		const earlier = reading.quantities[at - 1] ?? before;
		const increase = (quantity ?? 0) - earlier;
		if (task.kind === 'renewal') refuseCounting(context, product, { named: quantity ?? 0, told: [earlier] });
		if (context.movesOn !== undefined && increase !== 0)
			throw new NotPlannable(
				'order not understood',
				`${subject}, ${product.name}: it changes the billing period and the quantity (by ${increase}) at once. Enter it in Autotask by hand and ignore the task.`,
			);
		if (quantity === undefined) throw new RangeError(`task ${task.id} is not in the chain of its own subscription`);
		return {
			productId: product.productId,
			name: product.name,
			quantity,
			increase,
			...(context.movesOn === undefined ? {} : { keepsUnits: true as const }),
			...moveOf(context, product),
		};
	});
}

/** What a person does about quantities that are not understood. */
function nextStep(reading: Exclude<ChainReading, { readonly kind: 'read' }>, isWhole: boolean): string {
	return reading.kind === 'notUnderstood' && reading.isEarly && !isWhole
		? 'The task continues automatically when the other order has ended.'
		: 'Let the distributor correct it and retry the task, or enter it by hand and ignore the task.';
}

function moveOf({ movedOn }: TaskContext, product: PortionProduct): Pick<ProductQuantity, 'moved'> {
	if (!product.moves || movedOn === undefined) return {};
	return { moved: { ...product.moves, units: Number(product.quantity ?? zero), on: movedOn } };
}

/** What the task leaves of each product; of one that it does not name it leaves none where it stands for the whole subscription. */
export function quantitiesOf(context: TaskContext, ledger: Ledger): readonly ProductQuantity[] {
	return foundQuantities(context, ledger).map((wanted) => withQuantitySet(context, wanted));
}

function foundQuantities(context: TaskContext, ledger: Ledger): readonly ProductQuantity[] {
	const { task } = context;
	if (context.isCorrection) return [];
	if (!plansUnits(context)) return priceSyncs(context, ledger);
	if (task.kind === 'cancellation') {
		refuseCharged(context);
		const ordered = task.order ? orderQuantities(context, ledger) : [];
		return uniqBy([...ordered, ...noQuantities(context, ledger)], 'productId');
	}
	if (task.order) return orderQuantities(context, ledger);
	if (isSuccession(task)) return successionQuantities(context, ledger);
	const held = initialQuantities(context, ledger);
	return isUnordered(task) ? uniqBy([...held, ...noQuantities(context, ledger)], 'productId') : held;
}
