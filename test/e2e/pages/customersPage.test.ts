import type { RunningN8n } from '../../../demo/n8n/startN8n';
import { templateFile } from '../harness/testN8n';
import { firstSecrets, startWorld, type World } from '../harness/world';
import { openBrowser, pageCredential, picture, seriousFindings, type PageBrowser } from './browser';

jest.setTimeout(180_000);

let world: World;
let n8n: RunningN8n;
let browser: PageBrowser;

beforeAll(async () => {
	const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31' }];
	world = await startWorld({ name: 'customers-page', now: '2026-10-16T09:00:00.000Z', contracts });
	const { cli } = world.prepared;
	await cli.importCredentials([...world.credentials(firstSecrets), pageCredential]);
	const [mapping = ''] = await cli.importWorkflows([templateFile('mapping')]);
	await cli.publishWorkflow(mapping);
	n8n = await world.start();
	browser = await openBrowser(n8n.url);
});

afterAll(async () => {
	await browser?.close();
	await world.end();
});

describe('the page of customers', () => {
	it('asks for a user name and password', async () => {
		const page = await (await browser.anonymous()).newPage();
		const answer = await page.goto(`${n8n.url}/webhook/marketplace/customers`);
		expect(answer?.status()).toBe(401);
	});

	it('reads customers, maps one and unmaps it', async () => {
		const page = await browser.open('customers');
		await picture(page, 'customers-empty');
		await page.getByRole('button', { name: 'Load customers' }).click();
		await expect(page.getByRole('status').innerText()).resolves.toMatch(/customers? were read/);
		expect(await seriousFindings(page)).toEqual([]);
		await picture(page, 'customers');
		await page.getByRole('link', { name: /^Map / }).first().click();
		await picture(page, 'customers-map');
		await page.getByRole('button', { name: 'Map', exact: true }).click();
		await picture(page, 'customers-mapped');
	});
});
