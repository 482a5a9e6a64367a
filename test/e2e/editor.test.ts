import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Editor } from '../../demo/n8n/editor';
import type { CredentialToImport } from '../../demo/n8n/n8nCli';
import { outputItems } from '../../demo/n8n/executions';
import type { RunningN8n } from '../../demo/n8n/startN8n';
import { premium } from './harness/scene';
import { outputFolder, templateFile } from './harness/testN8n';
import { bothCredentials, makeChain, plansOf, runChain } from './harness/workflows';
import { firstSecrets, startWorld, type World } from './harness/world';

jest.setTimeout(180_000);

const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31' }];

let world: World;
let n8n: RunningN8n;

beforeAll(async () => {
	world = await startWorld({ name: 'editor', now: '2026-10-16T09:00:00.000Z', contracts });
	const { productId } = premium;
	const sale = { kind: 'sale', customerId: '1', productId, quantity: 10, at: '2026-10-16T08:00:00Z' } as const;
	await world.marketplace.act({ ...sale, subscriptionId: 'one' });
	const { userFolder } = world.prepared;
	const syncStore: CredentialToImport = {
		id: 'syncStore0000001',
		name: 'Another Store',
		type: 'syncStore',
		data: { engine: 'sqlite', file: join(userFolder, 'another.sqlite') },
	};
	await world.prepared.cli.importCredentials([...world.credentials(firstSecrets), syncStore]);
	n8n = await world.start();
});

afterAll(async () => {
	await world.end();
});

describe('the test button of a credential', () => {
	const { autotaskApi, resellerMarketplaceApi } = bothCredentials;

	it.each([
		{ rule: 'Autotask: good', id: autotaskApi.id, fields: {} },
		{ rule: 'Reseller Marketplace by token: good', id: resellerMarketplaceApi.id, fields: {} },
		{ rule: 'Sync Store: good', id: 'syncStore0000001', fields: {} },
	])('$rule', async ({ id, fields }) => {
		expect(await n8n.rest.testCredential(id, fields)).toMatchObject({ status: 'OK' });
	});

	it('Reseller Marketplace by OpenID Connect: good', async () => {
		const { tokenUrl, clientId } = world.addresses.marketplace;
		const fields = { authentication: 'openIdConnect', tokenUrl, clientId, clientSecret: firstSecrets.clientSecret };
		expect(await n8n.rest.testCredential(resellerMarketplaceApi.id, fields)).toMatchObject({ status: 'OK' });
	});

	it.each([
		{
			rule: 'Autotask: wrong secret',
			id: autotaskApi.id,
			fields: { secret: 'wrong' },
			says: /refused the login.*secret/,
		},
		{
			rule: 'Autotask: unknown user',
			id: autotaskApi.id,
			fields: { username: 'nobody@provider.example' },
			says: /knows no API user named nobody@provider\.example/,
		},
		{
			rule: 'Autotask: wrong host',
			id: autotaskApi.id,
			fields: { discoveryUrl: 'http://127.0.0.1:9/ATServicesRest/V1.0/' },
			says: /127\.0\.0\.1:9 could not be reached; check the field Zone Look-Up URL/,
		},
		{
			rule: 'Reseller Marketplace: wrong password',
			id: resellerMarketplaceApi.id,
			fields: { password: 'wrong' },
			says: /refused the login; check user name, password/,
		},
		{
			rule: 'Reseller Marketplace: unknown user',
			id: resellerMarketplaceApi.id,
			fields: { username: 'nobody' },
			says: /refused the login; check user name, password/,
		},
		{
			rule: 'Reseller Marketplace: wrong host',
			id: resellerMarketplaceApi.id,
			fields: { baseUrl: 'http://127.0.0.1:9/marketplace' },
			says: /127\.0\.0\.1:9 could not be reached; check the field Base URL/,
		},
		{
			rule: 'Reseller Marketplace: wrong client secret',
			id: resellerMarketplaceApi.id,
			fields: { authentication: 'openIdConnect', clientId: 'marketplace-client', clientSecret: 'wrong' },
			says: /refused the login; check user name, password, client ID and client secret/,
		},
		{
			rule: 'Sync Store: a folder that does not exist',
			id: 'syncStore0000001',
			fields: { file: '/nowhere/store.sqlite' },
			says: /folder \/nowhere of the store file does not exist/,
		},
		{
			rule: 'Sync Store: a place that cannot be written',
			id: 'syncStore0000001',
			fields: { file: '/proc/store.sqlite' },
			says: /\/proc\/store\.sqlite/,
		},
	])('$rule', async ({ id, fields, says }) => {
		const { tokenUrl } = world.addresses.marketplace;
		const retyped = 'authentication' in fields ? { ...fields, tokenUrl } : fields;
		const { status, message } = await n8n.rest.testCredential(id, retyped);
		expect(message).toMatch(says);
		expect(status).toBe('Error');
	});
});

describe('the test button of a credential whose zone has moved', () => {
	it.each([301, 307, 'html'] as const)('does not take %s for success', async (status) => {
		const { id } = bothCredentials.autotaskApi;
		const body = '<!DOCTYPE html><html></html>';
		const so = status === 'html' ? { status: 200, body, contentType: 'text/html' } : { status };
		await world.autotask.addFault({ path: 'ThresholdInformation', times: 0, action: { kind: 'status', ...so } });
		const said = await n8n.rest.testCredential(id, {});
		await world.autotask.clearFaults();
		expect(said).toMatchObject({ status: 'Error', message: expect.stringContaining('does not answer like Autotask') });
	});
});

