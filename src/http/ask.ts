import { millisOf } from '../domain/calendarDate';
import type { Clock } from '../ports/clock';
import type { SendOptions } from '../ports/sending';
import { type Asked, errorOf, errorOfNoAnswer, type Purpose } from './classify';
import { isNamed, type NoAnswerError, type SystemName } from './errors';
import { type Patience, withRetry } from './retry';
import type { Request, Response, Send } from './send';

/** Runs one attempt when a place is free; a waiting repeat holds no place. */
export type Bulkhead = <T>(attempt: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

export interface AskOptions {
	readonly system: SystemName;
	readonly send: Send;
	readonly clock: Clock;
	readonly patience?: Patience;
	/** Longest wait for one answer. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
}

export interface Question extends Omit<Request, 'timeoutMs' | 'signal'>, SendOptions {
	readonly purpose: Purpose;
	readonly within?: Bulkhead;
}

export type Ask = (question: Question) => Promise<Response>;

/** Shorter than the lease under which a contract is written (src/ports/store/leaseMs.ts). */
const defaultTimeoutMs = 60_000;
const noBulkhead: Bulkhead = (attempt) => attempt();

/** Puts questions to one system: sends, tells failures apart, waits and repeats where that is safe. */
export function createAsk(options: AskOptions): Ask {
	const { system, send, clock, signal, timeoutMs = defaultTimeoutMs } = options;
	return async ({ purpose, within = noBulkhead, beforeSend, ...rest }) => {
		const request: Request = { ...rest, timeoutMs, ...(signal && { signal }) };
		const once = async (): Promise<Response> => {
			await beforeSend?.();
			const asked: Asked = { system, purpose, request, nowMillis: millisOf(clock.now()) };
			const response = await answerTo(send, asked, request);
			const error = errorOf(asked, response);
			if (error) throw error;
			return response;
		};
		const attempt = (): Promise<Response> => within(once, signal);
		return await withRetry(attempt, {
			purpose,
			clock,
			signal,
			...(options.patience && { patience: options.patience }),
		});
	};
}

async function answerTo(send: Send, asked: Asked, request: Request): Promise<Response> {
	try {
		return await send(request);
	} catch (error) {
		if (isNamed(error, 'NoAnswerError')) throw errorOfNoAnswer(asked, error as NoAnswerError);
		throw error;
	}
}
