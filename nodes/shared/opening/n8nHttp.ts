import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import {
	ApiError,
	type FailedRequest,
	isNamed,
	LoginRefusedError,
	noAnswer,
	NoAnswerError,
	type SystemName,
} from '../../../src/http/errors';
import { causesOf, helperResponse, networkCodeOf } from '../../../src/http/helperLogin';
import type { CredentialError } from '../../../src/http/login';
import { parsedBody, plainHeaders, type Request, type Response, type Send } from '../../../src/http/send';

/** What a sender needs of n8n: any context of a running node. */
export type RequestContext = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions | IWebhookFunctions;

const systems = {
	autotaskApi: 'Autotask',
	resellerMarketplaceApi: 'Reseller Marketplace',
} as const satisfies Record<string, SystemName>;

export type ApiCredential = keyof typeof systems;

/**
 * After which answers n8n renews the login and asks once more. Which of them a wrong Autotask zone gives is not documented; a
 * gateway may say 403 for a token that has expired, as it does for a quota.
 */
const renewedAfter: Readonly<Record<ApiCredential, readonly number[]>> = {
	autotaskApi: [401, 404],
	resellerMarketplaceApi: [401, 403],
};

function optionsOf(request: Request, renewing: readonly number[]): IHttpRequestOptions {
	const content = request.form ? new URLSearchParams(request.form) : request.body;
	const contentType = request.body && { 'Content-Type': 'application/json' };
	return {
		method: request.method,
		url: request.path,
		headers: { Accept: 'application/json', ...contentType, ...request.headers },
		...(request.query && { qs: { ...request.query } }),
		...(content && { body: content }),
		encoding: 'text',
		returnFullResponse: true,
		// n8n renews a login only where the status is an error to its helper.
		ignoreHttpStatusErrors: { ignore: true, except: [...renewing] },
		disableFollowRedirect: true,
		timeout: request.timeoutMs,
		...(request.signal && { abortSignal: request.signal }),
	};
}

/** What a 403 says: whether it is a quota, and how long to wait. */
function forbidden(response: object): Pick<Response, 'headers' | 'body'> {
	const headers = 'headers' in response ? plainHeaders(response.headers) : {};
	const retryAfter = headers['retry-after'];
	return {
		headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
		body: 'data' in response ? parsedBody(response.data) : undefined,
	};
}

/**
 * The answer that n8n's helper made an error of; nothing of its headers and body is kept but what a 403 says. An answer
 * that broke off is in an error too, with a status that is none of these.
 */
function answerIn(error: unknown, renewing: readonly number[]): Response | undefined {
	if (typeof error !== 'object' || error === null || !('response' in error)) return undefined;
	const { response } = error;
	if (typeof response !== 'object' || response === null || !('status' in response)) return undefined;
	const status = renewing.find((one) => one === response.status);
	if (status === undefined) return undefined;
	return { status, ...(status === 403 ? forbidden(response) : { headers: {}, body: undefined }) };
}

function loginProblem(failed: FailedRequest, problem: CredentialError): Error {
	switch (problem.problem) {
		case 'refused':
			return new LoginRefusedError(failed, problem.message);
		case 'unreachable':
			return new ApiError(problem.message, { ...failed, cause: new NoAnswerError('unreachable', undefined) }, true);
		case 'unusable':
			return new ApiError(problem.message, failed, false);
	}
}

function failureOf(system: SystemName, request: Request, error: unknown): unknown {
	const causes = causesOf(error);
	const failed: FailedRequest = { system, method: request.method, path: request.path.split('?')[0] ?? '' };
	const problem = causes.find((one) => isNamed(one, 'CredentialError'));
	if (problem) return loginProblem(failed, problem as CredentialError);
	const code = networkCodeOf(error);
	if (code !== undefined) return noAnswer(code);
	const isOfRequest = causes.some((one) => isNamed(one, 'AxiosError') || isNamed(one, 'CanceledError'));
	if (isOfRequest) return noAnswer(undefined);
	if (!isNamed(error, 'NodeApiError')) return error;
	return new ApiError(`n8n could not send the request: ${error.message}`, failed, false);
}

/**
 * A sender over n8n's own request helper: n8n adds the login, renews it once after a 401 (or what the system says in its place) and goes through its proxy.
 *
 * What n8n puts into its errors (headers, bodies) stays there.
 */
export function createN8nSend(context: RequestContext, credential: ApiCredential): Send {
	const renewing = renewedAfter[credential];
	return async (request) => {
		const options = optionsOf(request, renewing);
		const more = { preAuthenticationRetryStatusCode: [...renewing] };
		try {
			const answer: unknown = await context.helpers.httpRequestWithAuthentication.call(
				context,
				credential,
				options,
				more,
			);
			return helperResponse(answer);
		} catch (error) {
			const answer = causesOf(error)
				.map((one) => answerIn(one, renewing))
				.find((one) => one !== undefined);
			if (answer) return answer;
			throw failureOf(systems[credential], request, error);
		}
	};
}
