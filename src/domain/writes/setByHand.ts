import { amountOn, isSameAmount } from '../amountTimeline';
import { seenText } from '../answers/approval';
import { type CalendarDate, latest } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import type { Rate } from '../contract/lineState';
import { existingId, type LedgerLine } from '../line/ledger';
import type { Ordered } from '../line/ordered';
import type { Decimal } from '../money';
import type { Owed } from '../owed/owed';
import { isEqual } from '../owed/seatsAfter';
import { unitsOn } from '../unitTimeline';
import { never } from './changesTo';
import { type Held, heldAmountOn } from './held';
import type { LineHeld } from './lineBooks';
import type { Meant } from './meant';
import { daysOfOthers } from './pricesOfOthers';

type Amount = 'price' | 'cost';

/** The day from which an order's own amount is to hold; never where it brings none, or leaves quantity and amount as they were owed: then it changes nothing. Source: rules Q3 and Q16. */
export function ownFrom(
	{ ordered, owedBefore }: { readonly ordered: Ordered; readonly owedBefore: Owed },
	of: Amount,
	from: CalendarDate,
): CalendarDate {
	const amount = ordered.rate?.[of];
	if (!ordered.rate) return from;
	const owed = amountOn(owedBefore[of], ordered.on);
	const repeats = owed !== undefined && amount !== undefined && isSameAmount(owed, amount);
	return amount === undefined || (repeats && !ordered.isMove && isEqual(owedBefore, ordered)) ? never : from;
}

/** What somebody has set in place of what we left, where the order brings something else. */
interface ByHand {
	readonly of: Amount;
	readonly on: CalendarDate;
	readonly is: Decimal;
	readonly left: Decimal;
}

function byHand(
	of: Amount,
	{
		line,
		held,
		before,
		after,
		from,
		to,
	}: {
		readonly line: LedgerLine;
		readonly held: Held;
		readonly before: Meant;
		readonly after: Meant;
		readonly from: CalendarDate;
		readonly to: CalendarDate;
	},
): readonly ByHand[] {
	const days = daysOfOthers(line, held, of, { from, to });
	return days.flatMap((on): readonly ByHand[] => {
		const [is, left, wanted] = [heldAmountOn(held[of], on), amountOn(before[of], on), amountOn(after[of], on)];
		if (is === undefined || left === undefined || wanted === undefined) return [];
		const isHeld = unitsOn(held.units, on) > 0 && unitsOn(after.units, on) > 0;
		return isHeld && !isSameAmount(is, left) && !isSameAmount(is, wanted) ? [{ of, on, is, left }] : [];
	});
}

/** A line on which somebody has set a price or cost that the task would write over. */
export interface TheirsOnLine {
	/** Its figures and ours, as a person reads them. */
	readonly what: string;
	/** Theirs alone, as `seenText` writes them. */
	readonly seen: string;
}

/** What somebody has set for the line that the task would write over; undefined where nothing. Source: rule Q16. */
export function theirsOverwritten(
	changedOn: CalendarDate,
	{ line, held }: { readonly line: LedgerLine; readonly held: Pick<LineHeld, 'now'> },
	of: {
		readonly before: Meant;
		readonly after: Meant;
		readonly from: Readonly<Record<Amount, CalendarDate>>;
		readonly contract: Pick<FittingContract, 'name'>;
	},
): TheirsOnLine | undefined {
	const found = (['price', 'cost'] as const).flatMap((amount) => {
		const from = of.from[amount];
		if (from === never) return [];
		return byHand(amount, { line, held: held.now, ...of, from, to: latest(from, changedOn) }).slice(0, 1);
	});
	const [first] = found;
	if (!first) return undefined;
	const figures = found.map(({ of: amount, is, left }) => `${amount} ${is} where we left ${left}`).join(', ');
	return {
		what: `contract service ${existingId(line.target) ?? ''} of ${of.contract.name} has ${figures} on ${first.on}`,
		seen: seenText(found.map(({ is }) => is)),
	};
}

/** What somebody else has set for the line in place of what is owed, where an order leaves it. Source: rule Q16. */
export function theirsLeft(
	{ on, rate }: { readonly on: CalendarDate; readonly rate?: Rate },
	line: LedgerLine,
	held: Held,
	owed: Pick<Owed, Amount>,
): Pick<Ordered, 'theirs'> {
	if (rate) return {};
	const theirs = (of: Amount): Partial<Rate> => {
		const [is, left] = [heldAmountOn(held[of], on), amountOn(owed[of], on)];
		const isTheirs = is !== undefined && left !== undefined && !isSameAmount(is, left);
		return isTheirs && daysOfOthers(line, held, of, { from: on, to: on }).length > 0 ? { [of]: is } : {};
	};
	const all = { ...theirs('price'), ...theirs('cost') };
	return Object.keys(all).length === 0 ? {} : { theirs: all };
}
