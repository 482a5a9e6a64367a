import { compact, partition, sum, uniq, uniqBy } from 'lodash';
import { billedLength, billedPeriodType } from './billedPeriod';
import { daysIn, periodHolding, type BillingPeriod, type PeriodType } from './billingPeriod';
import { daysBetween, localDay, type CalendarDate } from './calendarDate';
import { chooseContract, type FittingContract } from './contractChoice';
import type { ProductId, TaskId } from './ids';
import { isLinkOf, withChange, type Ledger } from './ledger';
import { contractPeriod } from './lineState';
import { total, zero, type Decimal } from './money';
import { readOrderAmounts, type OrderAmounts } from './orderAmounts';
import type { ContractPlan, PlanLine, PlanQuestion } from './plan';
import { planCharges, type PlannedChargeLine } from './planCharges';
import { planProduct, type ProductPlan } from './planProduct';
import type { PlanningFacts } from './planningFacts';
import { foreignState } from './foreignState';
import { assignedOn, plansUnits, priceSyncs, takeUsage, usageDay, usageRows } from './planUsage';
import type { Order, OrderProduct, Subscription } from './order';
import { NotPlannable, type ProductQuantity, type TaskContext } from './taskContext';
import { readQuantityChain, type ChainOrder } from './quantityChain';
import type { Attention, SeenSubscription, SyncTask, TaskKind } from './task';
import { modelOf } from './usageLines';
import { endsTerm, ownBoundary, renewalDay, termBoundaries, type ExpirationMeaning } from './termEnd';
import { isUnordered } from './taskOf';

export type PlanOutcome =
	| { readonly kind: 'planned'; readonly plan: ContractPlan; readonly ledger: Ledger }
	| ({ readonly kind: 'attention' } & Attention);

/** How a message names the task. */
export function subjectOf(task: SyncTask, subscription?: Subscription): string {
	if (task.orderNumber !== undefined) return `Order ${task.orderNumber}`;
	const name = subscription?.name ?? task.snapshot?.name ?? '';
	return `Subscription ${task.subscriptionIds[0] ?? ''}${name ? ` (${name})` : ''}`;
}

const built: readonly string[] = ['initial', 'sales', 'change', 'renewal', 'cancellation', 'billing'];

function orderOf(task: SyncTask, subject: string): Order | undefined {
	if (!built.includes(task.kind)) {
		const named = task.kind === 'unknown' ? `of type "${task.orderType ?? 'unknown'}"` : `a ${task.kind} order`;
		throw new NotPlannable(
			'order not understood',
			`${subject} is ${named}, which is not carried over yet. Enter it in Autotask by hand and ignore the task.`,
		);
	}
	const { order } = task;
	if (task.kind === 'initial' || isUnordered(task)) return undefined;
	if (!order)
		throw new NotPlannable(
			'order not understood',
			task.attention?.message ?? `${subject} could not be read. Retry the task.`,
		);
	const moved = order.products.find((product) => product.movesTo !== undefined);
	if (moved)
		throw new NotPlannable(
			'order not understood',
			`${subject} moves ${moved.name} to another product, plan or subscription, which is not carried over yet. Enter it in Autotask by hand and ignore the task.`,
		);
	return order;
}

function subscriptionOf(
	task: SyncTask,
	order: Order | undefined,
	facts: PlanningFacts,
	subject: string,
): SeenSubscription {
	const ids = uniq(
		compact([
			order?.subscriptionId,
			...(order?.products.map((product) => product.subscriptionId) ?? []),
			...(order ? [] : task.subscriptionIds),
		]),
	);
	const [id] = ids;
	if (id === undefined)
		throw new NotPlannable(
			'order not understood',
			`${subject} names no subscription. Look at it in the marketplace, then retry.`,
		);
	if (ids.length > 1)
		throw new NotPlannable(
			'order not understood',
			`${subject} touches several subscriptions (${ids.join(', ')}), which is not carried over yet.`,
		);
	const seen = facts.subscription(id);
	if (!seen)
		throw new NotPlannable(
			'order not understood',
			`${subject}: subscription ${id} was not found on the marketplace. Retry the task.`,
		);
	return seen;
}

