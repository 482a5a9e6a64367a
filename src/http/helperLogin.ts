import { isNamed, noAnswer } from './errors';
import type { FetchLogin } from './login';
import { parsedBody, plainHeaders, type Response } from './send';

/** What the host's own request helper is asked for. */
export interface HelperRequest {
	method: 'GET' | 'POST';
	url: string;
	headers: Record<string, string>;
	body?: Record<string, unknown> | URLSearchParams;
	encoding: 'text';
	returnFullResponse: true;
	ignoreHttpStatusErrors: true;
	disableFollowRedirect: true;
	timeout: number;
}

const timeoutMs = 30_000;
const deepest = 6;

/** The error and the causes it wraps, outermost first. */
export function causesOf(error: unknown): readonly unknown[] {
	const causes: unknown[] = [];
	for (let at = error; at !== undefined && at !== null && causes.length < deepest;) {
		causes.push(at);
		at = typeof at === 'object' && 'cause' in at ? at.cause : undefined;
	}
	return causes;
}

/** The network's own code in an error or in what it wraps. */
export function networkCodeOf(error: unknown): string | undefined {
	const codes = causesOf(error).map((one) =>
		typeof one === 'object' && one !== null && 'code' in one ? one.code : undefined,
	);
	return codes.find((code): code is string => typeof code === 'string');
}

/** A full answer of the host's request helper, as ours. */
export function helperResponse(answer: unknown): Response {
	const { statusCode, headers, body } = answer as { statusCode: number; headers: unknown; body: unknown };
	return { status: statusCode, headers: plainHeaders(headers), body: parsedBody(body) };
}

/** Looks up zones and fetches tokens through the host's request helper. */
export function helperFetchLogin(httpRequest: (request: HelperRequest) => Promise<unknown>): FetchLogin {
	return async ({ method, url, headers, body, form }) => {
		const content = form ? new URLSearchParams(form) : body;
		try {
			return helperResponse(
				await httpRequest({
					method,
					url,
					headers: { Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }), ...headers },
					...(content && { body: content }),
					encoding: 'text',
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					disableFollowRedirect: true,
					timeout: timeoutMs,
				}),
			);
		} catch (error) {
			if (isNamed(error, 'TypeError')) throw error;
			throw noAnswer(networkCodeOf(error));
		}
	};
}
