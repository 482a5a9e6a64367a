import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { shiftedClock } from '../../../demo/n8n/n8nEnvironment';
import type { ItemJson } from '../../../demo/n8n/executions';
import { startAutotaskSimulator, type AutotaskSimulator } from '../../../simulators/autotask/startAutotaskSimulator';
import { startMarketplaceSimulator, type MarketplaceSimulator } from '../../../simulators/marketplace/simulator';
import { autotaskScene, marketplaceScene, type SceneContract } from '../../e2e/harness/scene';
import {
	itemsOf,
	N8nCore,
	type CredentialMap,
	type ListAnswer,
	type PollAnswer,
	type ShownError,
	type WorkflowRun,
} from '../n8nCore';

/** Parameters of a node, as its workflow holds them. */
export type Parameters = Readonly<Record<string, unknown>>;

/** What differs from a node that is simply run with the world's credentials. */
export interface NodeSetting {
	readonly parameters?: Parameters;
	/** Of the node's type; 1 where not given, as workflows made before hold it. */
	readonly typeVersion?: number;
	readonly onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	readonly mode?: 'manual' | 'trigger';
	readonly credentials?: CredentialMap;
}

/** What one node did with its items. */
export interface NodeOutcome {
	readonly status: string;
	/** Items by output. */
	readonly outputs: ReadonlyArray<readonly ItemJson[]>;
	readonly error?: ShownError;
	readonly hints: readonly string[];
	readonly run: WorkflowRun;
}

/** Both simulated systems and the nodes on n8n-core, all at one date. */
export interface NodeWorld {
	readonly autotask: AutotaskSimulator;
	readonly marketplace: MarketplaceSimulator;
	readonly core: N8nCore;
	/** Fields of both credentials; renewed tokens stay in it. */
	readonly credentials: CredentialMap;
	readonly userFolder: string;
	poll(setting?: NodeSetting): Promise<PollAnswer>;
	run(name: NodeName, input: readonly ItemJson[], setting?: NodeSetting): Promise<NodeOutcome>;
	/** What the list of a parameter holds for what was typed. */
	list(name: NodeName, method: string, parameters: Parameters, filter?: string): Promise<ListAnswer['answer']>;
	close(): Promise<void>;
}

export type NodeName = 'mapCustomer' | 'mapProduct' | 'buildContractServices' | 'syncContract' | 'syncTasks';

/** A node as a workflow file holds it, bound to the credentials that are given for it. */
export function nodeOf(type: string, credentials: CredentialMap, setting: NodeSetting = {}) {
	const bound = Object.keys(credentials).map((name) => [name, { id: name, name }] as const);
	return {
		id: `id-${type}`,
		name: type,
		type: `n8n-nodes-marketplace-autotask.${type}`,
		typeVersion: setting.typeVersion ?? 1,
		position: [0, 0],
		parameters: setting.parameters ?? {},
		credentials: Object.fromEntries(bound),
		...(setting.onError && { onError: setting.onError }),
	};
}

export const triggerParameters: Parameters = { timeZone: 'Europe/London', pollTimes: { item: [{ mode: 'everyDay' }] } };

/** Fields of both credentials for the two simulators. */
export function credentialsFor(autotask: AutotaskSimulator, marketplace: MarketplaceSimulator): CredentialMap {
	const [user] = autotask.users();
	if (!user) throw new RangeError('Autotask has no API user');
	const { username, password, subscriptionKey } = marketplace.settings;
	return {
		autotaskApi: {
			username: user.userName,
			secret: user.secret,
			integrationCode: user.integrationCode,
			discoveryUrl: autotask.discoveryUrl,
		},
		resellerMarketplaceApi: {
			account: 'main',
			authentication: 'token',
			baseUrl: marketplace.url,
			username,
			password,
			subscriptionKey,
			marketplace: marketplace.settings.marketplace,
		},
	};
}

