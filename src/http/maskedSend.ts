import type { Response, Send } from './send';

const mask = '***';
/** What is shorter stands in many a text by chance. */
const shortestSecret = 4;

function base64(text: string): string {
	return Buffer.from(text).toString('base64').replace(/=+$/, '');
}

/** A secret as it may come back: as it is, in an address, in a form, in a header of basic auth. */
function formsOf(secret: string, user: string): readonly string[] {
	const inAddress = encodeURIComponent(secret);
	const inForm = new URLSearchParams({ x: secret }).toString().slice('x='.length);
	const inHeader = [base64(`${user}:${secret}`), base64(secret)];
	return [secret, inAddress, inForm, ...inHeader];
}

function masked(value: unknown, hide: (text: string) => string): unknown {
	if (typeof value === 'string') return hide(value);
	if (Array.isArray(value)) return value.map((one) => masked(one, hide));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [hide(name), masked(one, hide)]));
}

/** Errors come from other modules and realms, hence are known by what they have. */
function hideIn(error: unknown, hide: (text: string) => string): void {
	if (error === null || typeof error !== 'object' || !('message' in error)) return;
	if (typeof error.message === 'string') error.message = hide(error.message);
}

function isFailure({ status, body }: Response): boolean {
	return status >= 300 || typeof body === 'string';
}

/** What an error can be made of: every header, and a body that is no plain success. */
function withoutSecrets(response: Response, hide: (text: string) => string): Response {
	return {
		...response,
		headers: masked(response.headers, hide) as Response['headers'],
		...(isFailure(response) ? { body: masked(response.body, hide) } : {}),
	};
}

function hiding(secrets: readonly string[], user: string): (text: string) => string {
	const told = secrets.filter((secret) => secret.length >= shortestSecret);
	const forms = [...new Set(told.flatMap((secret) => formsOf(secret, user)))].sort((a, b) => b.length - a.length);
	return (text) => forms.reduce((hidden, form) => hidden.replaceAll(form, mask), text);
}

/** What is secret of a login. */
export interface LoginSecrets {
	readonly user: string;
	readonly secrets: readonly string[];
	/** A token that may be fetched while a request is sent: asked for after each failure. */
	readonly token?: () => Promise<string>;
}

/**
 * A sender whose failures tell no secret of the login, however the other system gives it back: neither the answers that
 * errors, the store and the log take their words from, nor the errors of sending.
 */
export function maskSecrets(send: Send, { user, secrets, token }: LoginSecrets): Send {
	let hide = hiding(secrets, user);
	const known = new Set(secrets);
	const learn = async (): Promise<void> => {
		const fetched = await token?.();
		if (fetched === undefined || known.has(fetched)) return;
		known.add(fetched);
		hide = hiding([...known], user);
	};
	return async (request) => {
		try {
			const response = await send(request);
			if (isFailure(response)) await learn();
			return withoutSecrets(response, hide);
		} catch (error) {
			await learn();
			hideIn(error, hide);
			throw error;
		}
	};
}
