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
import { isSettingName } from '../../src/domain/settings/settingsTable';
import { crossings, edgesOf, nodesUnderEdges } from './canvas';
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

function isSettingIn(parameters: object): boolean {
	return Object.keys(parameters).some(isSettingName);
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

	it('has each node of the package in its newest version', () => {
		const own = ownNodes(template);
		expect(own.map(({ name, typeVersion }) => [name, typeVersion])).toEqual(
			own.map((node) => [node.name, [describedBy(node)?.version].flat().at(-1)]),
		);
	});

	it('chooses no setting for anybody: nodes work as the Settings page says', () => {
		const own = ownNodes(template);
		const isSaid = ({ parameters }: INode) => parameters['options'] !== undefined || isSettingIn(parameters);
		expect(own.filter(isSaid).map(({ name }) => name)).toEqual([]);
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

	it('sends no markup but what a digest has escaped', () => {
		const mails = template.nodes.filter(({ type }) => type === 'n8n-nodes-base.emailSend');
		const isDigest = template.nodes.some(({ parameters }) => parameters['operation'] === 'digest');
		expect(mails.map(({ parameters: { emailFormat, html } }) => [emailFormat, html])).toEqual(
			mails.map(() => (isDigest ? ['both', '={{ $json.html }}'] : ['text', undefined])),
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
	const digest = template?.nodes.find(({ name }) => name === 'Digest');
	const senders = template?.nodes.filter(({ name }) => name.startsWith('Send '));

	it('is one message a run, made by Sync Tasks, about errors and actions needed unless somebody chooses otherwise', () => {
		expect(digest).toMatchObject({
			type: 'n8n-nodes-marketplace-autotask.syncTasks',
			parameters: { operation: 'digest' },
		});
	});

	it('goes by mail, Teams or Slack, each off until somebody chooses it', () => {
		expect(senders?.map(({ name, disabled }) => [name, disabled])).toEqual([
			['Send Mail', true],
			['Send to Teams', true],
			['Send to Slack', true],
		]);
		const [next] = template?.connections['Digest']?.main ?? [];
		expect(next?.map(({ node }) => node)).toEqual(senders?.map(({ name }) => name));
	});

	it('sends each what it takes: HTML where it is shown, escaped text to Slack', () => {
		expect(senders?.map(({ parameters: { html, message, text } }) => [html, message, text])).toEqual([
			['={{ $json.html }}', undefined, '={{ $json.text }}'],
			[undefined, '={{ $json.html }}', undefined],
			[undefined, undefined, '={{ $json.slackText }}'],
		]);
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
