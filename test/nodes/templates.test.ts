import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	Expression,
	NodeHelpers,
	type IDataObject,
	type INode,
	type INodeTypeDescription,
	type IWorkflowBase,
} from 'n8n-workflow';
import { crossings, edgesOf, nodesUnderEdges } from './canvas';
import { usualSettings } from '../../src/domain/settings/whichCounts';
import { nodeTypes } from './nodeTypes';

const folder = join(__dirname, '../../workflows');
const ownPackage = 'n8n-nodes-marketplace-autotask.';

interface Template extends IWorkflowBase {
	readonly file: string;
}

const templates = readdirSync(folder).map((file): Template => {
	const workflow = JSON.parse(readFileSync(join(folder, file), 'utf8')) as IWorkflowBase;
	return { ...workflow, file };
});

const credentialNames: Readonly<Record<string, string>> = {
	autotaskApi: 'Autotask',
	resellerMarketplaceApi: 'Reseller Marketplace',
	httpBasicAuth: 'Marketplace Pages',
};

const isNote = ({ type }: INode): boolean => type === 'n8n-nodes-base.stickyNote';

function working({ nodes }: Template): INode[] {
	return nodes.filter((node) => !isNote(node));
}

function ownNodes(template: Template): INode[] {
	return working(template).filter(({ type }) => type.startsWith(ownPackage));
}

function describedBy(node: INode): INodeTypeDescription | undefined {
	return nodeTypes[node.type.replace(ownPackage, '')]?.description;
}

function issuesOf(node: INode): unknown {
	const description = describedBy(node);
	if (!description) return `${node.type} is not in the package`;
	const parameters = NodeHelpers.getNodeParameters(
		description.properties,
		node.parameters,
		true,
		false,
		node,
		description,
	);
	return NodeHelpers.getNodeParametersIssues(
		description.properties,
		{ ...node, parameters: parameters ?? {} },
		description,
	);
}

function unknownParameters(node: INode): string[] {
	const known = describedBy(node)?.properties.map(({ name }) => name) ?? [];
	return Object.keys(node.parameters).filter((name) => name !== 'pollTimes' && !known.includes(name));
}

describe('templates', () => {
	it('are those of this version', () => {
		expect(templates.map(({ file }) => file).sort()).toEqual([
			'check-changes.json',
			'import-customers.json',
			'mapping.json',
			'notify.json',
			'sync-changes.json',
			'sync-wizard.json',
			'task-board.json',
		]);
	});

	it('choose no time zone for anybody', () => {
		expect(templates.filter((template) => JSON.stringify(template).includes('timeZone'))).toEqual([]);
	});

	it('use the nodes of the package, but for the error workflow, which must run when those cannot', () => {
		const without = templates.filter((template) => ownNodes(template).length === 0);
		expect(without.map(({ file }) => file)).toEqual(['notify.json']);
	});
});

