import { compact } from 'lodash';
import { hasLaterFigures } from '../amounts/wantedRate';
import { amountOn } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import { rateTolerance } from '../contract/lineState';
import { firstHeldDay, isEmptyFrom, lastHeldDay } from '../line/heldDays';
import { existingId } from '../line/ledger';
import { agrees, type Decimal } from '../money';
import { NotPlannable } from '../notPlannable';
import { isEqual, ratedFrom } from '../owed/rateAfter';
import { unitsOn } from '../unitTimeline';
import { rateSet } from '../wanted/rowChanges';
import type { ProductQuantity, TaskContext } from '../wanted/taskContext';
import { heldAmountOn } from '../writes/held';
import type { MeantUnits } from './meantUnits';
import { pricesBesideOthers } from './pricesOfOthers';

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
	return held !== undefined && agrees(held.amount, price, rateTolerance);
}

/** What a unit costs on the first of the days on which Autotask's rows tell it. */
function priceHeld({ held }: MeantUnits, days: readonly CalendarDate[]): Decimal | undefined {
	return days.map((day) => heldAmountOn(held.now.price, day)).find((price) => price !== undefined);
}

/** Whether the line has another price than the product on some day, from the given one on, on which it holds units. */
function differsFrom(meant: MeantUnits, from: CalendarDate): boolean {
	const { line, held, owed } = meant;
	const prices = pricesBesideOthers(owed.price, line, held.now, from);
	const days = [from, ...[...held.now.units, ...held.now.price, ...owed.price].map((step) => step.from)];
	return days.some((day) => {
		const [is, wanted] = [heldAmountOn(held.now.price, day), amountOn(prices, day)];
		const isHeld = day >= from && unitsOn(held.now.units, day) > 0;
		return isHeld && is !== undefined && wanted !== undefined && !agrees(is, wanted, rateTolerance);
	});
}

/** What the order's price makes of the line, or why it must not be written. Source: rules A3, A6, T3, Q6 and Q10. */
export function repricing(context: TaskContext, wanted: ProductQuantity, meant: MeantUnits): Repricing {
	const { line, ordered, owedBefore, others, elsewhere } = meant;
	const { rate } = ordered;
	if (!rate || ordered.kind === 'cancellation') return {};
	const pricedFrom = ratedFrom(owedBefore, ordered, rate.price);
	if (isEmptyFrom(line, context.changedOn)) return { pricedFrom };
	const from = firstHeldDay(line, pricedFrom);
	const current = priceHeld(
		meant,
		compact([from, context.changedOn, context.period.nextStart, lastHeldDay(line.state, context.changedOn)]),
	);
	const named = `${context.subject}, ${wanted.name}`;
	if (current === undefined)
		throw new NotPlannable(
			'price conflict',
			`${named}: the price of contract service ${existingId(line.target) ?? ''} can not be told from Autotask's unit rows; look at it there, then retry the task.`,
		);
	if (!differsFrom(meant, from)) return { pricedFrom };
	const isOrders = context.task.kind !== 'initial' && rateSet(context, wanted).price === undefined;
	const isOther = !agrees(current, rate.price, rateTolerance);
	if (!isEqual(owedBefore, ordered) && isOrders && isOther && isStillAt(context, wanted, current)) {
		throw new NotPlannable(
			'price conflict',
			`${named}: the order changes the price to ${rate.price}, the subscription still has ${current}. Set the price in the marketplace or in Autotask, then retry.`,
		);
	}
	const isShared = unitsOn(elsewhere, from) > 0 || elsewhere.some((other) => other.from > from && other.units > 0);
	if (isShared) return { pricedFrom, leavesOn: from };
	return {
		pricedFrom,
		...(others > 0 ? { approvalNeeded: `the new price also applies to ${others} other units of the line` } : {}),
	};
}
