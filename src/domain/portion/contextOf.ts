import { type BillingPeriod, periodHolding, type PeriodType } from '../billingPeriod';
import { type CalendarDate, latest, localDay } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { contractPeriod } from '../contract/lineState';
import { chooseFor, contractIfAny } from '../contractChoice/contractOfTask';
import type { PlanningFacts } from '../contractChoice/planningFacts';
import type { TaskQuestion } from '../contractChoice/taskQuestion';
import type { Ledger } from '../line/ledger';
import { billedPeriodType } from '../order/billedPeriod';
import type { Subscription } from '../order/order';
import type { SeenSubscription } from '../order/seenSubscription';
import { effectiveDay, waitedFor } from '../period/effectiveDay';
import { endsTerm, type ExpirationMeaning, ownBoundary, termBoundaries } from '../period/termEnd';
import { usageDay } from '../period/usageDay';
import type { SyncTask } from '../task/task';
import { moveDay } from './moveDay';
import { periodDay } from './periodChange';
import { successorFor } from './succession';
import type { TaskContext } from './taskContext';
import { chargedDays, orderOf, readAmounts, subjectOf } from './taskOrder';
import { leftQuantities, portionsOfTask, type TaskPortion } from './taskPortions';

/**
 * From when fewer seats are on the contract: the next boundary, or the day itself at the end of a term, and where the order
 * was parked until that boundary. Source: rules Q3 and Q5.
 */
export function fallsOn(
	changedOn: CalendarDate,
	of: {
		readonly task: SyncTask;
		readonly seen: SeenSubscription;
		readonly period: BillingPeriod;
		readonly periodType: PeriodType;
		readonly expirationIs: ExpirationMeaning;
		readonly timeZone: string;
	},
): CalendarDate {
	const { task, seen, period, periodType, expirationIs, timeZone } = of;
	const isRenewal = task.kind === 'renewal';
	const isTermEnd = isRenewal
		? termBoundaries(seen, expirationIs).includes(changedOn)
		: task.kind !== 'initial' && endsTerm(changedOn, seen, expirationIs);
	const isParked = task.order !== undefined && localDay(task.createdAt, timeZone) < period.start;
	const isOnBoundary = changedOn === period.start && (isRenewal || isTermEnd || isParked);
	return isOnBoundary || (isTermEnd && periodType !== 'monthly') ? changedOn : period.nextStart;
}

/** The portions of a task, those that seats leave first. @throws NotPlannable where its order is not understood. */
export function readPortions(task: SyncTask, facts: PlanningFacts): readonly TaskPortion[] {
	const first = task.subscriptionIds[0] === undefined ? undefined : facts.subscription(task.subscriptionIds[0]);
	const subject = subjectOf(task, first);
	return portionsOfTask(task, orderOf(task, subject), facts, subject);
}

/** The subscription as the task counts on it: of one without an order as it was then, where later ones have changed it since. */
function subscriptionOf({ task, seen }: TaskPortion, facts: PlanningFacts): Subscription {
	const isLater = (other: SyncTask) => other.id !== task.id && other.effectiveAt >= task.effectiveAt;
	const isChanged = !task.order && facts.chainOf(seen.id).some(isLater);
	return isChanged && task.snapshot ? task.snapshot : seen;
}

/** The contract that the portion is written to, and which others come before and after it. */
function contractsFor(
	portion: TaskPortion,
	asked: TaskQuestion,
	of: { readonly facts: PlanningFacts; readonly ledger: Ledger; readonly isOtherDay: boolean },
): Pick<TaskContext, 'contract' | 'takesOverFrom' | 'successor' | 'leaves'> {
	const { facts, ledger, isOtherDay } = of;
	const contract = portion.stays ?? chooseFor(asked, facts, ledger);
	const isMoving = portion.stays !== undefined || portion.leaves !== undefined || isOtherDay;
	const successor = isMoving ? undefined : successorFor(asked, contract, facts, ledger);
	const belonged = portion.leaves ? undefined : ledger.assigned.get(portion.seen.id);
	return {
		contract,
		...(belonged !== undefined && belonged !== contract.id ? { takesOverFrom: belonged } : {}),
		...(successor ? { successor } : {}),
		...(portion.leaves ? { leaves: portion.leaves } : {}),
	};
}

