import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';
import { helperFetchLogin } from '../src/http/helperLogin';
import { fetchToken, marketplaceLogin } from '../src/http/marketplaceLogin';

const forToken = { show: { authentication: ['token'] } };
const forOpenId = { show: { authentication: ['openIdConnect'] } };

/** The login of a reseller's staff member; fetches and renews its token by itself. */
export class ResellerMarketplaceApi implements ICredentialType {
	name = 'resellerMarketplaceApi';

	displayName = 'Reseller Marketplace API';

	icon = { light: 'file:resellerMarketplaceApi.svg', dark: 'file:resellerMarketplaceApi.dark.svg' } as const;

	documentationUrl = 'https://github.com/marketplace-autotask/n8n-nodes-marketplace-autotask#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Account',
			name: 'account',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. distributor-eu',
			hint: 'A name of your own. Keep it: tasks and mappings belong to it.',
			description: 'Names this marketplace account; it stays the same when user, password or address change',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'OpenID Connect', value: 'openIdConnect' },
				{ name: 'Token', value: 'token' },
			],
			default: 'token',
			description: 'How the marketplace logs its users in; your distributor says which',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api.example.com/marketplace',
			description: 'The address of the marketplace API, without a resource at its end',
		},
		{ displayName: 'Username', name: 'username', type: 'string', default: '', required: true },
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Subscription Key',
			name: 'subscriptionKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'The key of the API gateway; leave empty where the marketplace has none',
		},
		{
			displayName: 'Marketplace',
			name: 'marketplace',
			type: 'string',
			default: '',
			placeholder: 'e.g. eu',
			displayOptions: forToken,
			description: 'The code of the marketplace, where your distributor runs several',
		},
		{
			displayName: 'Token URL',
			name: 'tokenUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://login.example.com/auth/realms/sr-1/protocol/openid-connect/token',
			displayOptions: forOpenId,
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			displayOptions: forOpenId,
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: forOpenId,
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/** Fetches a token; n8n keeps it in the hidden field and asks again after a 401. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		const fetch = helperFetchLogin(async (request) => (await this.helpers.httpRequest(request)) as unknown);
		return { sessionToken: await fetchToken(credentials, fetch) };
	}

	/** Sends a relative path to the base address, with the token. */
	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		const login = marketplaceLogin(credentials);
		return { ...requestOptions, baseURL: login.baseUrl, headers: { ...requestOptions.headers, ...login.headers } };
	};

	test: ICredentialTestRequest = {
		request: { url: '/customers', qs: { limit: 1 } },
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'The Reseller Marketplace gave a token but refuses it; check the Base URL and the Subscription Key.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message: 'The user may not read customers; ask your distributor for the right to use the API.',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 404, message: 'The Base URL does not lead to the marketplace API; check it.' },
			},
		],
	};
}
