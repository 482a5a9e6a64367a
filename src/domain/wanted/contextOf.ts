import { type BillingPeriod, periodHolding, type PeriodType } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import { contractPeriod } from '../contract/lineState';
import { chooseFor } from '../contractChoice/contractOfTask';
import type { PlanningFacts } from '../contractChoice/planningFacts';
import type { TaskQuestion } from '../contractChoice/taskQuestion';
import type { Ledger } from '../line/ledger';
import { billedPeriodType } from '../order/billedPeriod';
import type { SeenSubscription } from '../order/seenSubscription';
import { effectiveDay } from '../period/effectiveDay';
import { endsTerm, type ExpirationMeaning, ownBoundary, termBoundaries } from '../period/termEnd';
import { usageDay } from '../period/usageDay';
import type { SyncTask } from '../task/task';
import { moveDay } from './moveDay';
import { periodDay } from './periodChange';
import { successorFor } from './succession';
import type { TaskContext } from './taskContext';
import { orderOf, readAmounts, subjectOf } from './taskOrder';
import { portionsOfTask, type TaskPortion } from './taskPortions';

/** From when fewer seats are on the contract: the next boundary, or the day itself at the end of a term. Source: rules Q3 and Q5. */
export function fallsOn(
	changedOn: CalendarDate,
	of: {
		readonly task: SyncTask;
		readonly seen: SeenSubscription;
		readonly period: BillingPeriod;
		readonly periodType: PeriodType;
		readonly expirationIs: ExpirationMeaning;
	},
): CalendarDate {
	const { task, seen, period, periodType, expirationIs } = of;
	const isRenewal = task.kind === 'renewal';
	const isTermEnd = isRenewal
		? termBoundaries(seen, expirationIs).includes(changedOn)
		: task.kind !== 'initial' && endsTerm(changedOn, seen, expirationIs);
	const isOnBoundary = changedOn === period.start && (isRenewal || isTermEnd);
	return isOnBoundary || (isTermEnd && periodType !== 'monthly') ? changedOn : period.nextStart;
}

/** The portions of a task, those that seats leave first. @throws NotPlannable where its order is not understood. */
export function readPortions(task: SyncTask, facts: PlanningFacts): readonly TaskPortion[] {
	const first = task.subscriptionIds[0] === undefined ? undefined : facts.subscription(task.subscriptionIds[0]);
	const subject = subjectOf(task, first);
	return portionsOfTask(task, orderOf(task, subject), facts, subject);
}

/** Where the portion of a task is written, from when, and what its order says of it. `arrivesOn`: the day on which seats come from another portion. */
export function contextOf(
	portion: TaskPortion,
	facts: PlanningFacts,
	ledger: Ledger,
	arrivesOn?: CalendarDate,
): TaskContext {
	const { task, seen, ordered, subject } = portion;
	const { order } = task;
	const hasLater = facts
		.chainOf(seen.id)
		.some((other) => other.id !== task.id && other.effectiveAt >= task.effectiveAt);
	const subscription = !order && hasLater && task.snapshot ? task.snapshot : seen;
	const isCancelled = task.kind === 'cancellation' || seen.status === 'terminated' || seen.status === 'removed';
	const periodType = billedPeriodType(subscription);
	const seenOn = effectiveDay(task, seen, facts.settings);
	const movesOn = arrivesOn === undefined ? periodDay(portion, seenOn) : undefined;
	const writtenOn = arrivesOn ?? movesOn ?? seenOn;
	const asked: TaskQuestion = {
		task,
		subscription,
		periodType,
		day: usageDay(task, seen, facts.settings) ?? writtenOn,
		subject,
		isLeaving: portion.leaves !== undefined,
		isOneOfSeveral: !portion.isWhole,
	};
	const contract = portion.stays ?? chooseFor(asked, facts, ledger);
	const isMoving = portion.stays !== undefined || portion.leaves !== undefined || writtenOn !== seenOn;
	const successor = isMoving ? undefined : successorFor(asked, contract, facts, ledger);
	const belonged = portion.leaves ? undefined : ledger.assigned.get(seen.id);
	const period = contractPeriod(contract, writtenOn);
	const changedOn =
		task.kind === 'initial' ? (period.start < contract.startsOn ? contract.startsOn : period.start) : writtenOn;
	const { expirationIs } = facts.settings;
	const boundary = ownBoundary({ ...seen, ...subscription }, expirationIs, { isCancelled });
	const ownPeriod = periodHolding(seenOn, boundary, contract.periodType);
	const context = {
		task,
		facts,
		subject,
		subscription,
		ordered,
		periodType: contract.periodType,
		contract,
		...(belonged !== undefined && belonged !== contract.id ? { takesOverFrom: belonged } : {}),
		...(successor ? { successor } : {}),
		...(portion.leaves ? { leaves: portion.leaves } : {}),
		...(movesOn === undefined ? {} : { movesOn }),
		changedOn,
		period,
		ownPeriod,
		fallsOn: fallsOn(changedOn, { task, seen, period, periodType: contract.periodType, expirationIs }),
	};
	const before = portion.leaves && periodHolding(seenOn, boundary, portion.leaves.periodType);
	const amounts = readAmounts(order, seenOn, context, before);
	const day = arrivesOn ?? moveDay({ ...context, amounts });
	return { ...context, amounts, ...(day === undefined ? {} : { movedOn: day }) };
}