describe.each(templates)('template $file', (template) => {
	it('has at most fourteen nodes besides notes', () => {
		expect(working(template).length).toBeLessThanOrEqual(14);
	});

	it('gives each node an id and a name of its own', () => {
		const { nodes } = template;
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
		expect(nodes.filter(({ id }) => !/^[0-9a-f-]{36}$/.test(id))).toEqual([]);
	});

	it('carries no state of an instance', () => {
		expect(Object.keys(template)).not.toEqual(expect.arrayContaining(['staticData']));
		expect(Object.keys(template).filter((key) => ['versionId', 'shared', 'active', 'meta'].includes(key))).toEqual([]);
	});

	it('names its credentials and knows no ids of them: the editor binds a null id by name, and drops a missing one', () => {
		const credentials = template.nodes.flatMap((node) => Object.entries(node.credentials ?? {}));
		expect(credentials.length > 0).toBe(ownNodes(template).length > 0);
		for (const [type, credential] of credentials) {
			expect(credential).toEqual({ id: null, name: credentialNames[type] });
		}
	});

	it('gives each node of the package the credentials that it requires', () => {
		for (const node of ownNodes(template)) {
			const required = describedBy(node)?.credentials?.filter((credential) => credential.required) ?? [];
			expect(Object.keys(node.credentials ?? {}).sort()).toEqual(required.map(({ name }) => name).sort());
		}
	});

	it('sets only parameters that exist, and none that lacks a value', () => {
		const own = ownNodes(template);
		expect(own.map((node) => [node.name, unknownParameters(node), issuesOf(node)])).toEqual(
			own.map((node) => [node.name, [], null]),
		);
	});

	it('connects nodes that exist, by outputs and inputs that exist', () => {
		const edges = edgesOf(template);
		for (const { from, to, output } of edges) {
			expect(template.nodes.map(({ name }) => name)).toEqual(expect.arrayContaining([from, to]));
			const source = template.nodes.find(({ name }) => name === from);
			const outputs = source && describedBy(source)?.outputs;
			if (Array.isArray(outputs)) expect(output).toBeLessThan(outputs.length);
		}
	});

	it('leaves no output of the package unconnected', () => {
		const edges = edgesOf(template);
		for (const node of working(template)) {
			const outputs = describedBy(node)?.outputs;
			if (!Array.isArray(outputs)) continue;
			const used = new Set(edges.filter(({ from }) => from === node.name).map(({ output }) => output));
			expect([node.name, [...used].sort()]).toEqual([node.name, [...outputs.keys()]]);
		}
	});

	it('draws no line across another one or through a node', () => {
		expect(crossings(template)).toEqual([]);
		expect(nodesUnderEdges(template)).toEqual([]);
	});

	it('places nodes and notes on the grid, clear of each other', () => {
		const places = template.nodes.map((node) => ({
			node,
			size: isNote(node) ? node.parameters : { width: 96, height: 140 },
		}));
		expect(template.nodes.filter(({ position: [x, y] }) => x % 16 !== 0 || y % 16 !== 0)).toEqual([]);
		const overlaps = places.flatMap((a, at) =>
			places.slice(at + 1).flatMap((b) => {
				const apartBy = (axis: 0 | 1, side: 'width' | 'height'): boolean =>
					a.node.position[axis] + Number(a.size[side]) <= b.node.position[axis] ||
					b.node.position[axis] + Number(b.size[side]) <= a.node.position[axis];
				return apartBy(0, 'width') || apartBy(1, 'height') ? [] : [`${a.node.name} and ${b.node.name}`];
			}),
		);
		expect(overlaps).toEqual([]);
	});

	it('calls no other workflow and runs no code of its own', () => {
		const types = working(template).map(({ type }) => type);
		expect(types.filter((type) => /executeWorkflow|\.code$|httpRequest/.test(type))).toEqual([]);
	});

	it('keeps no execution, failed ones included, where the password of a page comes with each request', () => {
		const isPage = working(template).some(({ credentials }) => credentials?.['httpBasicAuth'] !== undefined);
		const { saveDataSuccessExecution, saveDataErrorExecution, saveManualExecutions } = template.settings ?? {};
		expect(isPage && [saveDataSuccessExecution, saveDataErrorExecution, saveManualExecutions]).toEqual(
			isPage && ['none', 'none', false],
		);
	});

	it('lets no page be shown within another one, nor taken for something else than it says', () => {
		const answers = template.nodes.filter(({ type }) => type === 'n8n-nodes-base.respondToWebhook');
		for (const { parameters } of answers) {
			const sent = JSON.stringify(parameters);
			expect(sent).toContain('{"name":"x-content-type-options","value":"nosniff"}');
			expect(sent).toContain('{"name":"x-frame-options","value":"DENY"}');
		}
	});

	it('sends mail as text, so that no name in it is markup', () => {
		const mails = template.nodes.filter(({ type }) => type === 'n8n-nodes-base.emailSend');
		expect(mails.map(({ parameters: { emailFormat, html } }) => [emailFormat, html])).toEqual(
			mails.map(() => ['text', undefined]),
		);
	});

	it('tells a person what to do', () => {
		expect(template.nodes.filter(isNote).length).toBeGreaterThan(0);
		expect(template.description).toMatch(/\.$/);
	});
});

