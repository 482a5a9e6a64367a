import { uniqBy } from 'lodash';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { openPorts } from '../opening/openPorts';
import { listed, windowOf } from './listed';

/** Products that were seen, for the lists of parameters; each once, whatever its periods. */
export async function searchProducts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { store, inputs } = await openPorts(this);
	const window = windowOf(filter, paginationToken);
	const page = await store.productPage(inputs.connectionId, window);
	const results = uniqBy(page.rows, 'productId').map(({ productId, name }) => ({
		name: `${name} (${productId})`,
		value: productId,
	}));
	return listed(results, { ...page, ...window });
}
