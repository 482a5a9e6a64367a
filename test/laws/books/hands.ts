import { type CalendarDate, earliest, latest, plusDays } from '../../../src/domain/calendarDate';
import type { LedgerLine } from '../../../src/domain/line/ledger';
import type { Span } from '../../../src/domain/spans';
import { summed, timelineOfChanges, unitsOn } from '../../../src/domain/unitTimeline';
import { never } from '../../../src/domain/writes/changesTo';
import { heldAmountOn, type LineWrite } from '../../../src/domain/writes/held';
import type { DayNumber } from '../../oracle/days';
import type { OracleTerms } from '../../oracle/orders';
import { type Amount, heldOn, ledgerLine, type PaperLine } from './lines';
import { dayOf, ofCents } from './orders';
import type { HandEdit } from './paper';

/** With the days from one on, up to the next that has an amount of its own, where they get another one. */
function withTheirs(line: PaperLine, of: Amount, { on, [of]: amount }: LineWrite): readonly Span[] {
	const held = heldOn(line)[of];
	if (amount === undefined || heldAmountOn(held, on) === amount) return line.theirs[of];
	return [...line.theirs[of], { from: on, until: held.find((step) => step.from > on)?.from ?? never }];
}

/** Somebody adds units by hand, or sets what a unit costs. */
function edited(line: PaperLine, write: LineWrite): PaperLine {
	return {
		...line,
		written: [...line.written, { ...write, isRecorded: false, isTheirs: true }],
		foreign: summed([line.foreign, timelineOfChanges([write])]),
		theirs: { price: withTheirs(line, 'price', write), cost: withTheirs(line, 'cost', write) },
	};
}

/** What a unit is to cost, where any is there and it costs something else: steps from what the service does. */
function amountSet(
	line: PaperLine,
	of: Amount,
	on: CalendarDate,
	[step, usual, size]: readonly [number | undefined, number, number],
) {
	const amount = step === undefined ? undefined : ofCents(usual + step * size);
	const held = heldOn(line);
	if (amount === undefined || unitsOn(held.units, on) === 0 || heldAmountOn(held[of], on) === amount) return {};
	return { [of]: amount };
}

/** Somebody puts units on a line, or sets what a unit of it costs, and leaves that so; on a day of its contract. */
export function editedBy(
	line: PaperLine,
	{ later, units, price, cost }: HandEdit,
	{ terms, day }: { readonly terms: OracleTerms; readonly day: DayNumber },
): PaperLine {
	const { startsOn, endsOn } = line.contract;
	const on = earliest(latest(plusDays(dayOf(day), later), startsOn), endsOn);
	return edited(line, {
		on,
		unitDelta: units,
		...amountSet(line, 'price', on, [price, terms.servicePrice, 50]),
		...amountSet(line, 'cost', on, [cost, terms.serviceCost, 5]),
	});
}

/** The line once an order's own price and cost are to hold from these days: what began before ends where they are written. */
export function priced(line: PaperLine, days: Readonly<Record<Amount, CalendarDate>>): PaperLine {
	if (line.theirs.price.length + line.theirs.cost.length === 0) return line;
	const writtenOn = (of: Amount, since: CalendarDate) => {
		const set = line.written.findLastIndex((write) => write.isTheirs && write.on === since && write[of] !== undefined);
		const own = line.written.slice(set + 1).flatMap((write) => (write[of] === undefined ? [] : [write.on]));
		const taken = [...(ledgerLine(line).taken ?? [])].filter((day) => !own.includes(day));
		return firstFree(days[of], new Set(taken));
	};
	const ended = (of: Amount) =>
		line.theirs[of].map(({ from, until }) => {
			const end = from <= days[of] ? writtenOn(of, from) : never;
			return end < until ? { from, until: end } : { from, until };
		});
	return { ...line, theirs: { price: ended('price'), cost: ended('cost') } };
}

/**
 * The line once a run has written to it: what somebody had set ends where the run has said another amount, a plan of it that
 * came to nothing ended nothing.
 */
export function pricedByWrites(line: PaperLine, before: PaperLine['theirs']): PaperLine {
	const ended = (of: Amount) => {
		const said = line.written.flatMap((write) => (write.isTheirs || write[of] === undefined ? [] : [write.on]));
		return line.theirs[of].map(({ from, until }, at) => {
			const was = before[of][at]?.until ?? until;
			return { from, until: earliest(was, ...said.filter((on) => until <= on)) };
		});
	};
	return { ...line, theirs: { price: ended('price'), cost: ended('cost') } };
}

/** The line once what a product brings there from a day on is what somebody had set by hand on the line before. */
export function pricedAs(line: PaperLine, from: CalendarDate, byHand: readonly Amount[]): PaperLine {
	if (byHand.length === 0) return line;
	const spans = (of: Amount) => (byHand.includes(of) ? [...line.theirs[of], { from, until: never }] : line.theirs[of]);
	return { ...line, theirs: { price: spans('price'), cost: spans('cost') } };
}

function firstFree(day: CalendarDate, taken: LedgerLine['taken']): CalendarDate {
	return taken?.has(day) ? firstFree(plusDays(day, 1), taken) : day;
}
