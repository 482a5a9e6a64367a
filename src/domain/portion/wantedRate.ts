import type { CalendarDate } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import { amountOn } from '../amountTimeline';
import { currentLink, type Ledger, type LedgerLink } from '../line/ledger';
import { type Decimal, isZero, type Money, roundedPrice, times } from '../money';
import { NotPlannable } from '../notPlannable';
import { billedPeriodType } from '../order/billedPeriod';
import { leavesFigures } from '../order/correction';
import type { SubscriptionProduct } from '../order/order';
import { isChargeType } from '../order/orderLineTypes';
import { isFee } from '../order/planFee';
import type { PlanSettings } from '../settings';
import { isSuccession } from '../task/successionTask';
import type { SyncTask } from '../task/task';
import { forbidden, rateSet } from './rowChanges';
import type { ProductQuantity, TaskContext } from './taskContext';

/** What the marketplace says a unit costs the customer and the provider. */
interface WantedRate {
	readonly rate: Rate;
	/** Said to the person, where a cost was left out or converted. */
	readonly remark?: string;
	/** A cost that Autotask hides: it is not written, and a price below it is looked at all the same. */
	readonly hiddenCost?: Decimal;
}

export type WantedRateReading =
	| { readonly kind: 'wanted'; readonly wanted: WantedRate }
	| { readonly kind: 'keeps' }
	| { readonly kind: 'conflict'; readonly why: string };

/** How a cost becomes one that Autotask takes. */
interface CostOptions {
	readonly convertCost: boolean;
	readonly internalCurrency?: string;
	readonly hidesCosts?: boolean;
	readonly exchangeRate: (currency: string) => string | undefined;
}

/** A cost that is to be written, or what is said instead. */
interface CostReading extends Omit<WantedRate, 'rate'> {
	readonly cost?: Decimal;
}

/** The cost as it is written, or why it is not. Source: rule A5. */
function readCost(cost: Money | undefined, options: CostOptions): CostReading {
	const read = inInternalCurrency(cost, options);
	if (!options.hidesCosts || read.cost === undefined) return read;
	const remark = `cost ${read.cost} is left out: the API user in Autotask may not read costs`;
	return { remark, hiddenCost: read.cost };
}

/** The cost in Autotask's internal currency, or why there is none. Source: rules A4 and A5. */
function inInternalCurrency(cost: Money | undefined, options: CostOptions): CostReading {
	if (!cost) return {};
	if (options.internalCurrency === undefined || cost.currency === options.internalCurrency)
		return { cost: roundedPrice(cost.amount) };
	const rate = options.exchangeRate(cost.currency);
	if (!options.convertCost || rate === undefined)
		return {
			remark: `cost ${cost.amount} ${cost.currency} is left out: Autotask keeps costs in ${options.internalCurrency}`,
		};
	return {
		cost: roundedPrice(times(cost.amount, rate as Decimal)),
		remark: `cost converted from ${cost.currency} at ${rate}`,
	};
}

/**
 * The price and cost that the price source asks for; `keeps` where Autotask's own stay.
 *
 * A price of 0 is never billed at Autotask's price. Source: rules A3 to A5.
 */
export function readWantedRate(
	amounts: { readonly price?: Decimal; readonly cost?: Money },
	options: Pick<PlanSettings, 'priceSource'> & CostOptions,
): WantedRateReading {
	if (options.priceSource === 'autotask') {
		if (amounts.price === undefined || !isZero(amounts.price)) return { kind: 'keeps' };
		return {
			kind: 'conflict',
			why: "its price is 0 (a trial or a free licence); it is never billed at Autotask's price",
		};
	}
	if (amounts.price === undefined) return { kind: 'conflict', why: 'the marketplace states no price for it' };
	const { cost, ...said } = readCost(amounts.cost, options);
	const rate = { price: roundedPrice(amounts.price), ...(cost === undefined ? {} : { cost }) };
	return { kind: 'wanted', wanted: { rate, ...said } };
}

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
export function bringsPrice({ kind, order }: SyncTask): boolean {
	if (kind === 'billing') return order?.details.some(({ type }) => isChargeType(type)) === true;
	return kind === 'change' || kind === 'renewal';
}

/** Whether the subscription's own figures are those of a later order that is not written yet; a correction leaves them. Source: rules Q8 and T6. */
export function hasLaterFigures({ facts, task, subscription }: TaskContext): boolean {
	const chain = facts.chainOf(subscription.id);
	const later = chain.slice(chain.findIndex((other) => other.id === task.id) + 1);
	const corrects = ({ kind, order }: SyncTask) => kind === 'change' && order && leavesFigures(order, subscription);
	return task.order !== undefined && later.some((other) => bringsPrice(other) && !corrects(other));
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

/** What a unit costs that goes on on another contract from the day: what is owed of it, whatever it costs later. Source: rule C5. */
export function takenAlong(
	{ facts }: { readonly facts: { readonly settings: Pick<PlanSettings, 'priceSource'> } },
	link: Pick<LedgerLink, 'owed'> | undefined,
	day: CalendarDate,
): Rate | undefined {
	const price = amountOn(link?.owed?.price ?? [], day);
	if (price === undefined || facts.settings.priceSource === 'autotask') return undefined;
	const cost = amountOn(link?.owed?.cost ?? [], day);
	return { price, ...(cost === undefined ? {} : { cost }) };
}

/**
 * What is a unit to cost, by the order or the subscription? Figures of a subscription that is billed by another period by
 * now are none.
 *
 * @throws NotPlannable where the price can not be written. Source: rules A3 to A5 and Q11.
 */
export function wantedRate(context: TaskContext, wanted: ProductQuantity, ledger: Ledger): Partial<WantedRate> {
	const { facts, subject, subscription, amounts, task } = context;
	const set = rateSet(context, wanted);
	if (task.kind === 'cancellation' || wanted.moved?.direction === 'out') return {};
	const isOfPeriod = billedPeriodType(subscription) === context.periodType;
	const product = isOfPeriod ? subscription.products.find((other) => other.productId === wanted.productId) : undefined;
	const ordered = amounts.recurring.get(wanted.productId)?.unitPrice;
	const of = { connectionId: facts.connectionId, subscriptionId: subscription.id, productId: wanted.productId };
	if (ordered === undefined && set.price === undefined && currentLink(ledger, of) && hasLaterFigures(context))
		return {};
	const goesOn = isSuccession(task) || (ordered === undefined && isFee(wanted.productId));
	const taken = goesOn ? takenAlong(context, currentLink(ledger, of), context.changedOn) : undefined;
	if (taken && set.price === undefined && set.cost === undefined) return { rate: taken };
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
			hidesCosts: facts.hidesCosts === true,
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