/** What is asked of the portion's contract. */
function questionOf(
	{ task, seen, subject, billedBy, leaves, isWhole }: TaskPortion,
	subscription: Subscription,
	{ settings }: PlanningFacts,
	writtenOn: CalendarDate,
): TaskQuestion {
	return {
		task,
		subscription,
		periodType: billedBy ?? billedPeriodType(subscription),
		day: usageDay(task, seen, settings) ?? writtenOn,
		subject,
		isLeaving: leaves !== undefined,
		isOneOfSeveral: !isWhole,
	};
}

/** Whether a line has been written for the task: then its seats are there since then, and its amounts are theirs. */
function isBegun({ id }: SyncTask, { lines }: Ledger): boolean {
	return lines.some(({ ownWrites }) => ownWrites.some(({ taskIds = [] }) => taskIds.includes(id)));
}

/** Where the portion of a task is written, from when, and what its order says of it. `arrivesOn`: the day on which seats come from another portion. */
export function contextOf(
	portion: TaskPortion,
	facts: PlanningFacts,
	ledger: Ledger,
	arrivesOn?: CalendarDate,
): TaskContext {
	const { task, seen, ordered, subject } = portion;
	const subscription = subscriptionOf(portion, facts);
	const seenOn = effectiveDay(task, seen, facts.settings);
	const { expirationIs, timeZone } = facts.settings;
	const fallsFrom = (contract: FittingContract, day: CalendarDate, period = contractPeriod(contract, day)) =>
		fallsOn(day, { task, seen, period, periodType: contract.periodType, expirationIs, timeZone });
	const movesOn =
		arrivesOn === undefined ? periodDay(portion, seenOn, (leaves) => fallsFrom(leaves, seenOn)) : undefined;
	const writtenOn = arrivesOn ?? movesOn ?? seenOn;
	const asked = questionOf(portion, subscription, facts, writtenOn);
	const contracts = contractsFor(portion, asked, { facts, ledger, isOtherDay: writtenOn !== seenOn });
	const { contract, leaves } = contracts;
	const { periodType } = contract;
	const period = contractPeriod(contract, writtenOn);
	const changedOn = task.kind === 'initial' ? latest(period.start, contract.startsOn) : writtenOn;
	const isCancelled = task.kind === 'cancellation' || seen.status === 'terminated' || seen.status === 'removed';
	const boundary = ownBoundary({ ...seen, ...subscription }, expirationIs, { isCancelled });
	const context = {
		task,
		facts,
		subject,
		subscription,
		ordered,
		periodType,
		...contracts,
		...(movesOn === undefined ? {} : { movesOn }),
		changedOn,
		...(waitedFor(task, seen, facts.settings) === undefined ? {} : { beginsTerm: true as const }),
		period,
		ownPeriod: periodHolding(seenOn, boundary, periodType),
		fallsOn: fallsFrom(contract, changedOn, period),
	};
	const refunded = leaves && periodHolding(seenOn, boundary, leaves.periodType);
	const contractOn = (day: CalendarDate) => contractIfAny({ ...asked, day }, facts, ledger);
	const days = chargedDays(context, seenOn, refunded);
	const left = leftQuantities(portion, { day: changedOn, days, facts, ledger });
	const isCorrection = left?.kind === 'correction' ? { isCorrection: true as const } : {};
	const amounts = readAmounts(task.order, { ...context, ...isCorrection, contractOn }, days);
	const movedOn = arrivesOn ?? moveDay({ ...context, amounts });
	const ofSome = left?.kind === 'ofSeats' && !isBegun(task, ledger) ? { ofSome: left.ofSome } : {};
	return { ...context, ...isCorrection, ...ofSome, amounts, ...(movedOn === undefined ? {} : { movedOn }) };
}
