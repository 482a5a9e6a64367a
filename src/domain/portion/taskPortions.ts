import type { PeriodType } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import { currentLink, type Ledger, type LedgerLink } from '../line/ledger';
import { nothingKnown } from '../line/linkOwed';
import { compare, type Decimal, isZero, plus, zero } from '../money';
import { hasContractLine } from '../order/billedPeriod';
import type { ChargedDays } from '../order/amountExplained';
import { type AmountOfSome, amountsOfSome, hasOnlyAmounts } from '../order/correction';
import { isOver } from '../order/unorderedChange';
import { modelOf } from '../order/usageLines';
import { seatsPaidOn } from '../owed/owed';
import type { FittingContract } from '../contract/fittingContract';
import type { PlanningFacts } from '../contractChoice/planningFacts';
import type { ProductId, SubscriptionId } from '../ids';
import { NotPlannable } from '../notPlannable';
import type { Order } from '../order/order';
import { splitOrder } from '../order/orderPortions';
import { withoutFee } from '../order/planFee';
import type { PortionProduct } from '../order/portionRows';
import type { SeenSubscription } from '../order/seenSubscription';
import type { SyncTask } from '../task/task';

/** A task as it is to one of the subscriptions that it touches: the order holds only what concerns that one. */
export interface TaskPortion {
	readonly task: SyncTask;
	readonly seen: SeenSubscription;
	/** The order's products of this subscription; empty for tasks without an order. */
	readonly ordered: readonly PortionProduct[];
	/** How a message names it. */
	readonly subject: string;
	/** Whether the task touches no other subscription. */
	readonly isWhole: boolean;
	/** The period that its order names, where the subscription is billed by another one by now. Source: rule Q11. */
	readonly billedBy?: PeriodType;
	/** The contract that it is written to whatever fits: units end there, or the order is older than a change of the period. */
	readonly stays?: FittingContract;
	/** The contract that the subscription leaves because it is billed by another period. Source: rule Q11. */
	readonly leaves?: FittingContract;
}

function seenOf(id: SubscriptionId, facts: PlanningFacts, subject: string): SeenSubscription {
	const seen = facts.subscription(id);
	if (!seen)
		throw new NotPlannable(
			'order not understood',
			`${subject}: subscription ${id} was not found on the marketplace. Retry the task.`,
		);
	return seen;
}

/**
 * The task taken apart by subscription; seats that move leave the first ones.
 *
 * @throws NotPlannable where the order can not be told apart, or a subscription is not known. Source: rules T9, Q11.
 */
export function portionsOfTask(
	task: SyncTask,
	order: Order | undefined,
	facts: PlanningFacts,
	subject: string,
): readonly TaskPortion[] {
	if (!order) {
		const [id] = task.subscriptionIds;
		if (id === undefined)
			throw new NotPlannable(
				'order not understood',
				`${subject} names no subscription. Look at it in the marketplace, then retry.`,
			);
		return [{ task, seen: seenOf(id, facts, subject), ordered: [], subject, isWhole: true }];
	}
	const split = splitOrder(order, task.kind, facts.subscription);
	if (split.kind === 'notUnderstood')
		throw new NotPlannable(
			'order not understood',
			`${subject}: ${split.why}. Look at it in the marketplace; enter it in Autotask by hand and ignore the task, or retry it.`,
		);
	return split.portions.map(({ subscriptionId, products, details }) => {
		const seen = seenOf(subscriptionId, facts, subject);
		if (split.portions.length > 1 && seen.customerId !== task.customerId)
			throw new NotPlannable(
				'order not understood',
				`${subject} concerns subscription ${subscriptionId} of another customer (${seen.customerId}). Enter it in Autotask by hand and ignore the task.`,
			);
		const named = split.portions.length === 1 ? subject : `${subject}, subscription ${subscriptionId}`;
		const own: Order = { ...order, subscriptionId, products, details };
		return {
			task: { ...task, order: own },
			seen,
			ordered: products,
			subject: named,
			isWhole: split.portions.length === 1,
		};
	});
}

/** What an order says of one subscription's products; undefined where it is not understood. */
export function productsOfPortion(
	task: SyncTask,
	id: SubscriptionId,
	facts: Pick<PlanningFacts, 'subscription'>,
): readonly PortionProduct[] | undefined {
	if (!task.order) return undefined;
	const split = splitOrder(task.order, task.kind, facts.subscription);
	if (split.kind === 'notUnderstood') return undefined;
	return split.portions.find((portion) => portion.subscriptionId === id)?.products ?? [];
}

/** Seats of a product: as the orders before leave them, and on the day of the order. */
interface Seats {
	readonly left: Decimal;
	readonly onDay: Decimal;
}

