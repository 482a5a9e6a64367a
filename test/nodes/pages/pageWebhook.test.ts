import crypto from 'node:crypto';
import type { IWebhookFunctions } from 'n8n-workflow';
import { answerWebhook } from '../../../nodes/shared/pages/pageWebhook';
import type { Page } from '../../../src/pages/page';

const page: Page = {
	name: 'names',
	show: async () => await Promise.reject(new RangeError('it was shown')),
	actions: {},
};

interface Sent {
	status?: number;
	headers?: Readonly<Record<string, string>>;
	body?: string;
}

/** What n8n hands to the node, of a credential and what a browser sent as its login; opening a store is an error. */
async function answered(credential: Readonly<Record<string, string>>, authorization?: string): Promise<Sent> {
	const sent: Sent = {};
	const response = {
		writeHead: (status: number, headers: Readonly<Record<string, string>>) => {
			Object.assign(sent, { status, headers });
			return response;
		},
		end: (body: string) => void Object.assign(sent, { body }),
	};
	const context = {
		getNode: () => ({ name: 'Page', credentials: { syncStore: {} } }),
		getCredentials: async (name: string) => {
			if (name !== 'httpBasicAuth') throw new RangeError('a store was opened');
			return await Promise.resolve(credential);
		},
		getHeaderData: () => ({ authorization }),
		getRequestObject: () => ({ method: 'GET' }),
		getQueryData: () => ({}),
		getBodyData: () => ({}),
		getResponseObject: () => response,
	} as unknown as IWebhookFunctions;
	await answerWebhook(context, page);
	return sent;
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
		expect(headers).toMatchObject({ 'www-authenticate': expect.stringMatching(/^Basic /) });
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

	it('opens for user and password, a colon in it too', async () => {
		await expect(answered(jane, basic('Jane:se:cret'))).rejects.toThrow('a store was opened');
	});

	it('compares logins as a whole, however early they differ', async () => {
		const compared = jest.spyOn(crypto, 'timingSafeEqual');
		await answered(jane, basic('x:y'));
		expect(compared).toHaveBeenCalledTimes(1);
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
