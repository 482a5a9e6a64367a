import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { AutotaskApi } from '../../credentials/AutotaskApi.credentials';
import { autotaskLogin, checkedZoneUrl, readZone, vendorDiscoveryUrl } from '../../src/http/autotaskZone';
import { startAutotaskSimulator, type AutotaskSimulator } from '../../simulators/autotask/startAutotaskSimulator';
import { startHttpServer, type Answer, type RunningServer } from '../../simulators/http';
import { requestHelper, requestWith } from './n8nRequests';

const credential = new AutotaskApi();
const probe = { url: '/V1.0/ThresholdInformation' };
let simulator: AutotaskSimulator;
let impostor: RunningServer | undefined;
beforeEach(async () => {
	simulator = await startAutotaskSimulator({ zones: [{ name: 'Zone 14' }, { name: 'Zone 31', port: 0 }] });
});
afterEach(async () => {
	await simulator.close();
	await impostor?.close();
	impostor = undefined;
});

function fieldsOf(changes: Record<string, string> = {}): ICredentialDataDecryptedObject {
	const user = simulator.users()[0];
	const login = {
		username: user?.userName ?? '',
		secret: user?.secret ?? '',
		integrationCode: user?.integrationCode ?? '',
	};
	return { ...login, discoveryUrl: simulator.discoveryUrl, impersonationResourceId: '', zone: '', ...changes };
}

function kinds(): string[] {
	return simulator.requests().map((one) => `${one.kind} ${one.status}`);
}

async function discovered(fields: ICredentialDataDecryptedObject): Promise<unknown> {
	return await credential.preAuthentication.call(requestHelper, fields);
}

describe('the zone', () => {
	it('is looked up once and kept with what it was found for', async () => {
		const fields = fieldsOf();
		await requestWith(credential, fields, { ...probe });
		await requestWith(credential, fields, { ...probe });
		expect(kinds()).toEqual(['zone 200', 'threshold 200', 'threshold 200']);
		expect(readZone(fields)).toEqual({
			url: simulator.zoneUrls['Zone 14']?.replace(/\/$/, ''),
			ci: simulator.ci,
			username: fields['username'],
			discoveryUrl: fields['discoveryUrl'],
		});
	});

	it.each(['username', 'discoveryUrl'])(
		'is looked up again when %s has changed, before anything is sent',
		async (name) => {
			const stale = fieldsOf({ [name]: `${String(fieldsOf()[name])}x` });
			const zone = {
				url: 'http://127.0.0.1:9/old',
				ci: 1,
				username: stale['username'],
				discoveryUrl: stale['discoveryUrl'],
			};
			const fields = fieldsOf({ zone: JSON.stringify(zone) });
			await requestWith(credential, fields, { ...probe });
			expect(kinds()).toEqual(['zone 200', 'threshold 200']);
		},
	);

	it('is looked up again after a 401, and the request goes to the new one', async () => {
		const fields = fieldsOf();
		await requestWith(credential, fields, { ...probe });
		simulator.moveToZone('Zone 31');
		await requestWith(credential, fields, { ...probe });
		expect(readZone(fields)?.url).toBe(simulator.zoneUrls['Zone 31']?.replace(/\/$/, ''));
		expect(kinds()).toEqual(['zone 200', 'threshold 200', 'threshold 401', 'zone 200', 'threshold 200']);
	});

	it('needs two requests with a wrong secret, then ends', async () => {
		await expect(requestWith(credential, fieldsOf({ secret: 'wrong' }), { ...probe })).rejects.toMatchObject({
			response: { status: 401 },
		});
		expect(kinds().filter((one) => one.startsWith('threshold'))).toEqual(['threshold 401', 'threshold 401']);
	});

	it('takes an address with or without the resource at its end', async () => {
		const base = simulator.discoveryUrl.replace(/zoneInformation$/, '');
		await expect(discovered(fieldsOf({ discoveryUrl: base }))).resolves.toMatchObject({
			zone: expect.stringContaining('zone14'),
		});
	});
});

