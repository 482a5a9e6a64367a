import { createRequire } from 'node:module';
import { dirname, join, delimiter } from 'node:path';
import { shiftedClockFile, type Installed } from './installed';

/** The owner of every n8n that is started here. */
export const owner = { email: 'owner@provider.example', password: 'Demo-owner-1' } as const;

/** From which instant on the clock runs; both fields go to every process that shall share the date. */
export interface ShiftedClock {
	readonly SHIFTED_NOW: string;
	readonly SHIFTED_SINCE: string;
	readonly NODE_OPTIONS: string;
}

/** Environment of a process that lives at the given instant (ISO) from now on; give the same object to all of them. */
export function shiftedClock(now: string): ShiftedClock {
	return {
		SHIFTED_NOW: now,
		SHIFTED_SINCE: String(Math.round(performance.timeOrigin + performance.now())),
		NODE_OPTIONS: `--require="${shiftedClockFile}"`,
	};
}

export interface EnvironmentOptions {
	readonly installed: Installed;
	readonly userFolder: string;
	readonly port: number;
	readonly brokerPort: number;
	readonly clock?: ShiftedClock | undefined;
	readonly env?: Readonly<Record<string, string>> | undefined;
}

const quiet = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DIAGNOSTICS_CONFIG_FRONTEND: '',
	N8N_DIAGNOSTICS_CONFIG_BACKEND: '',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry,instance-ai',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
} as const;

/** The whole environment of one n8n process; of the caller's own, nothing that n8n, npm or Node would read. */
export function n8nEnvironment(options: EnvironmentOptions): Readonly<Record<string, string>> {
	return {
		...inherited(),
		...quiet,
		PATH: [dirname(options.installed.nodeBinary), process.env['PATH'] ?? ''].join(delimiter),
		NO_PROXY: '127.0.0.1,localhost',
		N8N_USER_FOLDER: options.userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(options.port),
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${options.port}/`,
		N8N_WEBHOOK_URL: `http://127.0.0.1:${options.port}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(options.brokerPort),
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
		N8N_INSTANCE_OWNER_EMAIL: owner.email,
		N8N_INSTANCE_OWNER_FIRST_NAME: 'Olga',
		N8N_INSTANCE_OWNER_LAST_NAME: 'Owner',
		N8N_INSTANCE_OWNER_PASSWORD_HASH: ownerPasswordHash(options.installed),
		GENERIC_TIMEZONE: 'Europe/Berlin',
		...options.clock,
		...options.env,
	};
}

function inherited(): Record<string, string> {
	const kept: Record<string, string> = {};
	for (const [name, value] of Object.entries(process.env)) {
		if (value === undefined || /^(N8N_|npm_|NODE_|JEST_|DB_|SHIFTED_|EXECUTIONS_|QUEUE_)/i.test(name)) continue;
		kept[name] = value;
	}
	return kept;
}

interface Bcrypt {
	hashSync(text: string, rounds: number): string;
}

const hashes = new Map<string, string>();

/** Made with n8n's own bcrypt, so that no dependency of ours is needed for it. */
function ownerPasswordHash({ n8nFolder }: Installed): string {
	const known = hashes.get(n8nFolder);
	if (known !== undefined) return known;
	const bcrypt = createRequire(join(n8nFolder, 'node_modules', 'n8n', 'package.json'))('bcryptjs') as Bcrypt;
	const hash = bcrypt.hashSync(owner.password, 10);
	hashes.set(n8nFolder, hash);
	return hash;
}
