import { parseArgs } from 'node:util';
import { startAutotaskSimulator, type AutotaskSimulator } from './autotask/startAutotaskSimulator';
import { dayIn } from './marketplace/billingDays';
import { startMarketplaceSimulator, type MarketplaceSimulator } from './marketplace/simulator';
import { seedProvider } from './provider/seedProvider';

const usage = `Usage: node --import tsx simulators/main.ts [options]
  --seed provider          fill both systems with the provider of the demo
  --today YYYY-MM-DD       the day the provider is seeded for (default: the present day)
  --autotask-port n        default 8181; 0 takes a free one
  --marketplace-port n     default 8182; 0 takes a free one
  --json                   print one JSON line and end when standard input closes
`;

interface Systems {
	readonly autotask: AutotaskSimulator;
	readonly marketplace: MarketplaceSimulator;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			seed: { type: 'string' },
			today: { type: 'string' },
			'autotask-port': { type: 'string', default: '8181' },
			'marketplace-port': { type: 'string', default: '8182' },
			json: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		process.stdout.write(usage);
		return;
	}
	if (values.seed !== undefined && values.seed !== 'provider') throw new RangeError(`unknown seed: ${values.seed}`);
	const ports = { autotask: portOf(values['autotask-port']), marketplace: portOf(values['marketplace-port']) };
	const systems = await startBoth(ports);
	endWith(systems, values.json);
	const today = values.today ?? dayIn(systems.marketplace.settings.zone, systems.marketplace.now());
	if (values.seed === 'provider') seedProvider(systems, today);
	const addresses = addressesOf(systems, values.seed === 'provider' ? today : undefined);
	process.stdout.write(values.json ? `${JSON.stringify(addresses)}\n` : textOf(addresses));
}

/** The second is not left running, nor the first, where one of them cannot start. */
async function startBoth(ports: { readonly autotask: number; readonly marketplace: number }): Promise<Systems> {
	const autotask = await startAutotaskSimulator({ port: ports.autotask });
	try {
		return { autotask, marketplace: await startMarketplaceSimulator({ port: ports.marketplace }) };
	} catch (error) {
		await autotask.close();
		throw error;
	}
}

function endWith(systems: Systems, withInput: boolean): void {
	let isEnding = false;
	const end = (): void => {
		if (isEnding) return;
		isEnding = true;
		process.stdin.destroy();
		Promise.all([systems.autotask.close(), systems.marketplace.close()]).catch(fail);
	};
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	if (withInput) process.stdin.resume().once('close', end).once('end', end);
}

/** What a caller needs to reach both systems and to look at them. */
export interface SimulatorAddresses {
	/** The day the provider was seeded for. */
	readonly today?: string;
	readonly autotask: {
		readonly url: string;
		readonly adminUrl: string;
		readonly pages: readonly string[];
		readonly discoveryUrl: string;
		readonly ci: number;
		readonly username: string;
		readonly secret: string;
		readonly integrationCode: string;
	};
	readonly marketplace: {
		readonly url: string;
		readonly adminUrl: string;
		readonly pages: readonly string[];
		readonly tokenUrl: string;
		readonly username: string;
		readonly password: string;
		readonly subscriptionKey: string;
		readonly marketplace: string;
		readonly clientId: string;
		readonly clientSecret: string;
		readonly timeZone: string;
	};
}

function addressesOf({ autotask, marketplace }: Systems, today: string | undefined): SimulatorAddresses {
	const [user] = autotask.users();
	if (user === undefined) throw new RangeError('Autotask has no API user');
	const { username, password, subscriptionKey, clientId, clientSecret, zone } = marketplace.settings;
	return {
		...(today === undefined ? {} : { today }),
		autotask: {
			url: autotask.url,
			adminUrl: `${autotask.url}/admin`,
			pages: [`${autotask.url}/`, `${autotask.url}/contracts`],
			discoveryUrl: autotask.discoveryUrl,
			ci: autotask.ci,
			username: user.userName,
			secret: user.secret,
			integrationCode: user.integrationCode,
		},
		marketplace: {
			url: marketplace.url,
			adminUrl: `${marketplace.origin}/admin`,
			pages: [`${marketplace.origin}/`],
			tokenUrl: marketplace.tokenUrl,
			username,
			password,
			subscriptionKey,
			marketplace: marketplace.settings.marketplace,
			clientId,
			clientSecret,
			timeZone: zone,
		},
	};
}

function textOf({ today, autotask, marketplace }: SimulatorAddresses): string {
	return `Autotask
  page                ${autotask.pages.join('  ')}
  zone look-up        ${autotask.discoveryUrl}
  user                ${autotask.username}
  secret              ${autotask.secret}
  integration code    ${autotask.integrationCode}
Reseller Marketplace
  page                ${marketplace.pages.join('  ')}
  base address        ${marketplace.url}
  user                ${marketplace.username}
  password            ${marketplace.password}
  subscription key    ${marketplace.subscriptionKey}
  marketplace         ${marketplace.marketplace}
  token address       ${marketplace.tokenUrl}
  client              ${marketplace.clientId}
  client secret       ${marketplace.clientSecret}
  time zone           ${marketplace.timeZone}
${today === undefined ? 'Both are empty.' : `Seeded with the provider as of ${today}.`} Ctrl-C ends both.
`;
}

function portOf(text: string): number {
	const port = Number(text);
	if (!/^\d+$/.test(text) || port > 65_535) throw new RangeError(`not a port: ${text}`);
	return port;
}

function fail(error: unknown): void {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
	process.exitCode = 1;
}

main().catch(fail);
