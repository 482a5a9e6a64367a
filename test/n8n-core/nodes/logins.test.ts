import type { ItemJson } from '../../../demo/n8n/executions';
import { premium } from '../../e2e/harness/scene';
import type { CredentialMap } from '../n8nCore';
import { polled, startNodeWorld, type NodeOutcome, type NodeWorld } from './nodeWorld';

jest.setTimeout(60_000);

const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31' }];
const now = '2026-10-16T09:00:00Z';

let world: NodeWorld;

beforeEach(async () => {
	world = await startNodeWorld({ now, contracts });
	sell('S1');
});

afterEach(async () => {
	await world.close();
});

function sell(subscriptionId: string): void {
	const { productId } = premium;
	world.marketplace.act({
		kind: 'sale',
		customerId: '1',
		productId,
		quantity: 10,
		subscriptionId,
		at: '2026-10-16T08:00:00Z',
	});
}

type Api = 'autotaskApi' | 'resellerMarketplaceApi';

function changed(api: Api, fields: Readonly<Record<string, unknown>>): CredentialMap {
	return { ...world.credentials, [api]: { ...world.credentials[api], ...fields } };
}

function openIdConnect(): Readonly<Record<string, unknown>> {
	const { clientId, clientSecret } = world.marketplace.settings;
	return { authentication: 'openIdConnect', tokenUrl: world.marketplace.tokenUrl, clientId, clientSecret };
}

/** Runs a node that has to ask the system. */
function ask(api: Api, items: readonly ItemJson[], credentials: CredentialMap): Promise<NodeOutcome> {
	if (api === 'autotaskApi') return world.run('mapCustomer', items, { credentials });
	const parameters = { operation: 'check', timeZone: 'Europe/London' };
	return world.run('syncTasks', [{ json: {} }], { parameters, credentials });
}

describe('the login at the marketplace', () => {
	it('works by token', async () => {
		expect(polled(await world.poll())).toHaveLength(1);
	});

	it('works by OpenID Connect', async () => {
		const credentials = changed('resellerMarketplaceApi', openIdConnect());
		expect(polled(await world.poll({ credentials }))).toHaveLength(1);
	});

	it.each([
		{ rule: 'by token', fields: () => ({}) },
		{ rule: 'by OpenID Connect', fields: openIdConnect },
	])('$rule is renewed once when it has expired', async ({ fields }) => {
		let credentials = changed('resellerMarketplaceApi', fields());
		({ credentials } = await world.poll({ credentials }));
		world.marketplace.expireTokens();
		world.marketplace.clearRequests();
		sell('S2');
		const answer = await world.poll({ credentials });
		expect(answer.error).toBeUndefined();
		expect(polled(answer)).toHaveLength(1);
		const logins = world.marketplace.requests().filter(({ kind }) => kind === 'login');
		expect(logins).toHaveLength(1);
	});

	it('is fetched once for many polls', async () => {
		await world.poll();
		sell('S2');
		await world.poll();
		expect(world.marketplace.requests().filter(({ kind }) => kind === 'login')).toHaveLength(1);
	});
});

describe('a wrong login', () => {
	const wrong: readonly { readonly rule: string; readonly api: Api; readonly fields: object; readonly says: RegExp }[] =
		[
			{ rule: 'Autotask, secret', api: 'autotaskApi', fields: { secret: 'wrong' }, says: /Autotask refused the login/ },
			{
				rule: 'Autotask, unknown user',
				api: 'autotaskApi',
				fields: { username: 'nobody@provider.example' },
				says: /knows no API user named nobody@provider\.example/,
			},
			{
				rule: 'Reseller Marketplace, password',
				api: 'resellerMarketplaceApi',
				fields: { password: 'wrong' },
				says: /Reseller Marketplace refused the login; check user name, password/,
			},
			{
				rule: 'Reseller Marketplace, subscription key',
				api: 'resellerMarketplaceApi',
				fields: { subscriptionKey: 'wrong' },
				says: /Reseller Marketplace refused the login.*subscription key/,
			},
		];

	it.each(wrong)('$rule: stops all requests with it for 15 minutes, and says so', async ({ api, fields, says }) => {
		const items = polled(await world.poll());
		let credentials = changed(api, { ...fields });
		const side = api === 'autotaskApi' ? world.autotask : world.marketplace;
		world.marketplace.expireTokens();
		side.clearRequests();
		const first = await ask(api, items, credentials);
		({ credentials } = first.run);
		expect(first.error?.message).toMatch(says);
		expect(first.error?.message).toMatch(/No request is sent with this login until 2026-10-16T09:15/);
		const sent = side.requests().length;
		expect(sent).toBeLessThanOrEqual(4);
		const second = await ask(api, items, credentials);
		expect(second.error?.message).toMatch(/No request is sent with this login until 2026-10-16T09:15/);
		expect(side.requests()).toHaveLength(sent);
		expect((await ask(api, items, world.credentials)).error).toBeUndefined();
	});
});

describe('an address that does not lead there', () => {
	it.each([
		{
			rule: 'of the zone look-up',
			api: 'autotaskApi' as const,
			fields: { discoveryUrl: 'http://127.0.0.1:9/ATServicesRest/V1.0/' },
			says: /127\.0\.0\.1:9 could not be reached; check the field Zone Look-Up URL/,
		},
		{
			rule: 'of the marketplace',
			api: 'resellerMarketplaceApi' as const,
			fields: { baseUrl: 'http://127.0.0.1:9/marketplace' },
			says: /127\.0\.0\.1:9 could not be reached; check the field Base URL/,
		},
		{
			rule: 'of the marketplace, in the clear',
			api: 'resellerMarketplaceApi' as const,
			fields: { baseUrl: 'http://marketplace.example/api' },
			says: /Base URL must begin with https/,
		},
	])('$rule is named in a sentence', async ({ api, fields, says }) => {
		const { outputs: _, ...outcome } = await world.run('syncTasks', [{ json: {} }], {
			parameters: { operation: 'check', timeZone: 'Europe/London' },
			credentials: changed(api, fields),
		});
		expect(outcome.error?.message).toMatch(says);
	});

	it('leaves the trigger active at its first poll, where it may pass', async () => {
		world.marketplace.addFault({ times: 0, action: { kind: 'status', status: 503 } });
		const { output, error } = await world.poll();
		expect({ output, error }).toEqual({ output: null, error: undefined });
	});
});
