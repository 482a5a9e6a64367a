import axios from 'axios';
import type { BrowserContext, Page } from 'playwright-core';
import { outputItems } from '../../../demo/n8n/executions';
import type { RunningN8n } from '../../../demo/n8n/startN8n';
import { until } from '../../../demo/n8n/until';
import { harbour } from '../harness/scene';
import { templateInZone } from '../harness/testN8n';
import {
	approval,
	approveAndSync,
	bothCredentials,
	plansOf,
	runChain,
	statesOf,
	type ShownPlan,
} from '../harness/workflows';
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
	n8n = await world.start();
	for (const id of [board, check]) await n8n.rest.publishAndWait(id);
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

/** Sends the form and waits for the page that says what came of it. @returns its text. */
async function send(page: Page, button: string): Promise<string> {
	await page.getByRole('button', { name: button }).click();
	await page.waitForURL(/form-waiting/);
	return await page.locator('.card').innerText();
}

async function look(page: Page, name: string): Promise<void> {
	await picture(page, `forms-${name}`);
	expect(await seriousFindings(page)).toEqual([]);
	const { width } = page.viewportSize() ?? { width: 0 };
	expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
}

async function adjustmentsSent(): Promise<number> {
	return (await world.autotask.writes()).filter(({ path }) => path.includes('Adjustment')).length;
}

/** The newest entries of the action log of one action: who, and what was said. */
async function logged(action: string): Promise<readonly (readonly [unknown, unknown])[]> {
	const parameters = { operation: 'log', returnAll: true };
	const node = { type: 'n8n-nodes-marketplace-autotask.syncTasks', credentials: bothCredentials, parameters };
	const entries = outputItems(await runChain(n8n, [node]), 'Node 1').map(({ json }) => json);
	return entries.filter((entry) => entry['action'] === action).map((entry) => [entry['by'], entry['message']]);
}

describe('the form that stops writing', () => {
	it('asks for the login to n8n, and takes nothing from anybody else', async () => {
		const address = `${n8n.url}/form/marketplace/stop`;
		const plain = { proxy: false, maxRedirects: 0, validateStatus: () => true } as const;
		const shown = await axios.get(address, plain);
		expect([shown.status, String(shown.headers['location'])]).toEqual([302, expect.stringContaining('/oauth/')]);
		for (const token of ['', 'forged']) {
			const form = new FormData();
			form.set('field-0', 'Stop writing');
			const sent = await axios.post(address, form, { ...plain, headers: { 'x-auth-token': token } });
			expect(sent.status).toBe(401);
		}
		const page = await (await browser.anonymous()).newPage();
		await page.goto(address);
		await logIn(page, { email: n8n.login.email, password: 'wrong' });
		await page.getByText('Wrong username or password').first().waitFor();
		expect(await n8n.rest.executions(ids.board)).toEqual([]);
	});

	it('is closed to people who may not execute the workflow', async () => {
		const member = { email: 'member@provider.example', password: 'Member-of-a-test-1' };
		const [invited] = await n8n.rest.post<readonly { readonly user: { readonly inviteAcceptUrl: string } }[]>(
			'/invitations',
			[{ email: member.email, role: 'global:member' }],
		);
		const token = new URL(invited?.user.inviteAcceptUrl ?? '').searchParams.get('token');
		const name = { firstName: 'Max', lastName: 'Member' };
		await axios.post(`${n8n.url}/rest/invitations/accept`, { token, ...name, ...member }, { proxy: false });
		const page = await (await browser.anonymous()).newPage();
		await page.goto(`${n8n.url}/form/marketplace/stop`);
		await logIn(page, member);
		await page.getByText('You do not have sufficient permissions').first().waitFor();
		expect(await page.locator('#n8n-form').count()).toBe(0);
	});

	it('stops all writing with a reason, and lets it go on', async () => {
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
		const held = await approveAndSync(n8n, ids.sync, [approval(plans['one'])]);
		expect(Object.values(statesOf(held))).toEqual(['waiting']);
		expect(await adjustmentsSent()).toBe(before);
		const start = await open('stop?what=Start%20again&reason=over', owner, 'phone');
		await look(start, 'phone-start');
		expect(await send(start, 'Confirm')).toMatch(/^Writing goes on\s+Started; it had been stopped since/);
		await look(start, 'phone-started');
		expect([...(await logged('stop')), ...(await logged('start'))].map(([by]) => by)).toEqual([
			n8n.login.email,
			n8n.login.email,
		]);
	});

	it('stops with a login that Autotask refuses, too: it sends no request', async () => {
		await world.rotateSecrets(canaries('two'));
		const stop = await open('stop');
		await stop.getByLabel('What to do').selectOption('Stop writing');
		await stop.getByLabel('Reason').fill('prices');
		expect(await send(stop, 'Confirm')).toMatch(/^Writing is stopped/);
		await until('the end of all executions of the form', 30_000, async () => {
			const left = await n8n.rest.executions(ids.board);
			return left.length === 0 || undefined;
		});
	});
});
