import { randomUUID } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { AutotaskClient } from '../../../src/autotask/autotaskClient';
import { type AutotaskLimits, createAutotaskLimits } from '../../../src/autotask/limits';
import { createMetadataCache, type MetadataCache } from '../../../src/autotask/metadataCache';
import { StoreSlots } from '../../../src/autotask/slots';
import type { ConnectionId, DatabaseId } from '../../../src/domain/ids';
import { withoutEndSlashes } from '../../../src/http/address';
import { createAsk } from '../../../src/http/ask';
import { type AutotaskZone, readZone } from '../../../src/http/autotaskZone';
import type { Send } from '../../../src/http/send';
import { followZone } from '../../../src/http/zoneMoves';
import { MarketplaceClient } from '../../../src/marketplace/marketplaceClient';
import type { AutotaskPort } from '../../../src/ports/autotask/autotask';
import { type Clock, realClock } from '../../../src/ports/clock';
import type { MarketplacePort } from '../../../src/ports/marketplace';
import type { ConnectionInputs } from '../../../src/ports/store/connections';
import type { StorePort } from '../../../src/ports/store/store';
import type { SaidSettings } from '../../../src/domain/settings/connectionSettings';
import { createLogins, type Logins } from '../../../src/sync/people/logIn';
import { storedSettings } from '../../../src/sync/reading/storedSettings';
import { type OpenStore, openStore } from '../../../src/store/openStore';
import { SettingError } from '../settingError';
import type { RequestContext } from './n8nHttp';
import { guarded, sender, text } from './senders';
import { storeKey, storePlace } from './storePlace';

/** What outlives an execution in this process; nothing else does. */
const registry = {
	stores: new Map<string, Promise<OpenStore>>(),
	/** By store and Autotask database. */
	limits: new Map<string, AutotaskLimits>(),
	metadata: new Map<DatabaseId, MetadataCache>(),
	/** n8n keeps one context for all polls of an activation. */
	polled: new WeakSet<object>(),
	logins: createLogins(),
};

/** What a node that only talks to Autotask works with. */
export interface AutotaskPorts {
	readonly clock: Clock;
	readonly store: StorePort;
	readonly databaseId: DatabaseId;
	readonly autotask: AutotaskPort;
}

/** What a node of the chain works with: the connection of its two credentials, and both systems. */
export interface ChainPorts extends AutotaskPorts {
	readonly inputs: ConnectionInputs;
	readonly marketplace: MarketplacePort;
}

/** How a node wants its ports. */
export interface OpenOptions {
	/** The zone in which the marketplace's dates without an offset are read, by what Settings say; else the connection's own. */
	readonly timeZone?: (stored: SaidSettings) => string;
	readonly signal?: AbortSignal | undefined;
}

function kept<Key, Value>(entries: Map<Key, Value>, key: Key, make: () => Value): Value {
	const entry = entries.get(key) ?? make();
	entries.set(key, entry);
	return entry;
}

/** Limits that hold for all processes with this store. */
function limitsOver(store: StorePort, databaseId: DatabaseId): AutotaskLimits {
	return createAutotaskLimits(new StoreSlots(databaseId, randomUUID(), store, store.clock));
}

/** How many stores this process has open: one per place, however many executions use it. */
export function countOpenStores(): number {
	return registry.stores.size;
}

/** The logins of people, which all pages of this process share. */
export function sharedLogins(): Logins {
	return registry.logins;
}

/** Whether the context has not been seen here before: n8n polls once when it activates a workflow. */
export function isFirstPoll(context: object): boolean {
	const isFirst = !registry.polled.has(context);
	registry.polled.add(context);
	return isFirst;
}

async function openSharedStore(context: RequestContext): Promise<OpenStore> {
	const isChosen = context.getNode().credentials?.['syncStore'] !== undefined;
	const fields = isChosen ? await context.getCredentials<ICredentialDataDecryptedObject>('syncStore') : undefined;
	const place = storePlace(fields, process.env);
	const key = storeKey(place);
	return await kept(registry.stores, key, () => {
		const opened = openStore(place, realClock);
		opened.then(
			({ upgraded, warning }) => {
				if (upgraded !== undefined) context.logger.info(upgraded);
				if (warning !== undefined) context.logger.warn(warning);
			},
			() => registry.stores.delete(key),
		);
		return opened;
	});
}

