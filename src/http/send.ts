export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A request to one of the two systems, without login: the sender knows the host and adds the credentials. */
export interface Request {
	readonly method: Method;
	/** Begins with a slash and is relative to the system's base address. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string | number>>;
	/** Sent as JSON. */
	readonly body?: Readonly<Record<string, unknown>>;
	/** Sent as `application/x-www-form-urlencoded`. */
	readonly form?: Readonly<Record<string, string>>;
	readonly headers?: Readonly<Record<string, string>>;
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
}

export interface Response {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** Parsed where it is JSON, else the text; undefined where it is empty. */
	readonly body: unknown;
}

/**
 * Sends one request once and gives whatever status comes back; one that says that the login has expired (401, at the
 * marketplace 403 too) only after it has been renewed once.
 *
 * Rejects with `NoAnswerError` where no whole answer came, or with `LoginRefusedError` where the login itself was refused.
 */
export type Send = (request: Request) => Promise<Response>;

/** The body of an answer as `Response` has it. */
export function parsedBody(text: unknown): unknown {
	if (typeof text !== 'string') return text ?? undefined;
	if (text.trim() === '') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		if (error instanceof SyntaxError || (error as Error).name === 'SyntaxError') return text;
		throw error;
	}
}

/** Header names in lower case, repeated values joined. */
export function plainHeaders(headers: unknown): Readonly<Record<string, string>> {
	if (typeof headers !== 'object' || headers === null) return {};
	return Object.fromEntries(
		Object.entries(headers)
			.filter(([, value]) => ['string', 'number'].includes(typeof value) || Array.isArray(value))
			.map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}