/** X of the rules. Source: rules P2, T3 and Q6. */
function effectiveDay(task: SyncTask, subscription: SeenSubscription, facts: PlanningFacts): CalendarDate {
	if (task.kind === 'initial') return task.firstSeenOn;
	const day = localDay(task.effectiveAt, facts.settings.timeZone);
	return task.kind === 'renewal' ? renewalDay(day, subscription, facts.settings.expirationIs) : day;
}

function readAmounts(ordered: Order | undefined, context: Omit<TaskContext, 'amounts'>): OrderAmounts {
	if (!ordered) return { recurring: new Map(), oneTime: [], credits: [], hasRefund: false };
	const { subject, subscription, ownPeriod, changedOn } = context;
	const { order, usage } = takeUsage(ordered, context);
	const charged = daysBetween(changedOn, ownPeriod.nextStart);
	const length = billedLength(subscription);
	const reading = readOrderAmounts(order, {
		...(length ? { billingPeriod: length } : {}),
		days: { charged, inPeriod: daysIn(ownPeriod) },
	});
	if (reading.kind === 'notUnderstood')
		throw new NotPlannable('order not understood', `${subject}: ${reading.why}. Look at the order in the marketplace.`);
	return { ...reading.amounts, oneTime: [...reading.amounts.oneTime, ...usage] };
}

function chooseFor(
	task: SyncTask,
	subscription: Subscription,
	periodType: PeriodType | undefined,
	facts: PlanningFacts,
	ledger: Ledger,
	on: { readonly day: CalendarDate; readonly subject: string },
): FittingContract {
	const { day, subject } = on;
	const mapping = facts.customerMapping(task);
	const company = mapping && facts.company(mapping.companyId);
	if (!mapping || !company?.isActive)
		throw new NotPlannable(
			'customer not mapped',
			`${subject}: customer ${task.customerId} is not mapped to an active Autotask company; map it in Map Customer.`,
		);
	const currency =
		task.order?.details.find((detail) => detail.extendedPrice)?.extendedPrice?.currency ??
		subscription.products.find((product) => product.unitPrice)?.unitPrice?.currency;
	const assigned = assignedOn(ledger.assigned.get(subscription.id), {
		model: modelOf(subscription, task.order),
		contracts: facts.contracts(company.id),
		day,
	});
	const choice = chooseContract({
		subject,
		company,
		contracts: facts.contracts(company.id),
		on: day,
		currencyOf: (contract) =>
			facts.currencyOfCompany(contract?.billToCompanyId ?? company.id) ?? facts.currencyOfCompany(company.id),
		...(periodType ? { periodType } : {}),
		...(currency === undefined ? {} : { currency }),
		...(assigned === undefined ? {} : { assigned }),
		...(task.answers.contractId === undefined ? {} : { told: task.answers.contractId }),
	});
	if (choice.kind === 'attention') throw new NotPlannable(choice.reason, choice.message);
	return choice.contract;
}

/** From when fewer seats are on the contract: the next boundary, or the day itself at the end of a term. Source: rules Q3 and Q5. */
function fallsOn(
	changedOn: CalendarDate,
	of: {
		readonly task: SyncTask;
		readonly seen: SeenSubscription;
		readonly period: BillingPeriod;
		readonly periodType: PeriodType;
		readonly expirationIs: ExpirationMeaning;
	},
): CalendarDate {
	const { task, seen, period, periodType, expirationIs } = of;
	const isRenewal = task.kind === 'renewal';
	const isTermEnd = isRenewal
		? termBoundaries(seen, expirationIs).includes(changedOn)
		: task.kind !== 'initial' && endsTerm(changedOn, seen, expirationIs);
	const isOnBoundary = changedOn === period.start && (isRenewal || isTermEnd);
	return isOnBoundary || (isTermEnd && periodType !== 'monthly') ? changedOn : period.nextStart;
}

