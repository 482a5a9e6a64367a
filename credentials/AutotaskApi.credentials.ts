import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';
import { autotaskLogin, discoverZone, vendorDiscoveryUrl } from '../src/http/autotaskZone';
import { helperFetchLogin } from '../src/http/helperLogin';

const noZoneAnswer = 'The zone does not answer like Autotask does; check the Zone Look-Up URL.';

/** n8n reads rules of both kinds beside each other; its type allows one. */
const testRules: unknown = [
	{
		type: 'responseSuccessBody',
		properties: { key: 'externalRequestThreshold', value: undefined, message: noZoneAnswer },
	},
	...[301, 302, 307, 308, 404].map((value) => ({ type: 'responseCode', properties: { value, message: noZoneAnswer } })),
	{
		type: 'responseCode',
		properties: {
			value: 401,
			message: 'Autotask knows the user but refused the login; check the secret and the integration code.',
		},
	},
];

/** The login of an Autotask API user; finds the user's zone by itself. */
export class AutotaskApi implements ICredentialType {
	name = 'autotaskApi';

	displayName = 'Autotask API';

	icon = { light: 'file:autotaskApi.svg', dark: 'file:autotaskApi.dark.svg' } as const;

	documentationUrl = 'https://github.com/marketplace-autotask/n8n-nodes-marketplace-autotask#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. api.user@example.com',
			description: 'The name of a user with the security level API User (system)',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Integration Code',
			name: 'integrationCode',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The API tracking identifier of the user',
		},
		{
			displayName: 'Zone Look-Up URL',
			name: 'discoveryUrl',
			type: 'string',
			default: vendorDiscoveryUrl,
			description: 'Where the zone of the user is looked up; change it only when Autotask tells you to',
		},
		{
			displayName: 'Impersonation Resource ID',
			name: 'impersonationResourceId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 29682885',
			description: 'The ID of the resource in whose name changes are made; leave empty for the API user itself',
		},
		{ displayName: 'Zone', name: 'zone', type: 'hidden', typeOptions: { expirable: true }, default: '' },
	];

	/** Looks up the user's zone; n8n keeps the answer in the hidden field. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		const zone = await discoverZone(
			credentials,
			helperFetchLogin(async (request) => (await this.helpers.httpRequest(request)) as unknown),
		);
		return { zone: JSON.stringify(zone) };
	}

	/** Sends a relative path to the zone, with the login. */
	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		const { baseUrl, headers } = autotaskLogin(credentials, requestOptions.headers);
		return { ...requestOptions, baseURL: baseUrl, headers };
	};

	test: ICredentialTestRequest = {
		request: { url: '/V1.0/ThresholdInformation', disableFollowRedirect: true },
		rules: testRules as NonNullable<ICredentialTestRequest['rules']>,
	};
}
