import { errorOf, errorOfNoAnswer, retryAfterMs, type Purpose } from '../../src/http/classify';
import { noAnswer, type SystemName } from '../../src/http/errors';
import type { Response } from '../../src/http/send';

const nowMillis = Date.UTC(2026, 9, 16, 12);

function answered(status: number, body?: unknown, headers: Record<string, string> = {}): Response {
	return { status, headers, body };
}

function asked(purpose: Purpose, system: SystemName = 'Autotask') {
	return { system, purpose, nowMillis, request: { method: 'POST', path: '/V1.0/Contracts/7/Charges?x=1' } } as const;
}

describe('errorOf', () => {
	it.each<{ rule: string; purpose: Purpose; response: Response; name: string | undefined; retryable?: boolean }>([
		{ rule: 'a success is read', purpose: 'read', response: answered(200, { items: [] }), name: undefined },
		{ rule: 'a refused login', purpose: 'read', response: answered(401), name: 'LoginRefusedError', retryable: false },
		{ rule: '429 is a limit', purpose: 'write', response: answered(429), name: 'LimitError', retryable: true },
		{
			rule: 'the thread text is a limit whatever the status',
			purpose: 'write',
			response: answered(500, { errors: ['The Autotask API thread threshold of 3 threads has been exceeded'] }),
			name: 'LimitError',
			retryable: true,
		},
		{
			rule: 'the code of the limit is one too',
			purpose: 'write',
			response: answered(500, { errors: ['Itgenatr005'] }),
			name: 'LimitError',
			retryable: true,
		},
		{
			rule: 'a used-up quota of the gateway is a limit',
			purpose: 'read',
			response: answered(403, { code: 'QuotaExceeded' }),
			name: 'LimitError',
			retryable: true,
		},
		{
			rule: '500 with errors is a refusal',
			purpose: 'write',
			response: answered(500, { errors: ['negative units'] }),
			name: 'RefusedError',
			retryable: false,
		},
		{
			rule: '500 with errors refuses a read too',
			purpose: 'read',
			response: answered(500, { errors: ['unknown field'] }),
			name: 'RefusedError',
			retryable: false,
		},
		{
			rule: '5xx without errors proves nothing of a write',
			purpose: 'write',
			response: answered(503),
			name: 'UnprovenError',
			retryable: false,
		},
		{
			rule: 'an empty list of errors is none',
			purpose: 'write',
			response: answered(500, { errors: [] }),
			name: 'UnprovenError',
		},
		{
			rule: '5xx without errors lets a read repeat',
			purpose: 'read',
			response: answered(502),
			name: 'ApiError',
			retryable: true,
		},
		{ rule: '408 proves nothing of a write', purpose: 'write', response: answered(408), name: 'UnprovenError' },
		{ rule: 'a missing right is final', purpose: 'write', response: answered(403), name: 'ApiError', retryable: false },
		{
			rule: 'an unknown path is final',
			purpose: 'read',
			response: answered(404, '<html></html>'),
			name: 'ApiError',
			retryable: false,
		},
		{
			rule: 'a redirect is not followed',
			purpose: 'read',
			response: answered(302),
			name: 'ApiError',
			retryable: false,
		},
		{
			rule: 'a maintenance page lets a read repeat',
			purpose: 'read',
			response: answered(200, '<!DOCTYPE html>'),
			name: 'ApiError',
			retryable: true,
		},
		{
			rule: 'a maintenance page proves nothing of a write',
			purpose: 'write',
			response: answered(200, '<html>'),
			name: 'UnprovenError',
		},
	])('$rule', ({ purpose, response, name, retryable }) => {
		const error = errorOf(asked(purpose), response);
		expect(error?.name).toBe(name);
		if (retryable !== undefined) expect(error?.retryable).toBe(retryable);
	});

	it('says system, method, path without query, status, wait and correlation id, and no more', () => {
		const error = errorOf(
			asked('read', 'Reseller Marketplace'),
			answered(429, 'secret body', { 'retry-after': '7', 'x-correlation-id': 'c-1' }),
		);
		expect(error).toMatchObject({
			system: 'Reseller Marketplace',
			method: 'POST',
			path: '/V1.0/Contracts/7/Charges',
			status: 429,
			retryAfterMs: 7000,
			correlationId: 'c-1',
		});
		expect(JSON.stringify({ ...error, message: error?.message })).not.toContain('secret body');
	});

	it('keeps the sentences of a refusal', () => {
		expect(errorOf(asked('write'), answered(500, { errors: ['First.', 'Second.'] }))).toMatchObject({
			reasons: ['First.', 'Second.'],
		});
	});
});

describe('errorOfNoAnswer', () => {
	it.each<{ rule: string; purpose: Purpose; code: string; name: string; retryable: boolean }>([
		{
			rule: 'a refused connection carried no write',
			purpose: 'write',
			code: 'ECONNREFUSED',
			name: 'ApiError',
			retryable: true,
		},
		{
			rule: 'an unknown host carried no write',
			purpose: 'write',
			code: 'ENOTFOUND',
			name: 'ApiError',
			retryable: true,
		},
		{
			rule: 'a closed connection proves nothing of a write',
			purpose: 'write',
			code: 'ECONNRESET',
			name: 'UnprovenError',
			retryable: false,
		},
		{
			rule: 'a time-out proves nothing of a write',
			purpose: 'write',
			code: 'ECONNABORTED',
			name: 'UnprovenError',
			retryable: false,
		},
		{
			rule: 'a connection that timed out proves nothing of a write',
			purpose: 'write',
			code: 'ETIMEDOUT',
			name: 'UnprovenError',
			retryable: false,
		},
		{
			rule: 'a cancelled write proves nothing',
			purpose: 'write',
			code: 'ERR_CANCELED',
			name: 'UnprovenError',
			retryable: false,
		},
		{
			rule: 'a closed connection lets a read repeat',
			purpose: 'read',
			code: 'ECONNRESET',
			name: 'ApiError',
			retryable: true,
		},
		{
			rule: 'a cancelled read does not repeat',
			purpose: 'read',
			code: 'ERR_CANCELED',
			name: 'ApiError',
			retryable: false,
		},
	])('$rule', ({ purpose, code, name, retryable }) => {
		expect(errorOfNoAnswer(asked(purpose), noAnswer(code))).toMatchObject({ name, retryable });
	});
});

describe('retryAfterMs', () => {
	it.each([
		{ rule: 'reads seconds', header: '12', expected: 12_000 },
		{ rule: 'reads zero', header: '0', expected: 0 },
		{ rule: 'reads a date', header: 'Fri, 16 Oct 2026 12:00:30 GMT', expected: 30_000 },
		{ rule: 'takes a date that is past as now', header: 'Fri, 16 Oct 2026 11:00:00 GMT', expected: 0 },
		{ rule: 'ignores words', header: 'soon', expected: undefined },
		{ rule: 'ignores negative seconds', header: '-5', expected: undefined },
		{ rule: 'is nothing where there is none', header: undefined, expected: undefined },
	])('$rule', ({ header, expected }) => {
		expect(retryAfterMs(header, nowMillis)).toBe(expected);
	});
});
