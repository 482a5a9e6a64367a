import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { haveCustomersLoaded, loadCustomers } from '../../src/sync/mapping/loadCustomers';
import { listed, windowOf } from '../shared/items/listed';
import { openPorts } from '../shared/opening/openPorts';

/** Customers that were loaded, by name, for the list of the parameter Customer; where none were yet, they are now. */
export async function searchCustomers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const ports = await openPorts(this);
	const { connectionId } = ports.inputs;
	if (!(await haveCustomersLoaded(connectionId, ports.store))) await loadCustomers(connectionId, ports);
	const window = windowOf(filter, paginationToken);
	const page = await ports.store.customerPage(connectionId, window);
	const results = page.rows.map(({ customer: { id, name }, mapping }) => ({
		name: `${name} (${id})${mapping ? `: ${mapping.companyName}` : ''}`,
		value: id,
	}));
	return listed(results, { ...page, ...window });
}
