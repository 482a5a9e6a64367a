import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CredentialFields } from './autotaskZone';
import { isLimit } from './classify';
import { CredentialError, fetched, LoginExpiredError, safeAddress, textOf, type FetchLogin } from './login';
import { parsedBody, type Response } from './send';

const tokenAnswer = z.object({ token: z.string().min(1) }).transform(({ token }) => token);
const openIdAnswer = z.object({ access_token: z.string().min(1) }).transform((answer) => answer.access_token);
const storedToken = z.object({ token: z.string(), obtainedFor: z.string() });

/** What a token is good for: it is thrown away when one of these changes, a retyped secret included. Only a digest is kept. */
function loginIdentity(fields: CredentialFields): string {
	const names = [
		'authentication',
		'baseUrl',
		'username',
		'password',
		'marketplace',
		'subscriptionKey',
		'tokenUrl',
		'clientId',
		'clientSecret',
	];
	return createHash('sha256')
		.update(JSON.stringify(names.map((name) => textOf(fields[name]))))
		.digest('hex');
}

function subscriptionKey(fields: CredentialFields): Readonly<Record<string, string>> {
	const key = textOf(fields['subscriptionKey']).trim();
	return key === '' ? {} : { 'X-Subscription-Key': key };
}

async function askForToken(fields: CredentialFields, fetch: FetchLogin): Promise<Response> {
	const login = Buffer.from(`${textOf(fields['username'])}:${textOf(fields['password'])}`, 'utf8').toString('base64');
	const marketplace = textOf(fields['marketplace']).trim();
	const request = {
		method: 'POST',
		url: `${safeAddress(textOf(fields['baseUrl']), 'Base URL')}/token`,
		headers: { Authorization: `Basic ${login}`, ...subscriptionKey(fields) },
		body: marketplace === '' ? {} : { marketplace },
	} as const;
	return await fetched(fetch, request, 'Base URL');
}

async function askOpenIdConnect(fields: CredentialFields, fetch: FetchLogin): Promise<Response> {
	safeAddress(textOf(fields['baseUrl']), 'Base URL');
	const form = {
		grant_type: 'password',
		username: textOf(fields['username']),
		password: textOf(fields['password']),
		client_id: textOf(fields['clientId']),
		client_secret: textOf(fields['clientSecret']),
		scope: 'openid',
	};
	return await fetched(
		fetch,
		{ method: 'POST', url: safeAddress(textOf(fields['tokenUrl']), 'Token URL'), form },
		'Token URL',
	);
}

/**
 * Fetches a token in the way that the credential names; returns what its hidden field keeps.
 *
 * @throws CredentialError for a refused login, an address that cannot be used or reached, or a strange answer.
 */
export async function fetchToken(fields: CredentialFields, fetch: FetchLogin): Promise<string> {
	const isOpenId = fields['authentication'] === 'openIdConnect';
	const answer = await (isOpenId ? askOpenIdConnect : askForToken)(fields, fetch);
	const field = isOpenId ? 'Token URL' : 'Base URL';
	const isInvalidGrant = isOpenId && answer.status === 400;
	if (answer.status >= 500 || isLimit(answer)) {
		throw new CredentialError('unreachable', 'The Reseller Marketplace gives out no tokens now; try again later.');
	}
	if (answer.status === 401 || answer.status === 403 || isInvalidGrant)
		throw new CredentialError('refused', refusal(isOpenId));
	const token = (isOpenId ? openIdAnswer : tokenAnswer).safeParse(answer.body);
	if (answer.status >= 300 || !token.success) {
		throw new CredentialError(
			'unusable',
			`The address in the field ${field} did not answer like a Reseller Marketplace (status ${answer.status}); check it.`,
		);
	}
	return JSON.stringify({ token: token.data, obtainedFor: loginIdentity(fields) });
}

function refusal(isOpenId: boolean): string {
	if (isOpenId)
		return 'The Reseller Marketplace refused the login; check user name, password, client ID and client secret.';
	return 'The Reseller Marketplace refused the login; check user name, password, subscription key and marketplace code.';
}

/** The token that the credential holds; empty where it holds none. */
export function heldToken(fields: CredentialFields): string {
	return storedToken.safeParse(parsedBody(textOf(fields['sessionToken']))).data?.token ?? '';
}

/**
 * Base address and headers for a request with the token that the credential holds.
 *
 * @throws LoginExpiredError where it holds none, or one that was fetched for other values.
 */
export function marketplaceLogin(fields: CredentialFields): {
	readonly baseUrl: string;
	readonly headers: Readonly<Record<string, string>>;
} {
	const stored = storedToken.safeParse(parsedBody(textOf(fields['sessionToken'])));
	if (!stored.success || stored.data.obtainedFor !== loginIdentity(fields))
		throw new LoginExpiredError('A token has to be fetched.');
	return {
		baseUrl: safeAddress(textOf(fields['baseUrl']), 'Base URL'),
		headers: { Authorization: `Bearer ${stored.data.token}`, ...subscriptionKey(fields) },
	};
}