describe('a template imported from its file in the editor', () => {
	const imported: Record<string, string> = {};
	let editor: Editor;

	beforeAll(async () => {
		mkdirSync(outputFolder, { recursive: true });
		editor = await Editor.open(n8n);
	});

	afterAll(async () => {
		await editor.close();
	});

	it.each(['check-changes', 'sync-changes', 'notify'])(
		'%s shows all its nodes without a warning, after a reload',
		async (name) => {
			const file = templateFile(name);
			imported[name] = await editor.importFromFile(file);
			const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as { nodes: readonly { name: string; type: string }[] };
			const wanted = nodes.filter(({ type }) => !type.endsWith('stickyNote')).map((node) => node.name);
			await editor.screenshot(join(outputFolder, `${name}.png`));
			expect([...(await editor.nodeNames())].sort()).toEqual(wanted.sort());
			expect(await editor.nodeIssues()).toEqual([]);
		},
	);

	it('can be published with a time zone that is chosen from a list, and its first poll runs the whole chain', async () => {
		const workflowId = imported['check-changes'] ?? '';
		await editor.openWorkflow(workflowId);
		await editor.openNode('Check Changes');
		await editor.addOption('Marketplace Time Zone');
		await editor.chooseOption('timeZone', 'Europe/London');
		await editor.screenshot(join(outputFolder, 'trigger-time-zone.png'));
		await editor.save();
		await n8n.rest.publish(workflowId);
		const execution = await n8n.rest.waitForExecution({ workflowId });
		expect(execution.status).toBe('success');
		expect(Object.keys(plansOf(execution))).toEqual(['one']);
		await n8n.rest.publish(imported['sync-changes'] ?? '');
	});
});

describe('Sync Tasks in the editor', () => {
	let editor: Editor;

	beforeAll(async () => {
		editor = await Editor.open(n8n);
	});

	afterAll(async () => {
		await editor.close();
	});

	it('changes a row of a plan, both chosen from lists', async () => {
		const parameters = { operation: 'change', rowChanges: { units: '8' } };
		const type = 'n8n-nodes-marketplace-autotask.syncTasks';
		const workflowId = await makeChain(n8n, [{ type, parameters, credentials: bothCredentials }]);
		await editor.openWorkflow(workflowId);
		await editor.openNode('Node 1');
		const tasks = await editor.chooseFromList('taskId', 'Harbour');
		expect(tasks).toEqual([expect.stringMatching(/^Order \S+, sales, .+: approval$/)]);
		const rows = await editor.chooseFromList('row', 'recurring');
		expect(rows).toEqual([expect.stringMatching(/, recurring, 2026-10-16$/)]);
		await editor.screenshot(join(outputFolder, 'sync-tasks-change.png'));
		await editor.save();
		const execution = await n8n.rest.runWorkflow(workflowId, 'Start');
		expect(execution.data?.resultData.error).toBeUndefined();
		const [item] = outputItems(execution, 'Node 1');
		expect(item?.json['plan']).toMatchObject({ lines: [{ quantityChange: 8, changed: { quantity: '10' } }] });
	});
});

describe('a store that does not fit', () => {
	const tasks = { type: 'n8n-nodes-marketplace-autotask.syncTasks', parameters: { operation: 'list' } };
	const customers = { type: 'n8n-nodes-marketplace-autotask.mapCustomer', parameters: {} };
	const syncStore = { id: 'syncStore0000001', name: 'Another Store' };

	it('stops a node that is pointed at another store than the one before it', async () => {
		const execution = await runChain(n8n, [
			{ ...tasks, credentials: bothCredentials },
			{ ...customers, credentials: { ...bothCredentials, syncStore } },
		]);
		expect(execution.status).toBe('error');
		expect(execution.data?.resultData.error?.message).toContain('Give both nodes the same Sync Store credential');
	});

	it('stops a node whose store file cannot be opened, with a sentence', async () => {
		const unusable = { ...syncStore, id: 'syncStore0000002' };
		const data = { engine: 'sqlite', file: '/proc/store.sqlite' };
		await world.prepared.cli.importCredentials([{ ...unusable, type: 'syncStore', data }]);
		const execution = await runChain(n8n, [{ ...tasks, credentials: { ...bothCredentials, syncStore: unusable } }]);
		expect(execution.status).toBe('error');
		expect(execution.data?.resultData.error?.message).toMatch(/\/proc/);
	});
});

describe('what was installed', () => {
	it('no n8n-workflow lies beside the nodes', () => {
		const folder = join(world.prepared.userFolder, '.n8n', 'nodes');
		const lock = readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8');
		expect(lock).toContain('node_modules/n8n-nodes-marketplace-autotask"');
		expect(lock).not.toMatch(/node_modules\/n8n-(workflow|core)"/);
	});

	it('the secrets lie nowhere but in the encrypted credentials', async () => {
		expect(await world.traces()).toEqual([]);
	});
});
