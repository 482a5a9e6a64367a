import type { Role } from '../../../src/domain/people/role';
import { answerPage } from '../../../src/pages/answerPage';
import { tasksPage } from '../../../src/pages/board/tasksPage';
import { formOf, makeToken } from '../../../src/pages/formToken';
import { homePage } from '../../../src/pages/home/homePage';
import { importCustomersPage } from '../../../src/pages/imports/importCustomersPage';
import { logPage } from '../../../src/pages/log/logPage';
import { charges } from '../../../src/pages/mapping/charges';
import { customers } from '../../../src/pages/mapping/customers';
import { mappingPage } from '../../../src/pages/mapping/mappingPage';
import { products } from '../../../src/pages/mapping/products';
import type { Page, PagePorts } from '../../../src/pages/page';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import { readPageRequest } from '../../../src/pages/pageRequest';
import { settingsPage } from '../../../src/pages/settings/settingsPage';
import { taskPage } from '../../../src/pages/wizard/taskPage';
import { checkSettings, connection, planSettings, syncOptions } from '../../sync/fixtureClients';
import { sold, startWorld, type World } from '../../sync/fixtureWorld';
import { textOf } from '../openPage';

const pages: readonly Page[] = [
	homePage,
	logPage,
	settingsPage,
	tasksPage({ plan: planSettings, sync: syncOptions, check: { ...checkSettings, processAutomatically: false } }),
	taskPage({ plan: planSettings, sync: syncOptions }),
	mappingPage(customers),
	mappingPage(products({ severalProducts: 'refuse' })),
	mappingPage(charges),
	importCustomersPage({ matchBy: 'companyNumber', language: 'en' }),
];

const forms = pages.flatMap((page) =>
	Object.keys(page.actions)
		.filter((action) => page.looks?.includes(action) !== true)
		.map((action) => ({ page, name: page.name, action })),
);

let world: World;
beforeEach(async () => {
	world = await startWorld();
});
afterEach(async () => await world.close());

function ports(): PagePorts {
	const { store, autotask, marketplace, clock } = world;
	return { clock, store, autotask, marketplace, inputs: connection };
}

type Body = Readonly<Record<string, string>>;

/** The page of a task is one task's. */
async function queryOf(page: Page): Promise<Readonly<Record<string, string>>> {
	if (page.name !== 'task') return {};
	const order = await sold(world);
	return { id: (await world.taskOf(order)).id };
}

async function send(page: Page, role: Role, body: Body, user = 'Ann'): Promise<PageAnswer> {
	const query = await queryOf(page);
	const asked = { query, body: { token: makeToken(formOf(page.name, user), ports()), ...body } };
	return await answerPage(page, readPageRequest(asked, { name: user, role, owner: 'Jane Doe' }), ports());
}

async function show(page: Page, role: Role): Promise<PageAnswer> {
	return await answerPage(
		page,
		readPageRequest({ query: await queryOf(page) }, { name: 'Ann', role, owner: 'Jane Doe' }),
		ports(),
	);
}

describe('a person who may look', () => {
	it.each(pages)('sees the page $name, with its name and role in the header', async (page) => {
		const answer = await show(page, 'look');
		expect(answer.statusCode).toBe(200);
		expect(textOf(answer)).toContain('Logged in as Ann, may look');
	});

	it.each(forms)('sends no form of $name by hand: $action', async ({ page, action }) => {
		const answer = await send(page, 'look', { action });
		expect([answer.statusCode, textOf(answer)]).toEqual([403, expect.stringContaining('You may look, and this needs')]);
		expect(answer.body).toContain('Nothing was done');
	});

	it.each(pages)('finds no form of $name that can be sent', async (page) => {
		const { body } = await show(page, 'look');
		for (const [form] of body.matchAll(/<form method="post".*?<\/form>/gs))
			expect(form.replace(/<fieldset class="closed" disabled.*<\/fieldset>/s, '')).not.toMatch(
				/<(button|select|textarea)/,
			);
	});
});

describe('a person who may not send the forms of a page', () => {
	const sentence = 'Forms that need more are disabled. Somebody who may change settings can give you another role.';

	it.each([
		{ page: settingsPage, role: 'look', says: true },
		{ page: settingsPage, role: 'approve', says: true },
		{ page: settingsPage, role: 'settings', says: false },
		{ page: mappingPage(customers), role: 'look', says: true },
		{ page: mappingPage(customers), role: 'approve', says: false },
		{ page: logPage, role: 'look', says: false },
	] as const)('is told so once: $page.name, $role: $says', async ({ page, role, says }) => {
		expect(textOf(await show(page, role)).split(sentence)).toHaveLength(says ? 2 : 1);
	});

	it('sees who may open the pages, without the forms that make and remove people', async () => {
		await send(settingsPage, 'settings', { action: 'addPerson', person: 'Bob', role: 'look' });
		const answer = await show(settingsPage, 'approve');
		expect(textOf(answer)).toMatch(/Jane Doe Owner: the login of the credential in n8n Bob May look/);
		expect(answer.body).not.toMatch(/value="(addPerson|changeRole|newPassword|removePerson)"/);
	});

	it('may look at a file, which changes nothing', async () => {
		const page = mappingPage(customers);
		const [look = ''] = page.looks ?? [];
		expect((await send(page, 'look', { action: look, csv: 'customer id,company id' })).statusCode).toBe(200);
	});
});

