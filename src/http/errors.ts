import type { Instant } from '../domain/ids';

export type SystemName = 'Autotask' | 'Reseller Marketplace';

/** What is known about a request that went wrong; never a header, a query or a body. */
export interface FailedRequest {
	readonly system: SystemName;
	readonly method: string;
	/** Without query. */
	readonly path: string;
	readonly status?: number;
	readonly retryAfterMs?: number;
	/** The other system's support asks for it. */
	readonly correlationId?: string;
	readonly cause?: unknown;
}

/** The other system failed or refused. `retryable`: the same request may succeed later. */
export class ApiError extends Error {
	override readonly name: string = 'ApiError';
	readonly system: SystemName;
	readonly method: string;
	readonly path: string;
	readonly status: number | undefined;
	readonly retryable: boolean;
	readonly retryAfterMs: number | undefined;
	readonly correlationId: string | undefined;

	constructor(message: string, request: FailedRequest, retryable: boolean) {
		super(message, request.cause === undefined ? {} : { cause: request.cause });
		this.system = request.system;
		this.method = request.method;
		this.path = request.path;
		this.status = request.status;
		this.retryable = retryable;
		this.retryAfterMs = request.retryAfterMs;
		this.correlationId = request.correlationId;
	}
}

/** A limit of the other system stopped the request before it did anything: any request may be repeated after a wait. */
export class LimitError extends ApiError {
	override readonly name = 'LimitError';

	/** `until`: it has asked to be left alone until then. */
	constructor(request: FailedRequest, until?: Instant) {
		const next = until === undefined ? 'try again later' : `it has asked for no request before ${until}`;
		super(`${request.system} is over its limit of requests; ${next}.`, request, true);
	}
}

/** The other system said no to what was asked, with reasons; nothing was written. Never repeat it unchanged. */
export class RefusedError extends ApiError {
	override readonly name = 'RefusedError';

	constructor(
		request: FailedRequest,
		/** The other system's own sentences, shortened. */
		readonly reasons: readonly string[],
	) {
		super(`${request.system} refused ${request.method} ${request.path}: ${reasons.join(' ')}`, request, false);
	}
}

/** Nothing is known of a write: look at the other system before doing anything else. Never repeat it blindly. */
export class UnprovenError extends ApiError {
	override readonly name = 'UnprovenError';

	constructor(request: FailedRequest, why: string) {
		super(`${request.system} gave no proof for ${request.method} ${request.path}: ${why}.`, request, false);
	}
}

/** The login was refused although it has been renewed; with `until` no request is sent before then. */
export class LoginRefusedError extends ApiError {
	override readonly name = 'LoginRefusedError';

	constructor(
		request: FailedRequest,
		why: string,
		readonly until?: Instant,
	) {
		super(why, request, false);
	}
}

/** The other system answered something that its documents do not allow. */
export class MalformedResponseError extends Error {
	override readonly name = 'MalformedResponseError';
	readonly system: SystemName;
	readonly method: string;
	readonly path: string;
	readonly correlationId: string | undefined;

	constructor(
		request: FailedRequest,
		/** Where in the JSON, such as `items[3].unitPrice`. */
		readonly at: string,
		readonly expected: string,
		/** The type of what came, or a few characters of it. */
		readonly got: string,
	) {
		super(
			`${request.system} answered ${request.method} ${request.path} with ${got} at ${at}, where ${expected} belongs.`,
		);
		this.system = request.system;
		this.method = request.method;
		this.path = request.path;
		this.correlationId = request.correlationId;
	}
}

/** Why no whole answer came. `unreachable`: no connection was made, so nothing was sent. */
export type NoAnswerReason = 'unreachable' | 'timeout' | 'closed' | 'aborted';

/** What a sender rejects with when no whole answer came. */
export class NoAnswerError extends Error {
	override readonly name = 'NoAnswerError';

	constructor(
		readonly reason: NoAnswerReason,
		/** The network's own code, such as ECONNRESET. */
		readonly networkCode: string | undefined,
	) {
		super(`no answer: ${reason}`);
	}
}

const neverConnected: readonly string[] = [
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
];
const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL_WRONG/;
const timedOut: readonly string[] = ['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT'];

/** Reads a network code. A connection that timed out may have carried the request, hence is not `unreachable`. */
export function noAnswer(networkCode: string | undefined): NoAnswerError {
	const code = networkCode ?? '';
	if (neverConnected.includes(code) || certificate.test(code)) return new NoAnswerError('unreachable', networkCode);
	if (timedOut.includes(code)) return new NoAnswerError('timeout', networkCode);
	return new NoAnswerError(code === 'ERR_CANCELED' || code === 'ABORT_ERR' ? 'aborted' : 'closed', networkCode);
}

/** Whether an error is one of ours by that name; `instanceof` fails between copies of a module. */
export function isNamed<Name extends string>(error: unknown, name: Name): error is Error & { readonly name: Name } {
	return typeof error === 'object' && error !== null && 'name' in error && error.name === name;
}

/** Whether the error is an `ApiError` or one of its kinds. */
export function isApiError(error: unknown): error is ApiError {
	const names = ['ApiError', 'LimitError', 'RefusedError', 'UnprovenError', 'LoginRefusedError'];
	return names.some((name) => isNamed(error, name));
}

const reasonInWords: Readonly<Record<NoAnswerReason, string>> = {
	unreachable: 'no connection could be made',
	timeout: 'it did not answer in time',
	closed: 'the connection was closed before the whole answer came',
	aborted: 'the request was cancelled',
};

/** What a reason of `NoAnswerError` is called in a message. */
export function inWords(reason: NoAnswerReason): string {
	return reasonInWords[reason];
}
