import fc from 'fast-check';
import { errorOf, errorOfNoAnswer, type Purpose } from '../../src/http/classify';
import { noAnswer } from '../../src/http/errors';
import { decideRetry, patience, withRetry, type Attempts } from '../../src/http/retry';
import { fakeClock } from './fakeClock';

function failure(purpose: Purpose, status: number, body?: unknown, headers: Record<string, string> = {}): Error {
	const error = errorOf(
		{ system: 'Autotask', purpose, nowMillis: 0, request: { method: 'POST', path: '/p' } },
		{ status, body, headers },
	);
	if (!error) throw new RangeError('not a failure');
	return error;
}

function lost(purpose: Purpose, code: string): Error {
	return errorOfNoAnswer(
		{ system: 'Autotask', purpose, nowMillis: 0, request: { method: 'POST', path: '/p' } },
		noAnswer(code),
	);
}

const none: Attempts = { faults: 0, limits: 0, waitedMs: 0 };
const giveUp = { kind: 'giveUp' };

describe('decideRetry', () => {
	it.each<{ rule: string; error: Error; purpose: Purpose; so?: Partial<Attempts>; expected: object }>([
		{
			rule: 'a limit waits a second first',
			error: failure('write', 429),
			purpose: 'write',
			expected: { kind: 'repeat', afterMs: 750, because: 'limit' },
		},
		{
			rule: 'waits at a limit double',
			error: failure('read', 429),
			purpose: 'read',
			so: { limits: 3 },
			expected: { afterMs: 6000 },
		},
		{
			rule: 'a single wait of our own is bounded',
			error: failure('read', 429),
			purpose: 'read',
			so: { limits: 20 },
			expected: { afterMs: 45_000 },
		},
		{
			rule: 'Retry-After counts as given',
			error: failure('read', 429, undefined, { 'retry-after': '20' }),
			purpose: 'read',
			expected: { kind: 'repeat', afterMs: 20_250 },
		},
		{
			rule: 'a wait beyond the patience is not begun',
			error: failure('read', 429, undefined, { 'retry-after': '600' }),
			purpose: 'read',
			expected: giveUp,
		},
		{
			rule: 'all waits together are bounded',
			error: failure('read', 429),
			purpose: 'read',
			so: { waitedMs: 180_000 },
			expected: giveUp,
		},
		{
			rule: 'a read repeats after a fault',
			error: failure('read', 503),
			purpose: 'read',
			expected: { kind: 'repeat', because: 'fault' },
		},
		{
			rule: 'a read repeats after a closed connection',
			error: lost('read', 'ECONNRESET'),
			purpose: 'read',
			expected: { kind: 'repeat' },
		},
		{
			rule: 'a read repeats a few times only',
			error: failure('read', 503),
			purpose: 'read',
			so: { faults: 3 },
			expected: giveUp,
		},
		{ rule: 'an unproven write never repeats', error: failure('write', 503), purpose: 'write', expected: giveUp },
		{
			rule: 'a write without an answer never repeats',
			error: lost('write', 'ECONNRESET'),
			purpose: 'write',
			expected: giveUp,
		},
		{
			rule: 'a write repeats where no connection was made',
			error: lost('write', 'ECONNREFUSED'),
			purpose: 'write',
			expected: { kind: 'repeat' },
		},
		{
			rule: 'a refusal never repeats',
			error: failure('read', 500, { errors: ['no'] }),
			purpose: 'read',
			expected: giveUp,
		},
		{ rule: 'a refused login never repeats', error: failure('read', 401), purpose: 'read', expected: giveUp },
		{ rule: 'a bug never repeats', error: new RangeError('bug'), purpose: 'read', expected: giveUp },
	])('$rule', ({ error, purpose, so, expected }) => {
		expect(decideRetry(error, purpose, { ...none, ...so }, 0.5)).toMatchObject(expected);
	});

	it('never waits longer in all than the patience', () => {
		const waits = fc.record({ faults: fc.nat(5), limits: fc.nat(30), waitedMs: fc.nat(patience.totalWaitMs * 2) });
		const random = fc.double({ min: 0, max: 0.999, noNaN: true });
		fc.assert(
			fc.property(waits, random, fc.nat(400), (so, chance, seconds) => {
				const decision = decideRetry(
					failure('read', 429, undefined, { 'retry-after': String(seconds) }),
					'read',
					so,
					chance,
				);
				expect(decision.kind === 'giveUp' || so.waitedMs + decision.afterMs <= patience.totalWaitMs).toBe(true);
			}),
		);
	});
});

describe('withRetry', () => {
	it('repeats until it succeeds and waits on the clock', async () => {
		const clock = fakeClock();
		const answers = [failure('read', 429), failure('read', 503), undefined];
		let attempts = 0;
		const attempt = async (): Promise<string> => {
			const error = answers[attempts];
			attempts += 1;
			if (error) throw error;
			return 'done';
		};
		await expect(withRetry(attempt, { purpose: 'read', clock })).resolves.toBe('done');
		expect([attempts, clock.waits]).toEqual([3, [750, 375]]);
	});

	it('gives the last error when it gives up', async () => {
		const clock = fakeClock();
		const error = failure('read', 503);
		let attempts = 0;
		const attempt = async (): Promise<never> => {
			attempts += 1;
			throw error;
		};
		await expect(withRetry(attempt, { purpose: 'read', clock })).rejects.toBe(error);
		expect(attempts).toBe(4);
	});

	it('stops at a limit that never ends within its patience', async () => {
		const clock = fakeClock();
		const attempt = async (): Promise<never> => {
			throw failure('write', 429);
		};
		await expect(withRetry(attempt, { purpose: 'write', clock })).rejects.toMatchObject({
			name: 'LimitError',
			retryable: true,
		});
		expect(clock.waits.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(patience.totalWaitMs);
	});

	it('ends a wait when the signal is aborted', async () => {
		const stop = new AbortController();
		const attempt = async (): Promise<never> => {
			stop.abort(new Error('cancelled'));
			throw failure('read', 429);
		};
		const clock = fakeClock();
		await expect(withRetry(attempt, { purpose: 'read', clock, signal: stop.signal })).rejects.toThrow();
		expect(clock.waits).toEqual([]);
	});
});
