import { readFileSync } from 'node:fs';
import { outputItems } from '../../../demo/n8n/executions';
import type { RunningN8n } from '../../../demo/n8n/startN8n';
import { anotherCustomer, e5, harbour, premium, standard } from '../harness/scene';
import { templateFile } from '../harness/testN8n';
import { bothCredentials, runChain } from '../harness/workflows';
import { tracesOf } from '../harness/traces';
import { firstSecrets, pollNow, startWorld, waitForPolls, type World } from '../harness/world';
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
let board: string;
let checkChanges: string;

const contracts = [
	{
		id: 20_001,
		startDate: '2026-01-01',
		endDate: '2027-12-31',
		lines: [
			{ product: premium, units: 10 },
			{ product: e5, units: 5 },
		],
	},
];

/** Friday, 16 October 2026, 10:00 in London: one line is billed as it should be, one is not, one customer is not mapped. */
beforeAll(async () => {
	world = await startWorld({ name: 'task-board', now: '2026-10-16T09:00:00.000Z', contracts });
	await world.marketplace.seed({ customers: [anotherCustomer('50', hostileName)] });
	const sale = { kind: 'sale', customerId: harbour.customerId, quantity: 10, at: '2026-01-01T09:00:00Z' } as const;
	await world.marketplace.act({ ...sale, productId: premium.productId, subscriptionId: 'agrees' });
	await world.marketplace.act({ ...sale, productId: e5.productId, quantity: 8, subscriptionId: 'differs' });
	await world.marketplace.act({ ...sale, customerId: '50', productId: standard.productId, subscriptionId: 'unmapped' });
	const { cli } = world.prepared;
	await cli.importCredentials([...world.credentials(firstSecrets), pageCredential]);
	const files = ['task-board', 'mapping', 'check-changes', 'sync-wizard'].map(templateFile);
	const [tasks = '', mapping = '', check = '', task = ''] = await cli.importWorkflows(files);
	[board, checkChanges] = [tasks, check];
	n8n = await world.start();
	await n8n.rest.publishAndWait(board);
	await n8n.rest.publishAndWait(mapping);
	await n8n.rest.publishAndWait(task);
	browser = await openBrowser(n8n.url);
});

afterAll(async () => {
	await browser?.close();
	await world.end();
});

/** A sale of a day and an hour of October. */
async function sell(product: { readonly productId: string }, quantity: number, at = '16T08:30'): Promise<string> {
	const { customerId } = harbour;
	const { productId } = product;
	const order = await world.marketplace.act({
		kind: 'sale',
		customerId,
		productId,
		quantity,
		at: `2026-10-${at}:00Z`,
	});
	return String(order.orderNumber);
}

/** A sale whose plan waits for approval. */
async function planned(product: { readonly productId: string }, quantity: number, at = '16T08:30'): Promise<string> {
	const order = await sell(product, quantity, at);
	const before = await n8n.rest.newestExecutionId(checkChanges);
	await pollNow(world, n8n, checkChanges);
	await n8n.rest.waitForExecution({ workflowId: checkChanges, afterId: before });
	return order;
}

/** What the package's own operation says of a task, by the number of its order. */
async function storedState(orderNumber: string): Promise<unknown> {
	const parameters = { operation: 'list', returnAll: true };
	const node = { type: 'n8n-nodes-marketplace-autotask.syncTasks', credentials: bothCredentials, parameters };
	const execution = await runChain(n8n, [node]);
	const items = execution.data?.resultData.runData['Node 1']?.[0]?.data?.main[0] ?? [];
	const tasks = items.map(({ json }) => json['task'] as { readonly orderNumber?: string; readonly state: string });
	return tasks.find((task) => task.orderNumber === orderNumber)?.state;
}

async function adjustmentsSent(): Promise<number> {
	return (await world.autotask.writes()).filter(({ path }) => path.includes('Adjustment')).length;
}

