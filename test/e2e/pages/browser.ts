import axios from 'axios';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { readInstalled } from '../../../demo/n8n/installed';
import { outputFolder } from '../harness/testN8n';

/** Widths that pages are looked at in. */
export const viewports = {
	laptop: { width: 1280, height: 800 },
	phone: { width: 390, height: 844 },
} as const;

/** Who opens the pages; the name stands in the action log. */
export const pageLogin = { username: 'Jane Doe', password: 'pages-of-a-test' } as const;

/** The basic auth credential that the templates name, for n8n's import. */
export const pageCredential = {
	id: 'pages00000000001',
	name: 'Marketplace Pages',
	type: 'httpBasicAuth',
	data: { user: pageLogin.username, password: pageLogin.password },
} as const;

/** Logins that are shown no page. */
export const wrongLogins = [
	{ rule: 'without a login', auth: undefined },
	{ rule: 'with a wrong password', auth: { username: pageLogin.username, password: 'wrong' } },
] as const;

/** A name that a page must neither run nor garble. */
export const hostileName = '<img src=x onerror="document.title=1"> Söhne & Co';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** A Chromium in which a person is logged in to the pages. */
export interface PageBrowser {
	/** Opens a page of the templates in a window of its own. */
	open(address: string, width?: keyof typeof viewports, dark?: boolean): Promise<Page>;
	/** Opens one as somebody else. */
	openAs(login: { readonly username: string; readonly password: string }, address: string): Promise<Page>;
	/** A window without a login. */
	anonymous(): Promise<BrowserContext>;
	close(): Promise<void>;
}

export async function openBrowser(url: string): Promise<PageBrowser> {
	const browser: Browser = await chromium.launch({ executablePath: readInstalled().chromiumBinary, args: flags });
	const opened = async (address: string, context: BrowserContext): Promise<Page> => {
		const page = await context.newPage();
		await page.goto(`${url}/webhook/marketplace/${address}`);
		return page;
	};
	return {
		async open(address, width = 'laptop', dark = false) {
			const context = await browser.newContext({
				httpCredentials: pageLogin,
				viewport: viewports[width],
				colorScheme: dark ? 'dark' : 'light',
				acceptDownloads: true,
			});
			return await opened(address, context);
		},
		async openAs(login, address) {
			return await opened(address, await browser.newContext({ httpCredentials: login, viewport: viewports.laptop }));
		},
		anonymous: () => browser.newContext(),
		close: () => browser.close(),
	};
}

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds serious or critical on the page; empty where all is well. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
	await page.evaluate(axeSource);
	return await page.evaluate(async () => {
		const { axe } = globalThis as unknown as {
			axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
		};
		const { violations } = await axe.run();
		return violations
			.filter(({ impact }) => impact === 'serious' || impact === 'critical')
			.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
	});
}

/** Keeps a picture of the whole page as test output. */
export async function picture(page: Page, name: string): Promise<void> {
	const folder = join(outputFolder, 'pages');
	mkdirSync(folder, { recursive: true });
	await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Keeps a picture of the page; axe-core finds nothing serious on it. */
export async function look(page: Page, name: string): Promise<void> {
	await picture(page, name);
	expect(await seriousFindings(page)).toEqual([]);
}

/** Looks at the page on a phone in the dark, where it is as wide as the screen. */
export async function lookOnPhone(browser: PageBrowser, path: string, name: string): Promise<void> {
	const page = await browser.open(path, 'phone', true);
	const width = await page.evaluate('document.documentElement.scrollWidth');
	expect([path, width]).toEqual([path, 390]);
	await look(page, name);
}

/** What the page says came of the last form. */
export async function said(page: Page): Promise<string> {
	return (await page.locator('.notice[role]').allInnerTexts()).join(' ');
}

export async function press(page: Page, name: string | RegExp): Promise<void> {
	const button = page.getByRole('button', { name, exact: typeof name === 'string' });
	await button.first().click();
	await page.waitForLoadState();
}

/** Presses a button twice at once, and waits for the page that says what was done. */
export async function pressTwice(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name, exact: true }).dblclick();
	// The second click ends the navigation of the first, which a wait for a navigation takes for a failure.
	await page.waitForFunction("location.search.includes('done=')");
	await page.waitForLoadState();
}

/** A login of `wrongLogins` gets no page. */
export async function expectNoPage(
	url: string,
	path: string,
	auth: (typeof wrongLogins)[number]['auth'],
): Promise<void> {
	const address = `${url}/webhook/marketplace/${path}`;
	const answer = await axios.get(address, { proxy: false, validateStatus: () => true, ...(auth && { auth }) });
	expect(answer.status).toBeGreaterThanOrEqual(401);
	expect(String(answer.data)).not.toContain('<main');
}

