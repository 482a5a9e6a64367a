import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { SettingError } from '../settingError';

/** Where the store is: a file, or a database of PostgreSQL. */
export type StorePlace =
	| { readonly engine: 'sqlite'; readonly file: string }
	| {
			readonly engine: 'postgres';
			readonly host: string;
			readonly port: number;
			readonly database: string;
			readonly user: string;
			readonly password: string;
			readonly ssl: boolean;
	  };

type Environment = Readonly<Record<string, string | undefined>>;
type Fields = Readonly<Record<string, unknown>>;

/** The store's file where no credential names one: in the folder of n8n. */
export function defaultStoreFile(environment: Environment): string {
	return join(environment['N8N_USER_FOLDER'] ?? homedir(), '.n8n', 'marketplace-autotask.sqlite');
}

/**
 * Where the store is, of the Sync Store credential's fields, or undefined for a node without that credential.
 *
 * @throws SettingError in queue mode without a credential (each worker would have a store of its own), and for an
 * empty or impossible field of PostgreSQL.
 */
export function storePlace(fields: Fields | undefined, environment: Environment): StorePlace {
	if (!fields) {
		if (environment['EXECUTIONS_MODE'] === 'queue') {
			throw new SettingError(
				'n8n runs in queue mode: its workers share no folder, so each would keep tasks of its own. Give this node a Sync Store credential.',
			);
		}
		return { engine: 'sqlite', file: defaultStoreFile(environment) };
	}
	if (fields['engine'] === 'postgres') return postgresPlace(fields);
	const file = text(fields, 'file');
	return { engine: 'sqlite', file: file === '' ? defaultStoreFile(environment) : file };
}

function postgresPlace(fields: Fields): StorePlace {
	const { password, ssl } = fields;
	return {
		engine: 'postgres',
		host: required(fields, 'host', 'Host'),
		port: portOf(fields['port']),
		database: required(fields, 'database', 'Database'),
		user: required(fields, 'user', 'User'),
		password: typeof password === 'string' ? password : '',
		ssl: ssl === true,
	};
}

function text(fields: Fields, name: string): string {
	const value = fields[name];
	return typeof value === 'string' ? value.trim() : '';
}

function required(fields: Fields, name: string, label: string): string {
	const value = text(fields, name);
	if (value === '') throw new SettingError(`The Sync Store credential has no ${label}. Enter it.`);
	return value;
}

function portOf(value: unknown): number {
	const port = value === undefined ? 5432 : Number(value);
	if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
	throw new SettingError(`The Sync Store credential's Port is "${String(value)}". Enter a number from 1 to 65535.`);
}

/**
 * What the process knows an open store by: equal for two credentials that name one place and log in alike.
 *
 * Hides the password, and differs with it, so that a store opened with another one is not handed on.
 */
export function storeKey(place: StorePlace): string {
	if (place.engine === 'sqlite') return resolve(place.file);
	const { host, port, database, user, password, ssl } = place;
	return createHash('sha256')
		.update(JSON.stringify([host.toLowerCase(), port, database, user, password, ssl]))
		.digest('hex');
}
