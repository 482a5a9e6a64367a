import { sortBy } from 'lodash';
import { amountOn, inOrder, isSameAmount, type AmountTimeline } from '../amountTimeline';
import { type CalendarDate, latest, plusDays } from '../calendarDate';
import type { LedgerLine, OwnWrite } from '../line/ledger';
import { countedWrites, overwritable } from '../line/unrecorded';
import type { Decimal } from '../money';
import { always } from '../unitTimeline';
import type { Held, HeldAmount, LineWrite } from './held';
import type { Meant } from './meant';
import type { LineHeld } from './lineBooks';

type Amount = 'price' | 'cost';

type OwnChange = LineWrite & Pick<OwnWrite, 'priceBefore' | 'costBefore'>;

/** What a line holds, and our writes that it holds. */
interface OwnLine {
	readonly held: Held;
	readonly writes: readonly OwnChange[];
	readonly rates: LedgerLine['journalledRates'];
	readonly existedBefore: boolean;
	/** What it was to hold before the task, where that is known. */
	readonly meant?: Pick<Meant, Amount>;
}

/**
 * Where several writes of the day together leave the amount that the first of them has found, as where a later run takes back
 * what a killed one had written: our writes before them, oldest first. It is then whose it was.
 */
function beforeGivenBack(writes: readonly OwnChange[], on: CalendarDate, of: Amount): readonly OwnChange[] | undefined {
	const ofDay = writes.filter((write) => write.on === on && write[of] !== undefined);
	const [first, last] = [ofDay[0], ofDay.at(-1)?.[of]];
	const found = of === 'price' ? first?.priceBefore : first?.costBefore;
	if (!first || ofDay.length < 2 || found === undefined || last === undefined) return undefined;
	return isSameAmount(found, last) ? writes.slice(0, writes.indexOf(first)) : undefined;
}

/** What the last write of ours up to the day has left, or what the line may have begun with. */
function ownOn(line: OwnLine, day: CalendarDate, of: Amount): readonly (Decimal | undefined)[] {
	const { writes, rates } = line;
	const [last] = sortBy(writes, 'on')
		.filter((write) => write[of] !== undefined && write.on <= day)
		.slice(-1);
	if (!last) return rates.map((rate) => rate[of]);
	const earlier = beforeGivenBack(writes, last.on, of);
	return earlier ? ownOn({ ...line, writes: earlier }, day, of) : [last[of]];
}

/** What the line holds without steps that writes of ours have made and taken back. */
function stepsHeld({ held, writes }: OwnLine, of: Amount): readonly HeldAmount[] {
	return held[of].filter(
		({ from, amount }, at) => held[of][at - 1]?.amount !== amount || !beforeGivenBack(writes, from, of),
	);
}

/** Whether what a line begins with, before any amount of ours, is its own: it was there before us, or was to hold just that. */
function beginsWithOwn({ rates, existedBefore, meant }: OwnLine, { from, amount }: HeldAmount, of: Amount): boolean {
	const wanted = meant && amountOn(meant[of], from);
	const isMeant = wanted !== undefined && amount !== undefined && isSameAmount(wanted, amount);
	return existedBefore || isMeant || rates.every((rate) => rate[of] === undefined);
}

/** Days from which somebody else has set the amount. */
function setByOthers(line: OwnLine, of: Amount): readonly CalendarDate[] {
	const told = stepsHeld(line, of).filter(({ isGuess }) => !isGuess);
	const first = told[0]?.from ?? always;
	const isUnsaid = (day: CalendarDate) => !line.writes.some((write) => write[of] !== undefined && write.on <= day);
	const isOwn = (step: HeldAmount) =>
		(step.from === first && isUnsaid(step.from) && beginsWithOwn(line, step, of)) ||
		ownOn(line, step.from, of).some(
			(own) => own !== undefined && step.amount !== undefined && isSameAmount(own, step.amount),
		);
	return told.filter((step) => !isOwn(step)).map(({ from }) => from);
}

