import { type Kysely, sql } from 'kysely';
import { textType } from './textType';

interface Step {
	readonly from: string;
	readonly units: number;
}

interface Charged {
	readonly quantity: number;
	readonly until: string;
	readonly ended?: readonly { readonly units: number; readonly from: string; readonly until: string }[];
}

interface OldRow {
	readonly connectionId: string;
	readonly subscriptionId: string;
	readonly productId: string;
	readonly contractServiceId: number;
	readonly units: string;
	readonly charged: string | null;
}

function unitsOn(steps: readonly Step[], day: string): number {
	return steps.findLast((step) => step.from <= day)?.units ?? 0;
}

/** A year before the day: no period of a contract is longer. */
function yearBefore(day: string): string {
	return `${String(Number(day.slice(0, 4)) - 1).padStart(4, '0')}${day.slice(4)}`.replace('-02-29', '-02-28');
}

/**
 * Seats that a period was paid for, as fragments and credits: those that ended with a term on their days, and what is left
 * of them beside the line's own until the period ends.
 */
function asidesOf(units: readonly Step[], { quantity, until, ended = [] }: Charged) {
	const credits = ended.map(({ units: seats, from, until: to }, at) => ({
		id: `kept/${at}`,
		units: [
			{ from, units: -seats },
			{ from: to, units: 0 },
		],
	}));
	const from = yearBefore(until);
	const days = [from, ...[...units, ...credits.flatMap((credit) => credit.units)].map((step) => step.from)]
		.filter((day) => from <= day && day < until)
		.sort();
	const rest = [...new Set(days)].map((day) => ({
		from: day,
		units: quantity - unitsOn(units, day) - credits.reduce((sum, credit) => sum + unitsOn(credit.units, day), 0),
	}));
	const changes = [...rest, { from: until, units: 0 }].filter((step, at, all) => step.units !== (all[at - 1]?.units ?? 0));
	return [...credits, ...(changes.length === 0 ? [] : [{ id: 'kept', units: changes }])];
}

function owedOf({ units, charged }: OldRow): string {
	const seats = JSON.parse(units) as readonly Step[];
	const asides = charged === null ? [] : asidesOf(seats, JSON.parse(charged) as Charged);
	return JSON.stringify({ seats, price: [], cost: [], asides });
}

/**
 * What is owed of a product stands with its line: seats, price, cost, fragments and credits, in place of its units and of
 * the quantity that its period was charged for.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
	const owed = textType(database);
	await database.schema
		.alterTable('linkedLines')
		.addColumn('owed', owed, (column) => column.notNull().defaultTo('{"seats":[],"price":[],"cost":[],"asides":[]}'))
		.execute();
	const table = sql.table('linkedLines');
	const { rows } = await sql<OldRow>`select * from ${table}`.execute(database);
	for (const row of rows) {
		const { connectionId, subscriptionId, productId, contractServiceId } = row;
		await sql`update ${table} set ${sql.id('owed')} = ${owedOf(row)}
			where ${sql.id('connectionId')} = ${connectionId} and ${sql.id('subscriptionId')} = ${subscriptionId}
			and ${sql.id('productId')} = ${productId} and ${sql.id('contractServiceId')} = ${contractServiceId}`.execute(database);
	}
	await database.schema.alterTable('linkedLines').dropColumn('units').execute();
	await database.schema.alterTable('linkedLines').dropColumn('charged').execute();
}