function contextOf(task: SyncTask, facts: PlanningFacts, ledger: Ledger): TaskContext {
	const seenFirst = task.subscriptionIds[0] === undefined ? undefined : facts.subscription(task.subscriptionIds[0]);
	const subject = subjectOf(task, seenFirst);
	const order = orderOf(task, subject);
	const seen = subscriptionOf(task, order, facts, subject);
	const hasLater = facts
		.chainOf(seen.id)
		.some((other) => other.id !== task.id && other.effectiveAt >= task.effectiveAt);
	const subscription = !order && hasLater && task.snapshot ? task.snapshot : seen;
	const isCancelled = task.kind === 'cancellation' || seen.status === 'terminated' || seen.status === 'removed';
	const periodType = billedPeriodType(subscription);
	const seenOn = effectiveDay(task, seen, facts);
	const contract = chooseFor(task, subscription, periodType, facts, ledger, {
		day: usageDay(task, seen, facts.settings) ?? seenOn,
		subject,
	});
	const belonged = ledger.assigned.get(seen.id);
	const period = contractPeriod(contract, seenOn);
	const changedOn =
		task.kind === 'initial' ? (period.start < contract.startsOn ? contract.startsOn : period.start) : seenOn;
	const { expirationIs } = facts.settings;
	const boundary = ownBoundary({ ...seen, ...subscription }, expirationIs, { isCancelled });
	const ownPeriod = periodHolding(seenOn, boundary, contract.periodType);
	const context = {
		task,
		facts,
		subject,
		subscription,
		periodType: contract.periodType,
		contract,
		...(belonged !== undefined && belonged !== contract.id ? { takesOverFrom: belonged } : {}),
		changedOn,
		period,
		ownPeriod,
		fallsOn: fallsOn(changedOn, { task, seen, period, periodType: contract.periodType, expirationIs }),
	};
	return { ...context, amounts: readAmounts(order, context) };
}

