import type { CalendarDate } from '../../../src/domain/calendarDate';
import type { Rate } from '../../../src/domain/contract/lineState';
import { type Decimal, decimal, negate } from '../../../src/domain/money';
import type { Ordered } from '../../../src/domain/line/ordered';
import { type Owed, seatsPaidOn } from '../../../src/domain/owed/owed';
import { dayText, type DayNumber, type Period } from '../../oracle/days';
import type { OracleOrder, OracleTerms } from '../../oracle/orders';
import { unitsOn } from '../../../src/domain/unitTimeline';
import { takenAlong } from '../../../src/domain/portion/wantedRate';
import { type Event, placeOf } from './events';

const kinds: Readonly<Record<OracleOrder['kind'], Ordered['kind']>> = {
	sale: 'sales',
	change: 'change',
	renewal: 'renewal',
	cancellation: 'cancellation',
	listPrice: 'billing',
	move: 'change',
	ends: 'change',
	begins: 'change',
	usage: 'billing',
	amounts: 'change',
};

export function dayOf(number: DayNumber): CalendarDate {
	return dayText(number) as CalendarDate;
}

export function ofCents(amount: number): Decimal {
	return decimal((amount / 100).toFixed(2));
}

/** An order with the days that it counts from, and what the marketplace said before it. */
type Asked = Pick<Event, 'movedOn' | 'order' | 'said' | 'waiting' | 'effect' | 'own' | 'id' | 'at' | 'isSuccession'>;

/** The kind of its task. */
export function kindOf({ order, isSuccession }: Pick<Event, 'order' | 'isSuccession'>): Ordered['kind'] {
	return isSuccession ? 'initial' : kinds[order.kind];
}

/** What an order states for units at a price, in cents: the rest of the subscription's own period, halves away from zero. */
function restOf(units: number, price: number, on: DayNumber, own: Period): Decimal {
	const days = own.next - own.start;
	return ofCents(Math.floor((2 * units * price * (own.next - on) + days) / (2 * days)));
}

/** What the order itself states of the rest of the period. Source: rules A9 and A10. */
function statedBy(terms: OracleTerms, owed: Owed, event: Asked): Decimal | undefined {
	const { order, own, effect } = event;
	const { quantity, price } = event.said;
	const statesRise = order.kind !== 'renewal' && own.next === effect.period.next && own.start < effect.on;
	const rise = order.quantity - quantity;
	const lost = Math.min(seatsPaidOn(owed, dayOf(effect.on)), quantity) - order.quantity;
	if (terms.priceSource === 'autotask') return undefined;
	if (rise > 0 && statesRise) return restOf(rise, order.price, effect.on, own);
	return lost > 0 && order.isRefunded && own.next === effect.period.next
		? negate(restOf(lost, price, effect.on, own))
		: undefined;
}

/** Whether the order takes seats away, and says no price. */
function endsThere({ kind, moved = 0 }: OracleOrder): boolean {
	return kind === 'cancellation' || moved < 0;
}

/** What seats cost that such an order takes to the contract that takes over first. Source: rule C5. */
function takenBy(
	terms: OracleTerms,
	owed: Owed,
	order: OracleOrder,
	goesOn: CalendarDate | undefined,
): Rate | undefined {
	return goesOn !== undefined && endsThere(order)
		? takenAlong({ facts: { settings: terms } }, { owed }, goesOn)
		: undefined;
}

