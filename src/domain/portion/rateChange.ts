import type { BillingPeriod } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import { isPosted, type LineState, type Rate, ratesAgree } from '../contract/lineState';
import type { RateStep } from '../line/plannedAdjustment';
import { agrees, type Decimal, isZero, type Money, roundedPrice, times } from '../money';
import type { PlanSettings } from '../settings';

/** What the marketplace says a unit costs the customer and the provider. */
export interface WantedRate {
	readonly rate: Rate;
	/** Said to the person, where a cost was left out or converted. */
	readonly remark?: string;
}

export type WantedRateReading =
	| { readonly kind: 'wanted'; readonly wanted: WantedRate }
	| { readonly kind: 'keeps' }
	| { readonly kind: 'conflict'; readonly why: string };

/** The cost in Autotask's internal currency, or why there is none. Source: rules A4 and A5. */
function readCost(
	cost: Money | undefined,
	options: {
		readonly convertCost: boolean;
		readonly internalCurrency?: string;
		readonly exchangeRate: (currency: string) => string | undefined;
	},
): { readonly cost?: Decimal; readonly remark?: string } {
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
 * A price of 0 is never billed at Autotask's price, whatever the source. Source: rules A3 to A5.
 */
export function readWantedRate(
	amounts: { readonly price?: Decimal; readonly cost?: Money },
	options: Pick<PlanSettings, 'priceSource' | 'convertCost'> & {
		readonly internalCurrency?: string;
		readonly exchangeRate: (currency: string) => string | undefined;
	},
): WantedRateReading {
	if (amounts.price !== undefined && isZero(amounts.price))
		return {
			kind: 'conflict',
			why: "its price is 0 (a trial or a free licence); it is never billed at Autotask's price",
		};
	if (options.priceSource === 'autotask') return { kind: 'keeps' };
	if (amounts.price === undefined) return { kind: 'conflict', why: 'the marketplace states no price for it' };
	const { cost, remark } = readCost(amounts.cost, options);
	return {
		kind: 'wanted',
		wanted: {
			rate: { price: roundedPrice(amounts.price), ...(cost === undefined ? {} : { cost }) },
			...(remark ? { remark } : {}),
		},
	};
}

/** Whether only the cost differs: prices agree. */
export function differsInCostOnly(current: Rate, wanted: Rate): boolean {
	return agrees(current.price, wanted.price, '0.0001' as Decimal) && !ratesAgree(current, wanted);
}

/** From when a new price or cost of unchanged units holds: the period's start where it is not posted, else its end. Source: rule A6. */
export function repricedFrom(state: LineState, period: BillingPeriod): CalendarDate {
	return isPosted(state, period) ? period.nextStart : period.start;
}

/** The step that writes what differs of a rate; undefined where nothing does. */
export function rateStep(current: Rate | undefined, wanted: Rate, from: CalendarDate): RateStep | undefined {
	if (current && ratesAgree(current, wanted)) return undefined;
	return { from, price: wanted.price, ...(wanted.cost === undefined ? {} : { cost: wanted.cost }) };
}

/** A price as it is multiplied by a quantity. */
export function extended(price: Decimal, quantity: number): Decimal {
	return times(price, quantity);
}
