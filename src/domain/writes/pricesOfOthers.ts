import { amountOn, inOrder, type AmountTimeline } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { LedgerLine } from '../line/ledger';
import type { Held } from './held';

/** Days after the given one on which the line has a price that we neither wrote nor are about to. */
function pricedByOthers(line: LedgerLine, { price }: Held, after: CalendarDate): readonly CalendarDate[] {
	const own = new Set(
		[...line.ownWrites, ...line.planned].filter((write) => write.price !== undefined).map(({ on }) => on),
	);
	const isOurs = (amount: string | undefined) => line.journalledRates.some((rate) => rate.price === amount);
	return price
		.filter(({ from, amount, isGuess }) => from > after && !isGuess && !own.has(from) && !isOurs(amount))
		.map(({ from }) => from);
}

/**
 * Amounts of a product, with the line's own from a later day on that somebody else priced until one that is ours.
 * Source: rule Q13.
 */
export function keepingPricesOfOthers(
	amounts: AmountTimeline,
	line: LedgerLine,
	held: Held,
	after: CalendarDate,
): AmountTimeline {
	const days = pricedByOthers(line, held, after);
	if (days.length === 0) return amounts;
	return inOrder([...amounts.map(({ from }) => from), ...days]).map((from) => {
		const amount = days.includes(from) ? undefined : amountOn(amounts, from);
		return amount === undefined ? { from } : { from, amount };
	});
}