describe('a person who may approve', () => {
	const free = ['stop', 'start'];

	it.each(forms.filter(({ name, action }) => name === 'settings' && !free.includes(action)))(
		'changes no setting and no person: $action',
		async ({ page, action }) => {
			expect((await send(page, 'approve', { action })).statusCode).toBe(403);
		},
	);

	it.each(forms.filter(({ name, action }) => name !== 'settings' || free.includes(action)))(
		'may send the form $action of $name',
		async ({ page, action }) => {
			expect((await send(page, 'approve', { action })).statusCode).not.toBe(403);
		},
	);

	it('finds Check now in use on the page Settings, and what is set out of use', async () => {
		const { body } = await show(settingsPage, 'approve');
		expect(body).toMatch(/<input type="hidden" name="back" value="settings"\/><button>Check now/);
		expect(body).toContain('title="Needs the role &quot;May change settings&quot;"');
	});
});

describe('people on the page Settings', () => {
	const add = { action: 'addPerson', person: 'Bob', role: 'look' };

	it('are added with a password that the answer shows and nothing keeps', async () => {
		const answer = await send(settingsPage, 'settings', add, 'Jane Doe');
		expect(answer).toMatchObject({ statusCode: 200, location: '' });
		const [, password = ''] = /<code>([a-z0-9-]{29})<\/code>/.exec(answer.body) ?? [];
		expect(password).not.toBe('');
		expect(textOf(answer)).toContain('Bob was added: may look.');
		expect((await show(settingsPage, 'settings')).body).not.toContain(password);
		expect(JSON.stringify(await world.store.readLog(connection.connectionId))).not.toContain(password);
	});

	it('are added once, however often the form is sent, and the second answer shows no password', async () => {
		const token = makeToken(formOf('settings', 'Ann'), ports());
		await send(settingsPage, 'settings', { ...add, token });
		const again = await send(settingsPage, 'settings', { ...add, token });
		expect(again.statusCode).toBe(409);
		expect(textOf(again)).toContain('This form was sent before: Bob was added: may look. The password was shown once');
		expect(textOf(again)).toContain('make a new one');
		expect(again.body).not.toContain('<code>');
		expect(await world.store.people(connection.connectionId)).toHaveLength(1);
	});

	it('are listed with the owner, and each can get another role, a new password, or be removed', async () => {
		await send(settingsPage, 'settings', add);
		const text = textOf(await show(settingsPage, 'settings'));
		expect(text).toMatch(
			/Jane Doe Owner: the login of the credential in n8n .*Bob .*Make a new password for Bob Remove Bob/,
		);
		await send(settingsPage, 'settings', { action: 'changeRole', person: 'Bob', role: 'approve' });
		expect(await world.store.people(connection.connectionId)).toMatchObject([{ name: 'Bob', role: 'approve' }]);
		await send(settingsPage, 'settings', { action: 'removePerson', person: 'Bob' });
		expect(await world.store.people(connection.connectionId)).toEqual([]);
	});

	it('have names escaped', async () => {
		await send(settingsPage, 'settings', { ...add, person: '<b>"Bob"' });
		expect((await show(settingsPage, 'settings')).body).not.toContain('<b>');
	});

	it('are made where no execution keeps the answer, and nowhere else', async () => {
		const headers = { authorization: `Basic ${Buffer.from('Jane Doe:x').toString('base64')}` };
		const ask = (body: Body) => answerPage(settingsPage, readPageRequest({ query: {}, body, headers }), ports());
		expect(textOf(await ask({}))).toContain('serve the pages with the node Marketplace Pages Trigger');
		const refused = await ask({ token: makeToken(formOf('settings', 'Jane Doe'), ports()), ...add });
		expect([refused.statusCode, await world.store.people(connection.connectionId)]).toEqual([422, []]);
	});

	it('are read in the log like every other change', async () => {
		await send(settingsPage, 'settings', add, 'Jane Doe');
		expect(textOf(await show(logPage, 'look'))).toMatch(/Jane Doe People ?: Bob was added: may look\./);
	});
});
