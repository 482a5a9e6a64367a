import { hasLaterFigures } from './wantedRate';
import { amountOn, isSameAmount } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import { existingId } from '../line/ledger';
import type { Decimal } from '../money';
import { NotPlannable } from '../notPlannable';
import { repricedFrom } from '../owed/rateAfter';
import { isEqual } from '../owed/seatsAfter';
import { isEmptyFrom, summed, unitsOn } from '../unitTimeline';
import { rateSet } from './rowChanges';
import type { ProductQuantity, TaskContext } from './taskContext';
import { heldAmountOn } from '../writes/held';
import type { MeantUnits } from './meantUnits';
import { pricesBesideOthers } from '../writes/pricesOfOthers';

/** What another price makes of the line that a product is on. */
export interface Repricing {
	/** The day from which the product's price is another one, whichever line it is on then. */
	readonly pricedFrom?: CalendarDate;
	/** The day from which the product can not be on the line, which others share at the price that it has. Source: rule Q10. */
	readonly leavesOn?: CalendarDate;
	readonly approvalNeeded?: string;
}

/** Whether the subscription still has the line's price, by no later order: then an order with another one is not followed. Source: rule Q10. */
function isStillAt(context: TaskContext, wanted: ProductQuantity, price: Decimal): boolean {
	if (hasLaterFigures(context)) return false;
	const held = context.subscription.products.find((product) => product.productId === wanted.productId)?.unitPrice;
	return held !== undefined && isSameAmount(held.amount, price);
}

/**
 * The first day, from the given one on, on which the line holds units or gets some of the product: a price of an earlier day
 * would not reach them, since the units came with a price of their own.
 */
export function firstHeldDay(
	{ held, owed }: { readonly held: Pick<MeantUnits['held'], 'now'>; readonly owed: Pick<MeantUnits['owed'], 'seats'> },
	from: CalendarDate,
): CalendarDate {
	const units = summed([held.now.units, owed.seats]);
	if (unitsOn(units, from) > 0) return from;
	return units.find((step) => step.from > from && step.units > 0)?.from ?? from;
}

/** Whether the line has another price than the product on some day, from the given one on, on which it holds units. */
export function differsFrom(
	{
		line,
		held,
		owed,
	}: Pick<MeantUnits, 'line'> & {
		readonly held: Pick<MeantUnits['held'], 'now'>;
		readonly owed: Pick<MeantUnits['owed'], 'price'>;
	},
	from: CalendarDate,
): boolean {
	const prices = pricesBesideOthers(owed.price, line, held.now, from);
	const days = [from, ...[...held.now.units, ...held.now.price, ...owed.price].map((step) => step.from)];
	return days.some((day) => {
		const [is, wanted] = [heldAmountOn(held.now.price, day), amountOn(prices, day)];
		const isHeld = day >= from && unitsOn(held.now.units, day) > 0;
		return isHeld && is !== undefined && wanted !== undefined && !isSameAmount(is, wanted);
	});
}

/** What the order's price makes of the line, or why it must not be written. Source: rules A3, A6, T3, Q6 and Q10. */
export function repricing(context: TaskContext, wanted: ProductQuantity, meant: MeantUnits): Repricing {
	const { line, held, ordered, owedBefore, owed, others, elsewhere } = meant;
	const { rate } = ordered;
	const pricedFrom = repricedFrom(owedBefore, owed, ordered);
	if (!rate || pricedFrom === undefined) return {};
	if (isEmptyFrom(held.now.units, context.changedOn) && isEmptyFrom(elsewhere, pricedFrom)) return { pricedFrom };
	const from = firstHeldDay(meant, pricedFrom);
	const [current] = [from, context.changedOn, context.period.nextStart].flatMap(
		(day) => heldAmountOn(held.now.price, day) ?? [],
	);
	const named = `${context.subject}, ${wanted.name}`;
	if (current === undefined)
		throw new NotPlannable(
			'price conflict',
			`${named}: the price of contract service ${existingId(line.target) ?? ''} can not be told from Autotask's unit rows; look at it there, then retry the task.`,
		);
	if (!differsFrom(meant, from)) return { pricedFrom };
	const isOrders = context.task.kind !== 'initial' && rateSet(context, wanted).price === undefined;
	const isOther = !isSameAmount(current, rate.price);
	const isChange = !isEqual(owedBefore, ordered) || context.ofSome !== undefined;
	if (isChange && isOrders && isOther && isStillAt(context, wanted, current)) {
		throw new NotPlannable(
			'price conflict',
			`${named}: the order changes the price to ${rate.price}, the subscription still has ${current}. Set the price in the marketplace or in Autotask, then retry.${context.ofSome ? ' If the order only corrects an amount, enter that by hand and ignore the task.' : ''}`,
		);
	}
	if (!isEmptyFrom(elsewhere, from)) return { pricedFrom, leavesOn: from };
	return {
		pricedFrom,
		...(others > 0 ? { approvalNeeded: `the new price also applies to ${others} other units of the line` } : {}),
	};
}
