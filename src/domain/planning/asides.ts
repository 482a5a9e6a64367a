import { type CreditDifference, endedSeats } from '../amounts/endedSeats';
import { chargedUnits, type Credit, creditOf, type Fragment, fragmentOf, paidUnits } from '../amounts/periodCharges';
import type { Ledger } from '../line/ledger';
import { lineKey } from '../line/lineTarget';
import type { EndedSeats } from '../line/plannedAdjustment';
import type { HomeLine } from '../placing/lineMove';
import { type PlacedProduct, rateOfPlacing } from '../placing/placing';
import { unitsOn } from '../unitTimeline';
import { contractOfLine } from '../wanted/contractOfLine';
import { chargesNothing } from '../wanted/movedUnits';
import type { ProductQuantity, TaskContext } from '../wanted/taskContext';

/** Seats that are paid for until the next period and not on the line, or on it and not paid for. */
export interface Asides {
	readonly fragment?: Fragment;
	readonly credit?: Credit;
	readonly creditDifference?: CreditDifference;
	/** Quantity that this period is paid for, the task's own fragments and credits included; absent where the line says it all. */
	readonly charged?: number;
	/** Seats that the line holds until then though they have ended with a term. */
	readonly ended: readonly EndedSeats[];
}

/** The line that the product's units are on, on the day of the task or when they begin, whichever one they go to later. */
function lineOfPaid(
	context: TaskContext,
	ledger: Ledger,
	{ placed, placing: { links, move } }: PlacedProduct,
): Pick<HomeLine, 'line' | 'contract'> {
	const { changedOn, period } = context;
	const isMoved = move !== undefined && move.on <= changedOn;
	const day = unitsOn(placed.own.before, changedOn) > 0 ? changedOn : period.nextStart;
	const link = isMoved ? undefined : links.find(({ leftOn }) => leftOn === undefined || day < leftOn);
	const there = link && ledger.lines.find((other) => lineKey(other.target) === lineKey(link.line));
	const line = there ?? placed.line;
	return { line, contract: contractOfLine(context, line) };
}

/**
 * What a task charges and credits of a product seat by seat, beside what its lines bill.
 *
 * @throws NotPlannable where seats that ended come back at another price. Source: rules A9, A10 and Q5.
 */
export function asidesOf(context: TaskContext, wanted: ProductQuantity, ledger: Ledger, of: PlacedProduct): Asides {
	const { placed, placing } = of;
	const { line, own, adjustments } = placed;
	const { before } = own;
	const link = placing.home?.link;
	const rate = rateOfPlacing(placing, line);
	const paidOn = lineOfPaid(context, ledger, of);
	const seats = { before, link, paid: paidUnits(context, before, link), service: placing.service };
	const isMove = chargesNothing(context, wanted);
	const there = { ...context, contract: paidOn.contract };
	const fragment = isMove ? undefined : fragmentOf(context, wanted, { ...seats, line }, rate);
	const credit = isMove ? undefined : creditOf(there, wanted, { ...seats, line: paidOn.line }, rate);
	const contract = contractOfLine(context, line);
	const rated = { line, contract, adjustments, ...(placing.rate ? { rate: placing.rate } : {}) };
	const { ended, difference } = endedSeats(context, wanted, { ...rated, before, link, credit, fragment });
	const charged = context.movesOn ? undefined : chargedUnits(context, wanted, link, fragment ?? credit);
	return {
		...(fragment ? { fragment } : {}),
		...(credit ? { credit } : {}),
		...(difference ? { creditDifference: difference } : {}),
		...(charged === undefined ? {} : { charged }),
		ended,
	};
}
