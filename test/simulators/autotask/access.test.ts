import { callUrl, headers, monthlyId, seed, startFixture, user, type Fixture } from './tenantFixture';

let fixture: Fixture;
beforeEach(async () => {
	fixture = await startFixture({ zones: [{ name: 'Zone 14' }, { name: 'Zone 22' }, { name: 'Zone 31', port: 0 }] });
});
afterEach(() => fixture.simulator.close());

const zoneOf = (name: string): Promise<Awaited<ReturnType<typeof callUrl>>> =>
	callUrl('GET', `${fixture.simulator.discoveryUrl}?user=${encodeURIComponent(name)}`);

describe('zone look-up', () => {
	it('names the zone and the database of a known user, without credentials', async () => {
		const response = await fetch(`${fixture.simulator.discoveryUrl}?user=${encodeURIComponent(user.userName)}`);
		expect(await response.json()).toMatchObject({
			zoneName: 'Zone 14',
			url: fixture.simulator.zoneUrls['Zone 14'],
			ci: fixture.simulator.ci,
		});
	});

	it('refuses an unknown user', async () => {
		expect(await zoneOf('nobody')).toMatchObject({
			status: 500,
			body: { errors: ['Zone information could not be determined'] },
		});
	});

	it('ignores the case of the path', async () => {
		const { url } = fixture.simulator;
		expect((await callUrl('GET', `${url}/atservicesrest/v1.0/ZoneInformation?user=${user.userName}`)).status).toBe(200);
	});

	it('names the new zone of a tenant that has moved, and the old one refuses', async () => {
		fixture.simulator.moveToZone('Zone 31');
		const { body } = await zoneOf(user.userName);
		expect(body.url).toBe(fixture.simulator.zoneUrls['Zone 31']);
		expect((await callUrl('GET', `${String(body.url)}V1.0/Version`)).status).toBe(200);
		expect((await fixture.call('GET', '/Version')).status).toBe(401);
	});
});

describe('credentials', () => {
	it.each([
		{ rule: 'another user name', other: { UserName: 'someone@provider.example' } },
		{ rule: 'another secret', other: { Secret: 'another' } },
		{ rule: 'another integration code', other: { ApiIntegrationCode: 'CODE2' } },
		{ rule: 'no secret', other: { Secret: '' } },
	])('answers 401 without a body for $rule', async ({ other }) => {
		const answer = await fixture.call('GET', '/Version', undefined, other);
		expect([answer.status, answer.text]).toEqual([401, '']);
	});

	it('are refused in any zone but the home of the tenant, and at the host of the look-up', async () => {
		for (const base of [fixture.simulator.zoneUrls['Zone 22'], `${fixture.simulator.url}/ATServicesRest/`]) {
			expect((await callUrl('GET', `${base}V1.0/Version`)).status).toBe(401);
		}
	});

	it('can be rotated', async () => {
		fixture.simulator.setUsers([{ ...user, secret: 'the next secret' }]);
		expect((await fixture.call('GET', '/Version')).status).toBe(401);
		expect((await fixture.call('GET', '/Version', undefined, { Secret: 'the next secret' })).status).toBe(200);
	});
});

describe('the hourly limit', () => {
	it('counts every call but the zone look-up, and refuses over it', async () => {
		fixture.simulator.setLimits({ hourlyLimit: 3 });
		await zoneOf(user.userName);
		await fixture.call('GET', `/Contracts/${monthlyId}`);
		await fixture.call('GET', '/Version', undefined, { Secret: 'wrong' });
		expect((await fixture.call('GET', '/ThresholdInformation')).body).toEqual({
			externalRequestThreshold: 3,
			requestThresholdTimeframe: 60,
			currentTimeframeRequestCount: 3,
		});
		const refused = await fixture.call('GET', '/Version');
		expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
	});

	it('frees calls after an hour', async () => {
		fixture.simulator.setLimits({ hourlyLimit: 10, used: 10 });
		expect((await fixture.call('GET', '/Version')).status).toBe(429);
		fixture.simulator.setNow('2026-10-16T10:01:00Z');
		expect((await fixture.call('GET', '/Version')).status).toBe(200);
	});

	it('may come as 500 with the text', async () => {
		fixture.simulator.setSwitches({ hourlyRefusal: 'textIn500' });
		fixture.simulator.setLimits({ used: 10_000 });
		expect(await fixture.call('GET', '/Version')).toMatchObject({
			status: 500,
			body: { errors: [expect.stringContaining('threshold of 10000')] },
		});
	});
});

