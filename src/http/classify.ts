import { ApiError, inWords, LimitError, LoginRefusedError, RefusedError, UnprovenError } from './errors';
import type { FailedRequest, NoAnswerError, SystemName } from './errors';
import { keptText } from './keptText';
import type { Request, Response } from './send';

/** A read may be repeated; a write may not, unless it is proven that nothing was written. */
export type Purpose = 'read' | 'write';

export interface Asked {
	readonly system: SystemName;
	readonly purpose: Purpose;
	readonly request: Pick<Request, 'method' | 'path'>;
	readonly nowMillis: number;
}

const limitTexts = /Itgenatr005|thread threshold|request threshold.{0,200}exceeded|threshold of \d+ threads/i;
const longestReason = 300;
const longestLook = 2_000;
const mostReasons = 20;

/**
 * How long `Retry-After` asks to wait: seconds or an HTTP date; undefined where it says neither.
 *
 * Never negative. Source: RFC 9110, section 10.2.3.
 */
export function retryAfterMs(header: string | undefined, nowMillis: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d+$/.test(text)) return Number(text) * 1000;
	const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(at) ? undefined : Math.max(0, at - nowMillis);
}

/** What an error may say about a request; without its query. */
export function failedRequest(asked: Asked, response?: Response): FailedRequest {
	const wait = response && retryAfterMs(response.headers['retry-after'], asked.nowMillis);
	const correlationId = response?.headers['x-correlation-id']?.slice(0, 100);
	return {
		system: asked.system,
		method: asked.request.method,
		path: asked.request.path.split('?')[0] ?? '',
		...(response && { status: response.status }),
		...(wait !== undefined && { retryAfterMs: wait }),
		...(correlationId !== undefined && { correlationId }),
	};
}

function reasonsIn(body: unknown): readonly string[] {
	if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors)) return [];
	return body.errors
		.filter((text): text is string => typeof text === 'string' && text !== '')
		.slice(0, mostReasons)
		.map((text) => keptText(text.slice(0, longestReason)));
}

/** Why the marketplace says no to a write, in its own words; a 5xx of it proves nothing. */
function marketplaceReasons(asked: Asked, { status, body }: Response): readonly string[] {
	const isNo = [400, 404, 409, 412, 422].includes(status);
	if (asked.system !== 'Reseller Marketplace' || asked.purpose !== 'write' || !isNo) return [];
	const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined;
	return [
		typeof message === 'string' && message !== '' ? keptText(message.slice(0, longestReason)) : `it answered ${status}`,
	];
}

/** As much of an answer as says why it was refused; a page of rows is no reason. */
function reasonText(body: unknown, depth = 3): string {
	if (typeof body === 'string') return body.slice(0, longestLook);
	if (typeof body !== 'object' || body === null || depth === 0) return '';
	const fields = Object.entries(body).slice(0, mostReasons);
	return fields
		.map(([name, value]) => `${name.slice(0, 100)} ${reasonText(value, depth - 1)}`)
		.join('\n')
		.slice(0, longestLook);
}

/** A gateway says 403 for a used-up quota. */
function isQuota(response: Response): boolean {
	if (response.status !== 403) return false;
	return response.headers['retry-after'] !== undefined || /quota/i.test(reasonText(response.body));
}

/** Whether the answer says that too much was asked, so that nothing has happened. */
export function isLimit(response: Response): boolean {
	if (response.status === 429 || isQuota(response)) return true;
	if (response.status < 400) return false;
	return limitTexts.test(reasonText(response.body));
}

/** Maintenance pages come as HTML with status 200. */
export function isHtml(response: Response): boolean {
	return typeof response.body === 'string' && /^\s*<(!doctype|html|head|body)/i.test(response.body);
}

/**
 * The error that an answer means, or undefined for one that is to be read.
 *
 * Autotask says 500 with `errors` for a refusal; a 5xx without them proves nothing of a write.
 */
export function errorOf(asked: Asked, response: Response): ApiError | undefined {
	const failed = failedRequest(asked, response);
	const { status } = response;
	if (status === 401) return new LoginRefusedError(failed, loginAdvice(asked.system));
	if (isLimit(response)) return new LimitError(failed);
	const reasons = [...reasonsIn(response.body), ...marketplaceReasons(asked, response)];
	if (status >= 400 && reasons.length > 0) return new RefusedError(failed, reasons);
	if (status >= 500 || status === 408) {
		if (asked.purpose === 'write') return new UnprovenError(failed, `it answered ${status} without a reason`);
		return new ApiError(
			`${asked.system} answered ${status} to ${failed.method} ${failed.path}; try again later.`,
			failed,
			true,
		);
	}
	if (status >= 300 || status < 200) {
		return new ApiError(
			`${asked.system} answered ${status} to ${failed.method} ${failed.path}${statusAdvice(status)}.`,
			failed,
			false,
		);
	}
	return isHtml(response) ? errorOfPage(asked, failed) : errorOfText(asked, failed, response);
}

function errorOfPage({ system, purpose }: Asked, failed: FailedRequest): ApiError {
	if (purpose === 'write') return new UnprovenError(failed, 'it answered with a web page');
	return new ApiError(
		`${system} answered with a web page, as it does during maintenance; try again later.`,
		failed,
		true,
	);
}

/**
 * Both systems answer a read with an object or a list: the beginning of one, or nothing, is an answer that was cut short. Other
 * texts are whole, and unlike what was asked for. What a write says is read by who wrote.
 */
function errorOfText({ system, purpose }: Asked, failed: FailedRequest, { body }: Response): ApiError | undefined {
	const isCut = typeof body === 'string' ? /^\s*([{[]|$)/.test(body) : body === undefined;
	if (purpose === 'write' || !isCut) return undefined;
	const what = body === undefined ? 'nothing' : 'something that is no JSON';
	return new ApiError(
		`${system} answered ${failed.method} ${failed.path} with ${what}; try again later.`,
		failed,
		true,
	);
}

/** The error that a missing answer means. */
export function errorOfNoAnswer(asked: Asked, error: NoAnswerError): ApiError {
	const failed: FailedRequest = { ...failedRequest(asked), cause: error };
	if (asked.purpose === 'write' && error.reason !== 'unreachable')
		return new UnprovenError(failed, inWords(error.reason));
	const retryable = error.reason !== 'aborted';
	return new ApiError(
		`${asked.system} gave no answer to ${failed.method} ${failed.path}: ${inWords(error.reason)}.`,
		failed,
		retryable,
	);
}

function loginAdvice(system: SystemName): string {
	const fields =
		system === 'Autotask' ? 'user name, secret and integration code' : 'user, password, client and subscription key';
	return `${system} refused the login; check ${fields} in the credential.`;
}

function statusAdvice(status: number): string {
	if (status === 403) return ', which means that the user lacks the right to it';
	if (status < 400) return ', which points elsewhere; check the address in the credential';
	return '';
}
