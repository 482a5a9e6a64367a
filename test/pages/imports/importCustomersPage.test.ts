import { usualCountries } from '../../../simulators/autotask/tenant/countries';
import { answerPage } from '../../../src/pages/answerPage';
import { formOf, makeToken } from '../../../src/pages/formToken';
import { importCustomersPage } from '../../../src/pages/imports/importCustomersPage';
import type { PagePorts } from '../../../src/pages/page';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import { readPageRequest } from '../../../src/pages/pageRequest';
import { company, contact } from '../../sync/importing/importable';
import { startSyncWorld, type SyncWorld } from '../../sync/syncWorld';

let world: SyncWorld;
let ports: PagePorts;

const page = importCustomersPage({ matchBy: 'companyNumber', language: 'en' });
const hostile = '<img src=x onerror="document.title=1"> Söhne & Co';
const password = 'Ecx$cvdazv1';
const basic = Buffer.from('Jane Doe:pages').toString('base64');

beforeEach(async () => {
	world = await startSyncWorld();
	world.autotaskSide.seed({
		Countries: [...usualCountries],
		Companies: [company(1050, { companyName: hostile }), company(1051, { city: '' })],
		Contacts: [contact(1050, { id: 1050 }), contact(1051, { id: 1051 })],
	});
	let drawn = 0;
	const random = () => (drawn += 0.0137) % 1;
	const now = () => world.clock.now();
	const clock = { now, byServer: now, wait: () => Promise.resolve(), random };
	const { store, autotask, marketplace, inputs } = world;
	ports = { store, autotask, marketplace, inputs, clock };
});

afterEach(async () => await world.close());

async function get(query: Record<string, string> = {}): Promise<PageAnswer> {
	return await answerPage(page, readPageRequest({ query, headers: { authorization: `Basic ${basic}` } }), ports);
}

async function post(
	body: Record<string, string>,
	query: Record<string, string> = {},
	token = makeToken(formOf('import-customers', 'Jane Doe'), ports),
): Promise<PageAnswer> {
	const headers = { authorization: `Basic ${basic}` };
	return await answerPage(page, readPageRequest({ method: 'POST', query, body: { token, ...body }, headers }), ports);
}

async function follow({ location }: PageAnswer): Promise<PageAnswer> {
	return await get(Object.fromEntries(new URLSearchParams(location.split('?')[1])));
}

/** What the page goes on with by itself. */
function stepIn({ body }: PageAnswer): Record<string, string> {
	const [, address = ''] = /<meta http-equiv="refresh" content="0; url=import-customers\?([^"]+)"/.exec(body) ?? [];
	return Object.fromEntries(new URLSearchParams(address.replaceAll('&amp;', '&')));
}