/** From when an amount is to hold, and the first day after it that takes it. */
interface OwnFrom {
	readonly from: CalendarDate;
	readonly writtenOn: CalendarDate;
}

/**
 * Amounts with the line's own on the days on which it has somebody else's. Of those that began by the day from which ours is to
 * hold that is so until ours is written.
 */
function keeping(amounts: AmountTimeline, line: OwnLine, of: Amount, own?: OwnFrom): AmountTimeline {
	const theirs = setByOthers(line, of);
	if (theirs.length === 0) return amounts;
	const steps = stepsHeld(line, of);
	const isKept = (day: CalendarDate) => {
		const began = steps.findLast((step) => step.from <= day)?.from;
		if (began === undefined || !theirs.includes(began)) return false;
		return own === undefined || day < own.writtenOn || began > own.from;
	};
	const days = [...amounts, ...line.held[of]].map(({ from }) => from);
	return inOrder([...days, ...(own ? [own.writtenOn] : [])]).map((from) => {
		const amount = isKept(from) ? undefined : amountOn(amounts, from);
		return amount === undefined ? { from } : { from, amount };
	});
}

/** The day, or the first one after it that takes a change. */
function firstFree(day: CalendarDate, taken: LedgerLine['taken']): CalendarDate {
	return taken?.has(day) ? firstFree(plusDays(day, 1), taken) : day;
}

function lineNow(line: LedgerLine, held: Held): OwnLine {
	const { ownWrites, planned, journalledRates: rates, existedBefore } = line;
	const open = overwritable(line);
	return { held, writes: [...ownWrites.filter((write) => !open.includes(write)), ...planned], rates, existedBefore };
}

function lineBefore(line: LedgerLine, held: Held): OwnLine {
	const { journalledRates: rates, existedBefore } = line;
	return { held, writes: countedWrites(line), rates, existedBefore };
}

/** The days of a window on which the line holds an amount that somebody else has set, each as it begins; the first one where it began before. */
export function daysOfOthers(
	line: LedgerLine,
	held: Held,
	of: Amount,
	{ from, to }: { readonly from: CalendarDate; readonly to: CalendarDate },
): readonly CalendarDate[] {
	const own = lineNow(line, held);
	const [theirs, steps] = [setByOthers(own, of), stepsHeld(own, of)];
	const began = (day: CalendarDate) => steps.findLast((step) => step.from <= day)?.from ?? day;
	const days = inOrder([from, ...steps.map((step) => step.from)]).filter((day) => from <= day && day <= to);
	return days.filter((day) => theirs.includes(began(day)));
}

/** Prices of a product that are to hold from a day on, and those that somebody else set for later. Source: rule Q16. */
export function pricesBesideOthers(
	prices: AmountTimeline,
	line: LedgerLine,
	held: Held,
	from: CalendarDate,
): AmountTimeline {
	return keeping(prices, lineNow(line, held), 'price', { from, writtenOn: from });
}

/**
 * What a line is to hold before and after a task, with the line's own price and cost where somebody else has set them: before
 * it all of them; after it those that begin later than the days from which the task's own are to hold, and than `upTo`, and the
 * others until these are written. Source: rule Q16.
 */
export function keepingPricesOfOthers(
	{ before, after }: { readonly before: Meant; readonly after: Meant },
	line: LedgerLine,
	held: LineHeld,
	from: Readonly<Record<Amount, CalendarDate>>,
	upTo?: CalendarDate,
): { readonly before: Meant; readonly after: Meant } {
	const was = { ...lineBefore(line, held.before), meant: before };
	const is = { ...lineNow(line, held.now), meant: before };
	const own = (of: Amount) => ({
		from: latest(from[of], upTo ?? from[of]),
		writtenOn: firstFree(from[of], line.taken),
	});
	return {
		before: { ...before, price: keeping(before.price, was, 'price'), cost: keeping(before.cost, was, 'cost') },
		after: {
			...after,
			price: keeping(after.price, is, 'price', own('price')),
			cost: keeping(after.cost, is, 'cost', own('cost')),
		},
	};
}