function initialQuantities(context: TaskContext): readonly ProductQuantity[] {
	return context.subscription.products.map((product) => {
		const reading = readQuantityChain([{ orderNumber: '', kind: 'sales', quantity: product.quantity }], {
			before: 0,
			changeQuantity: 'total',
		});
		if (reading.kind === 'fractional')
			throw new NotPlannable(
				'fractional quantity',
				`${context.subject}: ${product.name} holds ${product.quantity} licences, and Autotask counts whole units.`,
			);
		if (reading.kind === 'notUnderstood')
			throw new NotPlannable(
				'order not understood',
				`${context.subject}: ${product.name} holds ${product.quantity} licences.`,
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
				`${subject}, ${product.name}: ${reading.why}.`,
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
	const link = ledger.links.find((other) =>
		isLinkOf(other, { connectionId: facts.connectionId, subscriptionId: subscription.id, productId: of.productId }),
	);
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

function approvalReasons(
	context: TaskContext,
	products: readonly ProductPlan[],
	charges: readonly PlannedChargeLine[],
): readonly string[] {
	const { task, facts, contract, ownPeriod, period } = context;
	const mapping = facts.customerMapping(task);
	return compact([
		task.isFirst && 'it is one of the first tasks of this connection',
		isUnordered(task) && 'nobody has ordered it',
		!task.isFirst && !task.processAutomatically && 'automatic processing is off',
		!task.isFirst &&
			task.processAutomatically &&
			mapping?.processAutomatically === false &&
			'automatic processing is off for this customer',
		task.kind !== 'billing' &&
			contract.periodType !== 'monthly' &&
			ownPeriod.nextStart !== period.nextStart &&
			`the contract's ${contract.periodType} period ends on ${period.nextStart}, the subscription's on ${ownPeriod.nextStart}`,
		context.takesOverFrom !== undefined &&
			`contract ${context.takesOverFrom}, which the subscription belongs to, does not cover its day: ${contract.name} (${contract.id}) takes over`,
		charges.some((line) => line.needsApproval) && 'the order has lines whose meaning a person confirms',
		...products.flatMap((product) => product.approvalNeeded),
	]);
}

function predecessorsOf(context: TaskContext, products: readonly ProductPlan[]): readonly TaskId[] {
	const { task, facts, subscription } = context;
	const chain = task.kind === 'billing' ? [] : facts.chainOf(subscription.id);
	const earlier = chain
		.slice(
			0,
			Math.max(
				0,
				chain.findIndex((other) => other.id === task.id),
			),
		)
		.filter((other) => other.kind !== 'billing')
		.map((other) => other.id);
	return uniq([...earlier, ...products.flatMap((product) => product.plannedBy)]);
}

function catalogueCostsOf(context: TaskContext): ContractPlan['catalogueCosts'] {
	const products = context.subscription.products.map((product) => product.productId);
	return Object.fromEntries(
		products.flatMap((id) => {
			const cost = context.facts.catalogueCost(id);
			return cost ? [[id, cost]] : [];
		}),
	);
}

/**
 * Plans one task on the state that Autotask and the plans before it leave.
 *
 * Pure: everything is read beforehand. The ledger that comes back is what the next task of the chain is planned on.
 * Source: rules T3, T8, T9, C1 to C4, Q1 to Q9, A1 to A9, A11.
 */
export function planTask(task: SyncTask, facts: PlanningFacts, ledger: Ledger): PlanOutcome {
	try {
		return plan(task, facts, ledger);
	} catch (error) {
		if (error instanceof NotPlannable) return { kind: 'attention', reason: error.reason, message: error.message };
		throw error;
	}
}

/** What the task leaves of each product; of one that it does not name it leaves none where it stands for the whole subscription. */
function quantitiesOf(context: TaskContext, ledger: Ledger): readonly ProductQuantity[] {
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

/** Whether a cancelled product is on no line, of ours or not: then there is nothing to end. Source: rule A7. */
function isHeldNowhere(context: TaskContext, wanted: ProductQuantity, ledger: Ledger): boolean {
	const { facts, subscription, contract, periodType, task } = context;
	const of = { connectionId: facts.connectionId, subscriptionId: subscription.id, productId: wanted.productId };
	if (task.kind !== 'cancellation' || ledger.links.some((link) => isLinkOf(link, of))) return false;
	const mapping = facts.productMapping(wanted.productId, periodType);
	return !ledger.lines.some((line) => line.contractId === contract.id && line.serviceId === mapping?.serviceId);
}

function nothingToEnd({ changedOn, contract }: TaskContext, wanted: ProductQuantity): PlanLine {
	return {
		kind: 'recurring',
		selected: true,
		effectiveDate: changedOn,
		endDate: changedOn,
		serviceName: '',
		invoiceDescription: wanted.name,
		currentQuantity: 0,
		quantityChange: 0,
		detail: `${wanted.name} is on no line of ${contract.name}: nothing to end.`,
	};
}

function plan(task: SyncTask, facts: PlanningFacts, ledger: Ledger): PlanOutcome {
	const context = contextOf(task, facts, ledger);
	const quantities = quantitiesOf(context, ledger);
	let after = ledger;
	const products: ProductPlan[] = [];
	const [endedNowhere, onLines] = partition(quantities, (wanted) => isHeldNowhere(context, wanted, ledger));
	for (const wanted of onLines) {
		const product = planProduct(context, wanted, after);
		products.push(product);
		after = withChange(after, product.line, product.link, {
			by: task.id,
			otherUnits: product.change.otherUnits,
			share: product.change.share,
		});
	}
	const charges = planCharges(context, products);
	const questions: PlanQuestion[] = products.flatMap((product) => product.question ?? []);
	const idle = usageRows(
		context,
		products.map((product) => product.productId),
	);
	const lines = [
		...products.flatMap((product) => product.lines),
		...endedNowhere.map((wanted) => nothingToEnd(context, wanted)),
		...charges.map((charge) => charge.line),
		...idle,
	];
	const once = total([
		...charges.filter((charge) => charge.charge.selected).map((charge) => charge.charge.amount),
		...products.flatMap((product) => product.estimate ?? []),
	]);
	const { contract } = context;
	return {
		kind: 'planned',
		ledger: after,
		plan: {
			taskId: task.id,
			fingerprint: '',
			contractId: contract.id,
			contractName: contract.name,
			companyId: contract.companyId,
			currency: context.amounts.currency ?? facts.currencyOfCompany(contract.companyId) ?? '',
			effectiveOn: context.changedOn,
			plannedAt: facts.now,
			lines,
			totals: { once, perPeriod: total(products.map((product) => product.perPeriod)) },
			changes: products.map((product) => product.change),
			charges: charges.map((charge) => charge.charge),
			predecessors: predecessorsOf(context, products),
			questions,
			approvalNeeded: approvalReasons(context, products, charges),
			foreign: foreignState(
				context,
				products.map((product) => product.line),
				charges.map((charge) => charge.charge),
			),
			settings: facts.settings,
			catalogueCosts: catalogueCostsOf(context),
		},
	};
}