describe('the digest of the error workflow', () => {
	const notify = templates.find(({ file }) => file === 'notify.json');
	const fields = notify?.nodes.find(({ name }) => name === 'Digest')?.parameters.assignments as {
		readonly assignments: readonly { readonly name: string; readonly value: string }[];
	};

	function digest(json: IDataObject): unknown {
		const resolve = (value: string): unknown =>
			Expression.resolveWithoutWorkflow(value.replace(/^=/, ''), { $json: json });
		return Object.fromEntries(fields.assignments.map(({ name, value }) => [name, resolve(value)]));
	}

	it.each([
		{
			rule: 'of an execution',
			json: {
				workflow: { id: '1', name: 'Sync Changes' },
				execution: {
					id: '7',
					url: 'http://n8n.example/7',
					lastNodeExecuted: 'Approve Tasks',
					error: { message: 'The login was refused.', description: 'Enter the secret again.', stack: 'at x' },
				},
			},
			subject: 'Sync Changes has failed',
			text: [
				'Workflow: Sync Changes',
				'Node: Approve Tasks',
				'Error: The login was refused.',
				'Details: Enter the secret again.',
				'Execution: http://n8n.example/7',
			],
		},
		{
			rule: 'of a trigger that could not poll',
			json: {
				workflow: { id: '1', name: 'Check Changes' },
				trigger: {
					mode: 'trigger',
					error: { message: 'The store cannot be opened.', node: { name: 'Check Changes' } },
				},
			},
			subject: 'Check Changes has failed',
			text: [
				'Workflow: Check Changes',
				'Node: Check Changes',
				'Error: The store cannot be opened.',
				'Details: none',
				'Execution: none, it failed before it began',
			],
		},
	])('names workflow, node, error and execution $rule', ({ json, subject, text }) => {
		expect(digest(json)).toEqual({ subject, text: text.join('\n') });
	});
});

describe.each(['check-changes.json', 'sync-changes.json'])('the notification of %s', (file) => {
	const template = templates.find((one) => one.file === file);
	const parametersOf = (name: string) => template?.nodes.find((node) => node.name === name)?.parameters;
	const filter = parametersOf('Worth Telling') as unknown as {
		readonly conditions: { readonly conditions: readonly { readonly leftValue: string }[] };
	};
	interface Assigned {
		readonly assignments: { readonly assignments: readonly { readonly name: string; readonly value: string }[] };
	}

	/** Whether the item is told of, with what Settings say, which the node before puts on it. */
	function isTold(item: IDataObject, notifyAbout: string): unknown {
		const [condition] = filter.conditions.conditions;
		const json = { ...item, settings: { notifyAbout } };
		return Expression.resolveWithoutWorkflow((condition?.leftValue ?? '').replace(/^=/, ''), { $json: json });
	}

	const attention = { reason: 'approval', message: 'Look at the plan.' };
	const cases: readonly { readonly rule: string; readonly item: IDataObject; readonly told: boolean }[] = [
		{ rule: 'a task that needs a person', item: { task: {}, attention }, told: true },
		{ rule: 'a task that was not written for a reason', item: { result: { state: 'waiting' }, attention }, told: true },
		{ rule: 'a task that failed', item: { result: { state: 'failed' } }, told: true },
		{ rule: 'an item that ended in an error', item: { error: 'The login was refused.' }, told: true },
		{ rule: 'an approval that was refused', item: { entry: 'order-1:ab', refused: 'It has moved.' }, told: true },
		{
			rule: 'an approval whose plan is written already',
			item: { entry: 'order-1:ab', refused: 'It is synced.', alreadySynced: true },
			told: false,
		},
		{ rule: 'a task that is synced', item: { result: { state: 'synced' } }, told: false },
		{ rule: 'a task that goes on with the next check', item: { result: { state: 'waiting' } }, told: false },
		{ rule: 'a task that was shown in a dry run', item: { result: { state: 'dryRun' } }, told: false },
	];

	it.each(cases)('about errors and actions needed: $rule: $told', ({ item, told }) => {
		expect(isTold(item, 'errorsAndActions')).toBe(told);
	});

	it.each(cases)('about all tasks: $rule: true', ({ item }) => {
		expect(isTold(item, 'allTasks')).toBe(true);
	});

	it('follows Settings, which are about errors and actions needed unless somebody says otherwise', () => {
		expect(parametersOf('Get Settings')).toEqual({ operation: 'settings' });
		expect(usualSettings.notifyAbout).toBe('errorsAndActions');
	});

	it('is one text a run, however many items there are', () => {
		expect(template?.nodes.find(({ name }) => name === 'Digest')?.executeOnce).toBe(true);
	});

	const withoutLinks = [
		'SO000001 | attention | Look at the plan.',
		'initial-5 | synced | 1 written.',
		'order-2:ab | refused | There is no task order-2.',
	];

	it.each([
		{ rule: 'and nothing more where the pages are nowhere', pagesAddress: '', lines: withoutLinks },
		{
			rule: 'and links to the page that settles it',
			pagesAddress: 'https://n8n.example/webhook/marketplace',
			lines: [
				`${withoutLinks[0] ?? ''} | https://n8n.example/webhook/marketplace/task?id=order-1`,
				`${withoutLinks[1] ?? ''} | https://n8n.example/webhook/marketplace/task?id=initial-5`,
				withoutLinks[2],
			],
		},
	])('names of each item its task, its state and what is to be done, $rule', ({ pagesAddress, lines }) => {
		const digest = parametersOf('Digest') as unknown as Assigned;
		const text = digest.assignments.assignments.find(({ name }) => name === 'text')?.value ?? '';
		const items = [
			{ json: { task: { id: 'order-1', orderNumber: 'SO000001', state: 'attention' }, attention } },
			{ json: { task: { id: 'initial-5', state: 'synced' }, result: { state: 'synced', message: '1 written.' } } },
			{ json: { entry: 'order-2:ab', refused: 'There is no task order-2.' } },
		];
		const node = (name: string) =>
			name === 'Get Settings' ? { first: () => ({ json: { settings: { pagesAddress } } }) } : { all: () => items };
		const resolved = Expression.resolveWithoutWorkflow(text.replace(/^=/, ''), {
			$: node,
			encodeURIComponent,
		} as unknown as IDataObject);
		expect(resolved).toBe(lines.join('\n'));
	});
});

