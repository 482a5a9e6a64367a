import type { N8nRest } from './n8n/n8nRest';

interface NodeInWorkflow {
	readonly name: string;
	readonly parameters: Readonly<Record<string, unknown>>;
}

interface StoredWorkflow {
	readonly name: string;
	readonly nodes: readonly NodeInWorkflow[];
	readonly connections: unknown;
	readonly settings: unknown;
}

interface Assignments {
	readonly assignments: { readonly assignments: readonly { readonly name: string; readonly value: unknown }[] };
}

/** Changes parameters of one node of a stored workflow, as a person does in the editor and saves. */
export async function setParameters(
	rest: N8nRest,
	{ workflowId, node }: { readonly workflowId: string; readonly node: string },
	change: (parameters: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Promise<void> {
	const { name, nodes, connections, settings } = await rest.api<StoredWorkflow>('GET', `/workflows/${workflowId}`);
	if (!nodes.some((one) => one.name === node)) throw new Error(`The workflow "${name}" has no node "${node}".`);
	const changed = nodes.map((one) => (one.name === node ? { ...one, parameters: change(one.parameters) } : one));
	await rest.api('PUT', `/workflows/${workflowId}`, { name, nodes: changed, connections, settings });
}

/** Gives fields of a Settings node other values. */
export function withFields(
	parameters: Readonly<Record<string, unknown>>,
	values: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
	const { assignments } = parameters as unknown as Assignments;
	const changed = assignments.assignments.map((one) => ({ ...one, value: values[one.name] ?? one.value }));
	return { ...parameters, assignments: { assignments: changed } };
}
