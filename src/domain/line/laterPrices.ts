import type { CalendarDate } from '../calendarDate';
import { rateTolerance } from '../contract/lineState';
import { agrees, type Decimal } from '../money';
import type { LedgerLine } from './ledger';

/** Days after the given one on which we wrote or plan another price. Source: rule Q1. */
export function laterPriceDays(line: LedgerLine, price: Decimal, from: CalendarDate): readonly CalendarDate[] {
	return [...line.ownWrites, ...line.planned].flatMap(({ on, price: other }) =>
		other !== undefined && on > from && !agrees(other, price, rateTolerance) ? [on] : [],
	);
}
