import axios, { type AxiosRequestConfig } from 'axios';
import { noAnswer } from './errors';
import type { FetchLogin } from './login';
import { parsedBody, plainHeaders, type Response, type Send } from './send';

export interface AxiosSendOptions {
	readonly baseUrl: string;
	/** The headers that log in; asked again once after a 401, or another answer that says the login has expired. */
	readonly headers: (renew: 'first' | 'renewed') => Promise<Readonly<Record<string, string>>>;
	readonly renewedAfter?: readonly number[];
}

/** One request by axios as it is: every status comes back, nothing is redirected or parsed by axios. */
async function once(config: AxiosRequestConfig): Promise<Response> {
	try {
		const answer = await axios.request<string>({
			...config,
			maxRedirects: 0,
			responseType: 'text',
			transformResponse: (text: string) => text,
			validateStatus: () => true,
		});
		return { status: answer.status, headers: plainHeaders({ ...answer.headers }), body: parsedBody(answer.data) };
	} catch (error) {
		if (!axios.isAxiosError(error)) throw error;
		throw noAnswer(error.code);
	}
}

/** A sender for use outside n8n: benchmark and tests. */
export function createAxiosSend(options: AxiosSendOptions): Send {
	let headers: Promise<Readonly<Record<string, string>>> | undefined;
	return async (request) => {
		const sent = async (): Promise<Response> =>
			await once({
				baseURL: options.baseUrl,
				url: request.path,
				method: request.method,
				timeout: request.timeoutMs,
				headers: { Accept: 'application/json', ...request.headers, ...(await headers) },
				...(request.query && { params: request.query }),
				...(request.body && { data: request.body }),
				...(request.form && { data: new URLSearchParams(request.form) }),
				...(request.signal && { signal: request.signal }),
			});
		headers ??= options.headers('first');
		const first = await sent();
		if (!(options.renewedAfter ?? [401]).includes(first.status)) return first;
		headers = options.headers('renewed');
		return await sent();
	};
}

/** Asks for zones and tokens outside n8n. */
export const axiosFetchLogin: FetchLogin = async ({ method, url, headers, body, form }) =>
	await once({
		url,
		method,
		timeout: 30_000,
		headers: { Accept: 'application/json', ...headers },
		...(body && { data: body }),
		...(form && { data: new URLSearchParams(form) }),
	});