export interface NodeWorldOptions {
	readonly now: string;
	readonly contracts: readonly SceneContract[];
	readonly env?: Readonly<Record<string, string>>;
}

/** Starts the world of a node's test. */
export async function startNodeWorld({ now, contracts, env }: NodeWorldOptions): Promise<NodeWorld> {
	const userFolder = mkdtempSync(join(tmpdir(), 'nodes-'));
	const autotask = await startAutotaskSimulator({ now, seed: autotaskScene(contracts) });
	const marketplace = await startMarketplaceSimulator({ now });
	marketplace.seed(marketplaceScene());
	const core = await N8nCore.start({ userFolder, clock: shiftedClock(now), ...(env && { env }) });
	const credentials: Record<string, Readonly<Record<string, unknown>>> = { ...credentialsFor(autotask, marketplace) };
	const renew = (renewed: CredentialMap): void => void Object.assign(credentials, renewed);
	return {
		autotask,
		marketplace,
		core,
		credentials,
		userFolder,
		poll: async (setting = {}) => {
			const given = setting.credentials ?? credentials;
			const parameters = { ...triggerParameters, ...setting.parameters };
			const node = nodeOf('resellerMarketplaceTrigger', given, { ...setting, parameters });
			const workflow = { nodes: [node], connections: {} };
			const mode = setting.mode ?? 'trigger';
			const answer = await core.poll({ workflow, node: node.name, credentials: given, mode });
			if (!setting.credentials) renew(answer.credentials);
			return answer;
		},
		run: async (name, input, setting = {}) => {
			const given = setting.credentials ?? credentials;
			const workflow = { nodes: [nodeOf(name, given, setting)], connections: {} };
			const mode = setting.mode ?? 'trigger';
			const run = await core.run({ workflow, startNode: name, input, mode, credentials: given });
			if (!setting.credentials) renew(run.credentials);
			return outcomeOf(run, name);
		},
		list: async (name, method, parameters, filter) => {
			const workflow = { nodes: [nodeOf(name, credentials, { parameters })], connections: {} };
			const asked = { workflow, node: name, method, credentials, ...(filter !== undefined && { filter }) };
			const listed = await core.list(asked);
			renew(listed.credentials);
			return listed.answer;
		},
		close: async () => {
			await Promise.all([core.stop(), autotask.close(), marketplace.close()]);
			rmSync(userFolder, { recursive: true, force: true });
		},
	};
}

function outcomeOf(run: WorkflowRun, name: string): NodeOutcome {
	const [first] = run.runData[name] ?? [];
	const count = first?.data?.main.length ?? 0;
	return {
		status: run.status,
		outputs: Array.from({ length: count }, (_, output) => itemsOf(run, name, output)),
		...(run.error && { error: run.error }),
		hints: (first?.hints ?? []).map(({ message }) => message),
		run,
	};
}

/** The items of a poll; empty where it gave none. */
export function polled(answer: PollAnswer): readonly ItemJson[] {
	return answer.output?.[0] ?? [];
}

/** Both outputs of Build Contract Services for what the trigger handed on; what waits before it is left out. */
export async function plannedItems(world: NodeWorld, input: readonly ItemJson[]): Promise<readonly ItemJson[]> {
	const customers = await world.run('mapCustomer', input);
	const products = await world.run('mapProduct', customers.outputs[0] ?? []);
	const built = await world.run('buildContractServices', products.outputs[0] ?? []);
	return built.outputs.flat();
}

/** The text that approves the plans on the given items, with what a person adds for some tasks. */
export function approvalsOf(items: readonly ItemJson[], answers: Readonly<Record<string, string>> = {}): string {
	const entries = items.map(({ json }) => {
		const { taskId, fingerprint } = json['plan'] as { readonly taskId: string; readonly fingerprint: string };
		return [`${taskId}:${fingerprint}`, answers[taskId] ?? ''].join(' ').trim();
	});
	return entries.join('\n');
}
