import { createAxiosSend } from '../../src/http/axiosSend';
import { parsedBody, plainHeaders } from '../../src/http/send';
import { startHttpServer, type Outcome, type ReceivedRequest, type RunningServer } from '../../simulators/http';

describe('parsedBody', () => {
	it.each([
		{ rule: 'reads JSON', text: '{"a":1}', expected: { a: 1 } },
		{ rule: 'keeps other text', text: '<html>', expected: '<html>' },
		{ rule: 'keeps broken JSON as text', text: '{"a":', expected: '{"a":' },
		{ rule: 'takes nothing for empty', text: ' ', expected: undefined },
	])('$rule', ({ text, expected }) => {
		expect(parsedBody(text)).toEqual(expected);
	});
});

describe('plainHeaders', () => {
	it('writes names small and joins repeated values', () => {
		expect(plainHeaders({ 'Retry-After': 5, Via: ['a', 'b'], none: undefined })).toEqual({
			'retry-after': '5',
			via: 'a,b',
		});
	});
});

describe('createAxiosSend', () => {
	let running: RunningServer | undefined;
	afterEach(async () => await running?.close());
	async function answering(outcome: (request: ReceivedRequest) => Outcome) {
		const received: ReceivedRequest[] = [];
		const server = await startHttpServer(async (request) => {
			received.push(request);
			return outcome(request);
		});
		running = server;
		return { server, received };
	}
	const answer = (status: number, headers: Record<string, string> = {}): Outcome => ({
		kind: 'answer',
		answer: { status, headers, body: '{}' },
	});

	it('renews the login once after a 401', async () => {
		const { server, received } = await answering((request) =>
			answer(request.headers['x-login'] === 'renewed' ? 200 : 401),
		);
		const send = createAxiosSend({ baseUrl: server.url, headers: async (which) => ({ 'X-Login': which }) });
		await expect(send({ method: 'GET', path: '/a', timeoutMs: 1000 })).resolves.toMatchObject({ status: 200 });
		await expect(send({ method: 'GET', path: '/b', timeoutMs: 1000 })).resolves.toMatchObject({ status: 200 });
		expect(received.map((one) => one.path)).toEqual(['/a', '/a', '/b']);
	});

	it('renews the login after what the system says in place of a 401', async () => {
		const { server, received } = await answering((request) =>
			answer(request.headers['x-login'] === 'renewed' ? 200 : 403),
		);
		const headers = async (which: string) => ({ 'X-Login': which });
		const send = createAxiosSend({ baseUrl: server.url, headers, renewedAfter: [401, 403] });
		await expect(send({ method: 'GET', path: '/a', timeoutMs: 1000 })).resolves.toMatchObject({ status: 200 });
		expect(received).toHaveLength(2);
	});

	it('gives a 401 that remains', async () => {
		const { server, received } = await answering(() => answer(401));
		const send = createAxiosSend({ baseUrl: server.url, headers: async () => ({}) });
		await expect(send({ method: 'GET', path: '/a', timeoutMs: 1000 })).resolves.toMatchObject({ status: 401 });
		expect(received).toHaveLength(2);
	});

	it('follows no redirect', async () => {
		const { server, received } = await answering(() => answer(302, { Location: '/elsewhere' }));
		const send = createAxiosSend({ baseUrl: server.url, headers: async () => ({}) });
		await expect(send({ method: 'GET', path: '/a', timeoutMs: 1000 })).resolves.toMatchObject({ status: 302 });
		expect(received).toHaveLength(1);
	});

	it.each<{ rule: string; outcome: Outcome; reason: string }>([
		{ rule: 'a closed connection', outcome: { kind: 'close' }, reason: 'closed' },
		{
			rule: 'an answer that breaks off',
			outcome: { kind: 'truncate', answer: { status: 200, body: '{"a":1,"b":2}' } },
			reason: 'closed',
		},
	])('rejects for $rule', async ({ outcome, reason }) => {
		const { server } = await answering(() => outcome);
		const send = createAxiosSend({ baseUrl: server.url, headers: async () => ({}) });
		await expect(send({ method: 'GET', path: '/a', timeoutMs: 1000 })).rejects.toMatchObject({
			name: 'NoAnswerError',
			reason,
		});
	});

	it('knows where no connection was made', async () => {
		const { server } = await answering(() => answer(200));
		await server.close();
		const send = createAxiosSend({ baseUrl: server.url, headers: async () => ({}) });
		await expect(send({ method: 'GET', path: '/a', timeoutMs: 1000 })).rejects.toMatchObject({ reason: 'unreachable' });
	});
});
