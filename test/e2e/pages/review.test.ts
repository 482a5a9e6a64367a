import type { Page } from 'playwright-core';
import { tasksPage } from '../../../src/pages/board/tasksPage';
import { homePage } from '../../../src/pages/home/homePage';
import { customers } from '../../../src/pages/mapping/customers';
import { mappingPage } from '../../../src/pages/mapping/mappingPage';
import { taskPage } from '../../../src/pages/wizard/taskPage';
import { type ProviderWorld, startProvider } from '../../pages/providerWorld';
import { type ServedPages, servePages } from '../../pages/servedPages';
import { checkSettings, connection, planSettings, syncOptions } from '../../sync/fixtureClients';
import { look, lookOnPhone, openBrowser, type PageBrowser, pressKey, tabTo } from './browser';

jest.setTimeout(240_000);

/** Home's address, seen from the other pages. */
const home = '../marketplace';

let world: ProviderWorld;
let served: ServedPages;
let browser: PageBrowser;
let review: string;

/** Numbers that differ, as a token of a page needs them. */
let drawn = 0.0137;

/** The provider of the demo on its first day, whose 21 plans wait. */
beforeEach(async () => {
	world = await startProvider();
	const random = () => (drawn = (drawn * 9.17 + 0.0311) % 1);
	const now = () => world.clock.now();
	const clock = { now, byServer: now, random, wait: (millis: number) => world.clock.wait(millis) };
	const { store, autotask, marketplace } = world;
	const settings = { plan: planSettings, sync: syncOptions };
	const pages = [
		homePage,
		tasksPage({ ...settings, check: checkSettings }),
		taskPage(settings),
		mappingPage(customers),
	];
	served = await servePages(pages, {
		clock,
		store,
		autotask,
		marketplace,
		inputs: connection,
	});
	browser = await openBrowser(served.url);
	const tasks = await world.store.tasks(connection.connectionId, { reasons: ['approval'] });
	review = `tasks?review=${tasks.map(({ id }) => id).join(',')}`;
});

afterEach(async () => {
	await browser?.close();
	await served?.close();
	await world?.close();
});

async function ended(page: Page): Promise<string> {
	await page.getByRole('heading', { name: 'What was written' }).waitFor();
	return (await page.locator('main > p').first().innerText()).replaceAll(/\s+/g, ' ');
}

describe('the review of a first day', () => {
	it('takes 21 plans from Home to written in at most six clicks, none typed', async () => {
		const page = await browser.open(home);
		let clicks = 0;
		const click = async (locator: ReturnType<Page['locator']>) => {
			clicks += 1;
			await locator.click();
			await page.waitForLoadState();
		};
		await click(page.getByRole('link', { name: 'Review 21 plans' }));
		await look(page, 'review-first-day');
		await click(page.getByRole('button', { name: /^Bill 9/ }));
		await click(page.getByRole('link', { name: 'Tick these too' }));
		await click(page.locator('#approve'));
		expect(await ended(page)).toBe('21 of 21 written: +£254.80 a month, +£1,560.75 once, +£1,296.00 a year.');
		expect(clicks).toBe(4);
		await look(page, 'review-written');
	});

	it('takes 21 plans from Home to written in at most 25 stops of Tab', async () => {
		const page = await browser.open(home);
		let stops = 0;
		const to = async (name: string | RegExp) => void (stops += await tabTo(page, name));
		const toContent = async () => {
			await to('Skip to the content');
			await pressWithin(page);
		};
		await toContent();
		await to('Review 21 plans');
		await pressKey(page);
		await toContent();
		await to(/^Bill 9/);
		await pressKey(page);
		await to('Tick these too');
		await pressKey(page);
		await toContent();
		await to('Go to the button');
		await pressWithin(page);
		await page.keyboard.press('Enter');
		expect(await ended(page)).toMatch(/^21 of 21 written/);
		expect(stops).toBeLessThanOrEqual(25);
	});

	it('says what a customer will be billed in two clicks from Home, and three from the list of customers', async () => {
		const page = await browser.open(home);
		await page.getByRole('link', { name: 'Tasks', exact: true }).click();
		await page.getByRole('link', { name: 'Dunmore Architects Ltd' }).first().click();
		await page.getByRole('heading', { name: 'What Dunmore Architects Ltd is billed' }).waitFor();
		await look(page, 'customer-bill');
		const list = await browser.open(home);
		await list.getByRole('link', { name: 'Mapping', exact: true }).click();
		await list.getByRole('link', { name: /^Show all/ }).click();
		await list.getByRole('link', { name: 'Bill and tasks of Dunmore Architects Ltd' }).click();
		await list.getByRole('heading', { name: 'What Dunmore Architects Ltd is billed' }).waitFor();
		await lookOnPhone(browser, 'tasks?customer=1004', 'customer-bill-phone');
	});

	it('says on its button how many are ticked, and asks for the totals where that has changed', async () => {
		const page = await browser.open(review);
		const count = async () =>
			await page.evaluate("getComputedStyle(document.querySelector('.ticked-count'), '::before').content");
		expect(await page.locator('.as-sent').isVisible()).toBe(true);
		expect(await count()).toBe('counter(ticked)');
		await page.getByRole('link', { name: 'Tick only these' }).first().click();
		await page.waitForLoadState();
		expect(await page.locator('.as-sent').innerText()).toBe('+£187.00 a month, +£181.92 once');
		await page.locator('#of-new input').first().uncheck();
		expect(await page.locator('.as-sent').isVisible()).toBe(false);
		expect(await page.locator('.of-new').innerText()).toMatch(/^New lines: some of /);
		await page.getByRole('button', { name: 'Update the totals' }).last().click();
		await page.waitForLoadState();
		expect(await page.locator('.as-sent').innerText()).not.toBe('+£187.00 a month, +£181.92 once');
		expect(await page.locator('#of-new input').first().isChecked()).toBe(false);
	});

	it('is approved from its top in at most 25 stops of Tab', async () => {
		const page = await browser.open(review);
		let stops = 0;
		const to = async (name: string | RegExp) => void (stops += await tabTo(page, name));
		await to('Skip to the content');
		await pressWithin(page);
		await to('Go to the button');
		await pressWithin(page);
		expect(await page.evaluate('document.activeElement.id')).toBe('approve');
		await page.keyboard.press('Enter');
		expect(await ended(page)).toMatch(/^15 of 15 written/);
		expect(stops).toBeLessThanOrEqual(25);
	});

	it('writes nothing where Enter is pressed in a number', async () => {
		const page = await browser.open(review);
		await page.locator('#of-look summary').first().click();
		const field = page.locator('#of-look input[type=number]').first();
		await field.fill('1');
		await field.press('Enter');
		await page.waitForLoadState();
		expect(await page.locator('.notice').first().innerText()).toContain('Nothing is written yet');
		expect(world.writeRequests()).toBe(0);
	});

	it('is usable at every width, on a phone and in the dark', async () => {
		await lookOnPhone(browser, review, 'review-phone');
		await lookOnPhone(browser, 'task?id=initial-5011', 'review-phone-task');
		const page = await browser.open(review);
		for (const width of [820, 1440]) {
			await page.setViewportSize({ width, height: 900 });
			expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
		}
		const task = await browser.open('task?id=initial-5011');
		await look(task, 'task-plan');
	});
});

/** Follows a link within the page by keyboard. */
async function pressWithin(page: Page): Promise<void> {
	await page.keyboard.press('Enter');
}
