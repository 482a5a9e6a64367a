import { compact } from 'lodash';
import type { CalendarDate } from '../calendarDate';
import { type Rate, rateTolerance } from '../contract/lineState';
import { firstHeldDay, isEmptyFrom, lastHeldDay } from '../line/heldDays';
import { laterPriceDays } from '../line/laterPrices';
import { existingId, type LedgerLine } from '../line/ledger';
import type { RateStep } from '../line/plannedAdjustment';
import { rateMeantOn } from '../line/rateMeantOn';
import { agrees, type Decimal } from '../money';
import { NotPlannable } from '../notPlannable';
import { unitsOn, type UnitTimeline } from '../unitTimeline';
import { contractOfLine } from '../wanted/contractOfLine';
import { rateSet } from '../wanted/rowChanges';
import type { ProductQuantity, TaskContext } from '../wanted/taskContext';
import { differsInCostOnly, rateStep, repricedFrom } from './rateChange';
import { hasLaterFigures } from './wantedRate';

interface Repricing {
	readonly rate?: RateStep;
	/** The day from which the product can not be on the line, which others share at the price that it has. Source: rule Q10. */
	readonly leavesOn?: CalendarDate;
	readonly approvalNeeded?: string;
}

interface RepricedLine {
	readonly line: LedgerLine;
	readonly others: number;
	/** Units of other subscriptions on the line. */
	readonly elsewhere: UnitTimeline;
	readonly firstWrite: CalendarDate;
	readonly writes: boolean;
	readonly isEqual: boolean;
}

/** Whether the line has the price on the day. */
function hasPriceOn(context: TaskContext, line: LedgerLine, price: Decimal, day: CalendarDate): boolean {
	const current = rateMeantOn(line, contractOfLine(context, line), day);
	return current !== undefined && agrees(current.price, price, rateTolerance);
}

/**
 * From when a line in use takes another rate. One of the whole period does not reach back over days that had another
 * price, where the price of the day is right already. Source: rules A6, A13, Q6, Q10 and T3.
 */
function ratedFrom(context: TaskContext, of: RepricedLine, rate: Rate): CalendarDate {
	const { task, changedOn, period } = context;
	if (task.kind === 'renewal') return changedOn;
	if (task.kind !== 'initial' && !of.isEqual) return of.firstWrite;
	const from = firstHeldDay(of.line, repricedFrom(of.line.state, period));
	const isRight = from < changedOn && hasPriceOn(context, of.line, rate.price, changedOn);
	const hadOther = laterPriceDays(of.line, rate.price, from).some((day) => day <= changedOn);
	return isRight && (hadOther || !hasPriceOn(context, of.line, rate.price, from)) ? changedOn : from;
}

/** From when the product takes another rate, whichever line it is on then. Source: rules A6, A13, Q6, Q10 and T3. */
export function pricedFrom(
	context: TaskContext,
	of: {
		readonly line: LedgerLine;
		readonly isEqual: boolean;
		readonly changesOn: CalendarDate;
		readonly rate: Rate | undefined;
	},
): CalendarDate {
	const { task, changedOn, period } = context;
	if (task.kind === 'renewal') return changedOn;
	if (task.kind !== 'initial' && !of.isEqual) return of.changesOn;
	const isRight = of.rate !== undefined && hasPriceOn(context, of.line, of.rate.price, changedOn);
	const from = repricedFrom(of.line.state, period);
	return isRight && from < changedOn ? changedOn : from;
}

/** Whether the subscription still has the line's price, by no later order: then an order with another one is not followed. Source: rule Q10. */
function isStillAt(context: TaskContext, wanted: ProductQuantity, price: Decimal): boolean {
	if (hasLaterFigures(context)) return false;
	const held = context.subscription.products.find((product) => product.productId === wanted.productId)?.unitPrice;
	return held !== undefined && agrees(held.amount, price, rateTolerance);
}

/** When the line takes the wanted rate, or why it must not. Source: rules A3, A6, T3, Q6 and Q10. */
export function repricing(
	context: TaskContext,
	wanted: ProductQuantity,
	of: RepricedLine,
	rate: Rate | undefined,
): Repricing {
	const { line, others } = of;
	if (!rate) return {};
	if (isEmptyFrom(line, context.changedOn)) return of.writes ? { rate: { from: of.firstWrite, ...rate } } : {};
	const from = ratedFrom(context, of, rate);
	const { changedOn, period } = context;
	const days = [from, changedOn, period.nextStart, lastHeldDay(line.state, changedOn)];
	const current = rateMeantOn(line, context.contract, ...compact(days));
	const named = `${context.subject}, ${wanted.name}`;
	const lineName = `contract service ${existingId(line.target) ?? ''}`;
	if (!current)
		throw new NotPlannable(
			'price conflict',
			`${named}: the price of ${lineName} can not be told from Autotask's unit rows; look at it there, then retry the task.`,
		);
	const [superseded] = laterPriceDays(line, rate.price, from);
	const step = rateStep(current, rate, from) ?? (superseded === undefined ? undefined : { from: superseded, ...rate });
	if (!step || differsInCostOnly(current, rate)) return step ? { rate: step } : {};
	const isOrders = context.task.kind !== 'initial' && rateSet(context, wanted).price === undefined;
	const isOther = !agrees(current.price, rate.price, rateTolerance);
	if (!of.isEqual && isOrders && isOther && isStillAt(context, wanted, current.price)) {
		throw new NotPlannable(
			'price conflict',
			`${named}: the order changes the price to ${rate.price}, the subscription still has ${current.price}. Set the price in the marketplace or in Autotask, then retry.`,
		);
	}
	const isShared =
		unitsOn(of.elsewhere, from) > 0 || of.elsewhere.some((other) => other.from > from && other.units > 0);
	if (isShared) return { leavesOn: from };
	return {
		rate: step,
		...(others > 0 ? { approvalNeeded: `the new price also applies to ${others} other units of the line` } : {}),
	};
}