describe('the thread limit', () => {
	const inFlight = async (count: number, path: string): Promise<Promise<{ status: number }>[]> => {
		fixture.simulator.addFault({ path: `${path}$`, times: count, action: { kind: 'hold', effect: 'afterRelease' } });
		const calls = Array.from({ length: count }, () => fixture.call('GET', path));
		for (let n = 0; fixture.simulator.held().length < count && n < 1000; n += 1) await new Promise(setImmediate);
		return calls;
	};

	it.each([
		{ position: '429', status: 429, text: 'The Autotask API thread threshold of 3 threads has been exceeded' },
		{ position: 'textIn500', status: 500, text: 'The Autotask API thread threshold of 3 threads has been exceeded' },
		{ position: 'codeIn500', status: 500, text: 'Itgenatr005' },
	] as const)('refuses a fourth call in flight: $position', async ({ position, status, text }) => {
		fixture.simulator.setSwitches({ threadRefusal: position });
		const path = `/Contracts/${monthlyId}`;
		const calls = await inFlight(3, path);
		expect(await fixture.call('GET', path)).toMatchObject({ status, body: { errors: [text] } });
		expect((await fixture.call('GET', '/Companies/1001')).status).toBe(200);
		fixture.simulator.release();
		expect((await Promise.all(calls)).map((one) => one.status)).toEqual([200, 200, 200]);
		expect((await fixture.call('GET', path)).status).toBe(200);
	});

	it('says when to come back only where the switch says so', async () => {
		fixture.simulator.setSwitches({ retryAfter: 'seconds' });
		await inFlight(3, '/Version');
		expect((await fixture.call('GET', '/Version')).headers.get('retry-after')).toBe('1');
		fixture.simulator.release();
	});
});

describe('the request log', () => {
	it('names calls by kind and keeps bodies of writes only, no header and no query', async () => {
		await zoneOf(user.userName);
		await fixture.query('Contracts', [{ op: 'gte', field: 'id', value: 0 }]);
		await fixture.call('POST', `/Contracts/${monthlyId}/Notes`, {
			contractID: monthlyId,
			title: 'A',
			description: 'B',
		});
		const requests = fixture.simulator.requests();
		expect(requests.map((one) => [one.kind, one.status, one.body !== undefined])).toEqual([
			['zone', 200, false],
			['read', 200, false],
			['write', 200, true],
		]);
		const text = JSON.stringify(requests);
		for (const value of Object.values(headers)) expect(text).not.toContain(value);
	});

	it('is cleared on request', async () => {
		await fixture.call('GET', '/Version');
		fixture.simulator.clearRequests();
		expect(fixture.simulator.requests()).toEqual([]);
	});
});

describe('the admin API and the pages', () => {
	const admin = (method: string, path: string, body?: unknown): ReturnType<typeof callUrl> =>
		callUrl(method, `${fixture.simulator.url}/admin/${path}`, body);

	it('do over HTTP what the functions do', async () => {
		expect(
			(await admin('POST', 'seed', { ContractServices: [{ contractID: monthlyId, serviceID: 801, units: 10 }] }))
				.status,
		).toBe(200);
		expect((await admin('POST', 'post', { through: '2026-10-01' })).body).toMatchObject([{ totalAmount: 180 }]);
		expect((await admin('POST', 'switches', { freshLineUnits: 1 })).body).toMatchObject({ freshLineUnits: 1 });
		expect((await admin('POST', 'now', { now: '2027-01-01T00:00:00Z' })).body.now).toMatch(/^2027-01-01/);
		expect((await admin('GET', 'state')).body).toEqual(fixture.simulator.state());
		expect((await admin('GET', 'requests')).body).toEqual([]);
		expect((await admin('POST', 'reset')).status).toBe(200);
		expect(fixture.simulator.state().entities).toEqual({});
		expect((await admin('POST', 'seed', seed)).status).toBe(200);
	});

	it.each([
		{ rule: 'an unknown switch', path: 'switches', body: { colour: 'red' } },
		{ rule: 'an unknown position', path: 'switches', body: { repeatService: 'sometimes' } },
		{ rule: 'an unknown field in a seed', path: 'seed', body: { Companies: [{ title: 'x' }] } },
		{ rule: 'an unknown label in a seed', path: 'seed', body: { Companies: [{ companyType: 'Friend' }] } },
		{ rule: 'an unknown zone', path: 'zone', body: { name: 'Zone 99' } },
	])('refuse $rule', async ({ path, body }) => {
		expect((await admin('POST', path, body)).status).toBe(400);
	});

	it('show what was written as text, never as HTML', async () => {
		const id = fixture.line(monthlyId, { units: 10, invoiceDescription: '<script>alert(1)</script>' });
		await fixture.adjust(monthlyId, { contractServiceID: id, unitChange: 3, effectiveDate: '2026-10-16' });
		await fixture.call('POST', `/Contracts/${monthlyId}/Notes`, {
			contractID: monthlyId,
			title: '<b>',
			description: 'B',
		});
		for (const path of ['/', '/contracts']) {
			const { status, text } = await callUrl('GET', fixture.simulator.url + path);
			expect(status).toBe(200);
			expect(text).not.toMatch(/<script>|<b>/);
			expect(text).toContain(path === '/' ? 'ServiceAdjustments' : '120.7742');
		}
	});
});
