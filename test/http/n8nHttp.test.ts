import { NodeApiError } from 'n8n-workflow';
import { ResellerMarketplaceApi } from '../../credentials/ResellerMarketplaceApi.credentials';
import { toNodeError } from '../../nodes/shared/items/nodeErrors';
import { createN8nSend, type RequestContext } from '../../nodes/shared/opening/n8nHttp';
import { type AutotaskSimulator, startAutotaskSimulator } from '../../simulators/autotask/startAutotaskSimulator';
import type { FaultAction } from '../../simulators/faults';
import { startHttpServer } from '../../simulators/http';
import { ApiError, LoginRefusedError, MalformedResponseError } from '../../src/http/errors';
import type { Request } from '../../src/http/send';
import type { MarketplaceSimulator } from '../../simulators/marketplace/simulator';
import { fieldsFor } from '../marketplace/openClient';
import { startWithLicence } from '../simulators/marketplace/calls';
import { autotaskContext, autotaskFields, contextOf, node } from './autotaskContext';

const probe: Request = { method: 'GET', path: '/V1.0/ThresholdInformation', timeoutMs: 500 };
let simulator: AutotaskSimulator;
beforeEach(async () => {
	simulator = await startAutotaskSimulator({ zones: [{ name: 'Zone 14' }, { name: 'Zone 31', port: 0 }] });
});
afterEach(() => simulator.close());

function contextWith(changes: Record<string, string> = {}): RequestContext {
	return autotaskContext(autotaskFields(simulator, changes));
}

function statuses(): number[] {
	return simulator
		.requests()
		.filter((one) => one.kind !== 'zone')
		.map((one) => one.status);
}

describe('createN8nSend', () => {
	it('gives every other status as an answer', async () => {
		const send = createN8nSend(contextWith(), 'autotaskApi');
		await expect(send(probe)).resolves.toMatchObject({
			status: 200,
			body: { externalRequestThreshold: expect.any(Number) },
		});
		simulator.addFault({ action: { kind: 'status', status: 429, retryAfter: '7', body: '{"errors":["slow"]}' } });
		await expect(send(probe)).resolves.toMatchObject({
			status: 429,
			headers: { 'retry-after': '7' },
			body: { errors: ['slow'] },
		});
	});

	it.each([401, 404] as const)('follows a moved database where its old zone says %i', async (wrongZone) => {
		const send = createN8nSend(contextWith(), 'autotaskApi');
		await send(probe);
		simulator.setSwitches({ wrongZone });
		simulator.moveToZone('Zone 31');
		await expect(send(probe)).resolves.toMatchObject({ status: 200 });
		expect(statuses()).toEqual([200, wrongZone, 200]);
	});

	it('follows no redirect with the login', async () => {
		const received: string[] = [];
		const elsewhere = await startHttpServer(async ({ headers }) => {
			received.push(JSON.stringify(headers));
			return { kind: 'answer', answer: { status: 200, body: '{}' } };
		});
		const moved = await startHttpServer(async () => {
			return { kind: 'answer', answer: { status: 307, headers: { Location: `${elsewhere.url}/x` } } };
		});
		const { discoveryUrl } = simulator;
		const username = simulator.users()[0]?.userName;
		const zone = JSON.stringify({ url: moved.url, ci: 1, username, discoveryUrl });
		const answer = await createN8nSend(contextWith({ zone }), 'autotaskApi')(probe);
		await Promise.all([elsewhere.close(), moved.close()]);
		expect(answer.status).toBe(307);
		expect(received).toEqual([]);
	});

	it('gives a 401 that remains after one renewal', async () => {
		await expect(createN8nSend(contextWith({ secret: 'wrong' }), 'autotaskApi')(probe)).resolves.toEqual({
			status: 401,
			headers: {},
			body: undefined,
		});
		expect(statuses()).toEqual([401, 401]);
	});

	it.each([
		{
			rule: 'an unknown user',
			changes: { username: 'nobody' },
			expected: { name: 'LoginRefusedError', message: expect.stringContaining('nobody') },
		},
		{
			rule: 'a look-up that cannot be reached',
			changes: { discoveryUrl: 'http://127.0.0.1:1/' },
			expected: { name: 'ApiError', retryable: true },
		},
		{
			rule: 'a field that cannot be used',
			changes: { discoveryUrl: 'x' },
			expected: { name: 'ApiError', retryable: false },
		},
	])('says $rule', async ({ changes, expected }) => {
		await expect(createN8nSend(contextWith(changes), 'autotaskApi')(probe)).rejects.toMatchObject(expected);
		expect(statuses()).toEqual([]);
	});

	it.each<{ rule: string; action: FaultAction; reason: string }>([
		{ rule: 'a closed connection', action: { kind: 'loseAnswerAfterEffect' }, reason: 'closed' },
		{ rule: 'an answer that breaks off', action: { kind: 'truncateJson' }, reason: 'closed' },
	])('rejects for $rule', async ({ action, reason }) => {
		const send = createN8nSend(contextWith(), 'autotaskApi');
		await send(probe);
		simulator.addFault({ action });
		await expect(send(probe)).rejects.toMatchObject({ name: 'NoAnswerError', reason });
	});

	it('keeps headers and bodies out of its errors', async () => {
		const secret = simulator.users()[0]?.secret ?? '';
		const send = createN8nSend(contextWith(), 'autotaskApi');
		await send(probe);
		simulator.addFault({ action: { kind: 'closeBeforeEffect' } });
		const error: unknown = await send({ ...probe, method: 'POST', body: { note: 'private' } }).catch(
			(thrown: unknown) => thrown,
		);
		expect(Object.getOwnPropertyNames(error).sort()).toEqual(['message', 'name', 'networkCode', 'reason', 'stack']);
		expect(String((error as Error).stack)).not.toContain(secret);
	});
});

