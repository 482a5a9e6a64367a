import { ApiError, LoginRefusedError } from '../../src/http/errors';
import { guardLogin, loginText } from '../../src/http/loginStop';
import type { Request, Response, Send } from '../../src/http/send';
import { fakeClock } from './fakeClock';
import { stopsInMemory } from './stopsInMemory';

const request: Request = { method: 'GET', path: '/V1.0/Version?a=1', timeoutMs: 1000 };

function counted(answer: () => Response): { readonly send: Send; readonly count: () => number } {
	let count = 0;
	return {
		send: async () => {
			count += 1;
			return answer();
		},
		count: () => count,
	};
}

const refused = (): Response => ({ status: 401, headers: {}, body: undefined });
const fine = (): Response => ({ status: 200, headers: {}, body: {} });

describe('guardLogin', () => {
	it('lets answers through while no stop is recorded', async () => {
		await expect(guardLogin(counted(fine).send, stopsInMemory(), 'h', fakeClock())(request)).resolves.toMatchObject({
			status: 200,
		});
	});

	it('sends nothing for 15 minutes after a refused login and says until when', async () => {
		const clock = fakeClock();
		const { send, count } = counted(refused);
		const guarded = guardLogin(send, stopsInMemory(), 'h', clock);
		const until = '2026-10-16T12:15:00.000Z';
		await expect(guarded(request)).rejects.toMatchObject({ name: 'LoginRefusedError', until, path: '/V1.0/Version' });
		clock.advance(14 * 60_000);
		await expect(guarded(request)).rejects.toThrow(until);
		expect(count()).toBe(1);
		clock.advance(60_000);
		await expect(guarded(request)).rejects.toMatchObject({ until: '2026-10-16T12:30:00.000Z' });
		expect(count()).toBe(2);
	});

	it('tries changed values at once', async () => {
		const [clock, stops] = [fakeClock(), stopsInMemory()];
		await expect(guardLogin(counted(refused).send, stops, 'old', clock)(request)).rejects.toThrow();
		await expect(guardLogin(counted(fine).send, stops, 'new', clock)(request)).resolves.toMatchObject({ status: 200 });
	});

	it('records a login that was refused before the request, with its reason', async () => {
		const [clock, stops] = [fakeClock(), stopsInMemory()];
		const send: Send = async () => {
			throw new LoginRefusedError({ system: 'Autotask', method: 'GET', path: '/' }, 'No such user.');
		};
		await expect(guardLogin(send, stops, 'h', clock)(request)).rejects.toThrow('No such user.');
		await expect(stops.loginStop('h')).resolves.toBe('2026-10-16T12:15:00.000Z');
	});

	it('records nothing for other failures', async () => {
		const stops = stopsInMemory();
		const send: Send = async () => {
			throw new ApiError('down', { system: 'Autotask', method: 'GET', path: '/' }, true);
		};
		await expect(guardLogin(send, stops, 'h', fakeClock())(request)).rejects.toThrow('down');
		await expect(stops.loginStop('h')).resolves.toBeUndefined();
	});
});

describe('loginText', () => {
	it('differs for each split of the same characters', () => {
		expect(loginText('ab', 'c')).not.toBe(loginText('a', 'bc'));
	});
});
