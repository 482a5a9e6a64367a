import type { MarketplaceSimulator } from '../../../simulators/marketplace/simulator';
import { basic, get, login, startWithLicence } from './calls';

let simulator: MarketplaceSimulator;
beforeEach(async () => {
	simulator = await startWithLicence();
});
afterEach(() => simulator.close());

async function openIdLogin(changes: Record<string, string> = {}, realm = 'sr-1000') {
	const { username, password, clientId, clientSecret } = simulator.settings;
	const form = { grant_type: 'password', username, password, scope: 'openid' };
	const response = await fetch(`${simulator.origin}/auth/realms/${realm}/protocol/openid-connect/token`, {
		method: 'POST',
		body: new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret, ...changes }),
	});
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('user and password give a token and its life in seconds', async () => {
	const response = await fetch(`${simulator.url}/token`, {
		method: 'POST',
		headers: basic(simulator.settings.password),
		body: '{"marketplace":"uk"}',
	});
	expect(await response.json()).toEqual({ token: expect.any(String), expiresInSeconds: 1500 });
});

test.each([
	['a wrong password', basic('no'), '{"marketplace":"uk"}', 401],
	['no password', {}, '{"marketplace":"uk"}', 401],
	['another marketplace', basic('marketplace-password'), '{"marketplace":"us"}', 400],
	['a body that is not JSON', basic('marketplace-password'), '{"marketplace"', 400],
	['no subscription key', { Authorization: basic('marketplace-password')['Authorization'] ?? '' }, '{}', 401],
])('%s gives no token', async (_rule, headers, body, status) => {
	const response = await fetch(`${simulator.url}/token`, { method: 'POST', headers, body });
	expect(response.status).toBe(status);
	expect(await response.json()).toEqual({ code: expect.any(String), message: expect.any(String) });
});

test('OpenID Connect gives a token that the API takes', async () => {
	const { status, body } = await openIdLogin();
	expect([status, body]).toEqual([200, expect.objectContaining({ expires_in: 1500, token_type: 'Bearer' })]);
	expect((await get(simulator, '/orders', String(body['access_token']))).status).toBe(200);
});

test.each([
	['a wrong client', { client_secret: 'no' }, 'sr-1000', 401, 'invalid_client'],
	['a wrong password', { password: 'no' }, 'sr-1000', 401, 'invalid_grant'],
	['another realm', {}, 'sr-9', 404, 'Realm does not exist'],
	['another grant', { grant_type: 'client_credentials' }, 'sr-1000', 400, 'unsupported_grant_type'],
])('OpenID Connect refuses %s', async (_rule, changes, realm, status, error) => {
	const answer = await openIdLogin(changes, realm);
	expect([answer.status, answer.body['error']]).toEqual([status, error]);
});

test('another base path is not found', async () => {
	expect((await fetch(`${simulator.origin}/elsewhere/token`, { method: 'POST' })).status).toBe(404);
});

test('a call without the subscription key is refused unless no gateway asks for it', async () => {
	const headers = { Authorization: `Bearer ${await login(simulator)}` };
	expect((await fetch(`${simulator.url}/orders`, { headers })).status).toBe(401);
	simulator.setSwitches({ subscriptionKey: 'optional' });
	expect((await fetch(`${simulator.url}/orders`, { headers })).status).toBe(200);
});

test('a token is good until its last second', async () => {
	const token = await login(simulator);
	simulator.setNow('2026-10-16T09:24:50Z');
	expect((await get(simulator, '/orders', token)).status).toBe(200);
	simulator.setNow('2026-10-16T09:25:10Z');
	expect((await get(simulator, '/orders', token)).status).toBe(401);
});

test('all tokens can be ended at once', async () => {
	const token = await login(simulator);
	expect(simulator.expireTokens()).toBe(1);
	expect((await get(simulator, '/orders', token)).status).toBe(401);
});

test('an expired token may be answered by 403', async () => {
	const token = await login(simulator);
	simulator.setSwitches({ expiredToken: 403 });
	simulator.expireTokens();
	expect((await get(simulator, '/orders', token)).status).toBe(403);
});

test('a changed password is asked for at the next login only', async () => {
	const token = await login(simulator);
	simulator.setSettings({ password: 'second' });
	expect((await get(simulator, '/orders', token)).status).toBe(200);
	expect(
		(await fetch(`${simulator.url}/token`, { method: 'POST', headers: basic('marketplace-password') })).status,
	).toBe(401);
	expect((await fetch(`${simulator.url}/token`, { method: 'POST', headers: basic('second') })).status).toBe(200);
});
