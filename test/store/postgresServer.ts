import { Client } from 'pg';
import type { PostgresLocation } from '../../src/store/engine/postgresPool';

const admin = { host: '127.0.0.1', user: 'postgres', password: 'postgres' };

/**
 * The port of this test run's server.
 *
 * @throws Error that says how to install PostgreSQL where it is missing
 */
export function postgresPort(): number {
	const { port, problem = 'no PostgreSQL was started for this test run' } = JSON.parse(
		process.env['STORE_POSTGRES'] ?? '{}',
	) as { port?: number; problem?: string };
	if (port === undefined) throw new Error(problem);
	return port;
}

/** A database of the server, opened by its superuser. */
export function locationOf(database: string, changes: Partial<PostgresLocation> = {}): PostgresLocation {
	return { engine: 'postgres', port: postgresPort(), database, ssl: false, ...admin, ...changes };
}

/** Runs statements as the superuser; the rows of the last one. */
export async function runIn(database: string, statement: string): Promise<readonly Record<string, unknown>[]> {
	const client = new Client({ ...admin, port: postgresPort(), database });
	await client.connect();
	try {
		const answer: unknown = await client.query(statement);
		const last = Array.isArray(answer) ? (answer as unknown[]).at(-1) : answer;
		return (last as { rows: Record<string, unknown>[] }).rows;
	} finally {
		await client.end();
	}
}

/** Somebody who has the right to write and keeps it until `end`. */
export async function heldTurn(database: string): Promise<Client> {
	const client = new Client({ ...admin, port: postgresPort(), database });
	await client.connect();
	await client.query('begin; select pg_advisory_xact_lock(1398035027, hashtext(current_schema()))');
	return client;
}

const freeDatabases: string[] = [];
let made = 0;

/** An empty database; give it back by `releaseDatabase`. */
export async function emptyDatabase(): Promise<string> {
	const free = freeDatabases.pop();
	if (free !== undefined) {
		await runIn(free, 'drop schema public cascade; create schema public');
		return free;
	}
	const name = `store_${process.pid}_${Math.floor(performance.timeOrigin)}_${(made += 1)}_${process.hrtime.bigint()}`;
	await runIn('postgres', `create database ${name}`);
	return name;
}

export function releaseDatabase(name: string): void {
	freeDatabases.push(name);
}
