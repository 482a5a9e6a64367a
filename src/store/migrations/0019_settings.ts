import { type Kysely, sql } from 'kysely';
import { textType } from './textType';

/**
 * Settings of a connection, each with who changed it when; what nodes say for themselves; when a connection was last
 * checked. The time zone and the meaning of the expiration date that a connection has are its first settings.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
	const text = textType(database);
	await database.schema
		.createTable('settings')
		.addColumn('connectionId', text, (column) => column.notNull())
		.addColumn('name', text, (column) => column.notNull())
		.addColumn('value', text, (column) => column.notNull())
		.addColumn('by', text, (column) => column.notNull())
		.addColumn('at', text, (column) => column.notNull())
		.addPrimaryKeyConstraint('settings_key', ['connectionId', 'name'])
		.execute();
	await database.schema
		.createTable('nodeSettings')
		.addColumn('connectionId', text, (column) => column.notNull())
		.addColumn('workflowId', text, (column) => column.notNull())
		.addColumn('node', text, (column) => column.notNull())
		.addColumn('workflowName', text, (column) => column.notNull())
		.addColumn('values', text, (column) => column.notNull())
		.addColumn('seenAt', text, (column) => column.notNull())
		.addPrimaryKeyConstraint('node_settings_key', ['connectionId', 'workflowId', 'node'])
		.execute();
	await database.schema.alterTable('connections').addColumn('checkedAt', text).execute();
	await keepDays(database);
}

interface Days {
	readonly id: string;
	readonly timeZone: string;
	readonly expirationIs: string;
	readonly connectedAt: string;
}

async function keepDays(database: Kysely<unknown>): Promise<void> {
	const { rows } = await sql<Days>`select id, time_zone, expiration_is, connected_at from connections`.execute(
		database,
	);
	for (const { id, connectedAt, timeZone, expirationIs } of rows) {
		for (const [name, value] of Object.entries({ timeZone, expirationIs }))
			await sql`
				insert into settings (connection_id, name, value, "by", "at")
				values (${id}, ${name}, ${JSON.stringify({ value })}, '', ${connectedAt})
			`.execute(database);
	}
}
