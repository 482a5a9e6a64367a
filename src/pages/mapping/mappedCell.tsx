import type { VNode } from 'preact';
import type { CustomerMapping } from '../../ports/store/mappings';

/** What something is mapped to, and who found that. */
export function MappedCell(given: {
	readonly name: string;
	readonly id: number;
	readonly mappedBy: CustomerMapping['mappedBy'];
}): VNode {
	const { name, id, mappedBy } = given;
	return (
		<>
			{name}
			<br />
			<span class="soft small">
				{id}, {mappedBy === 'externalId' ? 'by external ID' : 'by a person'}
			</span>
		</>
	);
}
