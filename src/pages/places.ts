/** Where a page's links and forms lead, seen from any page but Home; `pages` are those that stand under it. */
export const places = [
	{ path: '../marketplace', name: 'Home', pages: ['home'] },
	{ path: 'tasks', name: 'Tasks', pages: ['tasks', 'task'] },
	{ path: 'customers', name: 'Mapping', pages: ['customers', 'products', 'charges', 'import-customers'] },
	{ path: 'log', name: 'Log', pages: ['log'] },
	{ path: 'settings', name: 'Settings', pages: ['settings'] },
] as const;

/** The address of a page; Home's for one that there is not. */
export function placeOf(page: string): string {
	const place = places.find(({ pages }) => pages.some((name) => name === page));
	return place === undefined || page === 'home' ? places[0].path : page;
}
