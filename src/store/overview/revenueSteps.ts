import { type Kysely, sql } from 'kysely';
import type { ConnectionId, CustomerId } from '../../domain/ids';
import type { RevenueSteps } from '../../domain/overview/revenue';
import type { Schema } from '../schema/schema';

/** What lines are billed by the plans about them, in their order: written ones first, then those that wait. */
function billsOfLines(database: Kysely<Schema>, connectionId: ConnectionId, customerId: CustomerId | undefined) {
	// A line that a plan has made is known by its number from then on.
	const made = database
		.selectFrom('journal')
		.select((eb) => ['journal.key', eb.fn.max('journal.contractServiceId').as('contractServiceId')])
		.where('journal.connectionId', '=', connectionId)
		.where('journal.kind', '=', 'contractService')
		.where('journal.contractServiceId', 'is not', null)
		.groupBy('journal.key')
		.as('made');
	const line = sql<string>`case when ${sql.ref('made.contractServiceId')} is null then ${sql.ref('planFigures.line')} else 'line:' || ${sql.ref('made.contractServiceId')} end`;
	const isWaiting = sql<number>`case when ${sql.ref('tasks.state')} = 'synced' then 0 else 1 end`;
	const inTurn = sql`partition by ${line} order by ${isWaiting}, ${sql.ref('tasks.effectiveAt')}, ${sql.ref('tasks.createdAt')}, ${sql.ref('tasks.id')}`;
	const isAsked =
		customerId === undefined
			? sql<number>`1`
			: sql<number>`max(case when ${sql.ref('tasks.customerId')} = ${customerId} then 1 else 0 end) over (partition by ${line})`;
	return database
		.selectFrom('planFigures')
		.innerJoin('tasks', (join) =>
			join.onRef('tasks.connectionId', '=', 'planFigures.connectionId').onRef('tasks.id', '=', 'planFigures.taskId'),
		)
		.leftJoin(made, (join) => join.on(sql<boolean>`'new:' || ${sql.ref('made.key')} = ${sql.ref('planFigures.line')}`))
		.where('planFigures.connectionId', '=', connectionId)
		.where('planFigures.kind', '=', 'line')
		.where((eb) =>
			eb.or([
				eb('tasks.state', 'in', ['synced', 'approved']),
				eb.and([eb('tasks.state', '=', 'attention'), eb('tasks.reason', '=', 'approval')]),
			]),
		)
		.select([
			'planFigures.currency',
			'planFigures.periodType',
			'planFigures.from',
			'planFigures.before',
			'planFigures.after',
			isWaiting.as('isWaiting'),
			isAsked.as('isAsked'),
			sql<number | string | null>`lag(${sql.ref('planFigures.after')}) over (${inTurn})`.as('lastAfter'),
		])
		.as('bills');
}

/** What the lines of written and waiting plans are billed: before the first plan of each, and by how much it changes, month by month. */
export async function revenueSteps(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	customerId?: CustomerId,
): Promise<RevenueSteps> {
	const base = await database
		.selectFrom(billsOfLines(database, connectionId, customerId))
		.select((eb) => ['currency', 'periodType', eb.fn.sum<number | string>('before').as('amount')])
		.where('lastAfter', 'is', null)
		.where('isAsked', '=', 1)
		.groupBy(['currency', 'periodType'])
		.execute();
	const month = sql<string>`substr(${sql.ref('from')}, 1, 7)`;
	const steps = await database
		.selectFrom(billsOfLines(database, connectionId, customerId))
		.select([
			'currency',
			'periodType',
			'isWaiting',
			month.as('month'),
			sql<number | string>`sum(${sql.ref('after')} - coalesce(${sql.ref('lastAfter')}, ${sql.ref('before')}))`.as(
				'amount',
			),
		])
		.where('isAsked', '=', 1)
		.groupBy(['currency', 'periodType', 'isWaiting', month])
		.execute();
	return {
		base: base.flatMap(({ currency, periodType, amount }) =>
			periodType === null ? [] : [{ currency, periodType, amount: Number(amount) }],
		),
		steps: steps.flatMap(({ periodType, isWaiting, amount, ...step }) =>
			periodType === null || Number(amount) === 0
				? []
				: [{ ...step, periodType, isWaiting: Number(isWaiting) === 1, amount: Number(amount) }],
		),
	};
}
