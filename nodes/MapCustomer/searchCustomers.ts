import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listed, windowOf } from '../shared/listed';
import { openPorts } from '../shared/openPorts';

/** Customers that were seen, by name, for the list of the parameter Customer. */
export async function searchCustomers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { store, inputs } = await openPorts(this);
	const window = windowOf(filter, paginationToken);
	const page = await store.customerPage(inputs.connectionId, window);
	const results = page.rows.map(({ customer: { id, name }, mapping }) => ({
		name: `${name} (${id})${mapping ? `: ${mapping.companyName}` : ''}`,
		value: id,
	}));
	return listed(results, { ...page, ...window });
}
