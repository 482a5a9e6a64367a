import type { Kysely } from 'kysely';
import { textType } from './textType';

interface Step {
	readonly from: string;
	readonly units: number;
}

/** The quantity that a period was paid for until the day, and seats among its line's own that had ended with a term. */
interface Charged {
	readonly quantity: number;
	readonly until: string;
	readonly ended?: readonly { readonly units: number; readonly from: string; readonly until: string }[];
}

interface OldLine {
	readonly connectionId: string;
	readonly subscriptionId: string;
	readonly productId: string;
	readonly contractServiceId: number;
	readonly units: string;
	readonly charged: string | null;
}

interface OldPlan {
	readonly effectiveOn: string;
	readonly changes: readonly {
		readonly subscriptionId: string;
		readonly productId: string;
		readonly period?: { readonly nextStart: string };
		readonly chargedUntilNextStart?: number;
	}[];
}

/** The tables as they are while this runs, as far as it reads or writes them. */
interface Tables {
	readonly linkedLines: OldLine & { readonly owed: string };
	readonly plans: { readonly connectionId: string; readonly taskId: string; readonly plan: string };
	readonly tasks: { readonly connectionId: string; readonly id: string; readonly state: string };
	readonly taskSubscriptions: {
		readonly connectionId: string;
		readonly taskId: string;
		readonly subscriptionId: string;
	};
}

const key = ['connectionId', 'subscriptionId', 'productId', 'contractServiceId'] as const;

/** So that a large table is never in memory as a whole. */
const linesAtOnce = 400;

async function linesAfter(database: Kysely<Tables>, last?: OldLine): Promise<readonly OldLine[]> {
	const lines = key.reduce(
		(query, column) => query.orderBy(column),
		database
			.selectFrom('linkedLines')
			.select([...key, 'units', 'charged'])
			.limit(linesAtOnce),
	);
	if (!last) return await lines.execute();
	const { connectionId, subscriptionId, productId, contractServiceId } = last;
	return await lines
		.where(({ eb, refTuple, tuple }) =>
			eb(refTuple(...key), '>', tuple(connectionId, subscriptionId, productId, contractServiceId)),
		)
		.execute();
}

/** A day that is in the period or before it: no period is longer than a year. */
function yearBefore(day: string): string {
	return `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`.replace('-02-29', '-02-28');
}

/** The day from which seats of the period were paid for beside the line: that of the first task that has done so. */
async function paidFrom(database: Kysely<Tables>, line: OldLine, { until }: Charged): Promise<string> {
	const { connectionId, subscriptionId, productId } = line;
	const rows = await database
		.selectFrom('taskSubscriptions')
		.innerJoin('tasks', (join) =>
			join
				.onRef('tasks.connectionId', '=', 'taskSubscriptions.connectionId')
				.onRef('tasks.id', '=', 'taskSubscriptions.taskId'),
		)
		.innerJoin('plans', (join) =>
			join.onRef('plans.connectionId', '=', 'tasks.connectionId').onRef('plans.taskId', '=', 'tasks.id'),
		)
		.select('plans.plan')
		.where('taskSubscriptions.connectionId', '=', connectionId)
		.where('taskSubscriptions.subscriptionId', '=', subscriptionId)
		.where('tasks.state', '=', 'synced')
		.execute();
	const plans = rows.map(({ plan }) => JSON.parse(plan) as OldPlan);
	const paying = plans.filter(({ changes }) =>
		changes.some(
			(change) =>
				change.subscriptionId === subscriptionId &&
				change.productId === productId &&
				change.chargedUntilNextStart !== undefined &&
				change.period?.nextStart === until,
		),
	);
	return paying.map(({ effectiveOn }) => effectiveOn).sort()[0] ?? yearBefore(until);
}

/**
 * What a period was paid for beside the line's own units: seats that ended with a term are credits of their days; what is
 * left then, of fragments or of credits, lasts until the period ends.
 */
function asidesOf(units: readonly Step[], { quantity, until, ended = [] }: Charged, from: string) {
	const credits = ended.map((seats, at) => ({
		id: `kept/${at}`,
		units: [
			{ from: seats.from, units: -seats.units },
			{ from: seats.until, units: 0 },
		],
	}));
	const onLastDay = (steps: readonly Step[]) => steps.findLast((step) => step.from < until)?.units ?? 0;
	const left = [units, ...credits.map((credit) => credit.units)].reduce((rest, of) => rest - onLastDay(of), quantity);
	const lasting = [
		{ from, units: left },
		{ from: until, units: 0 },
	];
	return left === 0 ? credits : [...credits, { id: 'kept', units: lasting }];
}

async function owedOf(database: Kysely<Tables>, line: OldLine): Promise<string> {
	const seats = JSON.parse(line.units) as readonly Step[];
	const charged = line.charged === null ? undefined : (JSON.parse(line.charged) as Charged);
	const asides = charged ? asidesOf(seats, charged, await paidFrom(database, line, charged)) : [];
	return JSON.stringify({ seats, price: [], cost: [], asides });
}

/**
 * What is owed of a product stands with its line: seats, price, cost, fragments and credits, in place of its units and of
 * the quantity that its period was paid for.
 */
export async function up(database: Kysely<Tables>): Promise<void> {
	const nothing = '{"seats":[],"price":[],"cost":[],"asides":[]}';
	await database.schema
		.alterTable('linkedLines')
		.addColumn('owed', textType(database), (column) => column.notNull().defaultTo(nothing))
		.execute();
	for (let page = await linesAfter(database); page.length > 0; page = await linesAfter(database, page.at(-1))) {
		for (const line of page) {
			const owed = await owedOf(database, line);
			await database
				.updateTable('linkedLines')
				.set({ owed })
				.where((eb) => eb.and(key.map((column) => eb(column, '=', line[column]))))
				.execute();
		}
	}
	await database.schema.alterTable('linkedLines').dropColumn('units').execute();
	await database.schema.alterTable('linkedLines').dropColumn('charged').execute();
}
