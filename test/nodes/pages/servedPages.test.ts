import { Expression } from 'n8n-workflow';
import {
	marketplacePagesTriggerProperties,
	servedNames,
	webhooks,
} from '../../../nodes/MarketplacePagesTrigger/description';
import { pageAt } from '../../../nodes/MarketplacePagesTrigger/pages';
import { folderOf } from '../../../src/pages/places';

interface Registered {
	readonly methods: string;
	readonly path: string;
}

/** What n8n registers for a node with these parameters: a webhook without a method is none. */
function registered(parameters: { readonly path: string; readonly pages: readonly string[] }): Registered[] {
	const read = (text: unknown) =>
		String(Expression.resolveWithoutWorkflow(String(text).replace(/^=/, ''), { $parameter: { ...parameters } }));
	return webhooks
		.map(({ httpMethod, path }) => ({ methods: read(httpMethod), path: read(path) }))
		.filter(({ methods }) => methods !== '');
}

describe('the pages of a trigger', () => {
	it.each([
		{ path: 'marketplace', home: 'marketplace' },
		{ path: '/marketplace/', home: 'marketplace' },
		{ path: ' uk/cloud ', home: 'uk/cloud' },
	])('at "$path" stand below $home, Home at it', ({ path, home }) => {
		expect(registered({ path, pages: ['home', 'tasks'] })).toEqual([
			{ methods: 'GET,POST', path: home },
			{ methods: 'GET,POST', path: `${home}/tasks` },
		]);
	});

	it('are all of them unless somebody chooses', () => {
		const pages = marketplacePagesTriggerProperties.find(({ name }) => name === 'pages');
		expect(pages?.default).toEqual(servedNames);
	});

	it('are those that were chosen, and no other', () => {
		expect(registered({ path: 'a', pages: [] })).toEqual([]);
		expect(registered({ path: 'a', pages: ['log'] }).map(({ path }) => path)).toEqual(['a/log']);
		expect(registered({ path: 'a', pages: servedNames })).toHaveLength(servedNames.length);
	});

	it.each([
		{ address: '/webhook/marketplace', path: 'marketplace', page: 'home', folder: 'marketplace' },
		{ address: '/webhook/marketplace/', path: '/marketplace', page: 'home', folder: 'marketplace' },
		{ address: '/webhook-test/marketplace/tasks', path: 'marketplace', page: 'tasks', folder: 'marketplace' },
		{ address: '/webhook/uk/cloud/import-customers', path: 'uk/cloud', page: 'import-customers', folder: 'cloud' },
		{ address: '/n8n/webhook/uk/cloud', path: 'uk/cloud', page: 'home', folder: 'cloud' },
		{ address: '/webhook/other/tasks', path: 'marketplace', page: undefined, folder: 'other' },
		{ address: '/webhook/marketplace/nothing', path: 'marketplace', page: undefined, folder: 'nothing' },
	])('$address below "$path" is $page of $folder', ({ address, path, page, folder }) => {
		expect([pageAt(address, path), folderOf(address)]).toEqual([page, folder]);
	});

	it.each(servedNames)('%s is found at the path that n8n registers for it', (page) => {
		const [{ path } = { path: '' }] = registered({ path: 'uk/cloud', pages: [page] });
		expect(pageAt(`/webhook/${path}`, 'uk/cloud')).toBe(page);
	});
});
