import type { ExpressionBuilder, Kysely } from 'kysely';
import { sortBy } from 'lodash';
import type { ConnectionId, Instant, TaskId } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';
import type { Approval } from '../../ports/store/tasks';
import type { Schema } from '../schema/schema';
import { jsonText } from '../schema/storedJson';
import { changedColumns } from './taskRow';

/** Keeps the plan as it was approved last, until its task is approved again. */
async function saveApprovedPlan(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	plan: ContractPlan,
): Promise<void> {
	const content = { plan: jsonText(plan) };
	await database
		.insertInto('approvedPlans')
		.values({ connectionId, taskId: plan.taskId, ...content })
		.onConflict((conflict) => conflict.columns(['connectionId', 'taskId']).doUpdateSet(content))
		.execute();
}

/** Changes those of the tasks that can be approved now, and keeps their plans, in the order of their ids: two who take the same do not block each other. */
export async function takeApprovals(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	changes: readonly Approval[],
	now: Instant,
): Promise<readonly TaskId[]> {
	const taken: TaskId[] = [];
	for (const { id, change, seen, plan } of sortBy(changes, 'id')) {
		const update = database.updateTable('tasks').set({ ...changedColumns(change), updatedAt: now });
		const own = update.where('connectionId', '=', connectionId).where('id', '=', id);
		const asSeen = own.where('answers', '=', jsonText(seen.answers)).where((eb) => isFirstAsSeen(eb, seen));
		const { numUpdatedRows } = await asSeen.where((eb) => canBeApproved(eb, now)).executeTakeFirstOrThrow();
		if (numUpdatedRows === 0n) continue;
		if (plan) await saveApprovedPlan(database, connectionId, plan);
		taken.push(id);
	}
	return taken;
}

function isFirstAsSeen(eb: ExpressionBuilder<Schema, 'tasks'>, { firstApproval }: Approval['seen']) {
	return firstApproval ? eb('firstApproval', '=', jsonText(firstApproval)) : eb('firstApproval', 'is', null);
}

function canBeApproved(eb: ExpressionBuilder<Schema, 'tasks'>, now: Instant) {
	const isFree = eb.or([eb('offeredUntil', 'is', null), eb('offeredUntil', '<=', now)]);
	return eb.or([
		eb.and([eb('state', '=', 'attention'), eb('reason', '=', 'approval')]),
		eb.and([eb('state', '=', 'approved'), isFree]),
	]);
}
