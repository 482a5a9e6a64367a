import { homedir } from 'node:os';
import { join } from 'node:path';
import { SettingError } from './settingError';

/** Where the store is; a file for now. */
export interface StorePlace {
	readonly engine: 'sqlite';
	readonly file: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The store's file where no credential names one: in the folder of n8n. */
export function defaultStoreFile(environment: Environment): string {
	return join(environment['N8N_USER_FOLDER'] ?? homedir(), '.n8n', 'marketplace-autotask.sqlite');
}

/**
 * Where the store is, of the Sync Store credential's fields, or undefined for a node without that credential.
 *
 * @throws SettingError in queue mode without a credential (each worker would have a store of its own), and for an
 * engine that is not there yet.
 */
export function storePlace(
	fields: Readonly<Record<string, unknown>> | undefined,
	environment: Environment,
): StorePlace {
	if (!fields) {
		if (environment['EXECUTIONS_MODE'] === 'queue') {
			throw new SettingError(
				'n8n runs in queue mode: its workers share no folder, so each would keep tasks of its own. Give this node a Sync Store credential.',
			);
		}
		return { engine: 'sqlite', file: defaultStoreFile(environment) };
	}
	if (fields['engine'] !== 'sqlite') {
		throw new SettingError(
			'The Sync Store credential names PostgreSQL, which this version does not have yet. Choose SQLite.',
		);
	}
	const file = typeof fields['file'] === 'string' ? fields['file'].trim() : '';
	return { engine: 'sqlite', file: file === '' ? defaultStoreFile(environment) : file };
}
