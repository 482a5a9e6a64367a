import crypto from 'node:crypto';
import type { ConnectionId, DatabaseId } from '../../src/domain/ids';
import { ApiError } from '../../src/http/errors';
import { answerPage } from '../../src/pages/answerPage';
import { formOf, makeToken } from '../../src/pages/formToken';
import type { Acting, ActionOutcome, Page, PagePorts } from '../../src/pages/page';
import type { PageAnswer } from '../../src/pages/pageAnswer';
import { field, readPageRequest } from '../../src/pages/pageRequest';
import { openStore, type OpenStore } from '../../src/store/openStore';
import { fakeClock, type FakeClock } from '../http/fakeClock';

let store: OpenStore;
let clock: FakeClock;
let ports: PagePorts;
let done: string[];

/** A page with one form, which refuses an empty name. */
const page: Page = {
	name: 'names',
	show: async ({ request, token }) => ({
		title: 'Names',
		content: (
			<form method="post">
				<input type="hidden" name="token" value={token} />
				<input name="name" value={field(request, 'name')} />
			</form>
		),
	}),
	actions: {
		add: async (request): Promise<ActionOutcome> => {
			const name = field(request, 'name');
			if (name === 'fault')
				throw new ApiError(
					'Autotask did not answer; try again later.',
					{ system: 'Autotask', method: 'GET', path: '/x' },
					true,
				);
			if (name === '') return { kind: 'refused', message: 'A name is needed.' };
			done.push(name);
			return { kind: 'done', location: 'names?page=2', message: `${name} was added.` };
		},
	},
};

beforeEach(async () => {
	clock = fakeClock();
	store = await openStore({ engine: 'sqlite', file: ':memory:' }, clock);
	done = [];
	const inputs = { connectionId: '1/main' as ConnectionId, databaseId: 1 as DatabaseId, account: 'main' };
	let drawn = 0;
	const random = () => (drawn += 0.0137) % 1;
	ports = { clock: { ...clock, random }, store, inputs } as unknown as PagePorts;
});

afterEach(async () => {
	await store.close();
});

function typed(body: Record<string, unknown>, login = 'Jane:secret') {
	const authorization = `Basic ${Buffer.from(login).toString('base64')}`;
	return readPageRequest({ query: {}, body, headers: { authorization } });
}

/** The page, whose form does something else first. */
function adding(first: () => Promise<void>): Page {
	const add: Acting = async (request, its) => {
		await first();
		return await page.actions['add']!(request, its);
	};
	return { ...page, actions: { add } };
}

async function send(body: Record<string, unknown>, token = makeToken(formOf('names', 'Jane'), ports)) {
	return await answerPage(page, typed({ action: 'add', token, ...body }), ports);
}

