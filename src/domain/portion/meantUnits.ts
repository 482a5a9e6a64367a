import { type CalendarDate, earliest } from '../calendarDate';
import { held, type Ledger, type LedgerLine, linksOf, linksOfOthers } from '../line/ledger';
import { extendedFrom, withKept } from '../line/unrecorded';
import { nothingKnown } from '../line/linkOwed';
import { type Stay, staysOf } from '../line/stays';
import { follow } from '../owed/follow';
import { begunByPeriod, endedByPeriod } from '../owed/otherPeriod';
import { nothingOwed, type Owed } from '../owed/owed';
import type { Ordered } from '../line/ordered';
import { summed, unitsOn, type UnitTimeline } from '../unitTimeline';
import { contractOfLine } from './contractOfLine';
import { unitsAfterMove } from './movedUnits';
import { onItsLine } from './onItsLine';
import { refuseBeforeBegun } from './periodChange';
import type { ProductQuantity, TaskContext } from './taskContext';
import { never } from '../writes/changesTo';
import { heldRateOn, lineRateOn } from '../writes/held';
import { heldOfLine, type LineBeforePlan } from '../writes/lineBooks';
import { orderedOf, risesOn } from './orderedOf';
import { type OwnUnits, settledOthers } from './ownUnits';
import { theirsLeft } from '../writes/setByHand';
import { heldThen, type LeftLine } from './joinsEarlier';
import { agreedRate, formerLines, lineFor, type Placing, rateOfPlacing } from './placing';

/** What the line of a product is to hold, and of whom. */
export interface MeantUnits {
	readonly line: LedgerLine;
	readonly held: LineBeforePlan;
	readonly own: OwnUnits;
	/** What the task asks of the product, and what is owed of it before and after. */
	readonly ordered: Ordered;
	readonly owedBefore: Owed;
	readonly owed: Owed;
	/** What is owed by the period that billed it until now, where another one does from then on. Source: rule Q11. */
	readonly ended?: { readonly before: Owed; readonly after: Owed };
	readonly main: Stay;
	readonly left: readonly Stay[];
	/** The lines that the product was on before. */
	readonly former: readonly LeftLine[];
	/** Units of other subscriptions on the line. */
	readonly elsewhere: UnitTimeline;
	/** Units that are nobody's of ours. */
	readonly others: number;
	/** The day from which the order's quantity is on the line. */
	readonly changesOn: CalendarDate;
	/** The days on which the line is compared with what Autotask holds, its contract's last one included. */
	readonly window: {
		readonly from: CalendarDate;
		readonly changedFrom: CalendarDate;
		/** Where its contract goes on after the end that it had: the first day that is not written yet. */
		readonly extendedFrom: CalendarDate;
		readonly lastDay: CalendarDate;
	};
}

/** The first day on which the line is brought to what it is to hold, and from when the task itself changes that. */
function comparedFrom(
	{ task, changedOn }: TaskContext,
	line: LedgerLine,
	of: { readonly isFresh: boolean; readonly isRise: boolean; readonly move: Placing['move'] },
): Pick<MeantUnits['window'], 'from' | 'changedFrom'> {
	const { isFresh, isRise, move } = of;
	const day = task.kind === 'initial' && !isRise ? task.firstSeenOn : changedOn;
	const own = move ? earliest(day, move.on) : day;
	const changedFrom = isFresh && line.state.firstDay !== undefined ? earliest(line.state.firstDay, own) : own;
	return { from: withKept(line, changedFrom), changedFrom };
}

/** What a product is billed at on the line that it goes to. Source: rules A3, C5. */
function onLineOf(context: TaskContext, placing: Placing, owed: Owed, of: { line: LedgerLine; order: Ordered }): Owed {
	const { move } = placing;
	if (!move || move.isEarlier) return owed;
	const { place } = of.order;
	const at = { on: move.on, ...(place === undefined ? {} : { place }) };
	const taken = rateOfPlacing(context, placing, of.line);
	return onItsLine(owed, at, { agreed: agreedRate(context, placing), taken });
}

