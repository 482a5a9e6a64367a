import { billedPeriodType } from './billedPeriod';
import type { CalendarDate } from './calendarDate';
import { currentLink, type Ledger, type LedgerLine, existingId } from './ledger';
import { contractOfLine } from './lineMove';
import { firstHeldDay, isEmptyFrom, laterPriceDays, rateInForce, rateOfEarlierUnits } from './lineChoice';
import { type Rate, rateTolerance } from './lineState';
import { type Decimal, agrees } from './money';
import type { SubscriptionProduct } from './order';
import type { RateStep } from './plan';
import { differsInCostOnly, rateStep, readWantedRate, repricedFrom, type WantedRateReading } from './rateChange';
import { forbidden, rateSet } from './rowChanges';
import type { SyncTask } from './task';
import { NotPlannable, type ProductQuantity, type TaskContext } from './taskContext';
import { unitsOn, type UnitTimeline } from './unitTimeline';

/** The subscription's own price; it is in what the contract is billed in, or nothing is written. Source: rules C2 and A4. */
function subscriptionPrice(context: TaskContext, product: SubscriptionProduct | undefined): Decimal | undefined {
	const { facts, contract, subject } = context;
	const price = product?.unitPrice;
	const billedIn =
		facts.currencyOfCompany(contract.billToCompanyId ?? contract.companyId) ??
		facts.currencyOfCompany(contract.companyId);
	if (price && billedIn !== undefined && price.currency !== billedIn) {
		throw new NotPlannable(
			'currency differs',
			`${subject}: the subscription's price is in ${price.currency}, contract ${contract.name} (${contract.id}) is billed in ${billedIn}. Map the customer to a company that is billed in ${price.currency}.`,
		);
	}
	return price?.amount;
}

/** Whether an order may bring the subscription another price. */
function bringsPrice({ kind, order }: SyncTask): boolean {
	if (kind === 'billing') return order?.details.some(({ type }) => type === 'recurring' || type === 'renew') === true;
	return kind === 'change' || kind === 'renewal';
}

/** Whether the subscription's own figures are those of a later order that is not written yet. Source: rule Q8. */
function hasLaterFigures({ facts, task, subscription }: TaskContext): boolean {
	const chain = facts.chainOf(subscription.id);
	const later = chain.slice(chain.findIndex((other) => other.id === task.id) + 1);
	return task.order !== undefined && later.some(bringsPrice);
}

/** The rate with what a person set of it; a cost alone goes with the price that was found. */
function setRate(
	context: TaskContext,
	wanted: ProductQuantity,
	set: ReturnType<typeof rateSet>,
	reading: WantedRateReading,
): Rate {
	const found = reading.kind === 'wanted' ? reading.wanted.rate : undefined;
	const price = set.price ?? found?.price;
	if (price === undefined)
		throw forbidden(
			`${context.subject}, ${wanted.name}`,
			'a cost is written with a price. Set the price too, or load prices from the marketplace.',
		);
	const cost = set.cost ?? found?.cost;
	return { price, ...(cost === undefined ? {} : { cost }) };
}

/**
 * The price and cost that the order asks for; those of a subscription that is billed by another period by now are none.
 *
 * @throws NotPlannable where the price can not be written. Source: rules A3 to A5 and Q11.
 */
export function wantedRate(
	context: TaskContext,
	wanted: ProductQuantity,
	ledger: Ledger,
): { readonly rate?: Rate; readonly remark?: string } {
	const { facts, subject, subscription, amounts, task } = context;
	const set = rateSet(context, wanted);
	if (task.kind === 'cancellation' || wanted.moved?.direction === 'out') return {};
	const isOfPeriod = billedPeriodType(subscription) === context.periodType;
	const product = isOfPeriod ? subscription.products.find((other) => other.productId === wanted.productId) : undefined;
	const ordered = amounts.recurring.get(wanted.productId)?.unitPrice;
	const of = { connectionId: facts.connectionId, subscriptionId: subscription.id, productId: wanted.productId };
	if (ordered === undefined && set.price === undefined && currentLink(ledger, of) && hasLaterFigures(context))
		return {};
	const price = ordered ?? subscriptionPrice(context, product);
	const sources = {
		subscription: product?.unitCost ?? facts.catalogueCost(wanted.productId),
		catalogue: facts.catalogueCost(wanted.productId),
		none: undefined,
	};
	const cost = isOfPeriod ? sources[facts.settings.costSource] : undefined;
	const reading = readWantedRate(
		{ ...(price === undefined ? {} : { price }), ...(cost ? { cost } : {}) },
		{
			...facts.settings,
			exchangeRate: facts.exchangeRate,
			...(facts.internalCurrency === undefined ? {} : { internalCurrency: facts.internalCurrency }),
		},
	);
	if (set.price !== undefined || set.cost !== undefined) return { rate: setRate(context, wanted, set, reading) };
	if (reading.kind === 'conflict')
		throw new NotPlannable(
			'price conflict',
			`${subject}, ${wanted.name}: ${reading.why}. Set the price in the marketplace, or enter the change by hand and ignore the task.`,
		);
	return reading.kind === 'keeps' ? {} : reading.wanted;
}

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
export function hasPriceOn(context: TaskContext, line: LedgerLine, price: Decimal, day: CalendarDate): boolean {
	const current = rateInForce(line, contractOfLine(context, line), day);
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
	const current =
		[from, context.changedOn, context.period.nextStart]
			.map((day) => rateInForce(line, context.contract, day))
			.find((found) => found !== undefined) ?? rateOfEarlierUnits(line, context.contract, context.changedOn);
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