describe('a posted form', () => {
	it('is done, and the browser goes on to a page that says so', async () => {
		const answer = await send({ name: 'Ashdown' });
		expect(answer.statusCode).toBe(303);
		expect(answer.location).toMatch(/^names\?page=2&done=[a-z0-9]+$/);
		const query = Object.fromEntries(new URLSearchParams(answer.location.split('?')[1]));
		const shown = await answerPage(page, readPageRequest({ query, body: {} }), ports);
		expect(shown.body).toContain('Ashdown was added.');
	});

	it('is done once, however often it is sent', async () => {
		const token = makeToken(formOf('names', 'Jane'), ports);
		const first = await send({ name: 'Ashdown' }, token);
		const second = await send({ name: 'Ashdown' }, token);
		expect(done).toEqual(['Ashdown']);
		expect(second).toMatchObject({ statusCode: 303, location: first.location });
	});

	it('that is sent again while it is at work leads to where the first one led', async () => {
		const form = typed({ action: 'add', token: makeToken(formOf('names', 'Jane'), ports), name: 'Ashdown' });
		let second: Promise<PageAnswer> | undefined;
		const slow = adding(async () => {
			second = answerPage(page, form, ports);
		});
		const first = await answerPage(slow, form, ports);
		expect(await second).toMatchObject({ statusCode: 303, location: first.location });
		expect(done).toEqual(['Ashdown']);
	});

	it('that is sent again and not answered for 20 seconds is not done twice, and says so', async () => {
		const form = typed({ action: 'add', token: makeToken(formOf('names', 'Jane'), ports), name: 'Ashdown' });
		let second: PageAnswer | undefined;
		const stuck = adding(async () => {
			second = await answerPage(page, form, ports);
		});
		await answerPage(stuck, form, ports);
		expect(second).toMatchObject({ statusCode: 409, body: expect.stringContaining('Nothing was done twice') });
		expect(clock.waits.reduce((sum, wait) => sum + wait, 0)).toBe(20_000);
		expect(done).toEqual(['Ashdown']);
	});

	it('that was refused keeps what was typed, and may be sent again', async () => {
		const answer = await send({ name: ' ' });
		expect(answer.statusCode).toBe(422);
		expect(answer.body).toContain('A name is needed.');
		const [, token = ''] = /<main.*name="token" value="([^"]+)"/s.exec(answer.body) ?? [];
		expect(await send({ name: 'Ashdown' }, token)).toMatchObject({ statusCode: 303 });
		expect(done).toEqual(['Ashdown']);
	});

	it('keeps what was typed where the other system does not answer', async () => {
		const answer = await send({ name: 'fault' });
		expect(answer.statusCode).toBe(422);
		expect(answer.body).toContain('Autotask did not answer; try again later.');
		expect(answer.body).toContain('value="fault"');
	});

	it('does nothing without an action of the page', async () => {
		const answer = await send({ name: 'Ashdown', action: 'constructor' });
		expect(answer.statusCode).toBe(422);
		expect(done).toEqual([]);
	});

	it.each([':secret', '  :secret'])('does nothing for nobody: %p', async (login) => {
		const token = makeToken(formOf('names', 'Jane'), ports);
		const answer = await answerPage(page, typed({ action: 'add', token, name: 'Ashdown' }, login), ports);
		expect(answer.statusCode).toBe(403);
		expect(answer.body).toContain('No user name came with this form');
		expect(done).toEqual([]);
		expect(await send({ name: 'Ashdown' }, token)).toMatchObject({ statusCode: 303 });
	});

	it('is nothing that an address can do', async () => {
		const query = { action: 'add', name: 'Ashdown', token: makeToken(formOf('names', 'Jane'), ports), done: 'x' };
		const authorization = `Basic ${Buffer.from('Jane:secret').toString('base64')}`;
		const answer = await answerPage(page, readPageRequest({ query, headers: { authorization } }), ports);
		expect(answer.statusCode).toBe(200);
		expect(done).toEqual([]);
	});

	it('has the seal of its token compared as a whole, however early it differs', async () => {
		const compared = jest.spyOn(crypto, 'timingSafeEqual');
		await send({ name: 'Ashdown' }, `abc.${'9'.repeat(13)}.${'f'.repeat(32)}`);
		expect(compared).toHaveBeenCalledTimes(1);
		compared.mockRestore();
	});

	it('has a token of its own each time, whatever the numbers drawn', () => {
		const same = { ...ports, clock: { ...clock, random: () => 0.5 } };
		expect(makeToken(formOf('names', 'Jane'), same)).not.toBe(makeToken(formOf('names', 'Jane'), same));
	});

	it.each([
		{ rule: 'without a token', token: () => '' },
		{
			rule: 'with a token whose seal differs in its last sign',
			token: () => makeToken(formOf('names', 'Jane'), ports).replace(/.$/, (last) => (last === '0' ? '1' : '0')),
		},
		{ rule: 'with the token of another person', token: () => makeToken(formOf('names', 'Ken'), ports) },
		{ rule: 'with the token of another page', token: () => makeToken(formOf('others', 'Jane'), ports) },
		{
			rule: 'with the token of the same page of another connection in the same store',
			token: () =>
				makeToken(formOf('names', 'Jane'), { ...ports, inputs: { connectionId: '1/other' as ConnectionId } }),
		},
		{ rule: 'with a token that was made up', token: () => `abc.${'9'.repeat(13)}.${'0'.repeat(32)}` },
		{
			rule: 'with a token whose end was put off',
			token: () => makeToken(formOf('names', 'Jane'), ports).replace(/\.\d+\./, '.9999999999999.'),
		},
	])('$rule does nothing', async ({ token }) => {
		const answer = await send({ name: 'Ashdown' }, token());
		expect(answer.statusCode).toBe(403);
		expect(answer.body).toContain(
			'This form did not come from this page of connection 1/main, or was shown to another person. Nothing was done; load the page again.',
		);
		expect(done).toEqual([]);
	});

	it('of a page that was open for more than 12 hours does nothing and keeps what was typed', async () => {
		const token = makeToken(formOf('names', 'Jane'), ports);
		clock.advance(12 * 3_600_000 + 1);
		const answer = await send({ name: 'Ashdown' }, token);
		expect(answer.body).toContain('open for more than 12 hours');
		expect(answer.body).toContain('value="Ashdown"');
		expect(done).toEqual([]);
	});
});

describe('a page', () => {
	it('names the connection that its forms act on', async () => {
		const answer = await answerPage(page, readPageRequest({}), ports);
		expect(answer.body).toContain('Connection 1/main');
	});

	it('escapes every value', async () => {
		const hostile = await answerPage(page, typed({ action: 'add', name: '"><script>alert(1)</script>' }), ports);
		expect(hostile.body).not.toContain('<script>');
		expect(hostile.body).toContain('&lt;script>');
	});

	it('says why it can not be shown where a system does not answer', async () => {
		const failing: Page = {
			...page,
			show: async () => {
				throw new ApiError('Autotask did not answer.', { system: 'Autotask', method: 'GET', path: '/x' }, true);
			},
		};
		const answer = await answerPage(failing, readPageRequest({}), ports);
		expect(answer.statusCode).toBe(502);
		expect(answer.body).toContain('Autotask did not answer.');
	});

	it('throws a fault of its own instead of showing it', async () => {
		const failing: Page = {
			...page,
			show: async () => {
				throw new RangeError('a secret detail');
			},
		};
		await expect(answerPage(failing, readPageRequest({}), ports)).rejects.toThrow(RangeError);
	});
});
