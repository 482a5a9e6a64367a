import { isEqual } from 'lodash';
import { amountOn } from '../../../src/domain/amountTimeline';
import { type CalendarDate, earliest } from '../../../src/domain/calendarDate';
import type { Contract } from '../../../src/domain/contract/contract';
import type { Rate } from '../../../src/domain/contract/lineState';
import { type LedgerLine } from '../../../src/domain/line/ledger';
import { ratesWithKept, withKept } from '../../../src/domain/line/unrecorded';
import { follow } from '../../../src/domain/owed/follow';
import type { Ordered } from '../../../src/domain/line/ordered';
import { begunByPeriod, endedByPeriod } from '../../../src/domain/owed/otherPeriod';
import { nothingOwed, type Owed } from '../../../src/domain/owed/owed';
import type { LeftLine } from '../../../src/domain/portion/joinsEarlier';
import { onItsLine } from '../../../src/domain/portion/onItsLine';
import { repricedFrom } from '../../../src/domain/owed/rateAfter';
import { unitsOn } from '../../../src/domain/unitTimeline';
import type { ProductBooks } from '../../../src/domain/writes/asideCharges';
import { never } from '../../../src/domain/writes/changesTo';
import { type Held, heldAmountOn } from '../../../src/domain/writes/held';
import type { TaskLimits } from '../../../src/domain/writes/lineBooks';
import type { Amount } from './lines';
import type { PaperStay } from './stays';

/** A subscription's product, as it is stored between its orders. */
export interface Product {
	readonly owed: Owed;
	readonly stays: readonly PaperStay[];
	/** What its orders asked, as they were followed. */
	readonly orders: readonly Asked[];
	/** What was owed of it before its billing period ended. */
	readonly ended?: Owed;
}

/** What a seat costs that a product takes to the contract that takes over, and what of it somebody had set by hand. */
export interface Taken {
	readonly on: CalendarDate;
	readonly rate: Rate | undefined;
	readonly byHand: readonly Amount[];
}

/** Whether a product has taken along what somebody had set by hand. */
export function isTakenByHand({ orders }: Pick<Product, 'orders'>, of: Amount): boolean {
	return orders.some(({ taken }) => taken?.byHand.includes(of));
}

/** What an order asked, and what the product took along where it went to the contract that takes over. */
export interface Asked {
	readonly ordered: Ordered;
	readonly taken?: Taken;
	/** That its billing period ends then, or begins with what is owed by then of the other one. */
	readonly period?: 'ends' | { readonly was: Owed };
}

/** What is owed where a billing period begins; without a price of its own at the line's. */
function begun(was: Owed, ordered: Ordered): Owed {
	const { rate, place } = ordered;
	const at = { on: ordered.on, ...(place === undefined ? {} : { place }) };
	const owed = begunByPeriod(was, { ...at, ...(rate ? { rate } : {}) });
	return onItsLine(owed, at, { agreed: rate, taken: rate });
}

/** What is owed of a product once an order counts. */
export function followed(owed: Owed, { ordered, taken, period }: Asked): Owed {
	if (period === 'ends') return endedByPeriod(owed, ordered.on);
	if (period) return begun(period.was, ordered);
	const after = follow(owed, ordered);
	if (!taken) return after;
	const { rate, place } = ordered;
	return onItsLine(
		after,
		{ on: taken.on, ...(place === undefined ? {} : { place }) },
		{ agreed: rate, taken: taken.rate },
	);
}

/** State as the store keeps it. */
export function stored(owed: Owed): Owed {
	return JSON.parse(JSON.stringify(owed)) as Owed;
}

/** Following all orders from the start comes to what going on from the stored state has come to. */
export function replayed(products: readonly Product[]): readonly string[] {
	return products.flatMap(({ owed, orders }, nth) =>
		isEqual(stored(orders.reduce(followed, nothingOwed)), stored(owed))
			? []
			: [`the orders of ${nth + 1} from the start come to something else`],
	);
}

/** A product before and after a task. */
export interface Change {
	readonly before: Product;
	readonly after: Product;
	/** The day from which the task takes it to another line, or to the same one earlier. */
	readonly move: CalendarDate | undefined;
}

/** The day from which the order's price holds. Source: rule A6. */
function pricedFrom({ owed }: Product, after: Product, ordered: Ordered): CalendarDate {
	const { quantity, on, risesOn, fallsOn } = ordered;
	return repricedFrom(owed, after.owed, ordered) ?? (quantity > unitsOn(owed.seats, on) ? risesOn : fallsOn);
}

/** From when the price and cost of a task are to hold on a line; on one that its product leaves never. */
export function ratesFrom(at: number, { before, after, move }: Change): Readonly<Record<Amount, CalendarDate>> {
	const ordered = after.orders.at(-1)?.ordered;
	const isRated = ordered?.rate !== undefined || move !== undefined;
	if (!ordered || !isRated || after.stays.at(-1)?.line !== at) return { price: never, cost: never };
	const price = earliest(pricedFrom(before, after, ordered), ...(move === undefined ? [] : [move]));
	return { price, cost: ordered.rate && ordered.rate.cost === undefined ? never : price };
}

/** From when the order itself says what a unit costs: never where that is the line's own. */
export function saidFrom(
	{ owed }: Product,
	from: Readonly<Record<Amount, CalendarDate>>,
): Readonly<Record<Amount, CalendarDate>> {
	const saidOn = (of: Amount) => (amountOn(owed[of], from[of]) === undefined ? never : from[of]);
	return { price: saidOn('price'), cost: saidOn('cost') };
}

/** From when a task changes units and prices of a line. */
export function limitsOf(line: LedgerLine, at: number, change: Change, contract: Contract): TaskLimits {
	const { after, move } = change;
	const [ordered, isMain] = [after.orders.at(-1)?.ordered, after.stays.at(-1)?.line === at];
	if (!ordered) throw new RangeError('no order');
	const leftOn = after.stays.find((stay) => stay.line === at)?.leftOn;
	const days = [move, ...(isMain ? [] : [leftOn])].filter((day) => day !== undefined);
	const [first = never] = ordered.keepsSeats ? days.toSorted() : [earliest(ordered.on, ...days)];
	return {
		unitsFrom: withKept(line, first),
		changedFrom: first,
		ratesFrom: ratesWithKept(line, ratesFrom(at, change).price),
		lastDay: contract.endsOn,
		taken: line.taken ?? new Set(),
	};
}

/** What a seat costs where that is the line's own; on days before the product was there, on the lines that it was on then. */
export function linePrices(held: Held, former: readonly LeftLine[]): Omit<ProductBooks, 'owed'> {
	const heldThen = (day: CalendarDate) => former.find(({ leftOn }) => day < leftOn)?.held ?? held;
	const all = [held, ...former.map((line) => line.held)];
	const days = all.flatMap(({ price, cost }) => [...price, ...cost]).map(({ from }) => from);
	return {
		linePrice: (day) => heldAmountOn(heldThen(day).price, day),
		lineCost: (day) => heldAmountOn(heldThen(day).cost, day),
		lineDays: [...days, ...former.map(({ leftOn }) => leftOn)],
	};
}