describe('the last page of the form of sync-changes.json', () => {
	const template = templates.find(({ file }) => file === 'sync-changes.json');
	const page = template?.nodes.find(({ name }) => name === 'Say What Came of It')?.parameters;

	function shown(items: readonly IDataObject[]): { readonly title: unknown; readonly message: unknown } {
		const node = () => ({ all: () => items.map((json) => ({ json })) });
		const resolve = (value: unknown): unknown =>
			Expression.resolveWithoutWorkflow(String(value).replace(/^=/, ''), { $: node, String } as unknown as IDataObject);
		return { title: resolve(page?.['completionTitle']), message: resolve(page?.['completionMessage']) };
	}

	const task = { id: 'order-1', orderNumber: 'SO000001' };
	const adjusted = { kind: 'adjustment', serviceName: 'Mail', on: '2026-10-16', written: true, unitsBefore: 10 };
	const lines = [
		{ ...adjusted, unitsAfter: 14 },
		{ kind: 'charge', serviceName: 'Setup', on: '2026-10-16', written: true, amount: '50.00' },
		{ ...adjusted, unitsAfter: 20, written: false },
	];
	const attention = { reason: 'changed in Autotask', message: 'Both plans are on the task.' };

	it.each([
		{
			rule: 'what was written, line by line',
			items: [{ task, result: { state: 'synced', lines, message: '2 written and read back.' } }],
			title: '1 written',
			says: [
				'<b>SO000001 (order-1): written</b>',
				'2 written and read back.',
				'Mail: 10 to 14 units from 2026-10-16',
				'Setup: charge of 50.00 on 2026-10-16',
			],
		},
		{
			rule: 'that there was nothing to write',
			items: [{ task: { id: 'initial-5' }, result: { state: 'synced', lines: [], message: 'Held already.' } }],
			title: '1 nothing to write',
			says: ['<b>initial-5: nothing to write</b>', 'Held already.'],
		},
		{
			rule: 'what was written before',
			items: [{ taskId: 'order-1', entry: 'order-1:ab', refused: 'It is synced.', alreadySynced: true }],
			title: '1 written before',
			says: ['<b>order-1: written before</b>', 'It is synced.'],
		},
		{
			rule: 'why a plan was not approved, with no HTML of what was typed',
			items: [{ entry: '<b>x</b> & y', refused: '"<b>x</b> & y" cannot be read.' }],
			title: '1 not approved',
			says: ['<b>&lt;b&gt;x&lt;/b&gt; &amp; y: not approved</b>', '"&lt;b&gt;x&lt;/b&gt; &amp; y" cannot be read.'],
		},
		{
			rule: 'why a task waits again',
			items: [{ task, attention, result: { state: 'waiting', lines: [], message: 'It has moved.' } }],
			title: '1 not written',
			says: ['<b>SO000001 (order-1): not written</b>', 'Both plans are on the task.'],
		},
		{
			rule: 'that a task has not ended, and not that nothing of it is written',
			items: [{ task, result: { state: 'waiting', lines: [], message: 'Autotask did not say whether it was.' } }],
			title: '1 not finished',
			says: ['<b>SO000001 (order-1): not finished</b>', 'Autotask did not say whether it was.'],
		},
		{
			rule: 'what went wrong with an item',
			items: [{ error: 'The login was refused.' }],
			title: '1 failed',
			says: ['<b>Task: failed</b>', 'The login was refused.'],
		},
		{
			rule: 'what a task that failed has written',
			items: [{ task, result: { state: 'failed', lines: lines.slice(0, 1), message: 'Autotask refused the charge.' } }],
			title: '1 failed',
			says: [
				'<b>SO000001 (order-1): failed</b>',
				'Autotask refused the charge.',
				'Mail: 10 to 14 units from 2026-10-16',
			],
		},
		{
			rule: 'that it was a dry run',
			items: [{ task, result: { state: 'dryRun', lines: lines.slice(2), message: 'Dry run: 1 write.' } }],
			title: '1 dry run',
			says: ['<b>SO000001 (order-1): dry run</b>', 'Dry run: 1 write.'],
		},
		{
			rule: 'that nothing was named',
			items: [{ entry: ':', refused: '":" cannot be read.' }],
			title: '1 not approved',
			says: ['Nothing was named. Write one task with its fingerprint per line.'],
		},
	])('says $rule', ({ items, title, says }) => {
		expect(shown(items)).toEqual({ title, message: says.join('\n') });
	});

	it('counts what came of many tasks, and shows the first hundred', () => {
		const items = [
			...Array.from({ length: 99 }, () => ({ task, result: { state: 'synced', lines, message: 'x' } })),
			{ entry: 'order-2:ab', refused: 'No.', alreadySynced: true },
			{ entry: 'order-3:ab', refused: 'No.' },
		];
		const { title, message } = shown(items);
		expect(title).toBe('99 written, 1 written before, 1 not approved');
		expect(String(message).split('\n\n')).toHaveLength(101);
		expect(message).toMatch(/\n\n1 more; the task board shows them all\.$/);
	});
});

