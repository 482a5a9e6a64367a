import { withoutEndSlashes } from '../http/address';

/**
 * The path of a page below the zone's address; undefined for an address anywhere else, which never gets the login.
 */
export function pathInZone(url: string, zoneUrl: string): string | undefined {
	if (!URL.canParse(url)) return undefined;
	const page = new URL(url);
	const zone = new URL(zoneUrl);
	const root = withoutEndSlashes(zone.pathname);
	const isInside = page.pathname.toLowerCase().startsWith(`${root.toLowerCase()}/`);
	if (page.origin !== zone.origin || page.username !== '' || page.password !== '' || !isInside) return undefined;
	const path = page.pathname.slice(root.length);
	// By itself it would be the address of another host.
	return path.startsWith('//') ? undefined : `${path}${page.search}`;
}
