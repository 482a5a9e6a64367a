import axios from 'axios';
import type { BrowserContext, Page } from 'playwright-core';
import { outputItems } from '../../../demo/n8n/executions';
import type { RunningN8n } from '../../../demo/n8n/startN8n';
import { until } from '../../../demo/n8n/until';
import { harbour } from '../harness/scene';
import { templateInZone } from '../harness/testN8n';
import { approval, bothCredentials, plansOf, runChain, tasksInStore, type ShownPlan } from '../harness/workflows';
import { canaries, firstSecrets, startWorld, waitForPolls, type World } from '../harness/world';
import { openBrowser, pageCredential, picture, seriousFindings, viewports, type PageBrowser } from './browser';

jest.setTimeout(240_000);

let world: World;
let n8n: RunningN8n;
let browser: PageBrowser;
let ids: { readonly sync: string; readonly board: string };
/** The plans that wait for approval, by subscription. */
let plans: Readonly<Record<string, ShownPlan>>;
/** Who is logged in to n8n: its owner. */
let owner: BrowserContext;

/** A text that a page must neither run nor garble. */
const hostile = '<img src=x onerror="document.title=1"><b>Söhne</b> & Co';

beforeAll(async () => {
	const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31' }];
	world = await startWorld({ name: 'forms', now: '2026-10-16T09:00:00.000Z', contracts });
	const { cli } = world.prepared;
	await cli.importCredentials([...world.credentials(firstSecrets), pageCredential]);
	const files = ['check-changes', 'sync-changes', 'task-board'].map((name) => templateInZone(name));
	const [check = '', sync = '', board = ''] = await cli.importWorkflows(files);
	ids = { sync, board };
	const sale = { kind: 'sale', customerId: harbour.customerId, at: '2026-10-16T08:59:00Z' } as const;
	await world.marketplace.act({ ...sale, productId: 'PRD-1', quantity: 10, subscriptionId: 'one' });
	await world.marketplace.act({ ...sale, productId: 'PRD-2', quantity: 4, subscriptionId: 'two' });
	await world.marketplace.act({ ...sale, productId: 'PRD-3', quantity: 3, subscriptionId: 'three' });
	n8n = await world.start();
	for (const id of [sync, board, check]) await n8n.rest.publishAndWait(id);
	await waitForPolls(world, 1);
	plans = plansOf(await n8n.rest.waitForExecution({ workflowId: check }));
	browser = await openBrowser(n8n.url);
	owner = await browser.anonymous();
});

afterAll(async () => {
	await browser?.close();
	await world.end();
});

/** A form in a window of its own, in the dark on a phone, after the login where n8n asks for one and its question whether the form may run. */
async function open(path: string, who = owner, width: keyof typeof viewports = 'laptop'): Promise<Page> {
	const page = await who.newPage();
	page.setDefaultTimeout(20_000);
	await page.setViewportSize(viewports[width]);
	await page.emulateMedia({ colorScheme: width === 'phone' ? 'dark' : 'light' });
	await page.goto(`${n8n.url}/form/marketplace/${path}`);
	const [email, allow, form] = [
		page.locator('input[type=email]'),
		page.getByRole('button', { name: 'Allow access' }),
		page.locator('#n8n-form'),
	];
	await email.or(allow).or(form).first().waitFor();
	if (await email.isVisible()) await logIn(page, n8n.login);
	await allow.or(form).first().waitFor();
	if (await allow.isVisible()) await allow.click();
	await form.waitFor();
	return page;
}

async function logIn(page: Page, login: { readonly email: string; readonly password: string }): Promise<void> {
	await page.locator('input[type=email]').fill(login.email);
	await page.locator('input[type=password]').fill(login.password);
	await page.keyboard.press('Enter');
}

function openApproval(tasks: readonly string[], width?: keyof typeof viewports): Promise<Page> {
	return open(`approve?tasks=${encodeURIComponent(tasks.join('\n'))}`, owner, width);
}

/** Sends the form and waits for the page that says what came of it. @returns its text. */
async function send(page: Page, button: string): Promise<string> {
	await page.getByRole('button', { name: button }).click();
	await page.waitForURL(/form-waiting/);
	return await page.locator('.card').innerText();
}

const approve = 'Approve and write';

async function look(page: Page, name: string): Promise<void> {
	await picture(page, `forms-${name}`);
	expect(await seriousFindings(page)).toEqual([]);
	const { width } = page.viewportSize() ?? { width: 0 };
	expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
}

async function adjustmentsSent(): Promise<number> {
	return (await world.autotask.writes()).filter(({ path }) => path.includes('Adjustment')).length;
}

