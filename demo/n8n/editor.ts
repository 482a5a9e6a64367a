import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { readInstalled } from './installed';

const viewport = { width: 1440, height: 900 } as const;
const flags = [
	'--headless=new',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** The n8n to open: its address and the owner's login. */
export interface EditorOf {
	readonly url: string;
	readonly login: { readonly email: string; readonly password: string };
}

/** A node that the canvas marks as having a problem. */
export interface NodeIssue {
	readonly node: string;
	readonly issue: string;
}

/** n8n's marks on a node: parameters or credentials at fault, unknown type, last run doubtful. */
const marks = ['node-issues', 'node-not-installed', 'canvas-node-status-warning'] as const;

function isWorkflows(address: string): boolean {
	return new URL(address).pathname === '/rest/workflows';
}

function testId(id: string): string {
	return `[data-test-id="${id}"]`;
}

/** n8n's editor in a Chromium of its own, used as a person would. */
export class Editor {
	private constructor(
		/** For anything that the methods here do not do. */
		readonly page: Page,
		private readonly context: BrowserContext,
		private readonly profileFolder: string,
		private readonly url: string,
	) {}

	/** Starts Chromium with an empty profile and logs in through the login page. */
	static async open({ url, login }: EditorOf): Promise<Editor> {
		const profileFolder = await mkdtemp(join(tmpdir(), 'editor-'));
		const context = await chromium.launchPersistentContext(profileFolder, {
			executablePath: readInstalled().chromiumBinary,
			headless: false,
			args: flags,
			ignoreDefaultArgs: ['--headless'],
			viewport,
		});
		const page = context.pages()[0] ?? (await context.newPage());
		const editor = new Editor(page, context, profileFolder, url);
		await page.goto(`${url}/signin`);
		await page.locator('input[name="emailOrLdapLoginId"]').fill(login.email);
		await page.locator('input[name="password"]').fill(login.password);
		await page.locator(testId('form-submit-button')).click();
		await page.waitForURL((address) => !address.pathname.includes('signin'));
		return editor;
	}

	/** Opens a stored workflow and waits until all its nodes are drawn, the whole of it in view. */
	async openWorkflow(workflowId: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${workflowId}`);
		await this.drawn();
	}

	/**
	 * Makes a new workflow out of a file by the menu's Import, From file; saves it and loads it again.
	 *
	 * @returns the id that n8n gave it; the file's own id does not count here.
	 */
	async importFromFile(file: string): Promise<string> {
		const { page } = this;
		await page.goto(`${this.url}/workflow/new`);
		await page.locator(testId('workflow-menu')).click();
		await page.locator(testId('workflow-menu-item-import')).click();
		const chooser = page.waitForEvent('filechooser');
		await page.locator(testId('workflow-menu-item-import-from-file')).click();
		await (await chooser).setFiles(file);
		await page.locator(testId('canvas-node')).first().waitFor();
		const saved = page.waitForResponse((answer) => answer.request().method() === 'POST' && isWorkflows(answer.url()));
		await page.keyboard.press('Control+s');
		if (!(await saved).ok()) throw new Error(`n8n did not save the workflow imported from ${file}.`);
		await page.waitForURL((address) => !address.searchParams.has('new'));
		await page.reload();
		await this.drawn();
		return new URL(page.url()).pathname.split('/').at(-1) ?? '';
	}

	private async drawn(): Promise<void> {
		await this.page.locator(testId('canvas-node')).first().waitFor();
		await this.page.locator(testId('zoom-to-fit')).click();
		await this.page.waitForFunction(`document.getAnimations().every((one) => one.playState !== 'running')`);
	}

	/** Names of the nodes on the canvas, sticky notes left out, in n8n's order. */
	async nodeNames(): Promise<readonly string[]> {
		const nodes = await this.page.locator(testId('canvas-node')).all();
		const names = await Promise.all(nodes.map((node) => node.getAttribute('data-node-name')));
		return names.filter((name) => name !== null);
	}

	/** The nodes that carry a mark of trouble: what the mark says on hovering. Empty where all is well. */
	async nodeIssues(): Promise<readonly NodeIssue[]> {
		const found: NodeIssue[] = [];
		for (const node of await this.page.locator(testId('canvas-node')).all()) {
			for (const mark of await node.locator(marks.map(testId).join(', ')).all()) {
				found.push({ node: (await node.getAttribute('data-node-name')) ?? '', issue: await this.hoverText(mark) });
			}
		}
		return found;
	}

	private async hoverText(mark: Locator): Promise<string> {
		const tooltip = this.page.locator(testId('tooltip-content'));
		await mark.hover({ force: true });
		const lines = (await tooltip.first().innerText()).split('\n').map((line) => line.trim());
		await this.page.mouse.move(viewport.width / 2, viewport.height / 5, { steps: 5 });
		await tooltip.first().waitFor({ state: 'detached' });
		return [...new Set(lines)].filter((line) => line !== '' && line !== 'Issues:').join(' ');
	}

	/** Opens a node of the workflow that is shown, to set its parameters. */
	async openNode(name: string): Promise<void> {
		await this.page.locator(`${testId('canvas-node')}[data-node-name="${name}"]`).dblclick();
		await this.page.locator(testId('node-parameters')).waitFor();
	}

	/**
	 * Chooses what a parameter's list has for the typed text; the node is open.
	 *
	 * @returns the names in the list for that text.
	 */
	async chooseFromList(parameter: string, typed: string): Promise<readonly string[]> {
		const { page } = this;
		await page
			.locator(testId(`resource-locator-${parameter}`))
			.locator(testId('rlc-input'))
			.click();
		const items = page.locator(testId('rlc-item')).filter({ visible: true });
		await items.first().waitFor();
		await page.locator(testId('rlc-search')).filter({ visible: true }).fill(typed);
		await items.filter({ hasText: typed }).first().waitFor();
		const names = await items.allInnerTexts();
		await items.filter({ hasText: typed }).first().click();
		return names.map((name) => name.trim());
	}

	/** Adds an entry to the Options of the open node, by its name. */
	async addOption(name: string): Promise<void> {
		await this.page.locator(testId('collection-parameter-add')).locator('input').click();
		const entries = this.page.locator(testId('collection-parameter-option')).filter({ visible: true });
		await entries.filter({ hasText: name }).first().click();
	}

	/** Chooses a value in the list of a parameter with options, after typing part of its name. */
	async chooseOption(parameter: string, typed: string): Promise<void> {
		const { page } = this;
		const input = page
			.locator(testId(`parameter-input-${parameter}`))
			.locator('input')
			.first();
		await input.click();
		await input.fill(typed);
		await page.locator('.el-select-dropdown__item').filter({ visible: true, hasText: typed }).first().click();
	}

	/** Saves the workflow that is shown. */
	async save(): Promise<void> {
		const saved = this.page.waitForResponse(
			(answer) =>
				answer.request().method() === 'PATCH' && new URL(answer.url()).pathname.startsWith('/rest/workflows/'),
		);
		await this.page.keyboard.press('Control+s');
		await saved;
	}

	/** Ends Chromium and removes its profile. */
	async close(): Promise<void> {
		await this.context.close();
		await rm(this.profileFolder, { recursive: true, force: true });
	}

	async screenshot(path: string): Promise<void> {
		await this.page.screenshot({ path });
	}
}
