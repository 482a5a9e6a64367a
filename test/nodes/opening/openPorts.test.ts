import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { ResellerMarketplaceApi } from '../../../credentials/ResellerMarketplaceApi.credentials';
import { openPorts } from '../../../nodes/shared/opening/openPorts';
import type { RequestContext } from '../../../nodes/shared/opening/n8nHttp';
import { startHttpServer, type RunningServer } from '../../../simulators/http';
import { requestWith } from '../../credentials/n8nRequests';

const discoveryUrl = 'https://webservices.autotask.net/atservicesrest/v1.0/';
const zone = JSON.stringify({ url: 'https://webservices14.autotask.net/', ci: 12, username: 'api', discoveryUrl });
const tokens = ['first-token-61', 'later-token-62'];

let folder: string;
let echoing: RunningServer;
let given: number;
let refused: readonly string[];

/** A marketplace that tells in each refusal the login that it got. */
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'ports-'));
	given = 0;
	refused = [];
	echoing = await startHttpServer(async ({ path, headers }) => {
		if (path.endsWith('/token')) {
			const token = tokens[given++];
			return { kind: 'answer', answer: { status: 200, body: JSON.stringify({ token }) } };
		}
		const login = String(headers['authorization']);
		const status = refused.some((token) => login.endsWith(token)) ? 401 : 400;
		return {
			kind: 'answer',
			answer: { status, headers: { 'x-correlation-id': login }, body: `{"message":"${login}"}` },
		};
	});
});

afterEach(async () => {
	await echoing.close();
	rmSync(folder, { recursive: true, force: true });
});

/** What a node asks of n8n, which keeps the token of the credential from one request to the next. */
function context(): RequestContext {
	const marketplace: ICredentialDataDecryptedObject = {
		account: 'main',
		authentication: 'token',
		baseUrl: echoing.url,
		username: 'reader',
		password: 'password-63',
		subscriptionKey: 'subscription-key-64',
		sessionToken: '',
	};
	const credentials: Readonly<Record<string, ICredentialDataDecryptedObject>> = {
		syncStore: { engine: 'sqlite', file: join(folder, 'store.sqlite') },
		autotaskApi: { username: 'api', secret: 'a', integrationCode: 'b', discoveryUrl, zone },
		resellerMarketplaceApi: marketplace,
	};
	const httpRequestWithAuthentication = async (
		_type: string,
		options: IHttpRequestOptions,
		more: { readonly preAuthenticationRetryStatusCode: readonly number[] },
	): Promise<unknown> =>
		await requestWith(new ResellerMarketplaceApi(), marketplace, options, more.preAuthenticationRetryStatusCode);
	return {
		getNode: () => ({ credentials: { syncStore: { id: null, name: 'Store' } } }),
		getCredentials: async (name: string) => await Promise.resolve({ ...credentials[name] }),
		helpers: { httpRequestWithAuthentication },
		logger: { info: () => undefined },
	} as unknown as RequestContext;
}

async function refusal(asked: RequestContext): Promise<unknown> {
	const { marketplace } = await openPorts(asked);
	return await marketplace.order('1' as never).catch((error: unknown) => error);
}

describe("the marketplace's token", () => {
	it('is in no error, whether it was fetched by an execution before, by this one, or anew', async () => {
		const asked = context();
		const errors = [await refusal(asked), await refusal(asked)];
		refused = tokens.slice(0, 1);
		errors.push(await refusal(asked));
		expect(given).toBe(2);
		for (const error of errors) {
			expect(error).toMatchObject({ status: 400, correlationId: 'Bearer ***' });
			const told = JSON.stringify([error, (error as Error).message]);
			expect(tokens.filter((token) => told.includes(token))).toEqual([]);
		}
	});
});