/** The user's zone. Where the credential holds none that fits, a cheap request makes n8n look it up and keep it. */
async function zoneOf(
	context: RequestContext,
	fields: ICredentialDataDecryptedObject,
	send: Send,
): Promise<AutotaskZone> {
	const known = readZone(fields);
	if (known) return known;
	await createAsk({ system: 'Autotask', send, clock: realClock })({
		method: 'GET',
		path: '/V1.0/ThresholdInformation',
		purpose: 'read',
	});
	const found = readZone(await context.getCredentials('autotaskApi'));
	if (!found)
		throw new SettingError(
			'Autotask did not name the zone of its user. Open the Autotask API credential, save and test it.',
		);
	return found;
}

/**
 * Opens the store and Autotask with the node's credentials.
 *
 * Sends nothing unless the zone has to be looked up.
 *
 * @throws SettingError, StoreError; errors of a request where the zone is looked up.
 */
export async function openAutotaskPorts(context: RequestContext, options: OpenOptions = {}): Promise<AutotaskPorts> {
	const store = await openSharedStore(context);
	const fields = await context.getCredentials('autotaskApi');
	const sending = sender(context, 'autotaskApi', fields);
	const guard = (send: Send): Send => guarded(send, 'autotaskApi', fields, store);
	const zone = await zoneOf(context, fields, guard(sending));
	const autotask = new AutotaskClient({
		send: guard(followZone(sending, zone)),
		zone,
		clock: realClock,
		limits: kept(registry.limits, `${store.storeId} ${zone.ci}`, () => limitsOver(store, zone.ci)),
		metadata: kept(registry.metadata, zone.ci, () => createMetadataCache(realClock)),
		...(options.signal && { signal: options.signal }),
	});
	return { clock: store.clock, store, databaseId: zone.ci, autotask };
}

function connectionOf(databaseId: DatabaseId, fields: ICredentialDataDecryptedObject): ConnectionInputs {
	const account = text(fields, 'account').trim();
	if (account === '') {
		throw new SettingError('The Reseller Marketplace API credential has no Account. Enter a name for it and keep it.');
	}
	const address = withoutEndSlashes(
		text(fields, 'baseUrl')
			.trim()
			.toLowerCase()
			.replace(/^https?:\/\//, ''),
	);
	const marketplace = `${address} ${text(fields, 'marketplace').trim().toLowerCase()}`.trim();
	return { databaseId, account, connectionId: `${databaseId}/${account}` as ConnectionId, marketplace };
}

async function zoneOfDates(
	{ connectionId }: ConnectionInputs,
	store: StorePort,
	{ timeZone }: OpenOptions,
): Promise<string> {
	const stored = await storedSettings(connectionId, { store });
	if (timeZone) return timeZone(stored);
	return (await store.connection(connectionId))?.timeZone ?? stored.timeZone ?? 'utc';
}

/**
 * Opens the store and both systems with the node's credentials; they name the connection.
 *
 * @throws SettingError, StoreError; errors of a request where the zone is looked up.
 */
export async function openPorts(context: RequestContext, options: OpenOptions = {}): Promise<ChainPorts> {
	const ports = await openAutotaskPorts(context, options);
	const fields = await context.getCredentials('resellerMarketplaceApi');
	const inputs = connectionOf(ports.databaseId, fields);
	const timeZone = await zoneOfDates(inputs, ports.store, options);
	const marketplace = new MarketplaceClient({
		send: guarded(sender(context, 'resellerMarketplaceApi', fields), 'resellerMarketplaceApi', fields, ports.store),
		clock: realClock,
		timeZone,
		...(options.signal && { signal: options.signal }),
	});
	return { ...ports, inputs, marketplace };
}
