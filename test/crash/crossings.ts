import { usualSettings } from '../../simulators/marketplace/simulator';
import { AutotaskClient } from '../../src/autotask/autotaskClient';
import { createAutotaskLimits } from '../../src/autotask/limits';
import { createMetadataCache } from '../../src/autotask/metadataCache';
import { discoverZone } from '../../src/http/autotaskZone';
import { axiosFetchLogin, createAxiosSend } from '../../src/http/axiosSend';
import type { FetchLogin } from '../../src/http/login';
import { guardLogin, loginText } from '../../src/http/loginStop';
import { fetchToken, marketplaceLogin } from '../../src/http/marketplaceLogin';
import type { Send } from '../../src/http/send';
import { MarketplaceClient } from '../../src/marketplace/marketplaceClient';
import type { Clock } from '../../src/ports/clock';
import type { OpenStore } from '../../src/store/openStore';
import { apiUser } from '../sync/fixtureClients';
import type { RunPorts } from '../sync/fixtureRun';

/** One step of a run over the edge of its process: a request to one of the systems, or a commit of the store. */
export interface Crossing {
	readonly at: 'request' | 'commit';
	/** Method and path of the request, or the store's method. */
	readonly what: string;
}

/** What is done around each crossing; without more it just does the act. */
export type Around = <Result>(crossing: Crossing, act: () => Promise<Result>) => Promise<Result>;

/** Where the simulated systems listen. */
export interface Places {
	readonly marketplaceUrl: string;
	readonly discoveryUrl: string;
}

export interface Opening {
	readonly places: Places;
	readonly store: OpenStore;
	readonly clock: Clock;
	readonly around: Around;
	/** Longest wait for one answer; the client's own where it is not given. */
	readonly timeoutMs?: number;
}

/** Methods of the store that write nothing; every other one is a commit. */
const reading: readonly string[] = [
	'storeId',
	'connection',
	'connections',
	'tasks',
	'task',
	'tasksById',
	'countTasks',
	'rememberedOrders',
	'knownOrders',
	'subscriptionsById',
	'subscriptionsOfCustomers',
	'customerMappings',
	'productMappings',
	'chargeMappings',
	'assignments',
	'linkedLines',
	'otherUnits',
	'plans',
	'journal',
	'readLog',
	'holdsLease',
	'loginStop',
	'keyedHash',
	'close',
];

/** The store with something around each of its commits. */
export function storeWith<Store extends object>(store: Store, around: Around): Store {
	const methods = Object.entries(store as Readonly<Record<string, unknown>>).map(([name, method]) => {
		if (typeof method !== 'function' || reading.includes(name)) return [name, method];
		const commit = method as (...given: readonly unknown[]) => Promise<unknown>;
		return [
			name,
			async (...given: readonly unknown[]) => await around({ at: 'commit', what: name }, () => commit(...given)),
		];
	});
	return Object.fromEntries(methods) as Store;
}

function sendWith(send: Send, around: Around): Send {
	return async (request) =>
		await around({ at: 'request', what: `${request.method} ${request.path}` }, () => send(request));
}

function loginWith(around: Around): FetchLogin {
	return async (request) =>
		await around({ at: 'request', what: `${request.method} ${new URL(request.url).pathname}` }, () =>
			axiosFetchLogin(request),
		);
}

/** The real client of the marketplace; its token is fetched again after a 401. */
function marketplaceOf({ places, store, clock, around, timeoutMs }: Opening): RunPorts['marketplace'] {
	const { username, password, subscriptionKey } = usualSettings;
	const baseUrl = places.marketplaceUrl;
	const fields = { authentication: 'token', baseUrl, username, password, subscriptionKey, marketplace: 'uk' };
	const headers = async (): Promise<Readonly<Record<string, string>>> =>
		marketplaceLogin({ ...fields, sessionToken: await fetchToken(fields, loginWith(around)) }).headers;
	const hash = store.keyedHash(loginText(username, password));
	const send = sendWith(createAxiosSend({ baseUrl, headers }), around);
	return new MarketplaceClient({
		send: guardLogin(send, store, hash, clock, 'Reseller Marketplace'),
		clock,
		timeZone: 'Europe/London',
		...(timeoutMs === undefined ? {} : { timeoutMs }),
	});
}

/** The real client of Autotask; its zone is looked up when it is opened, and again after a 401, as the credential does. */
async function autotaskOf({ places, store, clock, around, timeoutMs }: Opening): Promise<RunPorts['autotask']> {
	const { userName, secret, integrationCode } = apiUser;
	const lookUp = async () =>
		await discoverZone({ username: userName, discoveryUrl: places.discoveryUrl }, loginWith(around));
	const sender = (baseUrl: string) =>
		createAxiosSend({
			baseUrl,
			headers: () => Promise.resolve({ UserName: userName, Secret: secret, ApiIntegrationCode: integrationCode }),
		});
	const zone = await lookUp();
	let send = sender(zone.url);
	const renewing: Send = async (request) => {
		const first = await send(request);
		if (first.status !== 401) return first;
		send = sender((await lookUp()).url);
		return await send(request);
	};
	return new AutotaskClient({
		send: guardLogin(
			sendWith(renewing, around),
			store,
			store.keyedHash(loginText(userName, secret)),
			clock,
			'Autotask',
		),
		clock,
		zone,
		limits: createAutotaskLimits(),
		metadata: createMetadataCache(clock),
		...(timeoutMs === undefined ? {} : { timeoutMs }),
	});
}

/** The real clients and the real store, with something around every request and every commit. */
export async function openCrossing(opening: Opening): Promise<RunPorts> {
	const store = storeWith(opening.store, opening.around);
	const own = { ...opening, store };
	return { clock: opening.clock, store, marketplace: marketplaceOf(own), autotask: await autotaskOf(own) };
}
