import { withoutEndSlashes } from './address';
import { isNamed } from './errors';
import type { Response } from './send';

/** One request that looks up a zone or fetches a token; any status comes back. Rejects with `NoAnswerError`. */
export type FetchLogin = (request: {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: Readonly<Record<string, unknown>>;
	readonly form?: Readonly<Record<string, string>>;
}) => Promise<Response>;

/** `refused`: user or secret is wrong; `unreachable`: try again later; `unusable`: the credential's fields or the answer cannot be used. */
export type CredentialProblem = 'refused' | 'unreachable' | 'unusable';

/** What keeps a credential from being used, as a sentence for the operator. It carries no status and no code: n8n would replace the sentence. */
export class CredentialError extends Error {
	override readonly name = 'CredentialError';

	constructor(
		readonly problem: CredentialProblem,
		message: string,
	) {
		super(message);
	}
}

/** Makes n8n renew the login: it does so for an error that looks like an answer with 401. */
export class LoginExpiredError extends Error {
	override readonly name = 'LoginExpiredError';
	readonly response = { status: 401 };
}

const loopbackHost = /^(localhost|127(\.\d+){3}|\[::1\])$/i;

export function isLoopback(address: URL): boolean {
	return loopbackHost.test(address.hostname);
}

/**
 * The address in a field of a credential, without a slash at its end.
 *
 * @throws CredentialError unless it is https, or http on this machine.
 */
export function safeAddress(text: string, field: string): string {
	const address = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
	if (!address)
		throw new CredentialError('unusable', `The field ${field} holds no web address; it must begin with https://.`);
	if (address.protocol !== 'https:' && !(address.protocol === 'http:' && isLoopback(address))) {
		throw new CredentialError(
			'unusable',
			`The field ${field} must begin with https://, so that the login is not sent in the clear.`,
		);
	}
	if (address.username !== '' || address.password !== '') {
		throw new CredentialError(
			'unusable',
			`The field ${field} must not contain a user name or password; they have fields of their own.`,
		);
	}
	return withoutEndSlashes(`${address.origin}${address.pathname}`);
}

/** Asks and turns a missing answer into a sentence that names the host. */
export async function fetched(fetch: FetchLogin, request: Parameters<FetchLogin>[0], field: string): Promise<Response> {
	const { host } = new URL(request.url);
	try {
		return await fetch(request);
	} catch (error) {
		if (!isNamed(error, 'NoAnswerError')) throw error;
		throw new CredentialError(
			'unreachable',
			`${host} could not be reached; check the field ${field} and the network, then try again.`,
		);
	}
}

/** A text field of a credential; empty where it is missing. */
export function textOf(value: unknown): string {
	return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