async function stateOf(subscription: string): Promise<unknown> {
	const id = plans[subscription]?.taskId;
	return (await tasksInStore(n8n)).find((task) => task.id === id)?.state;
}

/** The newest entries of the action log of one action: who, and what was said. */
async function logged(action: string): Promise<readonly (readonly [unknown, unknown])[]> {
	const parameters = { operation: 'log', returnAll: true };
	const node = { type: 'n8n-nodes-marketplace-autotask.syncTasks', credentials: bothCredentials, parameters };
	const entries = outputItems(await runChain(n8n, [node]), 'Node 1').map(({ json }) => json);
	return entries.filter((entry) => entry['action'] === action).map((entry) => [entry['by'], entry['message']]);
}

describe('the forms', () => {
	it.each(['approve', 'stop'])('%s: ask for the login to n8n, and take nothing from anybody else', async (path) => {
		const address = `${n8n.url}/form/marketplace/${path}`;
		const plain = { proxy: false, maxRedirects: 0, validateStatus: () => true } as const;
		const shown = await axios.get(address, plain);
		expect([shown.status, String(shown.headers['location'])]).toEqual([302, expect.stringContaining('/oauth/')]);
		for (const token of ['', 'forged']) {
			const form = new FormData();
			form.set('field-0', approval(plans['one']));
			const sent = await axios.post(address, form, { ...plain, headers: { 'x-auth-token': token } });
			expect(sent.status).toBe(401);
		}
		const page = await (await browser.anonymous()).newPage();
		await page.goto(address);
		await logIn(page, { email: n8n.login.email, password: 'wrong' });
		await page.getByText('Wrong username or password').first().waitFor();
		expect(await n8n.rest.executions(ids.sync)).toEqual([]);
	});

	it('are closed to people who may not execute the workflow', async () => {
		const member = { email: 'member@provider.example', password: 'Member-of-a-test-1' };
		const [invited] = await n8n.rest.post<readonly { readonly user: { readonly inviteAcceptUrl: string } }[]>(
			'/invitations',
			[{ email: member.email, role: 'global:member' }],
		);
		const token = new URL(invited?.user.inviteAcceptUrl ?? '').searchParams.get('token');
		const name = { firstName: 'Max', lastName: 'Member' };
		await axios.post(`${n8n.url}/rest/invitations/accept`, { token, ...name, ...member }, { proxy: false });
		const page = await (await browser.anonymous()).newPage();
		await page.goto(`${n8n.url}/form/marketplace/approve`);
		await logIn(page, member);
		await page.getByText('You do not have sufficient permissions').first().waitFor();
		expect(await page.locator('#n8n-form').count()).toBe(0);
	});

	it('approve the tasks of their address, and say of each what was written or why not', async () => {
		const wrong = approval(plans['two']).replace(/:.*/, ':000000000000');
		const page = await openApproval([approval(plans['one']), wrong, hostile]);
		expect(await page.getByLabel('Tasks').inputValue()).toBe([approval(plans['one']), wrong, hostile].join('\n'));
		await look(page, 'approve');
		const text = await send(page, approve);
		expect(text).toContain('1 written, 2 not approved');
		expect(text).toContain(`SO000001 (${plans['one']?.taskId ?? ''}): written\n2 written and read back.`);
		expect(text).toContain('Service of PRD-1: 0 to 10 units from 2026-10-16');
		expect(text).toContain(`The plan of task ${plans['two']?.taskId ?? ''} has changed since`);
		expect(text).toContain(`${hostile}: not approved`);
		expect(await page.locator('.card img').count()).toBe(0);
		expect(await page.title()).toBe('Approve tasks');
		await look(page, 'approved');
		expect(await adjustmentsSent()).toBe(1);
		expect([await stateOf('one'), await stateOf('two')]).toEqual(['synced', 'attention']);
		expect(await logged('approve')).toEqual([[n8n.login.email, `Plan ${plans['one']?.fingerprint ?? ''} approved.`]]);
		await page.reload();
		expect(await page.locator('.card').innerText()).toBe(text);
		expect(await adjustmentsSent()).toBe(1);
	});

	it('leave no execution that waits, and keep the digest to runs without a form', async () => {
		const [execution] = await until('the end of the run', 30_000, async () => {
			const all = await n8n.rest.executions(ids.sync, { includeData: true });
			return all.every(({ status }) => status === 'success') ? all : undefined;
		});
		const ran = Object.keys(execution?.data?.resultData.runData ?? {});
		expect([ran.at(-1), ran.includes('Digest')]).toEqual(['Say What Came of It', false]);
	});

	it.each([
		{ rule: 'a text that names no task', text: ' ,;', says: 'Nothing was named. Write one task' },
		{ rule: 'a task that is not there', text: 'order-none:12', says: 'There is no task order-none' },
		{ rule: 'a task without a fingerprint', text: 'TASK', says: 'Say which plan of task' },
		{ rule: 'a text that is much too long', text: 'x'.repeat(20_000), says: 'There is no task xxx' },
	])('refuse $rule, and write nothing', async ({ text, says }) => {
		const before = await adjustmentsSent();
		const page = await openApproval([]);
		await page.getByLabel('Tasks').fill(text.replace('TASK', plans['two']?.taskId ?? ''));
		const said = await send(page, approve);
		expect(said).toMatch(/^1 not approved/);
		expect(said).toContain(says);
		expect(await adjustmentsSent()).toBe(before);
		await page.close();
	});

	it('are not sent empty', async () => {
		const page = await openApproval([], 'phone');
		await page.getByRole('button', { name: approve }).click();
		expect(await page.getByText('This field is required').isVisible()).toBe(true);
		await look(page, 'phone-empty');
		expect(new URL(page.url()).pathname).toBe('/form/marketplace/approve');
		expect(await page.getByRole('button', { name: approve }).isEnabled()).toBe(true);
	});

	it('write once what two people send at the same time, and once more later', async () => {
		const before = await adjustmentsSent();
		const entry = [approval(plans['two'])];
		const pages = [await openApproval(entry, 'phone'), await openApproval(entry)];
		const [page] = pages;
		const said = await Promise.all(pages.map((one) => send(one, approve)));
		expect(said.filter((text) => text.startsWith('1 written\n'))).toHaveLength(1);
		expect(await adjustmentsSent()).toBe(before + 1);
		if (page) await look(page, 'phone-approved');
		const again = await openApproval(entry);
		expect(await send(again, approve)).toMatch(/^1 written before\n/);
		await look(again, 'again');
		expect(await adjustmentsSent()).toBe(before + 1);
	});

	it('stop all writing with a reason, and let it go on', async () => {
		const before = await adjustmentsSent();
		const stop = await open('stop');
		await stop.getByLabel('What to do').selectOption('Stop writing');
		await stop.getByRole('button', { name: 'Confirm' }).click();
		expect(await stop.getByText('This field is required').last().isVisible()).toBe(true);
		await stop.getByLabel('Reason').fill(hostile);
		await look(stop, 'stop');
		expect(await send(stop, 'Confirm')).toMatch(/^Writing is stopped\s+Stopped: nothing is written/);
		expect(await stop.locator('.card').innerText()).toContain(`Reason: ${hostile}`);
		await look(stop, 'stopped');
		const said = await send(await openApproval([approval(plans['three'])]), approve);
		expect(said).toMatch(/^1 not finished\n/);
		expect(await adjustmentsSent()).toBe(before);
		const start = await open('stop?what=Start%20again&reason=over', owner, 'phone');
		await look(start, 'phone-start');
		expect(await send(start, 'Confirm')).toMatch(/^Writing goes on\s+Started; it had been stopped since/);
		await look(start, 'phone-started');
		expect([...(await logged('stop')), ...(await logged('start'))].map(([by]) => by)).toEqual([
			n8n.login.email,
			n8n.login.email,
		]);
		expect(said).toContain('stopped');
	});

	it('end by themselves where the browser has gone before it was told', async () => {
		const page = await openApproval(['nothing']);
		await page.route('**/form-waiting/**', (route) => route.abort());
		await page.getByRole('button', { name: approve }).click();
		const waiting = await until('a run that waits for the browser', 30_000, async () => {
			const all = await n8n.rest.api<{ readonly data: readonly { readonly waitTill: string | null }[] }>(
				'GET',
				`/executions?workflowId=${ids.sync}&status=waiting`,
			);
			return all.data[0];
		});
		const { SHIFTED_NOW, SHIFTED_SINCE } = world.clock;
		const now = Date.parse(SHIFTED_NOW) + Date.now() - Number(SHIFTED_SINCE);
		const seconds = (Date.parse(waiting.waitTill ?? '') - now) / 1_000;
		expect(seconds).toBeGreaterThan(240);
		expect(seconds).toBeLessThanOrEqual(301);
	});

	it('say that something went wrong where the run fails, and nothing is written', async () => {
		const before = await adjustmentsSent();
		await world.rotateSecrets(canaries('two'));
		const page = await openApproval([approval(plans['three'])]);
		await page.getByRole('button', { name: approve }).click();
		await page.getByText('Problem submitting response').waitFor();
		expect(await adjustmentsSent()).toBe(before);
		expect(await n8n.rest.executions(ids.board)).toEqual([]);
	});
});