/** What is owed of the product before and after the task, and what the task asks for. Source: rules Q3 to Q6, Q10, Q11. */
function followed(
	context: TaskContext,
	wanted: ProductQuantity,
	placing: Placing,
	of: {
		readonly line: LedgerLine;
		readonly lineHeld: LineBeforePlan;
		readonly own: OwnUnits;
		readonly former: readonly LeftLine[];
	},
): Pick<MeantUnits, 'ordered' | 'owedBefore' | 'owed' | 'ended'> {
	const { home, ofPeriod, rate, move } = placing;
	const { own } = of;
	const line = home?.line ?? of.line;
	const service = context.facts.service(line.serviceId) ?? placing.service;
	const held = home ? heldOfLine(line, home.contract, service) : of.lineHeld;
	const then = heldThen(of.former, context.changedOn, held.now);
	const lineRate = (home ? lineRateOn : heldRateOn)(then, context.changedOn);
	const link = home?.link ?? ofPeriod.at(-1);
	const owedBefore: Owed = { ...(link?.owed ?? nothingKnown), seats: own.before };
	const ordered = orderedOf(context, wanted, {
		before: own.before,
		isFirstLink: own.isFirstLink,
		line,
		...(rate ? { rate } : {}),
		...(lineRate ? { lineRate } : {}),
		...theirsLeft({ on: context.changedOn, ...(rate ? { rate } : {}) }, line, held.now, owedBefore),
	});
	if (ordered.moved) unitsAfterMove(context, wanted, own.before);
	if (home && move && context.movesOn !== undefined) {
		const ofOthers = placing.links.filter((one) => !ofPeriod.includes(one));
		refuseBeforeBegun(context, ofOthers, move.on);
		const { place } = ordered;
		const begun = { on: move.on, ...(place === undefined ? {} : { place }), ...(rate ? { rate } : {}) };
		const owed = onLineOf(context, placing, begunByPeriod(owedBefore, begun), { line: of.line, order: ordered });
		const ended = { before: owedBefore, after: endedByPeriod(owedBefore, move.on) };
		return { ordered, owedBefore: nothingOwed, owed, ended };
	}
	const after = follow(owedBefore, ordered);
	return { ordered, owedBefore, owed: onLineOf(context, placing, after, { line: of.line, order: ordered }) };
}

/**
 * What the lines of a product are to hold once the task is done.
 *
 * @throws NotPlannable where the line holds what we did not leave there. Source: rules Q1 to Q4, Q10, Q11 and Q13.
 */
export function meantUnits(
	context: TaskContext,
	wanted: ProductQuantity,
	ledger: Ledger,
	placing: Placing,
): MeantUnits {
	const { changedOn } = context;
	const { product, links, ofPeriod, move } = placing;
	const { line, own } = lineFor(context, wanted, ledger, placing);
	const contract = contractOfLine(context, line);
	const lineHeld = heldOfLine(line, contract, context.facts.service(line.serviceId) ?? placing.service);
	const former = formerLines(context, ledger, placing);
	const books = followed(context, wanted, placing, { line, lineHeld, own, former });
	const moves = move ? { movedOn: move.on } : {};
	const stayed = books.ended ? links : ofPeriod;
	const after = books.owed.seats;
	const { main, left } = staysOf({ ledger, links: stayed, after, changed: changedOn, main: line, ...moves });
	const elsewhere = summed(linksOfOthers(ledger, line, product).map((link) => link.units));
	const unitsWith = (others: number) => summed([elsewhere, main.units, held(others)]);
	const isFresh = !line.existedBefore && linksOf(ledger, line.target).length === 0;
	const others =
		own.isFirstLink || isFresh
			? own.others
			: settledOthers(context, line, ledger, unitsWith(own.others), { contract, from: changedOn });
	const isRise = wanted.quantity > unitsOn(own.before, changedOn);
	return {
		line,
		held: lineHeld,
		own,
		...books,
		main,
		left,
		former,
		elsewhere,
		others,
		changesOn: isRise ? risesOn(context) : context.fallsOn,
		window: {
			...comparedFrom(context, line, { isFresh, isRise, move }),
			extendedFrom: extendedFrom(line, linksOf(ledger, line.target), contract.endsOn) ?? never,
			lastDay: contract.endsOn,
		},
	};
}
