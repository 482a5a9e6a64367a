import type { Page } from 'playwright-core';
import type { RunningN8n } from '../../../demo/n8n/startN8n';
import { anotherCustomer, harbour } from '../harness/scene';
import { templateFile } from '../harness/testN8n';
import { bothCredentials, runChain, tasksInStore } from '../harness/workflows';
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
let wizard: string;
/** Order numbers by customer. */
let orders: { readonly hostile: string; readonly harbour: string; readonly keyboard: string };

const own = 'n8n-nodes-marketplace-autotask';

async function check(): Promise<void> {
	const parameters = { operation: 'check', timeZone: 'Europe/London', sweep: 'never' };
	const execution = await runChain(n8n, [{ type: `${own}.syncTasks`, credentials: bothCredentials, parameters }]);
	expect(execution.status).toBe('success');
}

beforeAll(async () => {
	const dates = { startDate: '2026-01-01', endDate: '2027-12-31' };
	const contracts = [
		{ id: 20_001, ...dates },
		{ id: 20_002, companyId: 1050, ...dates },
		{ id: 20_003, companyId: 1050, startDate: '2025-01-01', endDate: '2025-12-31' },
	];
	world = await startWorld({ name: 'wizard-pages', now: '2026-10-16T09:00:00.000Z', contracts });
	const { cli } = world.prepared;
	await world.marketplace.seed({ customers: [anotherCustomer('50', hostileName)] });
	const company = { companyType: 'Customer', currencyID: 1, phone: '1', ownerResourceID: 29_680_900 };
	await world.autotask.seed({ Companies: [{ id: 1050, companyName: 'Söhne & Co', ...company }] });
	await cli.importCredentials([...world.credentials(firstSecrets), pageCredential]);
	[wizard = ''] = await cli.importWorkflows([templateFile('sync-wizard')]);
	n8n = await world.start();
	await n8n.rest.publishAndWait(wizard);
	await check();
	const sale = { kind: 'sale', productId: 'PRD-1', quantity: 10, at: '2026-10-16T08:59:00Z' } as const;
	const first = await world.marketplace.act({ ...sale, customerId: '50', setup: '50.00', subscriptionId: 'hostile' });
	const second = await world.marketplace.act({ ...sale, customerId: harbour.customerId, subscriptionId: 'one' });
	const own = { ...sale, customerId: harbour.customerId, productId: 'PRD-2', subscriptionId: 'two' };
	const third = await world.marketplace.act(own);
	orders = { hostile: first.orderNumber, harbour: second.orderNumber, keyboard: third.orderNumber };
	browser = await openBrowser(n8n.url);
});

afterAll(async () => {
	await browser?.close();
	await world.end();
});

async function openTask(order: string): Promise<Page> {
	const task = (await tasksInStore(n8n)).find(({ orderNumber }) => orderNumber === order);
	const page = await browser.open(`task?id=${encodeURIComponent(task?.id ?? '')}`);
	page.setDefaultTimeout(10_000);
	return page;
}

async function writes(): Promise<readonly string[]> {
	return (await world.autotask.writes()).map(({ method, path }) => `${method} ${path.replace(/^.*\/v1\.0\//i, '')}`);
}

