import { callUrl, charge, monthlyId, resetFixture, startFixture, type Fixture } from './tenantFixture';

let fixture: Fixture;
beforeAll(async () => {
	fixture = await startFixture();
});
afterEach(() => resetFixture(fixture));
afterAll(() => fixture.simulator.close());

const path = `/Contracts/${monthlyId}/Charges`;
const write = (): ReturnType<Fixture['call']> => fixture.call('POST', path, charge());
const written = (): number => fixture.simulator.ledger().charges.length;

describe('faults', () => {
	it('lose the answer of a write that took effect', async () => {
		fixture.simulator.addFault({ method: 'POST', path: '/Charges$', action: { kind: 'loseAnswerAfterEffect' } });
		await expect(write()).rejects.toThrow('fetch failed');
		expect(written()).toBe(1);
		expect(fixture.simulator.requests().map((one) => one.status)).toEqual([0]);
	});

	it('close the connection before a write takes effect', async () => {
		fixture.simulator.addFault({ method: 'POST', path: '/Charges$', action: { kind: 'closeBeforeEffect' } });
		await expect(write()).rejects.toThrow('fetch failed');
		expect(written()).toBe(0);
	});

	it('answer with another status, and a time to come back', async () => {
		fixture.simulator.addFault({
			path,
			action: { kind: 'status', status: 429, retryAfter: '7', body: '{"errors":[]}' },
		});
		const answer = await write();
		expect([answer.status, answer.headers.get('retry-after'), written()]).toEqual([429, '7', 0]);
		expect(answer.headers.get('content-type')).toContain('json');
	});

	it('answer a page of the web server after the effect', async () => {
		const action = { kind: 'status', status: 503, body: '<html>busy</html>', afterEffect: true } as const;
		fixture.simulator.addFault({ path, action });
		expect((await write()).text).toBe('<html>busy</html>');
		expect(written()).toBe(1);
	});

	it('break an answer off in the middle', async () => {
		fixture.simulator.addFault({ path, action: { kind: 'truncateJson' } });
		await expect(write()).rejects.toThrow('terminated');
		expect(written()).toBe(1);
	});

	it('delay a request', async () => {
		fixture.simulator.addFault({ path, action: { kind: 'delay', delayMs: 30 } });
		expect((await write()).status).toBe(200);
		expect(fixture.simulator.requests()[0]?.ms).toBeGreaterThanOrEqual(29);
	});

	it('hit the nth match, as many times as planned, and no other method', async () => {
		fixture.simulator.addFault({ method: 'POST', path, nth: 2, times: 2, action: { kind: 'status', status: 503 } });
		await fixture.call('GET', path);
		const statuses: number[] = [];
		for (let n = 0; n < 4; n += 1) statuses.push((await write()).status);
		expect(statuses).toEqual([200, 503, 503, 200]);
	});

	it.each([
		{ effect: 'beforeRelease', whileHeld: 1 },
		{ effect: 'afterRelease', whileHeld: 0 },
	] as const)('hold a request whose effect is $effect', async ({ effect, whileHeld }) => {
		fixture.simulator.addFault({ path, action: { kind: 'hold', effect } });
		const answer = write();
		const held = await fixture.simulator.waitForHeld();
		expect(held).toMatchObject([{ method: 'POST', effective: whileHeld === 1 }]);
		expect(written()).toBe(whileHeld);
		expect(fixture.simulator.release(held[0]?.id)).toBe(1);
		expect((await answer).status).toBe(200);
		expect(written()).toBe(1);
	});

	it('drop a held request without effect', async () => {
		fixture.simulator.addFault({ path, action: { kind: 'hold', effect: 'afterRelease' } });
		const refused = expect(write()).rejects.toThrow('fetch failed');
		await fixture.simulator.waitForHeld();
		fixture.simulator.release(undefined, 'drop');
		await refused;
		expect(written()).toBe(0);
	});

	it('take effect on release although the caller has gone', async () => {
		fixture.simulator.addFault({ path, action: { kind: 'hold', effect: 'afterRelease' } });
		const caller = new AbortController();
		const gone = fetch(`${fixture.simulator.zoneUrls['Zone 14'] ?? ''}V1.0${path}`, {
			method: 'POST',
			headers: {
				UserName: 'api@provider.example',
				Secret: 'a secret',
				ApiIntegrationCode: 'CODE1',
				'Content-Type': 'application/json',
			},
			body: JSON.stringify(charge()),
			signal: caller.signal,
		});
		const aborted = expect(gone).rejects.toThrow('abort');
		await fixture.simulator.waitForHeld();
		caller.abort();
		await aborted;
		fixture.simulator.release();
		await fixture.call('GET', '/Version');
		expect(written()).toBe(1);
	});

	it('are planned, awaited and released over HTTP', async () => {
		const admin = `${fixture.simulator.url}/admin`;
		await callUrl('POST', `${admin}/faults`, { path, action: { kind: 'hold', effect: 'afterRelease' } });
		const answer = write();
		expect((await callUrl('GET', `${admin}/held?wait=1`)).body).toMatchObject([{ method: 'POST' }]);
		expect((await callUrl('POST', `${admin}/release`, {})).body).toEqual({ released: 1 });
		expect((await answer).status).toBe(200);
	});

	it('are no more once cleared', async () => {
		fixture.simulator.addFault({ path, times: 0, action: { kind: 'status', status: 503 } });
		expect((await write()).status).toBe(503);
		fixture.simulator.clearFaults();
		expect((await write()).status).toBe(200);
	});
});