describe('the page Import customers', () => {
	it('lists companies that the marketplace does not have, with what each lacks, every name escaped', async () => {
		const { body } = await get();
		expect(body).toContain('&lt;img src=x onerror=&quot;document.title=1&quot;> Söhne &amp; Co');
		expect(body).not.toContain('<img');
		expect(body).toContain('Lacks city');
		expect(body).not.toContain('>Harbour Ltd<');
	});

	it('imports one company with its contact and access details, in the name of who is logged in', async () => {
		const form = { action: 'import', companyId: '1050', contactId: '1050', login: 'ann.lee', password };
		const answer = await post({ ...form, notifyEmail: 'bills@söhne.example' }, { import: '1050' });
		expect(answer.statusCode).toBe(303);
		const shown = await follow(answer);
		expect(shown.body).toContain('is now customer');
		expect(shown.body).not.toContain('aria-label="Import &lt;img');
		const made = world.marketplaceSide.state().customers.find((one) => one.externalId === 'C-1050');
		expect(made).toMatchObject({ name: hostile, contactPersons: [{ login: 'ann.lee', email: 'bills@söhne.example' }] });
		expect(await world.store.readLog(world.inputs.connectionId)).toMatchObject([
			{ action: 'load', by: 'Jane Doe' },
			{ action: 'import', by: 'Jane Doe' },
		]);
	});

	it.each([
		{ rule: 'a weak password', form: { password: 'weakest' }, says: 'The password lacks a capital letter, a digit' },
		{ rule: 'no contact', form: { contactId: '' }, says: 'No contact is chosen.' },
		{ rule: 'an e-mail that is none', form: { notifyEmail: 'nobody' }, says: 'is no e-mail address' },
		{ rule: 'a login that is too long', form: { login: 'a'.repeat(257) }, says: 'at most 256 characters' },
	])('keeps what was typed but the password where it is refused for $rule', async ({ form, says }) => {
		const typed = { action: 'import', companyId: '1050', contactId: '1050', login: 'ann.lee', password };
		const answer = await post({ ...typed, notifyEmail: 'bills@x.example', ...form }, { import: '1050' });
		expect(answer.statusCode).toBe(422);
		expect(answer.body).toContain(says);
		expect(answer.body).toContain(`value="${{ login: 'ann.lee', ...form }.login}"`);
		expect(answer.body).not.toContain(password);
		expect(answer.body).toMatch(/name="password" type="password" value(="")?[ >]/);
		expect(world.marketplaceSide.state().customers).toHaveLength(5);
	});

	it('says so where the company vanished meanwhile', async () => {
		world.autotaskSide.seed({ Companies: [company(1050, { isActive: false })] });
		const form = { action: 'import', companyId: '1050', contactId: '1050', login: '', password: '' };
		const answer = await post(form, { import: '1050' });
		expect(answer.statusCode).toBe(422);
		expect(answer.body).toContain('is inactive in Autotask; activate it or choose another one.');
	});

	it('imports a company once, however often the form is sent', async () => {
		const token = makeToken(formOf('import-customers', 'Jane Doe'), ports);
		const form = { action: 'import', companyId: '1050', contactId: '1050', login: '', password: '' };
		const first = await post(form, { import: '1050' }, token);
		expect(await post(form, { import: '1050' }, token)).toMatchObject({ statusCode: 303, location: first.location });
		expect(world.marketplaceSide.state().customers).toHaveLength(6);
	});

	it('imports nobody for a form that was forged', async () => {
		const answer = await post({ action: 'importAll' }, {}, 'x');
		expect(answer.statusCode).toBe(403);
		expect(await world.store.importRun(world.inputs.connectionId)).toBeUndefined();
		await get({ run: 'guessed' });
		expect(world.marketplaceSide.state().customers).toHaveLength(5);
	});

	it('imports all by slices, one after another, and lists those left out', async () => {
		const many = Array.from({ length: 12 }, (_, at) => 1100 + at);
		world.autotaskSide.seed({
			Companies: many.map((id) => company(id)),
			Contacts: many.map((id) => contact(id, { id })),
		});
		const begun = await post({ action: 'importAll' });
		const first = await follow(begun);
		expect(first.body).toContain('An import of 14 companies was begun.');
		const [, run = ''] = /run=([0-9a-f]{32})/.exec(begun.location) ?? [];
		expect((await get()).body).toContain('0 imported');
		const step = stepIn(first);
		expect(step).toMatchObject({ run });
		const second = await get(step);
		expect(second.body).toContain('<strong>10 of 14</strong>');
		const ended = await get(stepIn(second));
		expect(ended.body).not.toContain('http-equiv="refresh"');
		expect(ended.body).toContain('13 imported, 1 left out, 0 refused by the marketplace');
		expect(ended.body).toContain('lacks: city.');
		expect((await get({ run, as: 'csv' })).body).toContain('1051,Company 1051,leftOut');
	});

	it('does nothing for an address that it has not just made itself, until somebody sends the form', async () => {
		const begun = await post({ action: 'importAll' });
		const [, run = ''] = /run=([0-9a-f]{32})/.exec(begun.location) ?? [];
		const shown = await get({ run });
		expect(shown.body).not.toContain('http-equiv="refresh"');
		const made = `${makeToken(formOf('import-customers', 'Jane Doe'), ports)}`;
		for (const query of [
			{ run, step: 'x' },
			{ run, step: made },
			{ run, done: 'x' },
		]) {
			expect((await get(query)).body).not.toContain('http-equiv="refresh"');
		}
		expect(world.marketplaceSide.state().customers).toHaveLength(5);
		const goingOn = await follow(await post({ action: 'goOn', run }, { run }));
		const step = stepIn(goingOn);
		await get(step);
		expect(world.marketplaceSide.state().customers).toHaveLength(6);
		expect((await get(step)).statusCode).toBe(200);
	});

	it('takes each step once', async () => {
		const many = Array.from({ length: 22 }, (_, at) => 1100 + at);
		world.autotaskSide.seed({
			Companies: many.map((id) => company(id)),
			Contacts: many.map((id) => contact(id, { id })),
		});
		const step = stepIn(await follow(await post({ action: 'importAll' })));
		expect((await get(step)).body).toContain('<strong>10 of 24</strong>');
		const again = await get(step);
		expect(again.body).toContain('<strong>10 of 24</strong>');
		expect(again.body).not.toContain('http-equiv="refresh"');
	});

	it('stops an import for good', async () => {
		const { location } = await post({ action: 'importAll' });
		const [, run = ''] = /run=([0-9a-f]{32})/.exec(location) ?? [];
		const stopped = await follow(await post({ action: 'stop', run }, { run }));
		expect(stopped.body).toContain('The import of all companies was stopped; what was imported stays.');
		await get({ run });
		expect(world.marketplaceSide.state().customers).toHaveLength(5);
	});

	it('stays under 200 kB with 600 companies left out', async () => {
		const { connectionId } = world.inputs;
		const id = 'a'.repeat(32);
		const wishes = { matchBy: 'companyNumber', language: 'en', by: 'Jane Doe', startedAt: world.clock.now() } as const;
		const companies = Array.from({ length: 600 }, (_, at) => ({
			companyId: (5000 + at) as never,
			companyName: 'n'.repeat(100),
			externalId: `N-${at}`,
		}));
		await world.store.startImportRun({ connectionId, id, ...wishes }, companies);
		await world.store.endImportRun(connectionId, id, world.clock.now());
		const { body } = await get({ run: id });
		expect(body).toContain('1 to 50 of 600');
		expect(Buffer.byteLength(body)).toBeLessThan(200_000);
	});
});
