import { amountOn, inOrder, type AmountTimeline } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { LedgerLine } from '../line/ledger';
import { never } from './changesTo';
import type { Held } from './held';
import type { Meant } from './meant';

/** Days from which the line has a price that we neither wrote nor are about to. */
function pricedByOthers(line: LedgerLine, { price }: Held): readonly CalendarDate[] {
	const own = new Set(
		[...line.ownWrites, ...line.planned].filter((write) => write.price !== undefined).map(({ on }) => on),
	);
	const isOurs = (amount: string | undefined) => line.journalledRates.some((rate) => rate.price === amount);
	return price
		.filter(({ from, amount, isGuess }) => !isGuess && !own.has(from) && !isOurs(amount))
		.map(({ from }) => from);
}

/**
 * Amounts, with the line's own on days on which somebody else's price is in force: before the day from which ours are to
 * hold, and from a later day on that they have priced. Source: rule Q13.
 */
export function keepingPricesOfOthers(
	amounts: AmountTimeline,
	line: LedgerLine,
	held: Held,
	oursFrom: CalendarDate,
): AmountTimeline {
	const theirs = pricedByOthers(line, held);
	if (theirs.length === 0) return amounts;
	const isKept = (day: CalendarDate) => {
		const since = held.price.findLast((step) => step.from <= day)?.from;
		return since !== undefined && theirs.includes(since) && (day < oursFrom || since > oursFrom);
	};
	const ends = oursFrom === never ? [] : [oursFrom];
	return inOrder([...[...amounts, ...held.price].map(({ from }) => from), ...ends]).map((from) => {
		const amount = isKept(from) ? undefined : amountOn(amounts, from);
		return amount === undefined ? { from } : { from, amount };
	});
}

/** What a line is to hold, with somebody else's prices on their days. `oursFrom`: of a task that brings no price, `never`. */
export function besidePricesOfOthers(meant: Meant, line: LedgerLine, held: Held, oursFrom: CalendarDate): Meant {
	const kept = (amounts: AmountTimeline) => keepingPricesOfOthers(amounts, line, held, oursFrom);
	return { ...meant, price: kept(meant.price), cost: kept(meant.cost) };
}
