import { usualSettings } from '../../simulators/marketplace/simulator';
import { AutotaskClient } from '../../src/autotask/autotaskClient';
import { createAutotaskLimits } from '../../src/autotask/limits';
import { createMetadataCache } from '../../src/autotask/metadataCache';
import { instant, plusMillis } from '../../src/domain/calendarDate';
import type { ConnectionId, DatabaseId, Instant } from '../../src/domain/ids';
import { orderKinds } from '../../src/domain/order/orderKind';
import { axiosFetchLogin, createAxiosSend } from '../../src/http/axiosSend';
import { guardLimit, limitText } from '../../src/http/limitStop';
import { guardLogin, type LoginStops, loginText } from '../../src/http/loginStop';
import { fetchToken, marketplaceLogin } from '../../src/http/marketplaceLogin';
import type { Send } from '../../src/http/send';
import { MarketplaceClient } from '../../src/marketplace/marketplaceClient';
import type { AutotaskPort } from '../../src/ports/autotask/autotask';
import type { Clock } from '../../src/ports/clock';
import type { MarketplacePort } from '../../src/ports/marketplace';
import type { ConnectionInputs } from '../../src/ports/store/connections';
import type { StorePort } from '../../src/ports/store/store';
import type { CheckSettings } from '../../src/sync/checking/checkRun';
import type { BuildSettings } from '../../src/sync/planning/buildSettings';
import type { PlanNowSettings } from '../../src/sync/planning/planTaskNow';
import type { SyncOptions } from '../../src/sync/writing/syncOptions';

export const apiUser = { userName: 'api@provider.example', secret: 'a secret', integrationCode: 'CODE1' };
export const ci = 123456 as DatabaseId;
export const connection: ConnectionInputs = {
	connectionId: `${ci}/main` as ConnectionId,
	databaseId: ci,
	account: 'main',
};

/** A clock that stands still until it is set; a wait moves it on and takes no time. */
export class StandingClock implements Clock {
	private current: Instant;

	constructor(now: string) {
		this.current = instant(now);
	}

	now(): Instant {
		return this.current;
	}

	byServer(): Instant {
		return this.current;
	}

	random(): number {
		return 0.5;
	}

	async wait(millis: number): Promise<void> {
		this.current = plusMillis(this.current, millis);
		await new Promise((resolve) => setImmediate(resolve));
	}

	set(time: string): void {
		this.current = instant(time);
	}
}

export interface Addresses {
	readonly marketplaceUrl: string;
	/** The zone's address without a trailing slash. */
	readonly autotaskUrl: string;
}

/** The real client of the simulated marketplace. */
export function openMarketplace(
	{ marketplaceUrl }: Addresses,
	clock: Clock,
	{ timeZone = 'Europe/London', signal }: { readonly timeZone?: string; readonly signal?: AbortSignal } = {},
): MarketplacePort {
	const { username, password, subscriptionKey } = usualSettings;
	const fields = {
		authentication: 'token',
		baseUrl: marketplaceUrl,
		username,
		password,
		subscriptionKey,
		marketplace: 'uk',
	};
	const headers = async (): Promise<Readonly<Record<string, string>>> =>
		marketplaceLogin({ ...fields, sessionToken: await fetchToken(fields, axiosFetchLogin) }).headers;
	return new MarketplaceClient({
		send: createAxiosSend({ baseUrl: marketplaceUrl, headers, renewedAfter: [401, 403] }),
		clock,
		timeZone,
		...(signal ? { signal } : {}),
	});
}

/** The sender with the 15-minute stop, as the nodes have it. */
export function autotaskSend(
	{ autotaskUrl }: Addresses,
	clock: Clock,
	store: LoginStops & Pick<StorePort, 'keyedHash'>,
): Send {
	const headers = { UserName: apiUser.userName, Secret: apiUser.secret, ApiIntegrationCode: apiUser.integrationCode };
	const send = createAxiosSend({ baseUrl: autotaskUrl, headers: () => Promise.resolve(headers) });
	const { userName, secret } = apiUser;
	const guarded = guardLogin(send, store, store.keyedHash(loginText(userName, secret)), clock, 'Autotask');
	return guardLimit(guarded, store, store.keyedHash(limitText('Autotask', userName)), clock, 'Autotask');
}

/** The real client of the simulated Autotask. */
export function openAutotask(
	addresses: Addresses,
	clock: Clock,
	store: LoginStops & Pick<StorePort, 'keyedHash'>,
): AutotaskPort {
	const send = autotaskSend(addresses, clock, store);
	return new AutotaskClient({
		send,
		clock,
		zone: { url: addresses.autotaskUrl, ci },
		limits: createAutotaskLimits(),
		metadata: createMetadataCache(clock),
	});
}

export const checkSettings: CheckSettings = {
	orderKinds,
	lookBackDays: 31,
	sweep: 'never',
	timeZone: 'Europe/London',
	expirationIs: 'dayAfter',
	batchSize: 200,
	recheckHours: 24,
	processAutomatically: true,
};

export const buildSettings: BuildSettings = {
	priceSource: 'marketplace',
	proration: 'autotask',
	costSource: 'subscription',
	convertCost: false,
	changeQuantity: 'total',
	syncRefunds: false,
	invoiceDescription: 'productAndPeriod',
	whenNoContract: 'ask',
};

/** How a page maps and plans a task at once. */
export const planSettings: PlanNowSettings = {
	matchCompanyBy: 'companyNumber',
	severalProducts: 'refuse',
	build: buildSettings,
};

export const syncOptions: SyncOptions = { dryRun: false, sameDate: 'nextDay' };
