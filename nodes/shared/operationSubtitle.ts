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
	const cases = lists.flatMap(({ displayOptions, options = [] }) => {
		const [resource] = displayOptions?.show?.['resource'] ?? [];
		const ofResource = isByResource ? `$parameter["resource"] === ${JSON.stringify(resource)} && ` : '';
		return (options as INodePropertyOptions[]).map(
			({ value, action = '' }) =>
				`${ofResource}$parameter["operation"] === ${JSON.stringify(value)} ? ${JSON.stringify(action)} : `,
		);
	});
	return `={{ ${[...new Set(cases)].join('')}"" }}`;
}