describe('pages of the sync wizard', () => {
	it.each(wrongLogins)('are not shown $rule', async ({ auth }) => {
		await expectNoPage(n8n.url, 'task', auth);
	});

	it('say which task is not there', async () => {
		await check();
		const page = await browser.open('task?id=order-none');
		expect(await page.getByText('There is no task order-none.').isVisible()).toBe(true);
	});

	it('take a task through customer, charges and contract to its review', async () => {
		const page = await openTask(orders.hostile);
		await press(page, 'Plan it now');
		expect(await said(page)).toContain('customer not mapped');
		await look(page, 'wizard-customer');
		expect(await page.getByText(hostileName).count()).toBeGreaterThan(0);
		expect(await page.title()).toMatch(/: Customer - Marketplace to Autotask$/);
		await press(page, 'Map');
		expect(await said(page)).toContain('No company is chosen.');
		await page.getByLabel('Search Autotask companies').fill('Söhne');
		await press(page, 'Search');
		await page.getByLabel(/Söhne & Co/).check();
		await press(page, 'Map');
		expect(await said(page)).toContain('The task was planned.');
		await look(page, 'wizard-review');
		await press(page, /^Tick row 2/);
		expect(await said(page)).toContain('charges of kind setup are not mapped');
		await page.getByRole('link', { name: 'Products', exact: true }).click();
		await look(page, 'wizard-products');
		await page.getByRole('link', { name: 'Map charges of kind setup' }).click();
		await page.getByLabel(/Cloud charges/).check();
		await look(page, 'wizard-charge');
		await press(page, 'Map');
		await press(page, /^Tick row 2/);
		expect(await page.getByText('+£142.90', { exact: true }).isVisible()).toBe(true);
		await page.getByText('What is billed once, by kind').click();
		expect(await page.getByText('Setup, once').isVisible()).toBe(true);
		expect(await page.getByText('142.90', { exact: true }).isVisible()).toBe(true);
		await page.getByRole('link', { name: 'Contract', exact: true }).click();
		expect(await page.getByText(/it ends on 2025-12-31, before 2026-10-16/).isVisible()).toBe(true);
		expect(await page.getByLabel('Cloud 20002 (20002)').isChecked()).toBe(true);
		await look(page, 'wizard-contract');
		expect(await writes()).toEqual([]);
	});

	it('change rows, and keep what was typed where it is refused', async () => {
		const page = await openTask(orders.hostile);
		await page.getByRole('link', { name: /Change row 2/ }).click();
		await page.getByLabel('Amount').fill('fifty');
		await press(page, 'Change the row');
		expect(await said(page)).toContain('The price is no number.');
		expect(await page.getByLabel('Amount').inputValue()).toBe('fifty');
		await look(page, 'wizard-row-refused');
		await page.getByLabel('Amount').fill('');
		await page.getByLabel('Invoice description').fill(`Einrichtung für <b>Söhne</b> ${'x'.repeat(80)}`);
		await page.getByLabel('Amount').fill('45,00');
		await press(page, 'Change the row');
		expect(await page.getByText('changed, was 50').isVisible()).toBe(true);
		expect(await page.getByText('45.00').first().isVisible()).toBe(true);
		await look(page, 'wizard-changed');
		await page.getByRole('link', { name: /Change row 1/ }).click();
		await page.getByLabel('Price of one unit').fill('0');
		await press(page, 'Change the row');
		expect(await said(page)).toContain('a price is above 0');
	});

	it('write nothing where Autotask has moved, show both plans, then write what is shown', async () => {
		const [page, other] = [await openTask(orders.hostile), await openTask(orders.hostile)];
		await changeInAutotask(world, 'Contracts', { id: 20_002, endDate: '2027-11-30' });
		await press(page, 'Approve and write to Autotask');
		expect(await page.getByRole('heading', { name: 'What was approved and has moved since' }).isVisible()).toBe(true);
		expect(await writes()).toEqual(['PATCH Contracts']);
		await look(page, 'wizard-moved');
		await pressTwice(page, 'Approve and write to Autotask');
		expect(await page.getByText('Everything is written.').isVisible()).toBe(true);
		expect(await page.getByRole('cell', { name: /^10 units as written/ }).isVisible()).toBe(true);
		expect(await page.getByRole('cell', { name: /^45\.00 as written/ }).isVisible()).toBe(true);
		expect(await page.getByText('as written').count()).toBe(3);
		await look(page, 'wizard-result');
		const sent = await writes();
		await press(other, 'Approve and write to Autotask');
		expect(await said(other)).toContain('is synced');
		await page.reload();
		await page.goBack();
		await page.waitForLoadState();
		expect(await writes()).toEqual(sent);
		expect(sent.filter((write) => write.includes('Charges'))).toHaveLength(1);
		expect(sent.filter((write) => write.includes('Adjustments'))).toHaveLength(1);
		expect((await tasksInStore(n8n)).filter(({ state }) => state === 'synced')).toHaveLength(1);
	});

	it('leave a task alone whose row is not ticked, and refuse a forged form', async () => {
		const page = await openTask(orders.harbour);
		await press(page, 'Plan it now');
		await press(page, /^Untick row 1/);
		const before = await writes();
		await press(page, 'Approve and write to Autotask');
		expect(await said(page)).toContain('is not ticked, so nothing of the task is written for now');
		await look(page, 'wizard-unticked');
		const id = new URL(page.url()).searchParams.get('id') ?? '';
		expect(await forgedStatus(n8n.url, `task?id=${encodeURIComponent(id)}`, { action: 'sync' })).toBe(403);
		expect(await writes()).toEqual(before);
	});

	it('take a task to what was written by keyboard alone', async () => {
		const page = await openTask(orders.keyboard);
		expect((await tabThrough(page))[0]).toBe('Skip to the content');
		await page.reload();
		await tabTo(page, 'Plan it now');
		await pressKey(page);
		expect(await saidInFocus(page)).toContain('The task was planned.');
		await tabTo(page, /^Untick row 1/);
		await pressKey(page);
		await tabTo(page, 'Approve and write to Autotask');
		await pressKey(page);
		expect(await saidInFocus(page)).toContain('is not ticked, so nothing of the task is written for now.');
		await tabTo(page, /^Tick row 1/);
		await pressKey(page, 'Space');
		await saidInFocus(page);
		await tabTo(page, /^Change row 1/);
		await pressKey(page);
		await tabTo(page, 'Invoice description');
		await page.keyboard.type('Seats by keyboard');
		await pressKey(page);
		await saidInFocus(page);
		await tabTo(page, /^Change row 1, Seats by keyboard/);
		await tabTo(page, 'Approve and write to Autotask');
		await pressKey(page);
		await saidInFocus(page);
		expect(await page.getByText('Everything is written.').isVisible()).toBe(true);
		expect(await page.getByText('as written', { exact: true }).count()).toBe(2);
	});

	it('are usable on a phone and in the dark, and leave no execution behind', async () => {
		const tasks = await tasksInStore(n8n);
		const [synced, waiting] = [
			tasks.find(({ state }) => state === 'synced'),
			tasks.find(({ state }) => state === 'attention'),
		];
		for (const path of [
			`task?id=${synced?.id ?? ''}`,
			`task?id=${waiting?.id ?? ''}`,
			`task?id=${waiting?.id ?? ''}&step=contract`,
			`task?id=${waiting?.id ?? ''}&step=customer`,
			`task?id=${waiting?.id ?? ''}&step=products`,
		]) {
			const of = synced && path.includes(synced.id) ? 'synced' : 'waiting';
			const name = path.replace(/id=[^&]*/, of).replaceAll(/[^a-z]+/gi, '-');
			await lookOnPhone(browser, path, `wizard-phone-${name}`);
		}
		expect(await n8n.rest.executions(wizard)).toEqual([]);
	});
});