describe('every form of the templates', () => {
	const forms = templates.flatMap(({ file, nodes }) =>
		nodes.filter(({ type }) => type === 'n8n-nodes-base.formTrigger').map((node) => ({ file, node })),
	);

	it.each(forms)('$node.name of $file is open to people who may execute the workflow, and names them', ({ node }) => {
		const { authentication, requireExecuteAccess, options } = node.parameters as {
			readonly authentication?: unknown;
			readonly requireExecuteAccess?: unknown;
			readonly options?: { readonly includeUserInOutput?: unknown };
		};
		expect([authentication, requireExecuteAccess]).toEqual(['n8nUserAuth', true]);
		expect(options?.includeUserInOutput).not.toBe(false);
	});

	it('is one page, so that no run waits for a person, and its last page waits for the browser for minutes only', () => {
		const pages = templates.flatMap(({ nodes }) => nodes.filter(({ type }) => type === 'n8n-nodes-base.form'));
		expect(
			pages.map(({ parameters: { operation, limitWaitTime, resumeAmount, resumeUnit } }) => {
				return { operation, limitWaitTime, resumeAmount, resumeUnit };
			}),
		).toEqual(
			forms.map(() => ({ operation: 'completion', limitWaitTime: true, resumeAmount: 5, resumeUnit: 'minutes' })),
		);
	});
});
