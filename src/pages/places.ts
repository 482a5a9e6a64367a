/** Where a page's links and forms lead, seen from any page but Home, which is the folder of the others; `pages` are those that stand under it. */
export const places = [
	{ path: '', name: 'Home', pages: ['home'] },
	{ path: 'tasks', name: 'Tasks', pages: ['tasks', 'task'] },
	{ path: 'customers', name: 'Mapping', pages: ['customers', 'products', 'charges', 'import-customers'] },
	{ path: 'log', name: 'Log', pages: ['log'] },
	{ path: 'settings', name: 'Settings', pages: ['settings'] },
] as const;

/** Where all pages stand while nobody has said anything else. */
export const usualFolder = 'marketplace';

/** Home's address, seen from the other pages: they stand in its folder. */
export function homeOf(folder: string): string {
	return `../${folder}`;
}

/** The address of a page; Home's for one that there is not. */
export function placeOf(page: string, folder: string): string {
	const isThere = page !== 'home' && places.some(({ pages }) => pages.some((name) => name === page));
	return isThere ? page : homeOf(folder);
}

/** The folder that a page's address says: the last part of Home's address. */
export function folderOf(address: string): string {
	const parts = (/^(?:https?:\/\/[^/]+)?([^?#]*)/.exec(address)?.[1] ?? '').split('/').filter((part) => part !== '');
	const last = parts.at(-1);
	const isHome = last === undefined || placeOf(last, '') !== last;
	return (isHome ? last : parts.at(-2)) ?? usualFolder;
}