describe('the task board', () => {
	it.each(wrongLogins)('is not shown $rule', async ({ auth }) => {
		for (const path of ['../marketplace', 'tasks', 'log']) await expectNoPage(n8n.url, path, auth);
	});

	it('says what is missing before the first check', async () => {
		const page = await browser.open('tasks');
		await press(page, 'Check now');
		expect(await said(page)).toMatch(/^This connection has had no check yet\. Publish the workflow Check Changes/);
		await look(page, 'board-empty');
	});

	it('chooses the time zone on the Settings page; without it the check says where to choose it', async () => {
		const page = await browser.open('settings');
		expect(await page.getByText('No time zone is set, so no check can run.').isVisible()).toBe(true);
		await page.getByLabel('Marketplace time zone').fill('Europe/London');
		await press(page, 'Save days and time zone');
		expect(await said(page)).toMatch(/^Saved\. Marketplace time zone is now Europe\/London\./);
	});

	it('leads from the first check to lines that are linked as they are, with nothing written', async () => {
		await n8n.rest.publish(checkChanges);
		await waitForPolls(world, 1);
		await n8n.rest.waitForExecution({ workflowId: checkChanges });
		const page = await browser.open('tasks?view=first');
		await look(page, 'board-first');
		await press(page, 'Link the ticked lines');
		expect(await said(page)).toBe('No line is ticked. Tick the lines to link.');
		await page.getByLabel('Tick Subscription agrees').check();
		await page.getByLabel('Units of Subscription agrees').fill('10');
		await page.getByLabel('Tick Subscription differs').check();
		await page.getByLabel('Units of Subscription differs').fill('5');
		await press(page, 'Link the ticked lines');
		expect(await said(page)).toMatch(
			/^1 linked as they are and synced\. 1 differ and are not linked\. Nothing was written to Autotask\. Task initial-differs: contract service \d+ of Cloud 20001 holds 5 units/,
		);
		await look(page, 'board-first-linked');
		expect(await world.autotask.writes()).toEqual([]);
		expect(await page.getByLabel('Tick Subscription agrees').count()).toBe(0);
	});

	it('checks and plans from Home, says what it found, and leads to all other pages', async () => {
		const order = await sell(standard, 4);
		const page = await browser.open('../marketplace');
		expect(new URL(page.url()).pathname).toBe('/webhook/marketplace');
		await press(page, 'Check now');
		await page.waitForURL(/\/webhook\/marketplace\?done=/);
		expect(await said(page)).toMatch(/^1 new order; 1 plan waits for approval, \+£[\d.]+ a month/);
		expect(await storedState(order)).toBe('attention');
		expect(await page.getByRole('region', { name: 'To approve' }).innerText()).toMatch(/To approve\s+2\s/);
		await look(page, 'home');
		for (const name of ['Tasks', 'Mapping', 'Log', 'Settings', 'Home']) {
			await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
			await page.waitForLoadState();
			expect(await page.getByRole('navigation', { name: 'Pages' }).locator('[aria-current]').innerText()).toBe(name);
		}
		await page
			.getByRole('link', { name: /^Review/ })
			.first()
			.click();
		expect(await page.title()).toBe('Plans to look at - Marketplace to Autotask');
		await lookOnPhone(browser, '../marketplace', 'home-phone');
		expect(await world.autotask.writes()).toEqual([]);
	});

	it('hands on to the workflow what is checked again, whose digest links to the task', async () => {
		const board = await browser.open('tasks?search=SO');
		await board.getByRole('checkbox').first().check();
		await press(board, 'Retry');
		expect(await said(board)).toMatch(/^1 task will be checked again/);
		const settings = await browser.open('settings');
		await settings.getByLabel('Address of the pages').fill(`${n8n.url}/webhook/marketplace/`);
		await press(settings, 'Save notifications and links');
		expect(await said(settings)).toBe(`Saved. Address of the pages is now ${n8n.url}/webhook/marketplace.`);
		await look(settings, 'settings');
		const before = await n8n.rest.newestExecutionId(checkChanges);
		await pollNow(world, n8n, checkChanges);
		const execution = await n8n.rest.waitForExecution({ workflowId: checkChanges, afterId: before });
		const [digest] = outputItems(execution, 'Digest');
		expect(digest?.json['text']).toContain(`  ${n8n.url}/webhook/marketplace/task?id=order-`);
	});

	it('finds tasks by part of a name with accents, by state and by reason, whatever is in the name', async () => {
		const customers = await browser.open('customers');
		expect(await customers.getByText('Only customers with tasks are known yet').isVisible()).toBe(true);
		const page = await browser.open('tasks?search=S%C3%B6hne');
		expect(await page.getByRole('link', { name: hostileName }).count()).toBe(1);
		expect(await page.getByText('1 to 1 of 1').isVisible()).toBe(true);
		expect(await page.getByRole('link', { name: /^Map the customer of/ }).isVisible()).toBe(true);
		expect(await page.title()).toBe('Tasks - Marketplace to Autotask');
		await look(page, 'board-search');
		await page.getByRole('link', { name: 'All tasks' }).click();
		await page.getByRole('link', { name: /^Needs attention/ }).click();
		expect(await page.getByRole('row').count()).toBe(4);
		await page.getByLabel('Waits for').selectOption('customer not mapped');
		await press(page, 'Search');
		expect(await page.getByText('1 to 1 of 1').isVisible()).toBe(true);
		await look(page, 'board-attention');
		await page.getByLabel('Search tasks').fill('nothing like it');
		await press(page, 'Search');
		expect(await page.getByText('No matching tasks.').isVisible()).toBe(true);
	});

	it('writes a plan once as it was shown, however often the form is sent, and says who approved it', async () => {
		const page = await browser.open('tasks?state=attention&reason=approval&kind=sales');
		await page.getByRole('link', { name: /^SO/ }).first().click();
		await look(page, 'board-task');
		expect(await page.getByRole('row', { name: /\+4/ }).isVisible()).toBe(true);
		await pressTwice(page, 'Approve and write to Autotask');
		expect(await said(page)).toMatch(/written and read back\.$/);
		await look(page, 'board-task-written');
		expect(await adjustmentsSent()).toBe(1);
		await page.reload();
		await page.goBack();
		expect(await adjustmentsSent()).toBe(1);
		const log = await browser.open('log?action=approve');
		expect(await log.getByRole('cell', { name: pageLogin.username }).count()).toBe(1);
		await look(log, 'board-log');
		const writes = await browser.open('log?action=write');
		expect(await writes.getByText('0 units → 4 units').isVisible()).toBe(true);
	});

	it('lets the second of two people know what the first has done', async () => {
		const order = await planned(e5, 2);
		const [one, other] = [await browser.open(`tasks?search=${order}`), await browser.open(`tasks?search=${order}`)];
		await other.getByRole('link', { name: order }).click();
		await one.getByLabel(`Tick ${order}`).check();
		await press(one, 'Ignore');
		expect(await said(one)).toMatch(/^Say why order-\d+ is ignored\.$/);
		expect(await one.getByLabel(`Tick ${order}`).isChecked()).toBe(true);
		await one.getByLabel('Reason', { exact: true }).first().fill('Entered by hand, größer');
		await press(one, 'Ignore');
		expect(await said(one)).toBe('1 task ignored; nothing is written.');
		const before = await adjustmentsSent();
		await press(other, 'Approve and write to Autotask');
		expect(await said(other)).toMatch(/is ignored and needs no approval\.$/);
		expect(await adjustmentsSent()).toBe(before);
		await look(other, 'board-refused');
		await press(other, 'Bring back');
		expect(await said(other)).toMatch(/^1 task brought back/);
		expect(await storedState(order)).toBe('open');
	});

	it('writes several plans together after they were looked at, none while the connection is stopped', async () => {
		await planned(standard, 3, '15T08:30');
		const page = await browser.open('tasks?state=attention&reason=approval&kind=sales');
		for (const box of await page.getByRole('checkbox').all()) await box.check();
		await press(page, 'Look at the plans and sync');
		expect(await said(page)).toMatch(/^2 tasks to look at/);
		for (const box of await page.getByRole('checkbox').all()) await box.check();
		await look(page, 'board-review');
		const [stop, before] = [await browser.open('tasks'), await adjustmentsSent()];
		await stop.getByText('Stop the connection').click();
		await stop.getByLabel('Reason', { exact: true }).last().fill('month end');
		await press(stop, 'Stop');
		expect(await said(stop)).toContain('Reason: month end');
		await look(stop, 'board-stopped');
		await press(page, 'Approve and write to Autotask');
		expect(await said(page)).toMatch(/^0 of 2 tasks written\./);
		expect(await adjustmentsSent()).toBe(before);
		await stop.getByLabel('Reason', { exact: true }).last().fill('over');
		await press(stop, 'Start');
		await page.getByRole('link', { name: 'Look at what is not written' }).click();
		for (const box of await page.getByRole('checkbox').all()) await box.check();
		await press(page, 'Approve and write to Autotask');
		expect(await said(page)).toBe('2 of 2 tasks written.');
		await look(page, 'board-review-written');
	});

	it('excludes a subscription from billing with a reason, lists it, and includes it again', async () => {
		const page = await browser.open('tasks?task=initial-unmapped');
		await page.getByText('Never bill this subscription or product').click();
		await page.getByLabel('Why it is never billed').fill('not for resale, größer');
		await look(page, 'board-exclude');
		await press(page, 'Never bill it');
		expect(await said(page)).toContain('is excluded and is never billed. 1 task of it is ignored.');
		await look(page, 'board-excluded-task');
		const list = await browser.open('tasks?view=excluded');
		expect(await list.getByRole('row', { name: /not for resale, größer/ }).isVisible()).toBe(true);
		await look(list, 'board-excluded');
		await lookOnPhone(browser, 'tasks?view=excluded', 'board-phone-excluded');
		await press(list, /^Include again: subscription/);
		expect(await said(list)).toContain('is included again.');
		expect(await list.getByText('Nothing is excluded.').isVisible()).toBe(true);
	});

	it('takes two people with a login each above an amount, and writes no password anywhere', async () => {
		const settings = await browser.open('settings');
		await settings.getByLabel('Second approver above').fill('1.00');
		await press(settings, 'Save automatic processing and limits');
		await settings.getByLabel('Name', { exact: true }).fill('Ann Lee');
		await settings.getByLabel('Role', { exact: true }).selectOption('May look');
		await press(settings, 'Add and make a password');
		const password = await settings.locator('code').innerText();
		await look(settings, 'people-password');
		const ann = { username: 'ann lee', password };
		const order = await planned(standard, 3, '13T10:00');
		const before = await adjustmentsSent();
		const hers = await browser.openAs(ann, `tasks?search=${order}`);
		await hers.getByRole('link', { name: order }).click();
		expect(await hers.getByText('Logged in as Ann Lee, may look').isVisible()).toBe(true);
		expect(await hers.getByRole('button', { name: 'Approve and write to Autotask' }).isDisabled()).toBe(true);
		await settings.getByRole('link', { name: 'Back to People' }).click();
		await settings.getByLabel('Role of Ann Lee', { exact: true }).selectOption('May approve');
		await press(settings, 'Save the role of Ann Lee');
		await look(settings, 'people');
		await lookOnPhone(browser, 'settings', 'people-phone');
		const owners = await browser.open(`tasks?search=${order}`);
		await owners.getByRole('link', { name: order }).click();
		await press(owners, 'Approve and write to Autotask');
		expect(await said(owners)).toContain('A second person has to approve it too');
		expect(await adjustmentsSent()).toBe(before);
		await hers.reload();
		await press(hers, 'Approve and write to Autotask');
		expect(await said(hers)).toMatch(/written and read back\.$/);
		expect(await adjustmentsSent()).toBe(before + 1);
		const log = await browser.open('log?action=people');
		expect(await log.getByText('Ann Lee was added: may look.').isVisible()).toBe(true);
		const removal = await browser.open('settings');
		await removal.getByLabel('More for Ann Lee').click();
		await press(removal, 'Remove Ann Lee');
		expect((await hers.reload())?.status()).toBe(401);
		expect(tracesOf([password, pageLogin.password], n8n.userFolder)).toEqual([]);
		const back = await browser.open('settings');
		await back.getByLabel('Second approver above').fill('');
		await press(back, 'Save automatic processing and limits');
	});

	it('finds a task and approves it by keyboard alone', async () => {
		const order = await planned(standard, 2, '14T08:30');
		const [page, before] = [await browser.open('tasks'), await adjustmentsSent()];
		expect((await tabThrough(page))[0]).toBe('Skip to the content');
		await page.reload();
		await tabTo(page, 'Search tasks');
		await page.keyboard.type(order);
		await tabTo(page, 'Waits for');
		await page.keyboard.type('approval');
		await tabTo(page, 'Search');
		await pressKey(page);
		await tabTo(page, order);
		await pressKey(page);
		await tabTo(page, 'Approve and write to Autotask');
		await pressKey(page);
		expect(await saidInFocus(page)).toMatch(/written and read back\.$/);
		expect(await adjustmentsSent()).toBe(before + 1);
	});

	it('does nothing that was forged', async () => {
		const before = await adjustmentsSent();
		expect(await forgedStatus(n8n.url, 'tasks', { action: 'stop', brakeReason: 'x' })).toBe(403);
		expect(await adjustmentsSent()).toBe(before);
		expect(await (await browser.open('tasks')).getByText('Stop the connection').isVisible()).toBe(true);
	});

	it('gives tasks and log as files', async () => {
		for (const [path, name, text] of [
			['tasks', 'tasks.csv', 'initial-agrees'],
			['log', 'action-log.csv', 'Entered by hand, größer'],
		] as const) {
			const page = await browser.open(path);
			const download = page.waitForEvent('download');
			await page.getByRole('link', { name: 'Export as CSV' }).click();
			const file = await download;
			expect(file.suggestedFilename()).toBe(name);
			expect(readFileSync(await file.path(), 'utf8')).toContain(text);
		}
	});

	it('is usable on a phone and in the dark, and leaves no execution behind', async () => {
		for (const path of [
			'tasks',
			'tasks?task=initial-differs',
			'tasks?view=first',
			'tasks?review=initial-differs',
			'log',
		])
			await lookOnPhone(browser, path, `board-phone-${path.replaceAll(/[^a-z0-9]+/gi, '-')}`);
		expect(await n8n.rest.executions(board)).toEqual([]);
	});
});
