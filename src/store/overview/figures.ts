import type { Kysely } from 'kysely';
import type { ConnectionId } from '../../domain/ids';
import { figuresOf } from '../../domain/overview/figure';
import { subscriptionFigures } from '../../domain/overview/subscriptionFigures';
import type { Subscription } from '../../domain/order/order';
import type { ContractPlan } from '../../domain/plan/plan';
import { parts } from '../schema/rows';
import type { PlanFigureRow, Schema } from '../schema/schema';

/** More than any bill has; so much can be summed in 64 bits. */
const most = 1e13;

function isCountable(...amounts: readonly number[]): boolean {
	return amounts.every((amount) => Math.abs(amount) <= most);
}

/** Keeps what the plans come to in place of what was kept of their tasks. */
export async function savePlanFigures(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	plans: readonly ContractPlan[],
): Promise<void> {
	for (const some of parts(plans.map(({ taskId }) => taskId)))
		await database
			.deleteFrom('planFigures')
			.where('connectionId', '=', connectionId)
			.where('taskId', 'in', some)
			.execute();
	const newest = [...new Map(plans.map((plan) => [plan.taskId, plan])).values()];
	const rows = newest.flatMap((plan) =>
		figuresOf(plan).map((figure, nth): PlanFigureRow => {
			const { periodType = null, line = null, from = null, units = null, ...rest } = figure;
			return { connectionId, taskId: plan.taskId, nth, ...rest, periodType, line, from, units };
		}),
	);
	const countable = rows.filter(({ units, before, after }) => isCountable(units ?? 0, before, after));
	for (const some of parts(countable)) await database.insertInto('planFigures').values(some).execute();
}

/** Keeps what the subscriptions cost in place of what was kept of them. */
export async function saveSubscriptionFigures(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	subscriptions: readonly Subscription[],
): Promise<void> {
	for (const some of parts(subscriptions.map(({ id }) => id)))
		await database
			.deleteFrom('subscriptionFigures')
			.where('connectionId', '=', connectionId)
			.where('subscriptionId', 'in', some)
			.execute();
	const rows = subscriptions.flatMap((subscription) =>
		subscriptionFigures(subscription)
			.filter(({ amount }) => isCountable(amount))
			.map((figure) => ({ connectionId, subscriptionId: subscription.id, ...figure })),
	);
	for (const some of parts(rows)) await database.insertInto('subscriptionFigures').values(some).execute();
}
