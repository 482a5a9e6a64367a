import { othersStep } from '../answers/othersAsked';
import { ownAnswer } from '../answers/ownAnswer';
import type { PlanQuestion } from '../answers/planQuestion';
import { type CalendarDate, plusDays } from '../calendarDate';
import type { Contract } from '../contract/contract';
import { contractOfLine } from './contractOfLine';
import { existingId, type Ledger, type LedgerLine, type LedgerLink, linksOf } from '../line/ledger';
import { unitsInForce, unitsLeft, unrecordedUnits } from '../line/unrecorded';
import { NotPlannable } from '../notPlannable';
import { always, difference, summed, unitsOn, type UnitTimeline } from '../unitTimeline';
import type { ProductQuantity, TaskContext } from './taskContext';
import { changesTo, type Limits } from '../writes/changesTo';

export interface OwnUnits {
	readonly before: UnitTimeline;
	readonly others: number;
	readonly question?: PlanQuestion;
	/** The same where a person has answered it already. */
	readonly asked?: PlanQuestion;
	readonly isFirstLink: boolean;
	/** Units that the line has on later days alone, all of the subscription's; absent where there are none. */
	readonly scheduled?: UnitTimeline;
}

/** Where the line's units are looked at for a first link: the day before the order, the day an order-less subscription was first seen, or the line's first day where it is younger. */
function baseDay(context: TaskContext, line: LedgerLine): CalendarDate {
	const { task, changedOn } = context;
	const day = task.kind === 'initial' ? task.firstSeenOn : plusDays(changedOn, -1);
	const { firstDay } = line.state;
	return firstDay !== undefined && firstDay > day ? firstDay : day;
}

/** Units that a line which holds none on the order's day has on later ones, as somebody has scheduled them, up to its contract's end: all of one subscription, or of others. Source: rule Q1. */
function scheduledUnits(context: TaskContext, line: LedgerLine, units: UnitTimeline, day: CalendarDate): UnitTimeline {
	const { endsOn } = contractOfLine(context, line);
	if (unitsOn(units, day) > 0 || unitsOn(units, context.changedOn) > 0) return [];
	return units.filter(({ from }) => day < from && from <= endsOn);
}

/** Whether another store of ours has given the line the key of the product. Source: rule F5. */
export function isLineOfOther(
	{ facts, subscription }: TaskContext,
	{ productId }: Pick<ProductQuantity, 'productId'>,
	{ keyOfOther, serviceId }: LedgerLine,
): boolean {
	return keyOfOther !== undefined && facts.keys.isLineOf(keyOfOther, subscription.id, productId, serviceId);
}

/** How many of a line's units are taken to be this subscription's until a person has said so. Source: rules Q2, T6, Q11 and F5. */
function suggestedUnits(context: TaskContext, wanted: ProductQuantity, line: LedgerLine): number {
	const { task } = context;
	const { moved, quantity } = wanted;
	if (isLineOfOther(context, wanted, line)) return quantity;
	if (task.kind === 'sales') return 0;
	if (moved?.direction === 'out') return quantity + moved.units;
	const isThere = moved && line.state.firstDay !== undefined && line.state.firstDay >= moved.on;
	if (moved) return isThere ? quantity : quantity - moved.units;
	return task.kind === 'initial' || task.kind === 'migration' ? quantity : Infinity;
}