/** What carries a product on to the contract that takes over: its seats of that day, at what is owed of them. Source: rule C5. */
function successionOf(terms: OracleTerms, owed: Owed, event: Asked, onLine: Rate | undefined): Ordered | undefined {
	const on = dayOf(event.effect.on);
	const quantity = unitsOn(owed.seats, on);
	const rate = takenAlong({ facts: { settings: terms } }, { owed }, on);
	if (quantity === 0) return undefined;
	return {
		id: event.id,
		place: placeOf(event),
		...(event.waiting.length === 0 ? {} : { waiting: event.waiting }),
		kind: kindOf(event),
		on,
		period: { start: on, nextStart: dayOf(event.effect.period.next) },
		isPosted: false,
		risesOn: on,
		fallsOn: dayOf(event.effect.fallsOn),
		quantity,
		before: owed.seats.at(-1)?.units ?? 0,
		keepsSeats: true,
		takesAlong: true,
		...(rate ? { rate } : {}),
		...(onLine ? { lineRate: onLine } : {}),
		isCredited: false,
	};
}

/** What a seat is to cost, which a cancellation does not say, and costs on the line: there before any is on it what the service does. */
function ratesOf(
	terms: OracleTerms,
	order: OracleOrder,
	{ onLine, taken }: { readonly onLine: Rate | undefined; readonly taken: Rate | undefined },
): Pick<Ordered, 'rate' | 'lineRate'> {
	if (terms.priceSource === 'autotask')
		return { lineRate: onLine ?? { price: ofCents(terms.servicePrice), cost: ofCents(terms.serviceCost) } };
	const there = onLine ? { lineRate: onLine } : {};
	if (endsThere(order)) return { ...there, ...(taken ? { rate: taken } : {}) };
	const cost = order.cost === undefined ? {} : { cost: ofCents(order.cost) };
	return { rate: { price: ofCents(order.price), ...cost }, ...there };
}

/** Seats that leave, or come to a product that is billed already; where they are its first, the order says what it leaves. Source: rule Q11. */
function movesOf(owed: Owed, { order: { moved }, movedOn }: Asked): Pick<Ordered, 'isMove' | 'moved'> {
	if (moved === undefined || movedOn === undefined) return {};
	const isFirst = moved > 0 && owed.seats.length === 0;
	return { isMove: true, ...(isFirst ? {} : { moved: { on: dayOf(movedOn), units: moved } }) };
}

/** What an order asks; nothing where it is of usage, or of the price of what Autotask prices or has ended. */
export function orderedOf(
	terms: OracleTerms,
	owed: Owed,
	event: Asked,
	{ onLine, goesOn }: { readonly onLine?: Rate | undefined; readonly goesOn?: CalendarDate | undefined } = {},
): Ordered | undefined {
	const { order, said, waiting, effect, id } = event;
	if (event.isSuccession) return successionOf(terms, owed, event, onLine);
	if (order.kind === 'usage') return undefined;
	if (order.kind === 'listPrice' && (terms.priceSource === 'autotask' || said.quantity === 0)) return undefined;
	const on = dayOf(effect.on);
	const period = { start: dayOf(effect.period.start), nextStart: dayOf(effect.period.next) };
	const isMove = order.moved !== undefined;
	const moves = movesOf(owed, event);
	const comesFirst = isMove && moves.moved === undefined;
	const stated = isMove ? undefined : statedBy(terms, owed, event);
	const { rate, ...rates } = ratesOf(terms, order, { onLine, taken: takenBy(terms, owed, order, goesOn) });
	return {
		id,
		place: placeOf(event),
		...(waiting.length === 0 ? {} : { waiting }),
		kind: kindOf(event),
		on,
		period,
		isPosted: order.isPosted,
		risesOn: comesFirst || terms.proration === 'autotask' || on === period.start ? on : period.nextStart,
		fallsOn: comesFirst ? on : dayOf(effect.fallsOn),
		quantity: order.quantity,
		before: said.quantity,
		increase: order.quantity - said.quantity,
		...(order.kind === 'listPrice' ? { keepsSeats: true } : {}),
		...moves,
		...rates,
		...(rate ? { rate } : {}),
		...((order.moved ?? 0) < 0 ? { takesAlong: true as const } : {}),
		isCredited: order.kind === 'cancellation' ? order.isRefunded : !comesFirst && terms.syncRefunds,
		...(stated === undefined ? {} : { stated }),
	};
}
