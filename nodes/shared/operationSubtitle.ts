import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/**
 * A subtitle that says in words what the chosen operation does: its action, as the list of nodes shows it.
 * By resource where two resources have an operation of the same value.
 */
export function operationSubtitle(
	properties: readonly INodeProperties[],
	{ isByResource = false }: { readonly isByResource?: boolean } = {},
): string {
	const lists = properties.filter(({ name }) => name === 'operation');
	const actions = lists.flatMap(({ displayOptions, options = [] }) => {
		const [resource] = displayOptions?.show?.['resource'] ?? [];
		const before = isByResource ? `${String(resource)}/` : '';
		return (options as INodePropertyOptions[]).map(({ value, action }) => [`${before}${String(value)}`, action]);
	});
	const chosen = `${isByResource ? '$parameter["resource"] + "/" + ' : ''}$parameter["operation"]`;
	return `={{ (${JSON.stringify(Object.fromEntries(actions))})[${chosen}] ?? "" }}`;
}
