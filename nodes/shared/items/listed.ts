import type { INodeListSearchItems, INodeListSearchResult, INodePropertyMode } from 'n8n-workflow';

/** How a parameter is chosen: from a list that a method of the node fills, or by its ID. */
export function fromListOrId(
	searchListMethod: string,
	placeholder: string,
	options: { readonly searchFilterRequired?: true } = {},
): INodePropertyMode[] {
	const typeOptions = { searchListMethod, searchable: true, ...options };
	const modeOf = (displayName: string, more: Omit<INodePropertyMode, 'displayName'>) => ({ displayName, ...more });
	return [
		modeOf('From List', { name: 'list', type: 'list', typeOptions }),
		modeOf('By ID', { name: 'id', type: 'string', placeholder }),
	];
}

/** How many rows of the store a list shows at once. */
const listedAtOnce = 50;

const longestFilter = 200;

/** What a list asks of a page of the store: what was typed, and what follows the token of the page before. */
export function windowOf(filter?: string, paginationToken?: unknown) {
	const asked = Number(paginationToken ?? 0);
	const offset = Number.isSafeInteger(asked) && asked > 0 ? asked : 0;
	return { search: (filter ?? '').trim().slice(0, longestFilter), offset, limit: listedAtOnce };
}

/** A page of a list, with the token of the next one where there is more. */
export function listed(
	results: INodeListSearchItems[],
	page: { readonly offset: number; readonly rows: readonly unknown[]; readonly total: number },
): INodeListSearchResult {
	const next = page.offset + page.rows.length;
	return { results, ...(next < page.total && page.rows.length > 0 && { paginationToken: String(next) }) };
}
