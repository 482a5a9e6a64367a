import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { guardLimit, limitText } from '../../../src/http/limitStop';
import { guardLogin, loginText } from '../../../src/http/loginStop';
import { heldToken } from '../../../src/http/marketplaceLogin';
import { maskSecrets } from '../../../src/http/maskedSend';
import type { Send } from '../../../src/http/send';
import type { StorePort } from '../../../src/ports/store/store';
import { type ApiCredential, createN8nSend, type RequestContext } from './n8nHttp';

/** A text field of a credential; empty where it is none. */
export function text(fields: ICredentialDataDecryptedObject, name: string): string {
	const value = fields[name];
	return typeof value === 'string' ? value : '';
}

const secretsOf: Readonly<Record<ApiCredential, readonly string[]>> = {
	autotaskApi: ['secret', 'integrationCode'],
	resellerMarketplaceApi: ['password', 'clientSecret', 'subscriptionKey'],
};

function secretsIn(credential: ApiCredential, fields: ICredentialDataDecryptedObject): readonly string[] {
	return secretsOf[credential].map((name) => text(fields, name));
}

/** A sender whose failures tell no secret. */
export function sender(
	context: RequestContext,
	credential: ApiCredential,
	fields: ICredentialDataDecryptedObject,
): Send {
	return maskSecrets(createN8nSend(context, credential), {
		user: text(fields, 'username'),
		secrets: [...secretsIn(credential, fields), heldToken(fields)],
		token: async () => heldToken(await context.getCredentials(credential)),
	});
}

/** A sender that stops where the login was refused, and waits where the system has asked to. */
export function guarded(
	send: Send,
	credential: ApiCredential,
	fields: ICredentialDataDecryptedObject,
	store: StorePort,
): Send {
	const user = text(fields, 'username');
	const hash = store.keyedHash(loginText(user, secretsIn(credential, fields).join('\n')));
	const system = credential === 'autotaskApi' ? 'Autotask' : 'Reseller Marketplace';
	const login = guardLogin(send, store, hash, store.clock, system);
	return guardLimit(login, store, store.keyedHash(limitText(system, user)), store.clock, system);
}