describe('createN8nSend to the marketplace', () => {
	let marketplace: MarketplaceSimulator;
	beforeEach(async () => {
		marketplace = await startWithLicence();
	});
	afterEach(() => marketplace.close());

	const orders: Request = { method: 'GET', path: '/customers', query: { limit: 1 }, timeoutMs: 500 };
	const send = () =>
		createN8nSend(
			contextOf(new ResellerMarketplaceApi(), { ...fieldsFor(marketplace, 'token'), sessionToken: '' }),
			'resellerMarketplaceApi',
		);
	const said = () => marketplace.requests().map(({ kind, status }) => `${kind} ${status}`);

	it.each([401, 403] as const)('renews a token once that has expired, which it says by %i', async (expiredToken) => {
		marketplace.setSwitches({ expiredToken });
		const asking = send();
		await asking(orders);
		marketplace.expireTokens();
		await expect(asking(orders)).resolves.toMatchObject({ status: 200 });
		expect(said()).toEqual(['login 200', 'read 200', `read ${expiredToken}`, 'login 200', 'read 200']);
	});

	it('gives a 403 for a quota with what it says, after one renewal', async () => {
		const asking = send();
		await asking(orders);
		const body = '{"message":"Out of call volume quota."}';
		marketplace.addFault({
			path: '/customers',
			times: 2,
			action: { kind: 'status', status: 403, retryAfter: '7', body },
		});
		await expect(asking(orders)).resolves.toMatchObject({
			status: 403,
			headers: { 'retry-after': '7' },
			body: { message: 'Out of call volume quota.' },
		});
		expect(said()).toEqual(['login 200', 'read 200', 'read 403', 'login 200', 'read 403']);
	});

	it('takes a quota that ends the login too for no refused login', async () => {
		marketplace.setSwitches({ requestsPerMinute: 2, overLimit: 'forbidden' });
		const asking = send();
		await asking(orders);
		await expect(asking(orders)).rejects.toMatchObject({ name: 'ApiError', retryable: true });
	});
});

describe('toNodeError', () => {
	const request = {
		system: 'Autotask',
		method: 'POST',
		path: '/V1.0/Contracts/7/Charges',
		status: 503,
		correlationId: 'c-9',
	} as const;

	it.each([
		{ rule: 'a failed system', error: new ApiError('It failed.', request, true), description: /safe to run.*again/ },
		{
			rule: 'a refused login',
			error: new LoginRefusedError(request, 'It refused.'),
			description: /Open the credential/,
		},
		{
			rule: 'a malformed answer',
			error: new MalformedResponseError(request, 'items', 'a list', 'nothing'),
			description: /correlation id c-9/,
		},
	])('makes a NodeApiError of $rule, with our sentence', ({ error, description }) => {
		expect(toNodeError(node, error, 3)).toMatchObject({
			name: 'NodeApiError',
			message: error.message,
			description: expect.stringMatching(description),
			context: { itemIndex: 3 },
		});
	});

	it('makes a NodeOperationError of a bug and keeps it as the cause', () => {
		const bug = new RangeError('not a day');
		expect(toNodeError(node, bug)).toMatchObject({ name: 'NodeOperationError', message: 'not a day', cause: bug });
	});

	it("leaves n8n's own errors as they are", () => {
		const own = new NodeApiError(node, { message: 'own' });
		expect(toNodeError(node, own)).toBe(own);
	});
});