/** Units that the line already holds for this subscription, and those it holds for nobody of ours. Source: rule Q2. */
export function ownUnits(
	context: TaskContext,
	wanted: ProductQuantity,
	line: LedgerLine,
	link: LedgerLink | undefined,
	ledger: Ledger,
): OwnUnits {
	const { task } = context;
	if (link) return { before: link.units, others: line.otherUnits ?? 0, isFirstLink: false };
	if (!line.existedBefore) return { before: [], others: line.otherUnits ?? 0, isFirstLink: false };
	const day = baseDay(context, line);
	const links = linksOf(ledger, line.target);
	const there = difference(unitsInForce(line), unrecordedUnits(line));
	const scheduled = links.length === 0 ? scheduledUnits(context, line, there, day) : [];
	const inForce = Math.max(unitsOn(there, day), ...scheduled.map(({ units }) => units));
	const linkedUnits = unitsOn(summed(links.map((other) => other.units)), day);
	const free = Math.max(0, inForce - linkedUnits);
	const isOfOther = line.keyOfOther !== undefined;
	const mustBeSaid = free > 0 && (task.isFirst || task.kind !== 'sales' || scheduled.length > 0 || isOfOther);
	const usual = Math.min(free, suggestedUnits(context, wanted, line));
	const suggestion = scheduled.length > 0 ? free : usual;
	const answer = ownAnswer(task.answers, context.subscription.id, wanted.productId);
	const said = scheduled.length > 0 && answer !== undefined && answer < free ? undefined : answer;
	const own = Math.min(free, said ?? (mustBeSaid ? suggestion : 0));
	const contractServiceId = existingId(line.target);
	const asked: PlanQuestion | undefined =
		mustBeSaid && contractServiceId !== undefined
			? {
					asks: 'ownUnits',
					subscriptionId: context.subscription.id,
					productId: wanted.productId,
					contractServiceId,
					inForce,
					linkedUnits,
					suggestion,
					...(task.kind === 'initial' && !isOfOther && scheduled.length === 0 ? { owned: wanted.quantity } : {}),
				}
			: undefined;
	return {
		before: own === 0 || scheduled.length > 0 ? [] : [{ from: always, units: own }],
		others: free - own,
		isFirstLink: true,
		...(own > 0 && scheduled.length > 0 ? { scheduled } : {}),
		...(asked ? { asked } : {}),
		...(asked && said === undefined ? { question: asked } : {}),
	};
}

/** The days on which a line is looked at, the last one included. */
interface Window extends Pick<Limits, 'lastDay' | 'taken'> {
	readonly from: CalendarDate;
}

/** Whether a line holds in the window what it is to hold, so far as its days take a change: then nothing is to be written. */
function sameUnits(is: UnitTimeline, wanted: UnitTimeline, window: Window): boolean {
	const held = { units: is, price: [], cost: [] };
	const limits = { ...window, unitsFrom: window.from, ratesFrom: window.from };
	return changesTo({ units: wanted, price: [], cost: [] }, held, limits).length === 0;
}

/** Whether Autotask holds in the window what we last left on the line. Source: rule Q13. */
export function holdsWhatWeLeft(line: LedgerLine, ledger: Ledger, window: Window): boolean {
	if (line.left !== undefined && sameUnits(line.state.units, line.left, window)) return true;
	return sameUnits(unitsInForce(line), unitsLeft(line, linksOf(ledger, line.target)), window);
}

/** Other units as a person said them, or as recorded where Autotask still holds what we left. Source: rule Q13. */
export function settledOthers(
	context: TaskContext,
	line: LedgerLine,
	ledger: Ledger,
	target: UnitTimeline,
	{ contract, from }: { readonly contract: Contract; readonly from: CalendarDate },
): number {
	const recorded = line.otherUnits ?? 0;
	const window = { from, lastDay: contract.endsOn, taken: line.taken ?? new Set() };
	const inForce = unitsInForce(line);
	if (holdsWhatWeLeft(line, ledger, window) || sameUnits(inForce, target, window)) return recorded;
	const seen = unitsOn(inForce, from);
	const said = context.task.answers.otherUnits;
	if (said && said.seenInForce === seen) return said.units;
	const left = unitsLeft(line, linksOf(ledger, line.target));
	const day = difference(inForce, left).find((step) => step.from > from && step.units !== 0)?.from ?? from;
	const on = unitsOn(left, from) === seen ? day : from;
	throw new NotPlannable(
		'changed in Autotask',
		`${context.subject}: contract service ${existingId(line.target) ?? ''} of ${contract.name} holds ${unitsOn(inForce, on)} units on ${on}, we left ${unitsOn(left, on)}.`,
		othersStep({ units: recorded, seenInForce: seen }),
	);
}
