import crypto from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IWebhookFunctions } from 'n8n-workflow';
import { answerWebhook } from '../../../nodes/shared/pages/pageWebhook';
import { h } from 'preact';
import type { ConnectionId } from '../../../src/domain/ids';
import type { Page } from '../../../src/pages/page';
import { realClock } from '../../../src/ports/clock';
import { openStore } from '../../../src/store/openStore';
import { addPerson } from '../../../src/sync/people/managePeople';

const page: Page = {
	name: 'names',
	show: async ({ request: { user, role } }) =>
		await Promise.resolve({ title: 'Names', content: h('p', {}, `shown to ${user} as ${role}`) }),
	actions: {},
};

interface Sent {
	status?: number;
	headers?: Readonly<Record<string, string>>;
	body?: string;
}

const zone = JSON.stringify({
	url: 'https://webservices14.autotask.net/',
	ci: 12,
	username: 'api',
	discoveryUrl: 'https://webservices.autotask.net/atservicesrest/v1.0/',
});
let folder: string;
let file: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'login-'));
	file = join(folder, 'store.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What n8n hands to the node, of the owner's credential and what a browser sent as its login. */
async function answered(
	credential: Readonly<Record<string, string>>,
	authorization?: string,
	shownPage: Page = page,
): Promise<Sent> {
	const sent: Sent = {};
	const response = {
		writeHead: (status: number, headers: Readonly<Record<string, string>>) => {
			Object.assign(sent, { status, headers });
			return response;
		},
		end: (body: string) => void Object.assign(sent, { body }),
	};
	const credentials: Readonly<Record<string, object>> = {
		httpBasicAuth: credential,
		syncStore: { engine: 'sqlite', file },
		autotaskApi: { username: 'api', secret: 'a', integrationCode: 'b', zone },
		resellerMarketplaceApi: { account: 'main', baseUrl: 'https://marketplace.example', username: 'u', password: 'p' },
	};
	const context = {
		getNode: () => ({ name: 'Page', credentials: { syncStore: {} } }),
		getCredentials: async (name: string) => await Promise.resolve(credentials[name]),
		getHeaderData: () => ({ authorization }),
		getRequestObject: () => ({ method: 'GET', path: '/webhook/marketplace/names' }),
		getQueryData: () => ({}),
		getBodyData: () => ({}),
		getResponseObject: () => response,
		logger: { info: () => undefined, warn: () => undefined },
	} as unknown as IWebhookFunctions;
	await answerWebhook(context, shownPage);
	return sent;
}

/** Adds a person to the store that the node opens. */
async function personWith(role: string): Promise<string> {
	const store = await openStore({ engine: 'sqlite', file }, realClock);
	const manager = { connectionId: '12/main' as ConnectionId, by: 'Jane', owner: 'Jane' };
	const made = await addPerson({ name: 'Ann', role }, manager, { store, clock: store.clock });
	await store.close();
	if (made.kind !== 'made') throw new RangeError(made.message);
	return made.password;
}

const basic = (login: string): string => `Basic ${Buffer.from(login).toString('base64')}`;
const jane = { user: 'Jane', password: 'se:cret' };

describe('the page that answers a browser by itself', () => {
	it.each([
		{ rule: 'without a login', login: undefined },
		{ rule: 'with a wrong password', login: basic('Jane:se:crets') },
		{ rule: 'with a part of the password', login: basic('Jane:se') },
		{ rule: 'with another user', login: basic('Joan:se:cret') },
		{ rule: 'with a colon that was moved', login: basic('J:anese:cret') },
		{ rule: 'with nothing in it', login: basic(':') },
		{ rule: 'with another scheme', login: basic('Jane:se:cret').replace('Basic', 'Bearer') },
	])('opens nothing $rule', async ({ login }) => {
		const { status, headers, body } = await answered(jane, login);
		expect([status, body]).toEqual([401, 'This page wants a user name and a password.']);
		expect(headers).toMatchObject({ 'www-authenticate': expect.stringMatching(/^Basic .*charset="UTF-8"$/) });
	});

	it.each([
		{ rule: 'no user', credential: { user: '', password: 'x' } },
		{ rule: 'blanks for a user', credential: { user: '  ', password: 'x' } },
		{ rule: 'no password', credential: { user: 'Jane', password: '' } },
		{ rule: 'nothing', credential: {} },
	])('opens nothing for a credential with $rule', async ({ credential }) => {
		const { user = '', password = '' } = credential as { user?: string; password?: string };
		expect(await answered(credential, basic(`${user}:${password}`))).toMatchObject({ status: 500 });
	});

	it('opens for user and password of the owner, a colon in it too', async () => {
		const { status, body } = await answered(jane, basic('Jane:se:cret'));
		expect([status, body]).toEqual([200, expect.stringContaining('shown to Jane as settings')]);
	});

	it.each(['look', 'approve', 'settings'])('opens for a person of the connection, who may %s', async (role) => {
		const password = await personWith(role);
		const { status, body } = await answered(jane, basic(`ann:${password}`));
		expect([status, body]).toEqual([200, expect.stringContaining(`shown to Ann as ${role}`)]);
		expect(await answered(jane, basic(`ann:${password}x`))).toMatchObject({ status: 401 });
		expect(await answered(jane, basic(`Jane:${password}`))).toMatchObject({ status: 401 });
	});

	it('tells somebody who is not known nothing of the store that cannot be read', async () => {
		writeFileSync(file, 'no database');
		const { status, body } = await answered(jane, basic('Ann:x'));
		expect([status, body]).toEqual([503, expect.stringContaining('Logins cannot be checked now')]);
		expect(body).not.toContain(folder);
	});

	it("compares logins as a whole, however early they differ, the owner's and a person's", async () => {
		const compared = jest.spyOn(crypto, 'timingSafeEqual');
		await answered(jane, basic('x:y'));
		expect(compared).toHaveBeenCalledTimes(2);
		compared.mockRestore();
	});

	it('may be shown within no other page, taken for nothing else, and kept nowhere', async () => {
		expect((await answered(jane)).headers).toMatchObject({
			'content-security-policy': expect.stringMatching(/^sandbox (?!.*allow-same-origin).*; frame-ancestors 'none'$/),
			'x-frame-options': 'DENY',
			'x-content-type-options': 'nosniff',
			'cache-control': 'no-store',
			'referrer-policy': 'no-referrer',
		});
	});
});
