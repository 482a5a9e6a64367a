import { sortBy } from 'lodash';
import type { CalendarDate } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { type Rate, rateOn, rateTolerance } from '../contract/lineState';
import { agrees, type Decimal } from '../money';
import type { LedgerLine, OwnWrite } from './ledger';

/** The rate that is in force on a day once the plans before are written. */
export function rateInForce(line: LedgerLine, contract: FittingContract, day: CalendarDate): Rate | undefined {
	const priced = line.planned.filter((write) => write.price !== undefined && write.on <= day);
	const planned = sortBy(priced, (write) => write.on).at(-1);
	if (planned?.price !== undefined) {
		return { price: planned.price, ...(planned.cost === undefined ? {} : { cost: planned.cost }) };
	}
	return meantRateOn(line, contract, day);
}

/** The rate that is billed for a day, plans left out: of a price that was moved to a free day, that price. Source: rule Q7. */
export function meantRateOn(line: LedgerLine, contract: FittingContract, day: CalendarDate): Rate | undefined {
	const moved = line.movedRates?.findLast((other) => other.from <= day && day < other.to);
	return moved?.rate ?? rateOn(line.state, day, contract, line.journalledRates);
}

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

/** The rate of the first units that Autotask holds after the day; for a line whose units begin later. */
export function rateOfLaterUnits(line: LedgerLine, contract: FittingContract, day: CalendarDate): Rate | undefined {
	const later = line.state.rows.filter((row) => row.startsOn > day && row.units > 0);
	return later.map((row) => rateOn(line.state, row.startsOn, contract, line.journalledRates)).find((rate) => rate);
}

/** The rate of the last units that Autotask holds up to the day: units that come later without a price have it too. */
export function rateOfEarlierUnits(line: LedgerLine, contract: FittingContract, day: CalendarDate): Rate | undefined {
	const row = line.state.rows.findLast((other) => other.units > 0 && other.startsOn <= day);
	return row && rateInForce(line, contract, row.startsOn);
}
