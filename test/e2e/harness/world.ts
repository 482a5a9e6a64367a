import axios from 'axios';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CredentialToImport } from '../../../demo/n8n/n8nCli';
import type { RunningN8n } from '../../../demo/n8n/startN8n';
import { autotaskScene, marketplaceScene, type SceneContract } from './scene';
import { startSimulators, type Simulators } from './simulators';
import { templateInZone, testN8n, type TestN8n } from './testN8n';
import { tracesOf } from './traces';
import { until } from '../../../demo/n8n/until';

/** Secrets that nobody else has, so that they can be looked for. */
export interface Secrets {
	readonly secret: string;
	readonly integrationCode: string;
	readonly password: string;
	readonly subscriptionKey: string;
	readonly clientSecret: string;
}

/** A set of canaries; the label tells one set from another. */
export function canaries(label: string): Secrets {
	return {
		secret: `canary-${label}-autotask-secret`,
		integrationCode: `CANARY${label.toUpperCase()}INTEGRATIONCODE`,
		password: `canary-${label}-marketplace-password`,
		subscriptionKey: `canary-${label}-subscription-key`,
		clientSecret: `canary-${label}-client-secret`,
	};
}

const apiUser = 'api.user@provider.example';

export interface WorldOptions {
	readonly name: string;
	readonly now: string;
	readonly contracts: readonly SceneContract[];
	/** How many companies are customers; 1 unless given. */
	readonly customers?: number;
	readonly env?: Readonly<Record<string, string>>;
}

/** A real n8n with our package and both simulated systems, all at one date; nothing is imported yet. */
export interface World extends TestN8n, Omit<Simulators, 'end'> {
	/** Makes both systems take these secrets instead of the present ones; the credentials in n8n stay as they are. */
	rotateSecrets(secrets: Secrets): Promise<void>;
	credentials(secrets: Secrets): readonly CredentialToImport[];
	/** Waits until n8n's log holds a text. */
	lineInLog(text: string): Promise<void>;
	/** Every text by which a secret that ever was in use would be recognised. */
	secretTexts(): readonly string[];
	/** Where a secret of those lies that ever were in use; empty where all is well. */
	traces(): Promise<readonly string[]>;
}

/** The ids under which the templates are stored in n8n. */
export interface Templates {
	readonly checkChanges: string;
	readonly syncChanges: string;
}

export const firstSecrets = canaries('one');

export async function startWorld({ contracts, customers = 1, ...options }: WorldOptions): Promise<World> {
	const n8n = await testN8n({ ...options, env: { N8N_LOG_LEVEL: 'debug', ...options.env } });
	const logFolder = mkdtempSync(join(tmpdir(), 'simulators-'));
	const simulators = await startSimulators(n8n.clock, join(logFolder, 'simulators.log'));
	const { autotask, marketplace, addresses } = simulators;
	const used: Secrets[] = [];
	const rotateSecrets = async (secrets: Secrets): Promise<void> => {
		used.push(secrets);
		const { secret, integrationCode, ...ofMarketplace } = secrets;
		await autotask.setUsers([{ userName: apiUser, secret, integrationCode }]);
		await marketplace.setSettings(ofMarketplace);
		await marketplace.expireTokens();
	};
	const secretTexts = (): readonly string[] =>
		used.flatMap((secrets) => tellTale(secrets, addresses.marketplace.username));
	await rotateSecrets(firstSecrets);
	await autotask.seed(autotaskScene(contracts, customers));
	await marketplace.seed(marketplaceScene(customers));
	return {
		...n8n,
		...simulators,
		rotateSecrets,
		credentials: (secrets) => credentialsOf(addresses, secrets),
		lineInLog: async (text) => {
			await until(`"${text}" in n8n's log`, 60_000, () =>
				Promise.resolve(n8n.prepared.logText().includes(text) || undefined),
			);
		},
		secretTexts,
		traces: async () => {
			const texts = secretTexts();
			const shown = [await autotask.shown(), await marketplace.shown()].join('\n');
			const files = tracesOf(texts, n8n.prepared.userFolder).map(({ file, text }) => `${file}: ${text}`);
			return [...files, ...texts.filter((text) => shown.includes(text)).map((text) => `simulators: ${text}`)];
		},
		end: async () => {
			await Promise.all([n8n.end(), simulators.end()]);
			rmSync(logFolder, { recursive: true, force: true });
		},
	};
}

/** The secrets, and the header that holds one of them in other letters. */
function tellTale(secrets: Secrets, username: string): readonly string[] {
	return [...Object.values(secrets), Buffer.from(`${username}:${secrets.password}`).toString('base64')];
}

function credentialsOf(
	{ autotask, marketplace }: Simulators['addresses'],
	secrets: Secrets,
): readonly CredentialToImport[] {
	const { secret, integrationCode, password, subscriptionKey } = secrets;
	const ofAutotask = { username: apiUser, secret, integrationCode, discoveryUrl: autotask.discoveryUrl };
	const ofMarketplace = {
		account: 'main',
		authentication: 'token',
		baseUrl: marketplace.url,
		username: marketplace.username,
		password,
		subscriptionKey,
		marketplace: marketplace.marketplace,
	};
	return [
		{ id: 'autotask00000001', name: 'Autotask', type: 'autotaskApi', data: ofAutotask },
		{ id: 'marketplace00001', name: 'Reseller Marketplace', type: 'resellerMarketplaceApi', data: ofMarketplace },
	];
}

/** Imports the credentials and both templates by the command line and publishes Check Changes, all before n8n starts. */
export async function importAll(world: World): Promise<Templates> {
	const { cli } = world.prepared;
	await cli.importCredentials(world.credentials(firstSecrets));
	const [checkChanges = '', syncChanges = ''] = await cli.importWorkflows(
		['check-changes', 'sync-changes'].map((name) => templateInZone(name)),
	);
	await cli.publishWorkflow(checkChanges);
	return { checkChanges, syncChanges };
}

const pollEnd = /\d+ new tasks, \d+ freed, \d+ handed on|The next poll tries again/g;

function endedPolls(world: World): number {
	return [...world.prepared.logText().matchAll(pollEnd)].length;
}

/** Waits until so many polls have ended since n8n was prepared, by its log: n8n does not wait for them itself. */
export async function waitForPolls(world: World, count: number): Promise<void> {
	await until(`poll ${count} to end`, 60_000, () => Promise.resolve(endedPolls(world) >= count || undefined));
}

/** Lets the published Check Changes poll once, as at publishing, and waits for the end of that poll. */
export async function pollNow(world: World, n8n: RunningN8n, workflowId: string): Promise<void> {
	const before = endedPolls(world);
	await n8n.rest.unpublish(workflowId);
	await n8n.rest.publish(workflowId);
	await waitForPolls(world, before + 1);
}

/** Somebody else changes a thing in Autotask, with a request that our package does not make. */
export async function changeInAutotask(
	world: World,
	path: string,
	change: Readonly<Record<string, unknown>>,
): Promise<void> {
	const { discoveryUrl } = world.addresses.autotask;
	const zone = await axios.get<{ readonly url: string }>(discoveryUrl, { params: { user: apiUser }, proxy: false });
	const { secret, integrationCode } = firstSecrets;
	const headers = { UserName: apiUser, Secret: secret, ApiIntegrationCode: integrationCode };
	await axios.patch(`${zone.data.url}V1.0/${path}`, change, { headers, proxy: false });
}
