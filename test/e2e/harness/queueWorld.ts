import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CredentialToImport } from '../../../demo/n8n/n8nCli';
import { postgresPort } from '../../store/postgresServer';
import { makeDatabase, setDatabaseClock, tracesInDatabase, type OwnedDatabase } from './databases';
import { leapIn } from './leap';
import { startWorker, type N8nWorker } from './n8nWorker';
import { startRedis } from './redisServer';
import { tracesOf } from './traces';
import { startWorld, type World, type WorldOptions } from './world';

const ofN8n: OwnedDatabase = { database: 'n8n', user: 'n8n', password: 'canary-n8n-database' };
const ofStore: OwnedDatabase = {
	database: 'marketplace_autotask',
	user: 'marketplace_autotask',
	password: 'canary-store-database',
};
const encryptionKey = 'canary-encryption-key';

/** Node credentials of both systems and of the store, as nodes carry them. */
export const storeCredential = { id: 'syncStore0000001', name: 'Sync Store' } as const;

/** What main and all workers must have in common: mode, key, n8n's database, queue. */
function sharedEnv(redisPort: number): Readonly<Record<string, string>> {
	return {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		N8N_ENCRYPTION_KEY: encryptionKey,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgresPort()),
		DB_POSTGRESDB_DATABASE: ofN8n.database,
		DB_POSTGRESDB_USER: ofN8n.user,
		DB_POSTGRESDB_PASSWORD: ofN8n.password,
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redisPort),
	};
}

/** A worker that is gone is noticed within seconds instead of a minute. */
const shortLocks = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
};

/** A world whose n8n is in queue mode: main, workers of their own folders, Redis, and PostgreSQL for n8n and the store. */
export interface QueueWorld extends World {
	/** From here on all processes, and the database of the store, live so much later than they would have. */
	leapBy(milliseconds: number): Promise<void>;
	/** Names of the variables that main and all workers have in common. */
	readonly sharedVariables: readonly string[];
	/** The Sync Store credential, to be imported. */
	readonly syncStore: CredentialToImport;
	/** Where one of the texts lies: in logs and folders of all processes, in the queue, in both databases. */
	placesOf(texts: readonly string[]): Promise<readonly string[]>;
	/** Starts so many workers at once; main must have made n8n's tables before. */
	startWorkers(count: number): Promise<readonly N8nWorker[]>;
}

export async function startQueueWorld(options: Omit<WorldOptions, 'env'>): Promise<QueueWorld> {
	const folder = mkdtempSync(join(tmpdir(), 'queue-'));
	const queueData = join(folder, 'redis');
	const leap = leapIn(join(folder, 'leap'));
	await makeDatabase(ofN8n);
	await makeDatabase(ofStore);
	const redis = await startRedis(queueData);
	const shared = sharedEnv(redis.port);
	const env = { ...shared, ...shortLocks, ...leap.env };
	const world = await startWorld({ ...options, env });
	let aheadMs = Date.parse(world.clock.SHIFTED_NOW) - Number(world.clock.SHIFTED_SINCE);
	await setDatabaseClock(ofStore.database, aheadMs);
	const started: N8nWorker[] = [];
	const startOne = async (): Promise<N8nWorker> => {
		const userFolder = mkdtempSync(join(world.prepared.userFolder, 'worker-'));
		const worker = await startWorker({ userFolder, clock: world.clock, env: { N8N_LOG_LEVEL: 'debug', ...env } });
		started.push(worker);
		return worker;
	};
	const placesOf = async (texts: readonly string[]): Promise<readonly string[]> => {
		const files = [world.prepared.userFolder, queueData].flatMap((one) => tracesOf(texts, one));
		const rows = await Promise.all([ofN8n, ofStore].map(({ database }) => tracesInDatabase(texts, database)));
		return [...files.map(({ file, text }) => `${file}: ${text}`), ...rows.flat()];
	};
	return {
		...world,
		sharedVariables: Object.keys(shared),
		leapBy: async (milliseconds) => {
			leap.by(milliseconds);
			await setDatabaseClock(ofStore.database, (aheadMs += milliseconds));
		},
		syncStore: syncStoreCredential(),
		startWorkers: async (count) => await Promise.all(Array.from({ length: count }, startOne)),
		placesOf,
		traces: async () => {
			const texts = [...world.secretTexts(), ofN8n.password, ofStore.password];
			return [...(await world.traces()), ...(await placesOf(texts))];
		},
		end: async () => {
			await Promise.all(started.map(async (worker) => await worker.stop()));
			await world.end();
			await redis.end();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function syncStoreCredential(): CredentialToImport {
	const data = { engine: 'postgres', host: '127.0.0.1', port: postgresPort(), ...ofStore, ssl: false };
	return { ...storeCredential, type: 'syncStore', data };
}
