import { z } from 'zod';
import type { DatabaseId } from '../domain/ids';
import { withoutEndSlashes } from './address';
import { CredentialError, fetched, isLoopback, LoginExpiredError, safeAddress, textOf, type FetchLogin } from './login';
import { parsedBody } from './send';

/** The vendor's own zone look-up; it needs no login. */
export const vendorDiscoveryUrl = 'https://webservices.autotask.net/atservicesrest/v1.0/';

/** Where an Autotask user's database is, with the values it was found for. */
export interface AutotaskZone {
	/** Without a slash at its end; paths go on with `/V1.0/`. */
	readonly url: string;
	/** The number of the Autotask database. */
	readonly ci: DatabaseId;
	readonly username: string;
	readonly discoveryUrl: string;
}

/** The fields of the Autotask credential, as n8n hands them over. */
export type CredentialFields = Readonly<Record<string, unknown>>;

const zoneAnswer = z.object({ url: z.string().url(), ci: z.number().int() });
const storedZone = z.object({ url: z.string(), ci: z.number().int(), username: z.string(), discoveryUrl: z.string() });
const vendorHost = /^(webservices[0-9a-z]*|prde|pres)\.autotask\.net$/i;

function discoveryOf(fields: CredentialFields): string {
	return textOf(fields['discoveryUrl']).trim() || vendorDiscoveryUrl;
}

function zoneLookUp(discoveryUrl: string, username: string): string {
	const base = safeAddress(discoveryUrl, 'Zone Look-Up URL').replace(/\/zoneinformation$/i, '');
	return `${base}/zoneInformation?user=${encodeURIComponent(username)}`;
}

/**
 * The address of a discovered zone, without a slash at its end.
 *
 * A zone is data: unless the operator set another look-up, only Autotask's own hosts get the login, at the usual port.
 *
 * @throws CredentialError for any other host.
 */
export function checkedZoneUrl(url: string, discoveryUrl: string): string {
	const zone = new URL(url);
	const isOwnLookUp = !vendorHost.test(new URL(discoveryUrl).hostname);
	const isSafe = zone.protocol === 'https:' || (isOwnLookUp && isLoopback(zone) && isLoopback(new URL(discoveryUrl)));
	const isVendors = vendorHost.test(zone.hostname) && zone.port === '';
	if (!isSafe || zone.username !== '' || zone.password !== '' || (!isOwnLookUp && !isVendors)) {
		throw new CredentialError(
			'unusable',
			`The zone look-up named the host ${zone.host}, which is not Autotask's; nothing was sent to it. Check the Zone Look-Up URL.`,
		);
	}
	return withoutEndSlashes(`${zone.origin}${zone.pathname}`);
}

/**
 * Looks up the zone of the credential's user; sends the user name only.
 *
 * @throws CredentialError for an unknown user, a host that cannot be reached or is not Autotask's, or a strange answer.
 */
export async function discoverZone(fields: CredentialFields, fetch: FetchLogin): Promise<AutotaskZone> {
	const username = textOf(fields['username']);
	const discoveryUrl = discoveryOf(fields);
	if (username.trim() === '')
		throw new CredentialError('unusable', 'The field Username is empty; enter the name of the Autotask API user.');
	const request = { method: 'GET', url: zoneLookUp(discoveryUrl, username) } as const;
	const answer = await fetched(fetch, request, 'Zone Look-Up URL');
	if (answer.status >= 400 && typeof answer.body === 'object' && answer.body !== null && 'errors' in answer.body) {
		throw new CredentialError('refused', `Autotask knows no API user named ${username}; check the field Username.`);
	}
	const zone = zoneAnswer.safeParse(answer.body);
	if (answer.status >= 500 || answer.status === 429) {
		throw new CredentialError('unreachable', 'The zone look-up is out of order now; try again later.');
	}
	if (answer.status >= 300 || !zone.success) {
		throw new CredentialError(
			'unusable',
			'The zone look-up did not answer like Autotask does; check the Zone Look-Up URL.',
		);
	}
	return { url: checkedZoneUrl(zone.data.url, discoveryUrl), ci: zone.data.ci as DatabaseId, username, discoveryUrl };
}

/** The zone that the credential holds; undefined where it holds none, or one of another user or look-up. */
export function readZone(fields: CredentialFields): AutotaskZone | undefined {
	const stored = storedZone.safeParse(parsedBody(textOf(fields['zone'])));
	if (!stored.success) return undefined;
	const zone = stored.data;
	if (zone.username !== textOf(fields['username']) || zone.discoveryUrl !== discoveryOf(fields)) return undefined;
	return { ...zone, ci: zone.ci as DatabaseId };
}

/** Headers of a request that are for the credential alone, which sends neither: what the sender knows of the zone. */
export const zoneHeaders = {
	/** The number of the database that the request is meant for. */
	database: 'x-meant-database',
	/** The address that answers as if the database had moved away. */
	left: 'x-left-zone',
} as const;

type Headers = Readonly<Record<string, unknown>>;

/**
 * Base address and headers that log in to the zone which the credential holds; in place of headers of the request.
 *
 * @throws LoginExpiredError where the zone has to be looked up first. CredentialError where the user has come to belong to
 * another database than the request is meant for.
 */
export function autotaskLogin(
	fields: CredentialFields,
	sent: Headers = {},
): { readonly baseUrl: string; readonly headers: Readonly<Record<string, string>> } {
	const { [zoneHeaders.database]: meant, [zoneHeaders.left]: left, ...headers } = sent as Record<string, string>;
	const zone = readZone(fields);
	if (!zone || zone.url === left) throw new LoginExpiredError('The zone of the Autotask user has to be looked up.');
	if (meant !== undefined && meant !== String(zone.ci))
		throw new CredentialError(
			'unusable',
			`The Autotask user ${zone.username} belongs to database ${zone.ci} now, no longer to ${meant}; nothing was sent. ` +
				'Check the user in the Autotask API credential.',
		);
	const impersonated = textOf(fields['impersonationResourceId']).trim();
	return {
		baseUrl: checkedZoneUrl(zone.url, zone.discoveryUrl),
		headers: {
			...headers,
			UserName: zone.username,
			Secret: textOf(fields['secret']),
			ApiIntegrationCode: textOf(fields['integrationCode']),
			...(impersonated !== '' && { ImpersonationResourceId: impersonated }),
		},
	};
}
