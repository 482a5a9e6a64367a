import { billedPeriodType } from './billedPeriod';
import { type BillingPeriod, type PeriodType, periodHolding } from './billingPeriod';
import { type CalendarDate, localDay } from './calendarDate';
import { chooseFor } from './contractOfTask';
import type { Ledger } from './ledger';
import { contractPeriod } from './lineState';
import { usageDay } from './planUsage';
import type { PlanningFacts } from './planningFacts';
import type { SeenSubscription, SyncTask } from './task';
import type { TaskContext } from './taskContext';
import { orderOf, readAmounts, subjectOf, subscriptionOf } from './taskOrder';
import { type ExpirationMeaning, endsTerm, ownBoundary, renewalDay, termBoundaries } from './termEnd';

/** X of the rules. Source: rules P2, T3 and Q6. */
function effectiveDay(task: SyncTask, subscription: SeenSubscription, facts: PlanningFacts): CalendarDate {
	if (task.kind === 'initial') return task.firstSeenOn;
	const day = task.answers.effectiveOn ?? localDay(task.effectiveAt, facts.settings.timeZone);
	return task.kind === 'renewal' ? renewalDay(day, subscription, facts.settings.expirationIs) : day;
}

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

export function contextOf(task: SyncTask, facts: PlanningFacts, ledger: Ledger): TaskContext {
	const seenFirst = task.subscriptionIds[0] === undefined ? undefined : facts.subscription(task.subscriptionIds[0]);
	const subject = subjectOf(task, seenFirst);
	const order = orderOf(task, subject);
	const seen = subscriptionOf(task, order, facts, subject);
	const hasLater = facts
		.chainOf(seen.id)
		.some((other) => other.id !== task.id && other.effectiveAt >= task.effectiveAt);
	const subscription = !order && hasLater && task.snapshot ? task.snapshot : seen;
	const isCancelled = task.kind === 'cancellation' || seen.status === 'terminated' || seen.status === 'removed';
	const periodType = billedPeriodType(subscription);
	const seenOn = effectiveDay(task, seen, facts);
	const contract = chooseFor(task, subscription, periodType, facts, ledger, {
		day: usageDay(task, seen, facts.settings) ?? seenOn,
		subject,
	});
	const belonged = ledger.assigned.get(seen.id);
	const period = contractPeriod(contract, seenOn);
	const changedOn =
		task.kind === 'initial' ? (period.start < contract.startsOn ? contract.startsOn : period.start) : seenOn;
	const { expirationIs } = facts.settings;
	const boundary = ownBoundary({ ...seen, ...subscription }, expirationIs, { isCancelled });
	const ownPeriod = periodHolding(seenOn, boundary, contract.periodType);
	const context = {
		task,
		facts,
		subject,
		subscription,
		periodType: contract.periodType,
		contract,
		...(belonged !== undefined && belonged !== contract.id ? { takesOverFrom: belonged } : {}),
		changedOn,
		period,
		ownPeriod,
		fallsOn: fallsOn(changedOn, { task, seen, period, periodType: contract.periodType, expirationIs }),
	};
	return { ...context, amounts: readAmounts(order, context) };
}
