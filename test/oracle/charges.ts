import { periodAt, type DayNumber } from './days';
import { usageDay, type Effect } from './effects';
import type { OracleContract, OracleOrder, OracleSubscription, OracleTerms } from './orders';

/** What is charged once, in whole cents; negative where it is credited. */
export interface Charge {
	readonly on: DayNumber;
	readonly price: number;
	readonly cost: number;
}

/** What an order is read with. */
export interface Setting {
	readonly contract: Pick<OracleContract, 'start' | 'months'>;
	readonly subscription: OracleSubscription;
	readonly terms: OracleTerms;
}

/** Price and cost of a unit for a whole period, in cents. */
export interface Rate {
	readonly price: number;
	readonly cost: number;
}

/** units x cents x n / d in whole cents, halves away from zero (rules A1, A2); whole numbers only. */
export function partOfPeriod(units: number, cents: number, days: number, ofDays: number): number {
	return Math.floor((2 * units * cents * days + ofDays) / (2 * ofDays));
}

/** Rule A1. */
function rest(units: number, cents: number, { on, period }: Effect): number {
	return partOfPeriod(units, cents, period.next - on, period.next - period.start);
}

/** The marketplace's own amount for the days that are left of the subscription's period. */
function ownRest(units: number, cents: number, { contract, subscription }: Setting, day: DayNumber): number {
	const own = periodAt(day, subscription.boundary, contract.months);
	return partOfPeriod(units, cents, own.next - day, own.next - own.start);
}

/** Rule A9: the fragment as the order states it where that is what is owed, else A1. */
export function fragment(
	setting: Setting,
	order: OracleOrder,
	effect: Effect,
	of: { readonly units: number; readonly ownRise: number; readonly isTakenBack: boolean; readonly rate: Rate },
): Charge {
	const { contract, subscription, terms } = setting;
	const own = periodAt(effect.on, subscription.boundary, contract.months);
	const isStated =
		terms.priceSource === 'marketplace' &&
		order.kind !== 'renewal' &&
		!of.isTakenBack &&
		own.next === effect.period.next &&
		own.start < effect.on &&
		of.ownRise === of.units;
	return {
		on: effect.on,
		price: isStated ? ownRest(of.units, of.rate.price, setting, effect.on) : rest(of.units, of.rate.price, effect),
		cost: rest(of.units, of.rate.cost, effect),
	};
}

/** Rule A10: as the order states it, else A1 at what is billed; the cost is that of the seats. */
export function credit(
	setting: Setting,
	order: OracleOrder,
	effect: Effect,
	of: {
		readonly units: number;
		readonly statedPrice: number;
		readonly billed: Rate;
		readonly isTermEnd: boolean;
	},
): Charge {
	const isStated = setting.terms.priceSource === 'marketplace' && order.isRefunded && !of.isTermEnd;
	return {
		on: effect.on,
		price: -(isStated
			? ownRest(of.units, of.statedPrice, setting, effect.on)
			: rest(of.units, of.billed.price, effect)),
		cost: -rest(of.units, of.billed.cost, effect),
	};
}

/** Setup, fee and usage: rules A11 and A12. */
export function onceOf({ subscription, contract }: Setting, order: OracleOrder): readonly Charge[] {
	if (order.once === 0) return [];
	const on = order.kind === 'usage' ? usageDay(order.on, subscription, contract.months) : order.on;
	return [{ on, price: order.once, cost: 0 }];
}
