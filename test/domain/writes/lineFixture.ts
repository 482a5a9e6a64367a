import { type AmountTimeline } from '../../../src/domain/amountTimeline';
import { type BillingPeriod, periodHolding } from '../../../src/domain/billingPeriod';
import { calendarDate, type CalendarDate } from '../../../src/domain/calendarDate';
import { decimal, type Decimal } from '../../../src/domain/money';
import { always, type UnitTimeline } from '../../../src/domain/unitTimeline';
import type { Held, LineWrite } from '../../../src/domain/writes/held';
import type { Meant } from '../../../src/domain/writes/meant';
import type { PeriodAmount } from '../../../src/domain/writes/missed';

/** Days and what begins on them; without a day: what was always so. */
export type Steps<Value> = Readonly<Record<string, Value>>;

/** A line in a table: units over time, price and cost of a unit. */
export interface TableLine {
	readonly units: Steps<number>;
	readonly price?: Steps<string>;
	readonly cost?: Steps<string>;
}

export const day = calendarDate;

/** The grid of the tables: calendar months. */
export function monthOf(on: CalendarDate): BillingPeriod {
	return periodHolding(on, day('2026-01-01'), 'monthly');
}

function steps<Value>(of: Steps<Value>): readonly { readonly from: CalendarDate; readonly value: Value }[] {
	return Object.entries(of).map(([from, value]) => ({ from: from === 'always' ? always : day(from), value }));
}

export function unitsFrom(of: Steps<number>): UnitTimeline {
	return steps(of).map(({ from, value }) => ({ from, units: value }));
}

export function amountsFrom(of: Steps<string>): readonly { readonly from: CalendarDate; readonly amount: Decimal }[] {
	return steps(of).map(({ from, value }) => ({ from, amount: decimal(value) }));
}

/** What Autotask holds; at 18.00 and a cost of 14.40 where nothing else is said. */
export function heldLine({ units, price, cost }: TableLine): Held {
	return {
		units: unitsFrom(units),
		price: amountsFrom(price ?? { always: '18.00' }),
		cost: amountsFrom(cost ?? { always: '14.40' }),
	};
}

/** What a line is to hold; at its own price and cost where nothing else is said. */
export function meantLine({ units, price = {}, cost = {} }: TableLine): Meant {
	const amounts = (of: Steps<string>): AmountTimeline => amountsFrom(of);
	return { units: unitsFrom(units), price: amounts(price), cost: amounts(cost) };
}

/** `+2@2026-11-02`, and the price and cost that come with it. */
export function writeText({ on, unitDelta, price, cost }: LineWrite): string {
	const rate = [price === undefined ? [] : `price ${price}`, cost === undefined ? [] : `cost ${cost}`].flat();
	return [`${unitDelta < 0 ? '' : '+'}${unitDelta}@${on}`, ...rate].join(' ');
}

/** `1.20@2026-11-01 cost 0.96`. */
export function chargeText({ from, price, cost }: PeriodAmount): string {
	return `${Number(price).toFixed(2)}@${from} cost ${Number(cost).toFixed(2)}`;
}
