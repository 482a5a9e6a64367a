import { type Kysely, sql } from 'kysely';
import { sortBy } from 'lodash';
import type { ConnectionId, Instant, TaskId } from '../../domain/ids';
import type { CountedPlans, CountedTasks, DifferingLines, LargeChange, PlanSum } from '../../ports/store/overview';
import { groupBy } from '../../domain/keyed';
import { present } from '../schema/rows';
import type { PlanFigureRow, Schema } from '../schema/schema';

function counted(database: Kysely<Schema>, connectionId: ConnectionId, which: CountedTasks) {
	const { states, reasons, notReasons, customerId, since } = which;
	let query = database
		.selectFrom('tasks')
		.where('tasks.connectionId', '=', connectionId)
		.where('tasks.state', 'in', states);
	if (reasons) query = query.where('tasks.reason', 'in', reasons);
	if (notReasons) query = query.where('tasks.reason', 'not in', notReasons);
	if (customerId !== undefined) query = query.where('tasks.customerId', '=', customerId);
	if (since !== undefined) query = query.where('tasks.updatedAt', '>=', since);
	return query;
}

function planSum({
	currency,
	periodType,
	before,
	after,
}: Pick<PlanFigureRow, 'currency' | 'periodType'> & {
	readonly before: number | string;
	readonly after: number | string;
}): PlanSum {
	return {
		currency,
		...(periodType === null ? {} : { periodType }),
		before: Number(before),
		after: Number(after),
	};
}

/** How many tasks, and what their plans come to together. */
export async function countPlans(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	which: CountedTasks,
): Promise<CountedPlans> {
	const { tasks, told } = await counted(database, connectionId, which)
		.leftJoin('planFigures', (join) =>
			join
				.onRef('planFigures.connectionId', '=', 'tasks.connectionId')
				.onRef('planFigures.taskId', '=', 'tasks.id')
				.on('planFigures.kind', '=', 'once'),
		)
		.select((eb) => [
			eb.fn.countAll<number | string>().as('tasks'),
			eb.fn.count<number | string>('planFigures.taskId').as('told'),
		])
		.executeTakeFirstOrThrow();
	const rows = await counted(database, connectionId, which)
		.innerJoin('planFigures', (join) =>
			join
				.onRef('planFigures.connectionId', '=', 'tasks.connectionId')
				.onRef('planFigures.taskId', '=', 'tasks.id')
				.on('planFigures.kind', 'in', ['recurring', 'once']),
		)
		.select((eb) => [
			'planFigures.currency',
			'planFigures.periodType',
			eb.fn.sum<number | string>('planFigures.before').as('before'),
			eb.fn.sum<number | string>('planFigures.after').as('after'),
		])
		.groupBy(['planFigures.currency', 'planFigures.periodType'])
		.execute();
	const sums = sortBy(rows, ['currency', ({ periodType }) => periodType ?? '~']).map(planSum);
	return { tasks: Number(tasks), untold: Number(tasks) - Number(told), sums };
}

/** Of tasks that wait for approval and only bring their line to its subscription. */
export async function differingLines(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
): Promise<readonly DifferingLines[]> {
	const isTooMuch = sql<number>`case when ${sql.ref('planFigures.units')} > 0 then 1 else 0 end`;
	const rows = await counted(database, connectionId, { states: ['attention'], reasons: ['approval'] })
		.innerJoin('planFigures', (join) =>
			join
				.onRef('planFigures.connectionId', '=', 'tasks.connectionId')
				.onRef('planFigures.taskId', '=', 'tasks.id')
				.on('planFigures.kind', '=', 'differs'),
		)
		.select((eb) => [
			'planFigures.currency',
			'planFigures.periodType',
			isTooMuch.as('isTooMuch'),
			eb.fn.countAll<number | string>().as('lines'),
			eb.fn.sum<number | string>('planFigures.units').as('units'),
			sql<number | string>`sum(${sql.ref('planFigures.before')} - ${sql.ref('planFigures.after')})`.as('amount'),
		])
		.groupBy(['planFigures.currency', 'planFigures.periodType', isTooMuch])
		.orderBy('planFigures.currency')
		.orderBy('planFigures.periodType')
		.execute();
	return rows.flatMap(({ currency, periodType, isTooMuch: tooMuch, lines, units, amount }): DifferingLines[] =>
		periodType === null
			? []
			: [
					{
						currency,
						periodType,
						isTooMuch: Number(tooMuch) === 1,
						lines: Number(lines),
						units: Math.abs(Number(units)),
						amount: Math.abs(Number(amount)),
					},
				],
	);
}

/** A recurring amount counts for a year. */
const aYear = sql<
	number | string
>`sum(abs(${sql.ref('planFigures.after')} - ${sql.ref('planFigures.before')}) * case ${sql.ref('planFigures.periodType')} when 'monthly' then 12 when 'quarterly' then 4 when 'semiAnnual' then 2 else 1 end)`;

/** What was written since then, largest change first. */
export async function largestChanges(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	{ since, limit }: { readonly since: Instant; readonly limit: number },
): Promise<readonly LargeChange[]> {
	const tasks = await counted(database, connectionId, { states: ['synced'], since })
		.innerJoin('planFigures', (join) =>
			join
				.onRef('planFigures.connectionId', '=', 'tasks.connectionId')
				.onRef('planFigures.taskId', '=', 'tasks.id')
				.on('planFigures.kind', 'in', ['recurring', 'once']),
		)
		.leftJoin('customers', (join) =>
			join.onRef('customers.connectionId', '=', 'tasks.connectionId').onRef('customers.id', '=', 'tasks.customerId'),
		)
		.select([
			'tasks.id as taskId',
			'tasks.orderNumber',
			'tasks.kind',
			'tasks.customerId',
			'tasks.updatedAt as writtenAt',
			'customers.name as customerName',
			aYear.as('size'),
		])
		.groupBy(['tasks.id', 'tasks.orderNumber', 'tasks.kind', 'tasks.customerId', 'tasks.updatedAt', 'customers.name'])
		.having(aYear, '>', 0)
		.orderBy('size', 'desc')
		.orderBy('tasks.id')
		.limit(limit)
		.execute();
	const sums = await sumsOf(
		database,
		connectionId,
		tasks.map(({ taskId }) => taskId),
	);
	return tasks.map(({ size: _size, ...task }) => ({ ...present(task), sums: sums(task.taskId) }));
}

async function sumsOf(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	ids: readonly TaskId[],
): Promise<(id: TaskId) => readonly PlanSum[]> {
	if (ids.length === 0) return () => [];
	const rows = await database
		.selectFrom('planFigures')
		.select(['taskId', 'currency', 'periodType', 'before', 'after'])
		.where('connectionId', '=', connectionId)
		.where('taskId', 'in', ids)
		.where('kind', 'in', ['recurring', 'once'])
		.orderBy('nth')
		.execute();
	const byTask = groupBy(rows, 'taskId');
	return (id) => (byTask[id] ?? []).map(planSum);
}