/** The status with which a form is answered that no page of ours has made, sent by a person who is logged in. */
export async function forgedStatus(
	url: string,
	path: string,
	fields: Readonly<Record<string, string>>,
): Promise<number> {
	const address = `${url}/webhook/marketplace/${path}`;
	const { status } = await axios.post(address, new URLSearchParams({ ...fields, token: 'x' }), {
		auth: pageLogin,
		proxy: false,
		validateStatus: () => true,
	});
	return status;
}

/** The element that has the focus, as a person without a mouse sees it. */
interface Focused {
	readonly name: string;
	readonly ring: { readonly style: string; readonly width: number; readonly contrast: number };
	readonly isInSight: boolean;
	readonly top: number;
	readonly bottom: number;
}

/** Runs in the browser; its ring is compared with what is behind the element. */
const focusedSource = `(() => {
	const element = document.activeElement;
	if (!element || element === document.body) return undefined;
	const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(' ');
	const name = element.getAttribute('aria-label') || labels || element.textContent || element.value || '';
	const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
	const light = (color) => {
		const [r, g, b] = numbers(color).slice(0, 3).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	let behind = element.parentElement;
	while (behind.parentElement && numbers(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
	const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
	const [one, other] = [light(outlineColor), light(getComputedStyle(behind).backgroundColor)].sort((a, b) => b - a);
	const box = element.getBoundingClientRect();
	return {
		name: name.replace(/\\s+/g, ' ').trim(),
		ring: { style: outlineStyle, width: parseFloat(outlineWidth), contrast: (one + 0.05) / (other + 0.05) },
		isInSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
		top: box.top + scrollY,
		bottom: box.bottom + scrollY,
	};
})()`;

type TabKey = 'Tab' | 'Shift+Tab';

/** Goes on to the next element: it is in sight, has a ring, and does not stand above the one before; going back, not below. */
async function tab(page: Page, before: Focused | undefined, key: TabKey = 'Tab'): Promise<Focused | undefined> {
	await page.keyboard.press(key);
	const focused = await page.evaluate<Focused | undefined>(focusedSource);
	if (!focused) return undefined;
	const { name, ring, isInSight, top, bottom } = focused;
	expect({ name, isInSight, hasRing: ring.style !== 'none' && ring.width >= 2, isPlain: ring.contrast >= 3 }).toEqual({
		name,
		isInSight: true,
		hasRing: true,
		isPlain: true,
	});
	const isInOrder = !before || (key === 'Tab' ? bottom > before.top : top < before.bottom);
	expect([before?.name, name, isInOrder]).toEqual([before?.name, name, true]);
	return focused;
}

const mostStops = 400;

/** Presses Tab, or goes back, until the element of that name has the focus; gives the number of stops. */
export async function tabTo(page: Page, name: string | RegExp, key: TabKey = 'Tab'): Promise<number> {
	let focused = await page.evaluate<Focused | undefined>(focusedSource);
	for (let stop = 0; stop < mostStops; stop++) {
		focused = await tab(page, focused, key);
		if (!focused) break;
		if (typeof name === 'string' ? focused.name === name : name.test(focused.name)) return stop + 1;
	}
	throw new Error(`${key} does not come to ${String(name)}`);
}

/** Every stop of Tab on the page, in order; the last one leads out of it. */
export async function tabThrough(page: Page): Promise<readonly string[]> {
	const names: string[] = [];
	let focused: Focused | undefined;
	do {
		focused = await tab(page, focused);
		if (focused) names.push(focused.name);
	} while (focused && names.length < mostStops);
	expect(names.length).toBeLessThan(mostStops);
	return names;
}

/** Runs in the browser: a page is given its focus when it is first painted, which may come after it has loaded. */
const paintedSource = 'new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))';

/** Presses a key that leads to another page; the focus is where that page puts it. */
export async function pressKey(page: Page, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
	const loaded = page.waitForEvent('load');
	await page.keyboard.press(key);
	await loaded;
	await page.evaluate(paintedSource);
}

/** What came of a form, where the focus stands on it. */
export async function saidInFocus(page: Page): Promise<string> {
	const focused = await page.evaluate<Focused | undefined>(focusedSource);
	expect(focused?.name).toBe((await said(page)).replaceAll(/\s+/g, ' ').trim());
	return await said(page);
}
