import { amountOn, inOrder, isSameAmount } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import { absolute, compare, type Decimal, isZero, minus, over, roundedAmount, times, zero } from '../money';
import type { SettledPrice } from '../line/linkOwed';
import type { Ordered } from '../line/ordered';
import { type PlanSettings, usualPriceChangeLimit } from '../settings';
import { type Owed, seatsPaidOn } from './owed';

/** An order, and what is owed before and after it. */
interface Followed {
	readonly owedBefore: Owed;
	readonly owed: Owed;
	readonly ordered: Pick<Ordered, 'on' | 'lineRate'>;
	readonly settled?: SettledPrice;
}

/** What a seat costs on a day before and after a task. */
interface Move {
	readonly before: Rate;
	readonly after: Rate;
}

function rateOn({ price, cost, lineRate }: SettledPrice, day: CalendarDate): Rate | undefined {
	const amount = amountOn(price, day) ?? lineRate?.price;
	const costs = amountOn(cost, day) ?? lineRate?.cost;
	return amount === undefined ? undefined : { price: amount, ...(costs === undefined ? {} : { cost: costs }) };
}

/** The rate on a day, where there is a price above 0. */
function pricedOn(settled: SettledPrice | undefined, day: CalendarDate): Rate | undefined {
	const rate = settled && rateOn(settled, day);
	return rate && !isZero(rate.price) ? rate : undefined;
}

function withLineRate({ price, cost }: Owed, { lineRate }: Followed['ordered']): SettledPrice {
	return { price, cost, ...(lineRate ? { lineRate } : {}) };
}

/** Prices that move from one above 0, on days on which there are seats before and after; each from what is settled. */
function movesOf({ owedBefore, owed, ordered, settled }: Followed): readonly Move[] {
	const [ratesBefore, rates] = [withLineRate(owedBefore, ordered), withLineRate(owed, ordered)];
	const days = inOrder([...owedBefore.price, ...owed.price].map(({ from }) => from));
	return days.flatMap((day): Move[] => {
		const [before, after] = [pricedOn(ratesBefore, day), rateOn(rates, day)];
		if (!before || !after || isSameAmount(before.price, after.price)) return [];
		const isPaid = seatsPaidOn(owedBefore, day) > 0 && seatsPaidOn(owed, day) > 0;
		return isPaid ? [{ before: pricedOn(settled, day) ?? before, after }] : [];
	});
}

/**
 * What counts as the price before the next order of the chain: what was settled, else what there was before this one, where
 * no person has approved this one. Undefined where that begins anew. Source: rule T10.
 */
export function settledAfter(
	{ owedBefore, ordered, settled }: Followed,
	{ isApproved }: { readonly isApproved: boolean },
): SettledPrice | undefined {
	if (isApproved) return undefined;
	const before = withLineRate(owedBefore, ordered);
	return settled ?? (pricedOn(before, ordered.on) && seatsPaidOn(owedBefore, ordered.on) > 0 ? before : undefined);
}

/** By how many percent the price moves. */
function percentOf({ before, after }: Move): Decimal {
	return over(times(minus(after.price, before.price), 100), before.price);
}

/** Whether less of the price is left than that many percent; with 0 of them, whether it is below the cost. */
function leavesLess(price: Decimal, cost: Decimal | undefined, marginLimit: number): boolean {
	return cost !== undefined && compare(times(price, 100 - marginLimit), times(cost, 100)) < 0;
}

function lowText({ price }: Rate, cost: Decimal | undefined, marginLimit: number): string {
	if (marginLimit === 0 || isZero(price) || leavesLess(price, cost, 0)) return `below its cost of ${cost ?? ''}`;
	const margin = over(times(minus(price, cost ?? zero), 100), price);
	return `with a margin of ${roundedAmount(margin)} %, less than ${marginLimit} %`;
}

/**
 * Why a person looks at a price that moves: by more than the limit, or to less margin than the other limit; undefined where
 * neither does. With both limits at 0 nobody looks. A hidden cost is the one of before and after. Steps of one chain count together until a person has
 * approved them. Source: rule T10.
 */
export function priceMoves(
	name: string,
	followed: Followed,
	{ priceChangeLimit = usualPriceChangeLimit, marginLimit = 0 }: Pick<PlanSettings, 'priceChangeLimit' | 'marginLimit'>,
	hiddenCost?: Decimal,
): string | undefined {
	if (priceChangeLimit === 0 && marginLimit === 0) return undefined;
	const moves = movesOf(followed);
	const isFar = (move: Move) => {
		const percent = percentOf(move);
		return priceChangeLimit > 0 && compare(absolute(percent), String(priceChangeLimit) as Decimal) > 0;
	};
	const far = moves.find(isFar);
	const isLow = ({ price, cost = hiddenCost }: Rate) => leavesLess(price, cost, marginLimit);
	const low = moves.find(({ before, after }) => isLow(after) && !isLow(before));
	const told = far ?? low;
	if (!told) return undefined;
	const why = [
		...(far ? [`by ${roundedAmount(percentOf(far))} %, more than ${priceChangeLimit} %`] : []),
		...(low ? [lowText(low.after, low.after.cost ?? hiddenCost, marginLimit)] : []),
	];
	return `the price of ${name} moves from ${told.before.price} to ${told.after.price}: ${why.join(', and ')}`;
}
