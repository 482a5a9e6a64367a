import type { VNode } from 'preact';
import type { MappedCount } from '../../ports/store/seen';
import type { MappingCounts } from '../../sync/mapping/countMappings';

const tabs = [
	{ path: 'customers', name: 'Customers', of: 'customers' },
	{ path: 'products', name: 'Products', of: 'products' },
	{ path: 'charges', name: 'Fees', of: 'charges' },
	{ path: 'import-customers', name: 'Import', of: undefined },
] as const;

function CountText({ count: { mapped, total } }: { readonly count: MappedCount }): VNode {
	return <span class={mapped < total ? 'changed' : 'soft'}>{` ${mapped}/${total}`}</span>;
}

/** The pages of the mapping side by side, each with how many of its things are mapped. */
export function MappingTabs(given: { readonly page: string; readonly counts: MappingCounts }): VNode {
	const { page, counts } = given;
	return (
		<nav aria-label="Mapping" class="tabs">
			<ul>
				{tabs.map(({ path, name, of }) => (
					<li>
						<a href={path} {...(path === page ? { 'aria-current': 'page' as const } : {})}>
							{name}
							{of === undefined ? null : <CountText count={counts[of]} />}
						</a>
					</li>
				))}
			</ul>
		</nav>
	);
}
