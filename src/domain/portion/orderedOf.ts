import { holds } from '../billingPeriod';
import { earliest, plusDays } from '../calendarDate';
import { isPosted, type Rate } from '../contract/lineState';
import type { LedgerLine } from '../line/ledger';
import { agrees, type Decimal, negate } from '../money';
import { NotPlannable } from '../notPlannable';
import type { Ordered } from '../line/ordered';
import type { RecurringAmounts } from '../order/recurringAmounts';
import { prorate } from '../proration';
import { isSuccession } from '../task/successionTask';
import { placeOf } from '../task/taskChain';
import type { UnitTimeline } from '../unitTimeline';
import { isAsOrdered, rateSet } from './rowChanges';
import type { ProductQuantity, TaskContext } from './taskContext';
import { bringsPrice } from './wantedRate';

/** What is known of a product when its order is followed. */
export interface Followed {
	/** Its seats over time, on all lines that it has been on. */
	readonly before: UnitTimeline;
	readonly isFirstLink: boolean;
	/** The line that it is on, or goes to where it is on none. */
	readonly line: LedgerLine;
	readonly rate?: Rate;
	readonly lineRate?: Rate;
	readonly theirs?: Partial<Rate>;
}

/** The end of the contract's period, or of the contract where that comes first. Source: rule A9. */
function boundaryOf({ period, contract }: Pick<TaskContext, 'period' | 'contract'>): Ordered['on'] {
	return earliest(period.nextStart, plusDays(contract.endsOn, 1));
}

/** From when more seats are on the contract: by Autotask's proration from the day itself, by the marketplace's from the next period. Source: rules A8, A9 and T3. */
export function risesOn(context: TaskContext): Ordered['on'] {
	const { task, facts, changedOn, period } = context;
	const isWhole = task.kind === 'initial' || changedOn === period.start;
	return facts.settings.proration === 'autotask' || isWhole ? changedOn : boundaryOf(context);
}

/** Whether the order gives the rest of the period back, or the setting does. Source: rule A10. */
function isCredited({ task, facts, amounts }: TaskContext, { productId }: ProductQuantity): boolean {
	if (task.kind === 'cancellation') return amounts.recurring.get(productId)?.refund !== undefined;
	return facts.settings.syncRefunds && task.kind !== 'initial';
}

/** Whether the order gives back, for so many seats, just what is left of the subscription's own period. */
function givesRestBack({ ownPeriod, changedOn }: TaskContext, lost: number, product: RecurringAmounts): boolean {
	const { refund, refundedAt } = product;
	if (refund === undefined || refundedAt === undefined || !holds(ownPeriod, changedOn)) return false;
	return agrees(negate(refund), prorate(lost, refundedAt, changedOn, ownPeriod), '0.01' as Decimal);
}

/**
 * What the order states for the rest of the period, where that is what is owed. The rest of another period than the
 * contract's is not: the contract has billed up to its own boundary. Source: rules A9 and A10.
 */
function statedOf(
	context: TaskContext,
	{ productId, increase = 0 }: ProductQuantity,
	lost: number,
): Decimal | undefined {
	const { facts, amounts, ownPeriod } = context;
	const product = amounts.recurring.get(productId);
	if (!product || facts.settings.priceSource !== 'marketplace' || !isAsOrdered(context, productId)) return undefined;
	const isOfContract = ownPeriod.nextStart === boundaryOf(context);
	if (increase > 0) return isOfContract ? product.fragment : undefined;
	return isOfContract || !givesRestBack(context, lost, product) ? product.refund : undefined;
}

/**
 * The day from which seats are billed that the rest of the contract's period is free for; undefined where it is not.
 *
 * @throws NotPlannable where no seats begin with it. Source: rule A3.
 */
function freeUntil(
	context: TaskContext,
	{ productId, name }: ProductQuantity,
	lost: number,
): Ordered['on'] | undefined {
	if (!context.amounts.recurring.get(productId)?.isFree || lost > 0) return undefined;
	if (lost < 0) return boundaryOf(context);
	throw new NotPlannable(
		'order not understood',
		`${context.subject}, ${name}: it names a price and charges 0.00, and no seats begin with it. Look at the order in the marketplace.`,
	);
}

/** The seats that move for good; on a line that is linked now the order says what it leaves, since a person may have entered the move there. Source: rule Q11. */
function movedOf({ moved }: ProductQuantity, isFirstLink: boolean): Pick<Ordered, 'moved'> {
	if (!moved || isFirstLink) return {};
	return { moved: { on: moved.on, units: moved.direction === 'in' ? moved.units : -moved.units } };
}

/** Billing orders of the subscription that wait and may bring a price. Source: rules A13 and T9. */
function waitingOf({ task, facts, subscription }: TaskContext): Pick<Ordered, 'waiting'> {
	const billing = facts.chainOf(subscription.id).filter(({ kind, id }) => kind === 'billing' && id !== task.id);
	const places = billing.filter((other) => other.order === undefined || bringsPrice(other)).map(placeOf);
	return places.length === 0 ? {} : { waiting: places };
}

/**
 * Its place among the orders of the subscription. What carries it on from a contract that ends is proposed before its day:
 * orders in between come after it, and it takes along what they make of the price. Source: rules C5 and T9.
 */
function placeAmong(context: TaskContext, wanted: ProductQuantity): Pick<Ordered, 'place' | 'takesAlong'> {
	const { task } = context;
	if (wanted.moved?.direction === 'out') return { place: placeOf(task), takesAlong: true };
	if (!isSuccession(task)) return { place: placeOf(task) };
	const { createdAt, effectiveAt } = task;
	const place = placeOf(createdAt < effectiveAt ? { ...task, effectiveAt: createdAt } : task);
	const { price, cost } = rateSet(context, wanted);
	return { place, ...(price === undefined && cost === undefined ? { takesAlong: true as const } : {}) };
}

/** What a task asks of a product, as far as money needs it. */
export function orderedOf(context: TaskContext, wanted: ProductQuantity, of: Followed): Ordered {
	const { task, period, fallsOn, changedOn, beginsTerm } = context;
	const { before, isFirstLink, line, rate, lineRate, theirs } = of;
	const seats = before.at(-1)?.units ?? 0;
	const lost = wanted.increase === undefined ? seats - wanted.quantity : -wanted.increase;
	const arrivesOn = wanted.moved && isFirstLink ? wanted.moved.on : undefined;
	const beginsOn = arrivesOn ?? freeUntil(context, wanted, lost);
	const stated = beginsOn === undefined && !wanted.moved ? statedOf(context, wanted, lost) : undefined;
	return {
		id: task.id,
		...placeAmong(context, wanted),
		...waitingOf(context),
		kind: beginsTerm ? 'renewal' : task.kind,
		on: beginsOn ?? changedOn,
		period,
		isPosted: isPosted(line.state, period),
		risesOn: beginsOn ?? risesOn(context),
		fallsOn: beginsOn ?? fallsOn,
		quantity: wanted.quantity,
		before: seats,
		...(wanted.increase === undefined ? {} : { increase: wanted.increase }),
		...(wanted.keepsUnits ? { keepsSeats: true as const } : {}),
		...(wanted.moved ? { isMove: true as const } : {}),
		...movedOf(wanted, isFirstLink),
		...(rate ? { rate } : {}),
		...(lineRate ? { lineRate } : {}),
		...(theirs ? { theirs } : {}),
		isCredited: beginsOn === undefined && isCredited(context, wanted),
		...(stated === undefined ? {} : { stated }),
	};
}
