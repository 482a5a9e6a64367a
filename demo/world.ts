import { join } from 'node:path';
import { projectFolder, readInstalled } from './n8n/installed';
import type { CredentialToImport } from './n8n/n8nCli';
import { shiftedClock } from './n8n/n8nEnvironment';
import { prepareN8n, type PreparedN8n, type RunningN8n } from './n8n/startN8n';
import { autotaskView, type AutotaskView } from './reading/autotask';
import { pagesCredential, pageTemplates } from './pages';
import { marketplaceView, type MarketplaceView } from './reading/marketplace';
import type { Screen } from './screen/screen';
import { startSimulators, type RunningSimulators } from './startSimulators';
import type { SimulatorAddresses } from '../simulators/main';

/** The workflows in n8n, by what they are for. */
export interface WorkflowIds {
	readonly checkChanges: string;
	readonly syncChanges: string;
	readonly chooseSettings: string;
	readonly mapChargeKinds: string;
	readonly listTasks: string;
	/** Those that serve the pages; they are not published yet. */
	readonly pages: readonly string[];
}

/** Everything that runs, and how it is reached. */
export interface World {
	readonly n8n: RunningN8n;
	readonly autotask: AutotaskView;
	readonly marketplace: MarketplaceView;
	readonly addresses: SimulatorAddresses;
	readonly workflows: WorkflowIds;
	/** The day on which everything happens. */
	readonly today: string;
}

/** What has been started so far, to be ended in the reverse order. */
export type Endings = (() => Promise<void>)[];

export interface WorldOptions {
	/** For n8n's database, the store and the logs. */
	readonly folder: string;
	/** The instant (ISO) at which everything starts. */
	readonly now: string;
	readonly screen: Screen;
	readonly endings: Endings;
}

/** Starts both simulated systems and a real n8n with the packed package, its credentials and its workflows. */
export async function startWorld({ folder, now, screen, endings }: WorldOptions): Promise<World> {
	const installed = readInstalled();
	const clock = shiftedClock(now);
	const [simulators, prepared] = await screen.step(
		'A simulated Autotask and a simulated Reseller Marketplace, with 12 customers and 30 subscriptions',
		async () => {
			const starting = startSimulators({ installed, logFile: join(folder, 'simulators.log'), clock });
			const running = starting.then((one) => (endings.push(() => one.stop()), one));
			return await Promise.all([running, prepareN8n({ userFolder: folder, clock, env: { N8N_LOG_LEVEL: 'debug' } })]);
		},
	);
	await screen.step('Credentials Autotask, Reseller Marketplace and of the pages, imported by n8n’s command line', () =>
		prepared.cli.importCredentials(credentialsFor(simulators.addresses)),
	);
	const workflows = await screen.step('The templates and three small workflows of the demo, imported likewise', () =>
		importWorkflows(prepared),
	);
	const n8n = await screen.step('A real n8n with the packed package installed', () => prepared.start());
	endings.push(() => n8n.stop());
	return { n8n, ...viewsOf(simulators), workflows };
}

function viewsOf({ addresses }: RunningSimulators): Pick<World, 'autotask' | 'marketplace' | 'addresses' | 'today'> {
	return {
		autotask: autotaskView(addresses.autotask.adminUrl),
		marketplace: marketplaceView(addresses.marketplace.adminUrl),
		addresses,
		today: addresses.today ?? '',
	};
}

async function importWorkflows({ cli }: PreparedN8n): Promise<WorkflowIds> {
	const file = (...path: readonly string[]): string => join(projectFolder, ...path);
	const [checkChanges = '', syncChanges = '', chooseSettings = '', ...others] = await cli.importWorkflows([
		file('workflows', 'check-changes.json'),
		file('workflows', 'sync-changes.json'),
		file('demo', 'workflows', 'choose-settings.json'),
		file('demo', 'workflows', 'map-charge-kinds.json'),
		file('demo', 'workflows', 'list-tasks.json'),
		...pageTemplates.map((name) => file('workflows', name)),
	]);
	const [mapChargeKinds = '', listTasks = '', ...pages] = others;
	return { checkChanges, syncChanges, chooseSettings, mapChargeKinds, listTasks, pages };
}

function credentialsFor({ autotask, marketplace }: SimulatorAddresses): readonly CredentialToImport[] {
	return [
		pagesCredential,
		{
			id: 'demoAutotask0001',
			name: 'Autotask',
			type: 'autotaskApi',
			data: {
				username: autotask.username,
				secret: autotask.secret,
				integrationCode: autotask.integrationCode,
				discoveryUrl: autotask.discoveryUrl,
				impersonationResourceId: '',
			},
		},
		{
			id: 'demoMarketplace1',
			name: 'Reseller Marketplace',
			type: 'resellerMarketplaceApi',
			data: {
				account: 'demo',
				authentication: 'token',
				baseUrl: marketplace.url,
				username: marketplace.username,
				password: marketplace.password,
				subscriptionKey: marketplace.subscriptionKey,
				marketplace: marketplace.marketplace,
			},
		},
	];
}
