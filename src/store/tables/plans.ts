import type { Kysely } from 'kysely';
import type { ConnectionId, TaskId } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';
import { savePlanFigures } from '../overview/figures';
import { inParts } from '../schema/rows';
import type { Schema } from '../schema/schema';
import { jsonText, readJson } from '../schema/storedJson';

/** Keeps the plan saved last of each task. */
export async function savePlans(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	plans: readonly ContractPlan[],
): Promise<void> {
	for (const plan of plans) {
		const content = { contractId: plan.contractId, fingerprint: plan.fingerprint, plan: jsonText(plan) };
		await database
			.insertInto('plans')
			.values({ connectionId, taskId: plan.taskId, ...content })
			.onConflict((conflict) => conflict.columns(['connectionId', 'taskId']).doUpdateSet(content))
			.execute();
	}
	await savePlanFigures(database, connectionId, plans);
}

/** In the order of the ids; tasks without a plan are left out. */
export async function readPlans(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly TaskId[],
): Promise<readonly ContractPlan[]> {
	const rows = await inParts(ids, async (some) =>
		database
			.selectFrom('plans')
			.select(['taskId', 'plan'])
			.where('connectionId', '=', connectionId)
			.where('taskId', 'in', some)
			.execute(),
	);
	const byTask = new Map(rows.map((row) => [row.taskId, row.plan]));
	return [...new Set(ids)].flatMap((id) => {
		const plan = byTask.get(id);
		return plan === undefined ? [] : [readJson(plan)];
	});
}

/** The plan that was approved last, whatever has become of it. */
export async function readApprovedPlan(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	id: TaskId,
): Promise<ContractPlan | undefined> {
	const row = await database
		.selectFrom('approvedPlans')
		.select('plan')
		.where('connectionId', '=', connectionId)
		.where('taskId', '=', id)
		.executeTakeFirst();
	return row && readJson(row.plan);
}