describe('what keeps the zone from being found', () => {
	it.each([
		{
			rule: 'an unknown user',
			changes: { username: 'nobody@provider.example' },
			problem: 'refused',
			text: /no API user named nobody@provider.example/,
		},
		{ rule: 'an empty user name', changes: { username: ' ' }, problem: 'unusable', text: /Username is empty/ },
		{
			rule: 'an address that is none',
			changes: { discoveryUrl: 'autotask' },
			problem: 'unusable',
			text: /must begin with https/,
		},
		{
			rule: 'an address in the clear',
			changes: { discoveryUrl: 'http://autotask.example/' },
			problem: 'unusable',
			text: /must begin with https/,
		},
		{
			rule: 'a host that cannot be reached',
			changes: { discoveryUrl: 'http://127.0.0.1:1/' },
			problem: 'unreachable',
			text: /127.0.0.1:1 could not be reached/,
		},
	])('says $rule', async ({ changes, problem, text }) => {
		await expect(discovered(fieldsOf(changes))).rejects.toMatchObject({
			name: 'CredentialError',
			problem,
			message: expect.stringMatching(text),
		});
	});

	it.each<{ rule: string; answer: Answer; problem: string }>([
		{ rule: 'a web page', answer: { status: 200, body: '<html>' }, problem: 'unusable' },
		{
			rule: 'an address in the clear',
			answer: { status: 200, body: '{"url":"http://elsewhere.example/","ci":1}' },
			problem: 'unusable',
		},
		{ rule: 'not found', answer: { status: 404, body: '' }, problem: 'unusable' },
		{ rule: 'a fault', answer: { status: 503, body: '' }, problem: 'unreachable' },
	])('takes $rule as $problem', async ({ answer, problem }) => {
		impostor = await startHttpServer(async () => ({ kind: 'answer', answer }));
		await expect(discovered(fieldsOf({ discoveryUrl: impostor.url }))).rejects.toMatchObject({ problem });
	});

	it('follows no redirect', async () => {
		const answer = {
			status: 302,
			headers: { Location: `${simulator.discoveryUrl}?user=${String(fieldsOf()['username'])}` },
		};
		impostor = await startHttpServer(async () => ({ kind: 'answer', answer }));
		await expect(discovered(fieldsOf({ discoveryUrl: impostor.url }))).rejects.toMatchObject({ problem: 'unusable' });
		expect(kinds()).toEqual([]);
	});

	it('never carries secret or integration code to the look-up', async () => {
		const seen: string[] = [];
		impostor = await startHttpServer(async (request) => {
			seen.push(JSON.stringify([request.path, request.headers, request.body, [...request.query]]));
			return { kind: 'answer', answer: { status: 404 } };
		});
		const fields = fieldsOf({ discoveryUrl: impostor.url });
		await expect(discovered(fields)).rejects.toThrow();
		expect(seen).toHaveLength(1);
		expect(seen[0]).not.toContain(fields['secret']);
		expect(seen[0]).not.toContain(fields['integrationCode']);
	});
});

describe('checkedZoneUrl', () => {
	const loopback = 'http://127.0.0.1:8080/';
	it.each([
		{
			rule: 'a zone of the vendor',
			url: 'https://webservices14.autotask.net/ATServicesRest/',
			discovery: vendorDiscoveryUrl,
			ok: true,
		},
		{
			rule: 'a pre-release zone',
			url: 'https://prde.autotask.net/ATServicesRest/',
			discovery: vendorDiscoveryUrl,
			ok: true,
		},
		{
			rule: 'the vendor in the clear',
			url: 'http://webservices14.autotask.net/',
			discovery: vendorDiscoveryUrl,
			ok: false,
		},
		{ rule: 'another host', url: 'https://evil.example/', discovery: vendorDiscoveryUrl, ok: false },
		{
			rule: 'another port of the vendor',
			url: 'https://webservices14.autotask.net:8443/',
			discovery: vendorDiscoveryUrl,
			ok: false,
		},
		{
			rule: 'a host that only ends alike',
			url: 'https://webservices1.autotask.net.evil.example/',
			discovery: vendorDiscoveryUrl,
			ok: false,
		},
		{
			rule: 'a user in front of the host',
			url: 'https://webservices1.autotask.net@evil.example/',
			discovery: vendorDiscoveryUrl,
			ok: false,
		},
		{
			rule: 'another host from another zone of the vendor',
			url: 'https://evil.example/',
			discovery: 'https://webservices2.autotask.net/x',
			ok: false,
		},
		{
			rule: 'any safe host from a look-up of the operator',
			url: 'https://proxy.example/at/',
			discovery: 'https://proxy.example/',
			ok: true,
		},
		{ rule: 'this machine from this machine', url: 'http://127.0.0.1:9000/zone14/', discovery: loopback, ok: true },
		{ rule: 'another machine in the clear', url: 'http://10.0.0.1/', discovery: loopback, ok: false },
		{
			rule: 'this machine from elsewhere',
			url: 'http://127.0.0.1:9000/',
			discovery: 'https://proxy.example/',
			ok: false,
		},
	])('$rule: $ok', ({ url, discovery, ok }) => {
		const checked = (): string => checkedZoneUrl(url, discovery);
		if (ok) expect(checked()).toBe(url.replace(/\/$/, ''));
		else expect(checked).toThrow(/nothing was sent to it/);
	});
});

describe('autotaskLogin', () => {
	it('gives no header without a zone that fits', () => {
		expect(() => autotaskLogin(fieldsOf())).toThrow(
			expect.objectContaining({ name: 'LoginExpiredError', response: { status: 401 } }),
		);
	});

	it('names the resource to impersonate only where there is one', async () => {
		const fields = fieldsOf();
		Object.assign(fields, await discovered(fields));
		expect(autotaskLogin(fields).headers).not.toHaveProperty('ImpersonationResourceId');
		expect(autotaskLogin({ ...fields, impersonationResourceId: '77' }).headers).toMatchObject({
			ImpersonationResourceId: '77',
		});
	});
});