function seatsOf(link: LedgerLink, day: CalendarDate): Seats {
	const inDecimals = (units: number) => String(units) as Decimal;
	const paid = seatsPaidOn({ ...(link.owed ?? nothingKnown), seats: link.units }, day);
	return { left: inDecimals(link.units.at(-1)?.units ?? 0), onDay: inDecimals(paid) };
}

/** Whether a later order of the subscription is not written yet. */
function isFollowed({ task, seen }: TaskPortion, facts: PlanningFacts): boolean {
	const last = facts.chainOf(seen.id).findLast(({ kind, order }) => order !== undefined && kind !== 'billing');
	return last !== undefined && last.id !== task.id;
}

/**
 * Whether the order leaves the quantity that is there. One that waits for a person has later orders written before it: then
 * the subscription has what they leave, and it names what there was on its day, or before a change that was still to come.
 * Source: rule Q8.
 */
function leavesSeats(product: PortionProduct, seats: Seats, portion: TaskPortion, facts: PlanningFacts): boolean {
	const { quantity, productId, moves } = product;
	if (moves) return false;
	if (quantity === undefined) return true;
	const held = portion.seen.products.find((one) => one.productId === productId)?.quantity;
	const current = isOver(portion.seen) ? zero : held;
	const { changeQuantity } = facts.settings;
	const isSettled = current !== undefined && compare(current, seats.left) === 0;
	const isLeft = isSettled && compare(quantity, seats.left) === 0;
	if (changeQuantity === 'difference') return isZero(quantity) || isLeft;
	if (changeQuantity === 'automatic' && isZero(quantity))
		return isFollowed(portion, facts) || compare(current ?? seats.left, seats.left) === 0;
	const hasRisen = current !== undefined && compare(plus(seats.left, quantity), current) === 0;
	if (compare(quantity, seats.left) === 0) return changeQuantity !== 'automatic' || !hasRisen;
	if (!isFollowed(portion, facts)) return isSettled;
	const hasMovedOn = compare(current ?? quantity, quantity) !== 0;
	return (isSettled || hasMovedOn) && compare(quantity, seats.onDay) === 0;
}

/** How an order that leaves every quantity as it is is read. Source: rules T6 and A11. */
export type LeftQuantities =
	/** It carries amounts alone: it corrects what was charged. */
	| { readonly kind: 'correction' }
	/** It has lines of seats; `ofSome` of seats that nobody knows. */
	| { readonly kind: 'ofSeats'; readonly ofSome: readonly AmountOfSome[] };

/**
 * What a Change does that leaves every quantity as it is; undefined for one that does not, and for other tasks. What a seat
 * costs is what the subscription says, and what its products have been billed at.
 */
export function leftQuantities(
	portion: TaskPortion,
	of: {
		readonly day: CalendarDate;
		readonly days: ChargedDays;
		readonly facts: PlanningFacts;
		readonly ledger: Ledger;
	},
): LeftQuantities | undefined {
	const { day, days, facts, ledger } = of;
	const { task, seen, ordered } = portion;
	const { order, kind } = task;
	if (kind !== 'change' || !order || !hasContractLine(modelOf(seen, order))) return undefined;
	const linkOf = (productId: ProductId) =>
		currentLink(ledger, { connectionId: facts.connectionId, subscriptionId: seen.id, productId });
	const products = ordered.map((product) => {
		const link = linkOf(product.productId);
		return { product, seats: link && seatsOf(link, day) };
	});
	if (!products.every(({ product, seats }) => seats && leavesSeats(product, seats, portion, facts))) return undefined;
	const own = withoutFee(seen.products, ordered);
	const owed = own.map(({ productId }) => pricesOf(linkOf(productId)));
	const said = own.flatMap(({ unitPrice }) => unitPrice?.amount ?? []);
	const seats = {
		days,
		quantities: products
			.flatMap(({ product, seats: held }) => [product.quantity, held?.left])
			.filter((quantity) => quantity !== undefined),
		prices: [...owed.flat(), ...said],
		...(owed.length > 0 && owed.every((prices) => prices.length > 0) ? { areAllPrices: true as const } : {}),
	};
	if (hasOnlyAmounts(order, seats)) return { kind: 'correction' };
	const isTold = said.length < own.length || isFollowed(portion, facts);
	return { kind: 'ofSeats', ofSome: amountsOfSome(order, isTold ? { ...seats, prices: 'any' } : seats) };
}

/** What seats of a product have been billed at; empty where the line's own price is billed. */
function pricesOf(link: LedgerLink | undefined): readonly Decimal[] {
	return (link?.owed?.price ?? []).flatMap(({ amount }) => amount ?? []);
}
