import { lineFallsOn, risesOn } from '../amounts/periodCharges';
import { type CalendarDate, earliest } from '../calendarDate';
import { unitsAfterOrder } from '../line/adjustments';
import { held, type Ledger, type LedgerLine, linksOf, withUnrecorded } from '../line/ledger';
import { type Stay, staysOf } from '../line/stays';
import { unitsOfOtherSubscriptions } from '../line/unitsOfOtherSubscriptions';
import { summed, unitsOn, type UnitTimeline } from '../unitTimeline';
import { contractOfLine } from '../wanted/contractOfLine';
import { unitsAfterMove } from '../wanted/movedUnits';
import type { ProductQuantity, TaskContext } from '../wanted/taskContext';
import { type OwnUnits, settledOthers } from './ownUnits';
import { lineFor, type Placing } from './placing';

/** What the line of a product is to hold, and of whom. */
export interface MeantUnits {
	readonly line: LedgerLine;
	readonly own: OwnUnits;
	/** The product's units over time, on all lines that it is on. */
	readonly after: UnitTimeline;
	readonly main: Stay;
	readonly left: readonly Stay[];
	/** Units of other subscriptions on the line. */
	readonly elsewhere: UnitTimeline;
	/** Units that are nobody's of ours. */
	readonly others: number;
	/** All of the line. */
	readonly units: UnitTimeline;
	/** The day from which the order's quantity is on the line. */
	readonly changesOn: CalendarDate;
	/** The days on which the line is compared with what Autotask holds, its contract's last one included. */
	readonly window: { readonly from: CalendarDate; readonly lastDay: CalendarDate };
}

/** The first day on which the line is brought to what it is to hold. */
function comparedFrom(
	{ task, changedOn }: TaskContext,
	line: LedgerLine,
	of: { readonly isFresh: boolean; readonly rises: boolean; readonly move: Placing['move'] },
): CalendarDate {
	const { isFresh, rises, move } = of;
	const day = task.kind === 'initial' && !rises ? task.firstSeenOn : changedOn;
	const from = withUnrecorded(line, move ? earliest(day, move.on) : day);
	return isFresh && line.state.firstDay !== undefined ? earliest(line.state.firstDay, from) : from;
}

/**
 * The product's units over time once the task is done. Of seats that move, as many fewer or more as move; on a line that
 * is linked now, what the order leaves, since a person may have entered the move there. Source: rules Q3, Q4, Q11, A13.
 */
function unitsAfter(context: TaskContext, wanted: ProductQuantity, own: OwnUnits, fallsOn: CalendarDate): UnitTimeline {
	const { moved } = wanted;
	if (moved && !own.isFirstLink) return unitsAfterMove(context, wanted, own.before);
	if (wanted.keepsUnits) return own.before;
	const days = moved ? { risesOn: moved.on, fallsOn: moved.on } : { risesOn: risesOn(context), fallsOn };
	return unitsAfterOrder(own.before, wanted.quantity, { changed: context.changedOn, ...days });
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
	const { product, links, home, move } = placing;
	const { line, own } = lineFor(context, wanted, ledger, placing);
	const contract = contractOfLine(context, line);
	const fallsOn = lineFallsOn(context, own.before, home?.link);
	const after = unitsAfter(context, wanted, own, fallsOn);
	const moves = move ? { movedOn: move.on } : {};
	const { main, left } = staysOf({ ledger, links, after, changed: changedOn, main: line, ...moves });
	const elsewhere = summed(unitsOfOtherSubscriptions(ledger, line, product));
	const unitsWith = (others: number) => summed([elsewhere, main.units, held(others)]);
	const isFresh = !line.existedBefore && linksOf(ledger, line.target).length === 0;
	const others =
		own.isFirstLink || isFresh
			? own.others
			: settledOthers(context, line, ledger, unitsWith(own.others), { contract, from: changedOn });
	const rises = wanted.quantity > unitsOn(own.before, changedOn);
	return {
		line,
		own,
		after,
		main,
		left,
		elsewhere,
		others,
		units: unitsWith(others),
		changesOn: rises ? risesOn(context) : fallsOn,
		window: { from: comparedFrom(context, line, { isFresh, rises, move }), lastDay: contract.endsOn },
	};
}
