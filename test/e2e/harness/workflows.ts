import { outputItems, type Execution, type ItemJson } from '../../../demo/n8n/executions';
import type { RunningN8n } from '../../../demo/n8n/startN8n';
import { until } from '../../../demo/n8n/until';

/** A node of a stored workflow, as far as tests change it. */
export interface StoredNode {
	readonly name: string;
	readonly type: string;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly credentials?: Readonly<Record<string, unknown>>;
}

interface StoredWorkflow {
	readonly name: string;
	readonly nodes: readonly StoredNode[];
	readonly connections: unknown;
	readonly settings: Readonly<Record<string, unknown>>;
}

/** Changes the nodes of a stored workflow and saves it, as a person does in the editor. */
export async function editNodes(
	n8n: RunningN8n,
	workflowId: string,
	edit: (node: StoredNode) => StoredNode,
): Promise<void> {
	const stored = await n8n.rest.api<StoredWorkflow>('GET', `/workflows/${workflowId}`);
	const { name, connections, settings } = stored;
	const { executionOrder } = settings;
	const nodes = stored.nodes.map(edit);
	await n8n.rest.api('PUT', `/workflows/${workflowId}`, { name, nodes, connections, settings: { executionOrder } });
}

/** Types texts into fields of a Set node of a stored workflow and saves it. */
export async function typeIntoSettings(
	n8n: RunningN8n,
	workflowId: string,
	texts: Readonly<Record<string, string>>,
): Promise<void> {
	await editNodes(n8n, workflowId, (node) =>
		node.name === 'Settings' ? { ...node, parameters: typed(node, texts) } : node,
	);
}

/** A node with one more value of its own, as a person adds it to its Options. */
export function withOption<Node extends Pick<StoredNode, 'parameters'>>(node: Node, option: object): Node {
	const options = { ...(node.parameters['options'] as object | undefined), ...option };
	return { ...node, parameters: { ...node.parameters, options } };
}

function typed({ parameters }: StoredNode, texts: Readonly<Record<string, string>>): StoredNode['parameters'] {
	const { assignments } = parameters['assignments'] as { assignments: readonly { name: string; value: string }[] };
	const filled = assignments.map((one) => ({ ...one, value: texts[one.name] ?? one.value }));
	return { ...parameters, assignments: { assignments: filled } };
}

/** Runs Sync Changes by hand with the given tasks named in its Settings. */
export async function approveAndSync(
	n8n: RunningN8n,
	workflowId: string,
	tasks: readonly string[],
): Promise<Execution> {
	return await n8n.rest.waitForEnd(await startSync(n8n, workflowId, tasks));
}

/** Starts Sync Changes by hand with the given tasks named in its Settings. @returns the execution's id. */
export async function startSync(n8n: RunningN8n, workflowId: string, tasks: readonly string[]): Promise<string> {
	await typeIntoSettings(n8n, workflowId, { tasks: tasks.join('\n'), approvedBy: 'Jane Doe' });
	return await n8n.rest.startWorkflow(workflowId, 'Start by Hand');
}

/** A plan as an item shows it, as far as tests look at it. */
export interface ShownPlan {
	readonly taskId: string;
	readonly fingerprint: string;
	readonly effectiveOn: string;
	readonly lines: readonly {
		readonly effectiveDate: string;
		readonly currentQuantity: number;
		readonly quantityChange: number;
	}[];
}

function key<Value>(item: ItemJson, name: string): Value {
	return item.json[name] as Value;
}

/** The plans that an execution of Check Changes left waiting for approval, by subscription. */
export function plansOf(execution: Execution): Readonly<Record<string, ShownPlan>> {
	const items = outputItems(execution, 'Build Contract Services', 1);
	return Object.fromEntries(
		items.map((item) => [key<{ id: string }>(item, 'subscription').id, key<ShownPlan>(item, 'plan')]),
	);
}

/** All plans that an execution of Check Changes left waiting for approval, as the node gave them. */
export function allPlansOf(execution: Execution): readonly ShownPlan[] {
	return outputItems(execution, 'Build Contract Services', 1).map((item) => key<ShownPlan>(item, 'plan'));
}

/** How a person approves a plan; `more` is what they add. */
export function approval(plan: ShownPlan | undefined, more = ''): string {
	if (!plan) throw new RangeError('there is no plan to approve');
	return `${plan.taskId}:${plan.fingerprint} ${more}`.trim();
}

/** What Sync Contract said of each task: its state by task id. */
export function statesOf(execution: Execution): Readonly<Record<string, string>> {
	const items = [0, 1].flatMap((output) => outputItems(execution, 'Sync Contract', output));
	return Object.fromEntries(
		items.map((item) => {
			const state = key<{ state: string } | undefined>(item, 'result')?.state ?? String(item.json['refused']);
			return [key<{ id: string } | undefined>(item, 'task')?.id ?? String(item.json['entry']), state];
		}),
	);
}

/** A node as a test makes it, without its name and place. */
export type NodeToRun = Readonly<Record<'type' | 'parameters' | 'credentials', unknown>>;

/** Makes a workflow of the given nodes one after another, named Node 1 and so on. @returns its id. */
export async function makeChain(n8n: RunningN8n, chain: readonly NodeToRun[]): Promise<string> {
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} };
	const named = chain.map((node, index) => ({ name: `Node ${index + 1}`, ...node }));
	const nodes = [start, ...named].map((node, index) => ({
		id: `node-${index}`,
		typeVersion: 1,
		position: [index * 200, 0],
		...node,
	}));
	const links = nodes.slice(1).map(({ name }, index) => {
		return [nodes[index]?.name, { main: [[{ node: name, type: 'main', index: 0 }]] }] as const;
	});
	const settings = { executionOrder: 'v1' };
	const workflow = { name: 'Chain', nodes, connections: Object.fromEntries(links), settings };
	return (await n8n.rest.api<{ readonly id: string }>('POST', '/workflows', workflow)).id;
}

/** Makes such a workflow and runs it by hand. */
export async function runChain(n8n: RunningN8n, chain: readonly NodeToRun[]): Promise<Execution> {
	return await n8n.rest.runWorkflow(await makeChain(n8n, chain), 'Start');
}

/** Node credentials of both systems, as the templates carry them after the import. */
export const bothCredentials = {
	autotaskApi: { id: 'autotask00000001', name: 'Autotask' },
	resellerMarketplaceApi: { id: 'marketplace00001', name: 'Reseller Marketplace' },
} as const;

/** All tasks in the store: state by subscription, by task. */
export async function tasksInStore(
	n8n: RunningN8n,
	credentials: unknown = bothCredentials,
): Promise<readonly { readonly id: string; readonly state: string; readonly orderNumber?: string }[]> {
	const parameters = { operation: 'list', returnAll: true };
	const type = 'n8n-nodes-marketplace-autotask.syncTasks';
	const execution = await runChain(n8n, [{ type, parameters, credentials }]);
	if (execution.status !== 'success')
		throw new Error(execution.data?.resultData.error?.message ?? 'the listing failed');
	return outputItems(execution, 'Node 1').map((item) =>
		key<{ id: string; state: string; orderNumber?: string }>(item, 'task'),
	);
}

/** What n8n shows where a published trigger could not be activated. */
export async function refusedPublication(n8n: RunningN8n, workflowId: string): Promise<string> {
	return await until('the publication to be refused', 60_000, async () => {
		const { status, triggers } = await n8n.rest.publication(workflowId);
		return status === 'failed' ? triggers.map(({ errorMessage }) => errorMessage).join(' ') : undefined;
	});
}
