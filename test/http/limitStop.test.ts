import { guardLimit, limitText } from '../../src/http/limitStop';
import type { Request, Response, Send } from '../../src/http/send';
import { fakeClock } from './fakeClock';
import { stopsInMemory } from './stopsInMemory';

const request: Request = { method: 'GET', path: '/V1.0/Version?a=1', timeoutMs: 1000 };

function answering(response: Response): { readonly send: Send; readonly count: () => number } {
	let count = 0;
	const send: Send = async () => {
		count += 1;
		return response;
	};
	return { send, count: () => count };
}

function limit(status: number, retryAfter?: string): Response {
	const errors = ['The Autotask API thread threshold of 3 threads has been exceeded'];
	return { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter }, body: { errors } };
}

describe('guardLimit', () => {
	it.each([
		{ rule: 'seconds', answer: limit(429, '300') },
		{ rule: 'seconds with a limit in another status', answer: limit(500, '300') },
		{ rule: 'a date', answer: limit(429, 'Fri, 16 Oct 2026 12:05:00 GMT') },
	])('sends nothing before $rule of Retry-After, in later runs and other processes too', async ({ answer }) => {
		const [clock, stops] = [fakeClock(), stopsInMemory()];
		const first = answering(answer);
		await guardLimit(first.send, stops, 'h', clock)(request);
		const later = answering({ status: 200, headers: {}, body: {} });
		const guarded = guardLimit(later.send, stops, 'h', clock);
		clock.advance(299_000);
		await expect(guarded(request)).rejects.toMatchObject({ name: 'LimitError', retryAfterMs: 1000, retryable: true });
		expect([first.count(), later.count()]).toEqual([1, 0]);
		clock.advance(1000);
		await expect(guarded(request)).resolves.toMatchObject({ status: 200 });
	});

	it.each([
		{ rule: 'a wait that a run waits in its place', answer: limit(429, '60') },
		{ rule: 'a limit that names no time', answer: limit(429) },
		{ rule: 'another answer with Retry-After', answer: { status: 503, headers: { 'retry-after': '300' }, body: {} } },
	])('leaves $rule to the run', async ({ answer }) => {
		const stops = stopsInMemory();
		await guardLimit(answering(answer).send, stops, 'h', fakeClock())(request);
		await expect(stops.loginStop('h')).resolves.toBeUndefined();
	});

	it('knows the waits of one user of one system', () => {
		expect(
			new Set([limitText('Autotask', 'a'), limitText('Autotask', 'b'), limitText('Reseller Marketplace', 'a')]).size,
		).toBe(3);
	});
});
