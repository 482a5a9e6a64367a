import { ConstantBackoff, handleWhen, retry } from 'cockatiel';
import type { Clock } from '../ports/clock';
import type { Purpose } from './classify';
import { type ApiError, isApiError, isNamed } from './errors';

/** How long to be patient. */
export interface Patience {
	/** How often a read is repeated after a fault. */
	readonly faultRepeats: number;
	readonly faultBaseMs: number;
	/** First wait at a limit that names no time; doubled each time. */
	readonly limitBaseMs: number;
	/** Longest single wait that we choose ourselves. */
	readonly longestWaitMs: number;
	/** All waits of one request together. */
	readonly totalWaitMs: number;
}

export const patience: Patience = {
	faultRepeats: 3,
	faultBaseMs: 500,
	limitBaseMs: 1_000,
	longestWaitMs: 60_000,
	totalWaitMs: 180_000,
};

export interface Attempts {
	/** Repeats after faults so far. */
	readonly faults: number;
	/** Repeats after limits so far. */
	readonly limits: number;
	readonly waitedMs: number;
}

export type RetryDecision =
	| { readonly kind: 'giveUp' }
	| { readonly kind: 'repeat'; readonly afterMs: number; readonly because: 'limit' | 'fault' };

const giveUp: RetryDecision = { kind: 'giveUp' };

/**
 * Whether a failed request is sent again, and after how long.
 *
 * At a limit nothing has happened, so reads and writes wait and repeat; `Retry-After` counts as given, our own waits
 * double, with jitter. After a fault only reads repeat, and writes where no connection was made. A refusal, a refused
 * login and an unproven write never repeat. Gives up where the waits together would exceed the patience.
 *
 * @param random at least 0, below 1
 */
export function decideRetry(
	error: unknown,
	purpose: Purpose,
	so: Attempts,
	random: number,
	limits: Patience = patience,
): RetryDecision {
	if (!isApiError(error) || !error.retryable) return giveUp;
	const isLimit = isNamed(error, 'LimitError');
	if (!isLimit && (so.faults >= limits.faultRepeats || (purpose === 'write' && !wasUnreachable(error)))) return giveUp;
	const doubled = isLimit ? limits.limitBaseMs * 2 ** so.limits : limits.faultBaseMs * 2 ** so.faults;
	const own = Math.min(doubled, limits.longestWaitMs) * (0.5 + random / 2);
	const asked = error.retryAfterMs;
	const afterMs = Math.ceil(asked === undefined ? own : asked + random * limits.faultBaseMs);
	if (so.waitedMs + afterMs > limits.totalWaitMs) return giveUp;
	return { kind: 'repeat', afterMs, because: isLimit ? 'limit' : 'fault' };
}

function wasUnreachable(error: ApiError): boolean {
	return isNamed(error.cause, 'NoAnswerError') && 'reason' in error.cause && error.cause.reason === 'unreachable';
}

const mostAttempts = 100;

/**
 * Runs `attempt` until it succeeds or `decideRetry` gives up; then rejects with the last error.
 *
 * Waits on the clock; an aborted signal ends a wait with the signal's reason.
 */
export async function withRetry<T>(
	attempt: () => Promise<T>,
	options: {
		readonly purpose: Purpose;
		readonly clock: Clock;
		readonly signal?: AbortSignal | undefined;
		readonly patience?: Patience;
	},
): Promise<T> {
	const { purpose, clock, signal } = options;
	let so: Attempts = { faults: 0, limits: 0, waitedMs: 0 };
	let waitMs = 0;
	const policy = retry(
		handleWhen((error) => {
			const decision = decideRetry(error, purpose, so, clock.random(), options.patience);
			if (decision.kind === 'giveUp') return false;
			waitMs = decision.afterMs;
			const isLimit = decision.because === 'limit';
			so = {
				faults: so.faults + (isLimit ? 0 : 1),
				limits: so.limits + (isLimit ? 1 : 0),
				waitedMs: so.waitedMs + waitMs,
			};
			return true;
		}),
		{ maxAttempts: mostAttempts, backoff: new ConstantBackoff(0) },
	);
	return await policy.execute(async () => {
		signal?.throwIfAborted();
		if (waitMs > 0) await clock.wait(waitMs, signal);
		return await attempt();
	}, signal);
}
