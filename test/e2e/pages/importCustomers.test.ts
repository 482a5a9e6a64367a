import axios from 'axios';
import type { RunningN8n } from '../../../demo/n8n/startN8n';
import { countryIds, usualCountries } from '../../../simulators/autotask/tenant/countries';
import type { Customer, MarketplaceRecords } from '../../../simulators/marketplace/records';
import { templateFile } from '../harness/testN8n';
import { bothCredentials, runChain } from '../harness/workflows';
import { tracesOf } from '../harness/traces';
import { firstSecrets, startWorld, type World } from '../harness/world';
import {
	expectNoPage,
	forgedStatus,
	hostileName,
	look,
	lookOnPhone,
	openBrowser,
	pageCredential,
	pageLogin,
	press,
	pressTwice,
	pressKey,
	said,
	saidInFocus,
	tabThrough,
	tabTo,
	wrongLogins,
	type PageBrowser,
} from './browser';

jest.setTimeout(240_000);

let world: World;
let n8n: RunningN8n;
let browser: PageBrowser;
let template: string;

/** Nobody else's, so that they can be looked for; the first one is too weak. */
const passwords = { weak: 'canarytypedweak', good: 'Canary$typed4Lee' };

function company(id: number, more: object = {}) {
	const address = { address1: '1 High Street', city: 'Leeds', postalCode: 'LS1 1AA', countryID: countryIds.GB };
	const usual = { companyType: 'Customer', currencyID: 1, phone: '0113 496 0001', ownerResourceID: 29_680_900 };
	return { id, companyName: `Company ${id}`, companyNumber: `N-${id}`, ...usual, ...address, ...more };
}

function contact(companyID: number, more: object = {}) {
	const email = { emailAddress: `ann@c${companyID}.example` };
	return { id: companyID, companyID, firstName: 'Ann', lastName: 'Lee', isActive: 1, ...email, ...more };
}

beforeAll(async () => {
	const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31' }];
	world = await startWorld({ name: 'import-pages', now: '2026-10-16T09:00:00.000Z', contracts });
	const many = Array.from({ length: 23 }, (_, at) => 1100 + at);
	await world.autotask.seed({
		Countries: [...usualCountries],
		Companies: [
			company(1050, { companyName: hostileName }),
			company(1051, { companyName: 'Vanishing Ltd' }),
			company(1052, { companyName: 'Unfinished Ltd', city: '', phone: '' }),
			company(1053, { companyName: 'Careful Ltd' }),
			...many.map((id) => company(id)),
		],
		Contacts: [
			contact(1050),
			contact(1050, { id: 9050, firstName: 'Zoë', lastName: "O'Hara", emailAddress: 'zoe@c1050.example' }),
			contact(1051),
			contact(1053),
			...many.map((id) => contact(id)),
		],
	});
	const { cli } = world.prepared;
	await cli.importCredentials([...world.credentials(firstSecrets), pageCredential]);
	[template = ''] = await cli.importWorkflows([templateFile('import-customers')]);
	n8n = await world.start();
	await n8n.rest.publishAndWait(template);
	browser = await openBrowser(n8n.url);
});

afterAll(async () => {
	await browser?.close();
	await world.end();
});

async function customersCarrying(externalId: string): Promise<readonly Customer[]> {
	const { adminUrl } = world.addresses.marketplace;
	const { data } = await axios.get<MarketplaceRecords>(`${adminUrl}/state`, { proxy: false });
	return data.customers.filter((one) => one.externalId === externalId);
}

async function mappedCompanies(): Promise<readonly unknown[]> {
	const type = 'n8n-nodes-marketplace-autotask.mapCustomer';
	const list = { type, credentials: bothCredentials, parameters: { operation: 'list' } };
	const execution = await runChain(n8n, [list]);
	const items = execution.data?.resultData.runData['Node 1']?.[0]?.data?.main[0] ?? [];
	return items.map(({ json }) => (json['mapping'] as { readonly companyId?: number } | undefined)?.companyId);
}

