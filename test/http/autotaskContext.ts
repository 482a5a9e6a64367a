import {
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestOptions,
	type INode,
	NodeApiError,
} from 'n8n-workflow';
import { AutotaskApi } from '../../credentials/AutotaskApi.credentials';
import type { RequestContext } from '../../nodes/shared/opening/n8nHttp';
import type { AutotaskSimulator } from '../../simulators/autotask/startAutotaskSimulator';
import { requestWith } from '../credentials/n8nRequests';

export const node: INode = { id: '1', name: 'Sync', type: 'sync', typeVersion: 1, position: [0, 0], parameters: {} };

/** The credential of a simulator's first user. */
export function autotaskFields(
	simulator: AutotaskSimulator,
	changes: Readonly<Record<string, string>> = {},
): ICredentialDataDecryptedObject {
	const user = simulator.users()[0];
	return {
		username: user?.userName ?? '',
		secret: user?.secret ?? '',
		integrationCode: user?.integrationCode ?? '',
		discoveryUrl: simulator.discoveryUrl,
		zone: '',
		...changes,
	};
}

/** A node's context with one credential; like n8n it wraps every error. */
export function contextOf(type: ICredentialType, fields: ICredentialDataDecryptedObject): RequestContext {
	const httpRequestWithAuthentication = async (
		_type: string,
		options: IHttpRequestOptions,
		more: { readonly preAuthenticationRetryStatusCode: readonly number[] },
	): Promise<unknown> => {
		try {
			return await requestWith(type, fields, options, more.preAuthenticationRetryStatusCode);
		} catch (error) {
			throw new NodeApiError(node, error as never);
		}
	};
	return { helpers: { httpRequestWithAuthentication } } as unknown as RequestContext;
}

export function autotaskContext(fields: ICredentialDataDecryptedObject): RequestContext {
	return contextOf(new AutotaskApi(), fields);
}
