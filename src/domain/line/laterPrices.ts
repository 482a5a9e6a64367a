import { sortBy } from 'lodash';
import type { CalendarDate } from '../calendarDate';
import { rateTolerance } from '../contract/lineState';
import { agrees, type Decimal } from '../money';
import type { LedgerLine, OwnWrite } from './ledger';

/**
 * Days after the given one on which we wrote or plan another price: a new price of an earlier day ends there, unless it
 * is written on them too. Source: rule A6.
 */
export function laterPriceDays(
	line: LedgerLine,
	price: Decimal | undefined,
	from: CalendarDate,
): readonly CalendarDate[] {
	const priced = [...line.ownWrites, ...line.planned].flatMap((write) =>
		write.price === undefined ? [] : [[write.on, write.price] as const],
	);
	return [...new Map(priced)]
		.filter(([on, before]) => on > from && price !== undefined && !agrees(before, price, rateTolerance))
		.map(([on]) => on)
		.sort();
}

/** The day on which a write of ours is in Autotask: another one than it is meant for, where it was moved to a free day. Source: rule Q7. */
export function writtenDay({ on, writtenOn }: OwnWrite): CalendarDate {
	return writtenOn ?? on;
}

/**
 * A price of ours that was on the line before and begins after the one day, up to the other: an earlier price ends there,
 * also where the line holds no units then. `dayOf` says which day of a write counts; the one that it is meant for unless said.
 */
export function laterOwnPrice(
	line: LedgerLine,
	{ after, upTo }: { readonly after: CalendarDate; readonly upTo: CalendarDate },
	dayOf: (write: OwnWrite) => CalendarDate = ({ on }) => on,
): Decimal | undefined {
	const own = line.ownWrites.map((write) => ({ price: write.price, on: dayOf(write) }));
	const later = own.filter(({ price, on }) => price !== undefined && on > after && on <= upTo);
	return sortBy(later, 'on').at(-1)?.price;
}
