import { earliest } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { existingId, type Ledger } from '../line/ledger';
import { ratesWithKept, withKept } from '../line/unrecorded';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import { NotPlannable } from '../notPlannable';
import { summed, unitsOn } from '../unitTimeline';
import type { Owed } from '../owed/owed';
import { contractOfLine } from './contractOfLine';
import { joinsEarlier, type LeftLine } from './joinsEarlier';
import type { ProductQuantity, TaskContext } from './taskContext';
import { never } from '../writes/changesTo';
import { changesOfLine, meantBeforeAndAfter } from '../writes/lineBooks';
import { meantUnits } from './meantUnits';
import type { Placed, PlacedProduct } from './placed';
import { keyOfOwn, linesLeft, type Placing } from './placing';
import { keepingPricesOfOthers } from '../writes/pricesOfOthers';
import { ownFrom, theirsOverwritten } from '../writes/setByHand';
import { repricing } from './repricing';

/** The units of a product's lines and the writes of the one that it is on from then on. Source: rules Q1 to Q4, Q7, Q10, A6. */
function place(context: TaskContext, wanted: ProductQuantity, ledger: Ledger, placing: Placing): Placed {
	const { move, product } = placing;
	const meant = meantUnits(context, wanted, ledger, placing);
	const { line, main, own, others, owedBefore, owed, window } = meant;
	const contract = contractOfLine(context, line);
	const repriced = repricing(context, wanted, meant);
	const pricedFrom = repriced.pricedFrom ?? meant.changesOn;
	const ratesFrom = !meant.ordered.rate && !move ? never : move ? earliest(move.on, pricedFrom) : pricedFrom;
	const before = { units: main.link?.units ?? (placing.home ? [] : (own.scheduled ?? own.before)), owed: owedBefore };
	const after = { units: main.units, owed };
	const both = meantBeforeAndAfter(ledger, line, { of: product, before, after }, others);
	const keepsSeats = meant.ordered.keepsSeats === true && !move;
	const ownsFrom = { price: ownFrom(meant, 'price', ratesFrom), cost: ownFrom(meant, 'cost', ratesFrom) };
	const overwrites = theirsOverwritten(context.changedOn, meant, { ...both, from: ownsFrom, contract });
	const changes = changesOfLine(
		meant.held,
		keepingPricesOfOthers(both, line, meant.held, ownsFrom, context.changedOn),
		{
			unitsFrom: earliest(keepsSeats ? withKept(line, never) : window.from, window.extendedFrom),
			changedFrom: keepsSeats ? never : window.changedFrom,
			ratesFrom: earliest(ratesWithKept(line, ratesFrom), window.extendedFrom),
			lastDay: window.lastDay,
			taken: line.taken ?? new Set(),
		},
		contract,
	);
	refuseEarly(context, contract, changes.adjustments);
	refuseLateRise(context, wanted, owed);
	return { ...meant, ...repriced, ...changes, pricedFrom, ...(overwrites ? { overwrites } : {}) };
}

/** The lines that the product was on before the one that it is on in the end, that which it leaves now among them. */
function leftLines(context: TaskContext, ledger: Ledger, { placed, placing }: PlacedProduct): readonly LeftLine[] {
	const { home, move } = placing;
	const leaving = move && home ? [{ ...home.link, leftOn: move.on }] : [];
	return [...placed.former, ...linesLeft(context, ledger, leaving)];
}

/**
 * The move to the line that the product goes to anyway, on an earlier day: its price changes while it is still on the
 * line before, which has another one. Source: rules Q10, A6 and C5.
 */
function earlierMove(context: TaskContext, ledger: Ledger, of: PlacedProduct): Placing['move'] {
	const { placed, placing } = of;
	const { rate, home, move } = placing;
	const to = move ? move.to : home?.contract;
	if (!rate || !to) return undefined;
	const { owed, pricedFrom: from } = placed;
	const left = leftLines(context, ledger, of);
	if (!joinsEarlier(context.subject, { owed, from, to, left })) return undefined;
	return move ? { ...move, on: from } : { on: from, forOwn: false, isEarlier: true };
}

/** Places a product that is on no line yet, or goes to another one anyway, apart from those at another price. Source: rule Q1. */
function placeApart(context: TaskContext, wanted: ProductQuantity, ledger: Ledger, of: PlacedProduct): PlacedProduct {
	const apart = { ...of.placing, avoids: of.placed.line };
	if (of.placing.avoids || of.placed.line.key === keyOfOwn(context, of.placing))
		throw new NotPlannable(
			'price conflict',
			`${context.subject}, ${wanted.name}: contract service ${existingId(of.placed.line.target) ?? ''} is shared with other subscriptions at another price. Look at it in Autotask, then retry.`,
		);
	return { placed: place(context, wanted, ledger, apart), placing: apart };
}

/**
 * Places a product on its line; where its price leaves a line that others share, on a line of its own.
 *
 * @throws NotPlannable where the line holds what we did not leave there, or the price can not be told.
 * Source: rules Q1 to Q4, Q10, Q13 and A6.
 */
export function placeProduct(
	context: TaskContext,
	wanted: ProductQuantity,
	ledger: Ledger,
	placing: Placing,
): PlacedProduct {
	const placed = place(context, wanted, ledger, placing);
	const isGoing = !placing.home || placing.move !== undefined;
	const leavesOn = isGoing ? undefined : placed.leavesOn;
	const isApart = isGoing && placed.leavesOn !== undefined;
	const of = isApart ? placeApart(context, wanted, ledger, { placed, placing }) : { placed, placing };
	const earlier = earlierMove(context, ledger, of);
	const move = leavesOn === undefined ? earlier : { on: earliest(leavesOn, earlier?.on ?? leavesOn), forOwn: true };
	if (!move) return of;
	const moving = { ...of.placing, move };
	const { overwrites } = of.placed;
	const moved = place(context, wanted, ledger, moving);
	return { placed: overwrites ? { ...moved, overwrites } : moved, placing: moving };
}

/**
 * Seats that come to a contract which takes over are on no line before it.
 *
 * @throws NotPlannable where an order changes them before. Source: rules Q11 and C5.
 */
export function refuseEarly(
	{ subject }: Pick<TaskContext, 'subject'>,
	{ name, startsOn }: Pick<FittingContract, 'name' | 'startsOn'>,
	adjustments: readonly PlannedAdjustment[],
): void {
	const early = adjustments.find(({ on }) => on < startsOn);
	if (!early) return;
	throw new NotPlannable(
		'no contract fits',
		`${subject} changes units from ${early.on}; they are on contract ${name} alone, which begins on ${startsOn}. Enter what comes before that by hand and ignore the task.`,
	);
}

/** A rise has nowhere to go where no day of it lies on the contract; a fall there is done. Source: rules A9 and C5. */
function refuseLateRise(context: TaskContext, wanted: ProductQuantity, { seats, asides }: Owed): void {
	const { contract, period, subject, successor } = context;
	if (successor || wanted.keepsUnits || period.nextStart <= contract.endsOn) return;
	const onLastDay = unitsOn(summed([seats, ...asides.map(({ units }) => units)]), contract.endsOn);
	if ((seats.at(-1)?.units ?? 0) <= onLastDay) return;
	throw new NotPlannable(
		'contract ended',
		`${subject}, ${wanted.name}: contract ${contract.name} ends on ${contract.endsOn}, before the units would rise. Extend or renew it in Autotask, then retry.`,
	);
}
