import type { RunningN8n } from '../../../demo/n8n/startN8n';
import { anotherCustomer, harbour, materialCodeId } from '../harness/scene';
import { templateFile } from '../harness/testN8n';
import { bothCredentials, runChain } from '../harness/workflows';
import { changeInAutotask, firstSecrets, startWorld, type World } from '../harness/world';
import {
	expectNoPage,
	forgedStatus,
	hostileName,
	look,
	lookOnPhone,
	openBrowser,
	pageCredential,
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
let mapping: string;

const own = 'n8n-nodes-marketplace-autotask';

function company(id: number, companyName: string, more: object = {}) {
	return { id, companyName, companyType: 'Customer', currencyID: 1, phone: '1', ownerResourceID: 29_680_900, ...more };
}

beforeAll(async () => {
	const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31' }];
	world = await startWorld({ name: 'mapping-pages', now: '2026-10-16T09:00:00.000Z', contracts });
	const { cli } = world.prepared;
	const many = Array.from({ length: 55 }, (_, at) =>
		anotherCustomer(`${100 + at}`, `Customer ${String(at).padStart(2, '0')}`),
	);
	await world.marketplace.seed({
		customers: [anotherCustomer('50', hostileName), anotherCustomer('51', 'Ashdown Ltd'), ...many],
	});
	await world.autotask.seed({
		Companies: [
			company(1050, 'Söhne & Co'),
			company(1051, 'Ashdown Limited', { taxID: 'TAX-51' }),
			company(1052, 'Vanishing Ltd'),
			company(1053, 'Keyboard Ltd'),
		],
	});
	const sale = { kind: 'sale', customerId: harbour.customerId, quantity: 10, at: '2026-10-16T08:00:00Z' } as const;
	await world.marketplace.act({ ...sale, productId: 'PRD-1', subscriptionId: 'one' });
	await cli.importCredentials([...world.credentials(firstSecrets), pageCredential]);
	[mapping = ''] = await cli.importWorkflows([templateFile('mapping')]);
	n8n = await world.start();
	await n8n.rest.publishAndWait(mapping);
	browser = await openBrowser(n8n.url);
});

afterAll(async () => {
	await browser?.close();
	await world.end();
});

/** What the package's own list operation says of a customer. */
async function mappedTo(customerId: string): Promise<unknown> {
	const node = { type: `${own}.mapCustomer`, credentials: bothCredentials, parameters: { operation: 'list' } };
	const execution = await runChain(n8n, [node]);
	const items = execution.data?.resultData.runData['Node 1']?.[0]?.data?.main[0] ?? [];
	const row = items.find(({ json }) => json['customerId'] === customerId);
	return (row?.json['mapping'] as { readonly companyId?: number } | undefined)?.companyId;
}

describe('pages of the mapping', () => {
	it.each(wrongLogins)('are not shown $rule', async ({ auth }) => {
		for (const path of ['customers', 'products', 'charges']) await expectNoPage(n8n.url, path, auth);
	});

	it('list customers by pages of 50, found by part of the name, whatever is in the name', async () => {
		const page = await browser.open('customers');
		await look(page, 'customers-empty');
		await press(page, 'Load customers from the marketplace');
		expect(await said(page)).toBe('58 customers were read.');
		expect(await page.getByRole('row').count()).toBe(51);
		await look(page, 'customers');
		await page.getByRole('navigation', { name: 'Pages of the list below' }).getByRole('link', { name: 'Next' }).click();
		expect(await page.getByText('51 to 58 of 58').count()).toBe(2);
		await page.getByLabel('Search customers').fill('söhne');
		await press(page, 'Search');
		expect(await page.getByText(hostileName).count()).toBe(1);
		expect(await page.title()).toBe('Map customers - Marketplace to Autotask');
		await look(page, 'customers-search');
		await page.getByLabel('Search customers').fill('nobody at all');
		await press(page, 'Search');
		expect(await page.getByText('No customer fits.').isVisible()).toBe(true);
	});

	it('map a customer by a suggestion, switch it, unmap it after asking', async () => {
		const page = await browser.open('customers?search=Ashdown');
		await page.getByRole('link', { name: 'Search more for Ashdown Ltd' }).click();
		expect(await page.getByText(/same tax ID TAX-51/).isVisible()).toBe(true);
		await press(page, 'Map');
		expect(await said(page)).toBe('No company is chosen. Choose one of the list, or search for its name.');
		await page.getByLabel(/Ashdown Limited/).check();
		await look(page, 'customers-map');
		await press(page, 'Map');
		expect(await said(page)).toMatch(/^Customer Ashdown Ltd \(51\) is mapped to company Ashdown Limited \(1051\)\./);
		expect(await mappedTo('51')).toBe(1051);
		await press(page, /Switch off automatic processing/);
		expect(await said(page)).toMatch(/held for approval/);
		await page.getByRole('link', { name: 'Unmap Ashdown Ltd' }).click();
		await look(page, 'customers-unmap');
		await press(page, 'Unmap');
		expect(await said(page)).toMatch(/is no longer mapped/);
		expect(await mappedTo('51')).toBeUndefined();
		await page.goBack();
		expect(await page.getByText('Customer 51 is not mapped.').isVisible()).toBe(true);
		expect(await mappedTo('51')).toBeUndefined();
	});

	it('keep what was typed where the company vanished meanwhile', async () => {
		const page = await browser.open('customers?map=50&find=Vanishing');
		await page.getByLabel(/Vanishing Ltd/).check();
		await page.getByLabel('Process automatically').uncheck();
		await changeInAutotask(world, 'Companies', { id: 1052, isActive: false });
		await press(page, 'Map');
		expect(await said(page)).toMatch(
			/Vanishing Ltd \(1052\) is inactive in Autotask; activate it or choose another one/,
		);
		expect(await page.getByLabel('Process automatically').isChecked()).toBe(false);
		expect(await mappedTo('50')).toBeUndefined();
	});

	it('do a form once, however often it is sent, and none that was forged', async () => {
		const path = `customers?map=50&find=${encodeURIComponent('Söhne')}`;
		const [first, second] = [await browser.open(path), await browser.open(path)];
		await first.getByLabel(/Söhne & Co/).check();
		await second.getByLabel(/Söhne & Co/).check();
		await pressTwice(first, 'Map');
		expect(await said(first)).toMatch(/is mapped to company Söhne & Co \(1050\)/);
		await press(second, 'Map');
		expect(await said(second)).toMatch(/is mapped to company Söhne & Co \(1050\)/);
		await first.reload();
		expect(await mappedTo('50')).toBe(1050);
		expect(await forgedStatus(n8n.url, 'customers', { action: 'unmap', customerId: '50' })).toBe(403);
		expect(await mappedTo('50')).toBe(1050);
	});

	it('map what is ticked together, and give the list as a file', async () => {
		const page = await browser.open('customers?search=Ashdown');
		await look(page, 'customers-ticked');
		expect(await page.getByLabel('Tick Ashdown Ltd').isChecked()).toBe(true);
		await press(page, 'Map the ticked customers');
		expect(await said(page)).toBe('1 of 1 customers are mapped.');
		const download = page.waitForEvent('download');
		await page.getByRole('link', { name: 'Export as CSV' }).click();
		expect((await download).suggestedFilename()).toBe('customers.csv');
	});

	it('take mappings from a file after a look at what it would change', async () => {
		const page = await browser.open('customers?do=csv');
		await page.getByLabel('CSV text').fill('customer id,company id,company\n110,1053,Keyboard Ltd\n111,4711,');
		await press(page, 'Look at it');
		expect(await page.getByText('1 new, 0 changed, 0 unchanged, 1 refused.').isVisible()).toBe(true);
		await look(page, 'customers-file');
		expect(await mappedTo('110')).toBeUndefined();
		await press(page, 'Map 1 row');
		expect(await said(page)).toBe('1 mapping was taken from the file.');
		expect(await mappedTo('110')).toBe(1053);
	});

	it('map a product, add one to Autotask, and group both under their service plan', async () => {
		const check = { operation: 'check', timeZone: 'Europe/London', orderKinds: ['sales'] };
		const checked = await runChain(n8n, [
			{ type: `${own}.syncTasks`, credentials: bothCredentials, parameters: check },
		]);
		expect(checked.status).toBe('success');
		const page = await browser.open('products');
		await press(page, 'Load names of service plans');
		expect(await page.getByRole('rowheader', { name: 'Microsoft 365' }).isVisible()).toBe(true);
		await look(page, 'products');
		await page.getByRole('link', { name: 'Search more for Product PRD-1' }).click();
		await look(page, 'products-map');
		await press(page, 'Map');
		expect(await said(page)).toMatch(/^Product Product PRD-1 \(PRD-1\), billed monthly, is mapped to service/);
		await page.getByRole('link', { name: 'Change Product PRD-1' }).click();
		await page.getByText('Add the product to Autotask as a new service').click();
		await page.getByLabel(/^Price/).fill('eighteen');
		await press(page, 'Add to Autotask and map');
		expect(await said(page)).toBe('The price is no number. Write it like 18.00.');
		await page.getByText('Add the product to Autotask as a new service').click();
		expect(await page.getByLabel(/^Price/).inputValue()).toBe('eighteen');
		await page.getByLabel(/^Price/).fill('18,00');
		await press(page, 'Add to Autotask and map');
		expect(await said(page)).toMatch(/carries product PRD-1 as its external id already; it is taken/);
	});

	it('map a kind of charge to a billing code', async () => {
		const page = await browser.open('charges');
		await look(page, 'charges');
		await page.getByRole('link', { name: 'Search more for fee' }).click();
		await look(page, 'charges-map');
		await press(page, 'Map');
		expect(await said(page)).toBe('Nothing is chosen. Choose a billing code or a product.');
		await page.getByLabel(/Cloud charges/).check();
		await press(page, 'Map');
		expect(await said(page)).toBe(`Charges of kind fee are booked under Cloud charges (${materialCodeId}).`);
	});

	it('map a customer by keyboard alone, from the link that skips the navigation on', async () => {
		const page = await browser.open('customers');
		const stops = await tabThrough(page);
		expect(stops.slice(0, 2)).toEqual(['Skip to the content', 'Home']);
		await page.reload();
		await tabTo(page, 'Skip to the content');
		await page.keyboard.press('Enter');
		await tabTo(page, 'Search customers');
		await page.keyboard.type('Customer 07');
		await pressKey(page);
		await tabTo(page, 'Search more for Customer 07');
		await pressKey(page);
		await tabTo(page, 'Search Autotask companies');
		await page.keyboard.type('Keyboard');
		await pressKey(page);
		await tabTo(page, 'Map');
		await pressKey(page);
		expect(await saidInFocus(page)).toMatch(/^No company is chosen\./);
		await tabTo(page, /^Keyboard Ltd/);
		await page.keyboard.press('Space');
		await tabTo(page, 'Map');
		await pressKey(page);
		expect(await saidInFocus(page)).toMatch(
			/^Customer Customer 07 \(107\) is mapped to company Keyboard Ltd \(1053\)\./,
		);
		expect(await mappedTo('107')).toBe(1053);
	});

	it('are usable on a phone and in the dark, and leave no execution behind', async () => {
		for (const path of ['customers', 'products', 'charges', 'customers?map=51', 'customers?do=csv'])
			await lookOnPhone(browser, path, `phone-${path.replaceAll(/[^a-z0-9]+/gi, '-')}`);
		expect(await n8n.rest.executions(mapping)).toEqual([]);
	});
});
