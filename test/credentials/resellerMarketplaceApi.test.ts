import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { ResellerMarketplaceApi } from '../../credentials/ResellerMarketplaceApi.credentials';
import { type RunningServer, startHttpServer } from '../../simulators/http';
import type { MarketplaceSimulator } from '../../simulators/marketplace/simulator';
import { fieldsFor } from '../marketplace/openClient';
import { startWithLicence } from '../simulators/marketplace/calls';
import { requestHelper, requestWith } from './n8nRequests';

const credential = new ResellerMarketplaceApi();
const probe = { url: '/customers', qs: { limit: 1 } };
const ways = ['token', 'openIdConnect'] as const;
let simulator: MarketplaceSimulator;
let moved: RunningServer | undefined;
beforeEach(async () => {
	simulator = await startWithLicence();
});
afterEach(async () => {
	await simulator.close();
	await moved?.close();
	moved = undefined;
});

function fieldsOf(way: (typeof ways)[number], changes: Record<string, string> = {}): ICredentialDataDecryptedObject {
	return { ...fieldsFor(simulator, way), sessionToken: '', ...changes };
}

function kinds(): string[] {
	return simulator.requests().map((one) => `${one.kind} ${one.status}`);
}

describe.each(ways)('the way %s', (way) => {
	it('fetches a token once and keeps it', async () => {
		const fields = fieldsOf(way);
		await expect(requestWith(credential, fields, { ...probe })).resolves.toMatchObject({ data: [{ id: '1' }] });
		await requestWith(credential, fields, { ...probe });
		expect(kinds()).toEqual(['login 200', 'read 200', 'read 200']);
	});

	it('fetches a new one after a 401', async () => {
		const fields = fieldsOf(way);
		await requestWith(credential, fields, { ...probe });
		simulator.expireTokens();
		await requestWith(credential, fields, { ...probe });
		expect(kinds()).toEqual(['login 200', 'read 200', 'read 401', 'login 200', 'read 200']);
	});

	it('throws a token away that was fetched for another address', async () => {
		const fields = fieldsOf(way);
		await requestWith(credential, fields, { ...probe });
		await requestWith(credential, { ...fields, baseUrl: `${simulator.url}/` }, { ...probe });
		expect(kinds()).toEqual(['login 200', 'read 200', 'login 200', 'read 200']);
	});

	it('refuses a wrong password in words', async () => {
		await expect(requestWith(credential, fieldsOf(way, { password: 'wrong' }), { ...probe })).rejects.toMatchObject({
			name: 'CredentialError',
			problem: 'refused',
			message: expect.stringContaining('refused the login; check user name, password'),
		});
	});

	it('keeps no secret beside the token', async () => {
		const fields = fieldsOf(way);
		const kept = JSON.stringify(await credential.preAuthentication.call(requestHelper, fields));
		for (const name of ['password', 'clientSecret', 'subscriptionKey']) expect(kept).not.toContain(fields[name]);
	});
});

describe('what keeps a token from being fetched', () => {
	it.each([
		{ rule: 'a wrong client', way: 'openIdConnect', changes: { clientSecret: 'wrong' }, problem: 'refused' },
		{ rule: 'a wrong subscription key', way: 'token', changes: { subscriptionKey: 'wrong' }, problem: 'refused' },
		{ rule: 'no address', way: 'token', changes: { baseUrl: '' }, problem: 'unusable' },
		{
			rule: 'an address in the clear',
			way: 'token',
			changes: { baseUrl: 'http://marketplace.example' },
			problem: 'unusable',
		},
		{
			rule: 'a password in the address',
			way: 'token',
			changes: { baseUrl: 'https://user:pass@marketplace.example' },
			problem: 'unusable',
		},
		{
			rule: 'a host that cannot be reached',
			way: 'token',
			changes: { baseUrl: 'http://127.0.0.1:1' },
			problem: 'unreachable',
		},
		{
			rule: 'a token address that cannot be reached',
			way: 'openIdConnect',
			changes: { tokenUrl: 'http://127.0.0.1:1/token' },
			problem: 'unreachable',
		},
	] as const)('is $rule', async ({ way, changes, problem }) => {
		await expect(requestWith(credential, fieldsOf(way, changes), { ...probe })).rejects.toMatchObject({
			name: 'CredentialError',
			problem,
		});
	});

	it('is an address that sends the password elsewhere', async () => {
		const answer = { status: 307, headers: { Location: `${simulator.url}/token` } };
		moved = await startHttpServer(async () => ({ kind: 'answer', answer }));
		const fields = fieldsOf('token', { baseUrl: moved.url });
		await expect(requestWith(credential, fields, { ...probe })).rejects.toMatchObject({ problem: 'unusable' });
		expect(kinds()).toEqual([]);
	});

	it('is an address that is no marketplace', async () => {
		const elsewhere = fieldsOf('token', { baseUrl: `${simulator.origin}/elsewhere` });
		await expect(requestWith(credential, elsewhere, { ...probe })).rejects.toMatchObject({
			problem: 'unusable',
			message: expect.stringContaining('Base URL'),
		});
	});
});

it('sends the subscription key only where there is one', async () => {
	simulator.setSwitches({ subscriptionKey: 'optional' });
	await expect(
		requestWith(credential, fieldsOf('token', { subscriptionKey: '' }), { ...probe }),
	).resolves.toMatchObject({ data: [{ id: '1' }] });
});