describe('the page that imports customers', () => {
	it.each(wrongLogins)('is not shown $rule', async ({ auth }) => {
		await expectNoPage(n8n.url, 'import-customers', auth);
	});

	it('takes no form of a user whom it does not know', async () => {
		const address = `${n8n.url}/webhook/marketplace/import-customers`;
		const auth = { ...pageLogin, username: 'John Doe' };
		const form = new URLSearchParams({ action: 'importAll' });
		const answer = await axios.post(address, form, { auth, proxy: false, validateStatus: () => true });
		expect(answer.status).toBe(401);
		expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
	});

	it('lists the first ten companies that the marketplace does not have, and finds others', async () => {
		const page = await browser.open('import-customers');
		expect(await page.getByRole('row').count()).toBe(11);
		expect(await page.getByText(hostileName).count()).toBe(1);
		expect(await page.getByText('Lacks phone, city, contact with first name, last name and e-mail').count()).toBe(1);
		expect(await page.title()).toBe('Import customers - Marketplace to Autotask');
		await look(page, 'import-list');
		await page.getByLabel('Search Autotask companies').fill('vanish');
		await press(page, 'Search');
		expect(await page.getByRole('row').count()).toBe(2);
		await page.getByLabel('Search Autotask companies').fill('nobody');
		await press(page, 'Search');
		expect(await page.getByText('No company fits.').isVisible()).toBe(true);
		await page.goto(`${n8n.url}/webhook/marketplace/import-customers?import=1052`);
		expect(await page.getByText('It cannot be imported').isVisible()).toBe(true);
		await look(page, 'import-incomplete');
	});

	it('imports one with its administrator after refusing a weak password, which does not come back', async () => {
		const page = await browser.open('import-customers');
		await page.getByRole('link', { name: `Import ${hostileName}` }).click();
		await page.getByLabel(/Zoë O'Hara/).check();
		await page.getByLabel('Login').fill('zoe.ohara');
		await page.getByLabel('Password').fill(passwords.weak);
		await page.getByLabel('Notification e-mail').fill('bills@c1050.example');
		await look(page, 'import-one');
		await press(page, 'Import');
		expect(await said(page)).toBe('The password lacks a capital letter, a digit, a special character.');
		expect(await page.getByLabel('Password').inputValue()).toBe('');
		expect(await page.getByLabel('Login').inputValue()).toBe('zoe.ohara');
		expect(await page.getByLabel(/Zoë O'Hara/).isChecked()).toBe(true);
		await look(page, 'import-refused');
		await page.getByLabel('Password').fill(passwords.good);
		await pressTwice(page, 'Import');
		expect(await said(page)).toContain('(1050) is now customer');
		expect(await customersCarrying('N-1050')).toMatchObject([
			{ name: hostileName, contactPersons: [{ firstName: 'Zoë', login: 'zoe.ohara', email: 'bills@c1050.example' }] },
		]);
		expect(await mappedCompanies()).toEqual([1050]);
		await page.goBack();
		await page.reload();
		expect(await customersCarrying('N-1050')).toHaveLength(1);
	});

	it('writes a password nowhere on its way to the marketplace, neither before its answer nor after', async () => {
		const written = (...texts: readonly string[]) => tracesOf(texts, n8n.userFolder);
		const page = await browser.open('import-customers?import=1053');
		await page.getByLabel('Login').fill('careful.lee');
		await page.getByLabel('Password').fill(passwords.good);
		const body = JSON.stringify({ code: 'BadRequest', message: `The password ${passwords.good} is known to others.` });
		const refusal = { kind: 'status', status: 400, body, contentType: 'application/json' } as const;
		await world.marketplace.addFault({ method: 'POST', path: '/customers$', action: refusal });
		await press(page, 'Import');
		expect(await said(page)).toContain('The password (password) is known to others.');
		await page.getByLabel('Password').fill(passwords.good);
		await world.marketplace.addFault({
			method: 'POST',
			path: '/customers$',
			action: { kind: 'hold', effect: 'beforeRelease' },
		});
		await page.getByRole('button', { name: 'Import', exact: true }).click({ noWaitAfter: true });
		await world.marketplace.waitForHeld();
		expect(written('N-1053')).not.toEqual([]);
		expect(written(...Object.values(passwords), 'careful.lee', pageLogin.password)).toEqual([]);
		expect(await n8n.rest.executions(template)).toEqual([]);
		await world.marketplace.release();
		await page.waitForURL(/done=/);
		expect(await customersCarrying('N-1053')).toMatchObject([{ contactPersons: [{ login: 'careful.lee' }] }]);
		expect(written(...Object.values(passwords), 'careful.lee', pageLogin.password)).toEqual([]);
	});

	it('imports nobody where the company vanished meanwhile, or for a form that was forged', async () => {
		const page = await browser.open('import-customers?import=1051');
		await page.getByLabel(/Ann Lee/).check();
		await world.autotask.seed({ Companies: [company(1051, { companyName: 'Vanishing Ltd', isActive: false })] });
		await press(page, 'Import');
		expect(await said(page)).toContain('Vanishing Ltd (1051) is inactive in Autotask');
		expect(await forgedStatus(n8n.url, 'import-customers', { action: 'importAll' })).toBe(403);
		expect(await mappedCompanies()).toEqual([1050, 1053]);
	});

	it('imports all that are complete, in two windows and over a reload, each once, and lists the others', async () => {
		const [first, second] = [await browser.open('import-customers'), await browser.open('import-customers')];
		await world.marketplace.addFault({
			method: 'POST',
			path: '/customers$',
			nth: 13,
			action: { kind: 'hold', effect: 'beforeRelease' },
		});
		const begun = first.getByRole('button', { name: 'Import all that are complete' }).click({ noWaitAfter: true });
		await world.marketplace.waitForHeld();
		await begun;
		const going = first.url();
		await press(second, 'Import all that are complete');
		expect(await said(second)).toContain('Jane Doe started an import');
		expect(await second.getByText('14 of 24').isVisible()).toBe(true);
		await look(second, 'import-under-way');
		await world.marketplace.release();
		await second.goto(going, { waitUntil: 'commit' });
		await first.getByText('23 imported').waitFor();
		await first.reload();
		await second.reload();
		await second.getByText('23 imported').waitFor();
		expect(await first.getByText(/lacks: phone, city/).isVisible()).toBe(true);
		await look(first, 'import-ended');
		expect(await mappedCompanies()).toHaveLength(25);
		for (const id of [1100, 1112, 1122]) expect(await customersCarrying(`N-${id}`)).toHaveLength(1);
	});

	it('imports one by keyboard alone', async () => {
		const zoe = { id: 9200, firstName: 'Zoë', lastName: "O'Hara", emailAddress: 'zoe@c1200.example' };
		await world.autotask.seed({ Companies: [company(1200)], Contacts: [contact(1200), contact(1200, zoe)] });
		const page = await browser.open('import-customers');
		expect((await tabThrough(page))[0]).toBe('Skip to the content');
		await page.reload();
		await tabTo(page, 'Search Autotask companies');
		await page.keyboard.type('Company 1200');
		await pressKey(page);
		await tabTo(page, 'Import Company 1200');
		await pressKey(page);
		await tabTo(page, 'Login');
		await page.keyboard.type('zoe.keys');
		await tabTo(page, /^Ann Lee/, 'Shift+Tab');
		await page.keyboard.press('ArrowDown');
		await tabTo(page, 'Import');
		await pressKey(page);
		expect(await saidInFocus(page)).toMatch(/password/i);
		await tabTo(page, 'Password');
		await page.keyboard.type(passwords.good);
		await tabTo(page, 'Import');
		await pressKey(page, 'Space');
		expect(await saidInFocus(page)).toContain('Company 1200 (1200) is now customer');
		expect(await customersCarrying('N-1200')).toMatchObject([
			{ contactPersons: [{ firstName: 'Zoë', login: 'zoe.keys' }] },
		]);
	});

	it('is usable on a phone and in the dark, and leaves no execution behind', async () => {
		for (const path of ['import-customers', 'import-customers?import=1051', 'import-customers?import=1052']) {
			await world.autotask.seed({ Companies: [company(1051, { companyName: 'Vanishing Ltd' })] });
			await lookOnPhone(browser, path, `phone-${path.replaceAll(/[^a-z0-9]+/gi, '-')}`);
		}
		expect(await n8n.rest.executions(template)).toEqual([]);
	});
});
