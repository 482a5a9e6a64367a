import { createAsk } from '../../src/http/ask';
import { maskSecrets } from '../../src/http/maskedSend';
import type { Response, Send } from '../../src/http/send';
import { fakeClock } from './fakeClock';

const secret = 'S3cret+& 7/x=';
const login = { user: 'api@provider.example', secrets: [secret, 'CODE-1', '', 'abc'] };
const request = { method: 'POST', path: '/V1.0/Contracts', timeoutMs: 1_000 } as const;

const asIs = secret;
const inAddress = encodeURIComponent(secret);
const inForm = new URLSearchParams({ x: secret }).toString().slice(2);
const inHeader = Buffer.from(`${login.user}:${secret}`).toString('base64');

async function errorFor(response: Partial<Response>, system: 'Autotask' | 'Reseller Marketplace' = 'Autotask') {
	const answering: Send = async () => await Promise.resolve({ status: 500, headers: {}, body: undefined, ...response });
	const ask = createAsk({ system, send: maskSecrets(answering, login), clock: fakeClock() });
	return await ask({ ...request, purpose: 'write' }).then(
		() => undefined,
		(error: unknown) => error,
	);
}

describe('a secret that an API gives back in an error', () => {
	it.each([
		{ form: 'as it is', echoed: asIs },
		{ form: 'in an address', echoed: inAddress },
		{ form: 'in a form', echoed: inForm },
		{ form: 'in a header', echoed: inHeader },
		{ form: 'of another field', echoed: 'CODE-1' },
	])('is in no message, $form', async ({ echoed }) => {
		const autotask = await errorFor({ body: { errors: [`Login ${echoed} is wrong.`, 'Look at abc.'] } });
		expect(autotask).toMatchObject({
			name: 'RefusedError',
			reasons: [expect.stringMatching(/^Login \*\*\*=* is wrong\.$/), 'Look at abc.'],
		});
		expect((autotask as Error).message).not.toContain(echoed);
		const marketplace = await errorFor({ status: 400, body: { message: `No ${echoed}` } }, 'Reseller Marketplace');
		expect((marketplace as Error).message).toMatch(/No \*\*\*/);
	});

	it('is in no correlation id', async () => {
		const error = await errorFor({ status: 503, headers: { 'x-correlation-id': `7 ${secret}` } });
		expect(error).toMatchObject({ correlationId: '7 ***' });
	});

	it('is in no error of the sending itself', async () => {
		const failing: Send = async () => await Promise.reject(new Error(`cannot send ${secret}`));
		await expect(maskSecrets(failing, login)(request)).rejects.toMatchObject({ message: 'cannot send ***' });
	});

	it('leaves what was asked for as it is', async () => {
		const body = { items: [{ id: 1, name: 'CODE-1 Ltd' }] };
		const answering: Send = async () => await Promise.resolve({ status: 200, headers: {}, body });
		expect((await maskSecrets(answering, login)(request)).body).toEqual(body);
	});
});
