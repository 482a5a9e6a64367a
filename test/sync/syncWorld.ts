import type { Seed } from '../../simulators/autotask/admin/seed';
import { type AutotaskSimulator, startAutotaskSimulator } from '../../simulators/autotask/startAutotaskSimulator';
import type { Customer, Product } from '../../simulators/marketplace/records';
import {
	type MarketplaceSimulator,
	startMarketplaceSimulator,
	usualSettings,
} from '../../simulators/marketplace/simulator';
import { AutotaskClient } from '../../src/autotask/autotaskClient';
import { createAutotaskLimits } from '../../src/autotask/limits';
import { createMetadataCache } from '../../src/autotask/metadataCache';
import { instant } from '../../src/domain/calendarDate';
import type { ConnectionId, DatabaseId, Instant } from '../../src/domain/ids';
import { orderKinds } from '../../src/domain/order/orderKind';
import type { SyncTask } from '../../src/domain/task/task';
import { axiosFetchLogin, createAxiosSend } from '../../src/http/axiosSend';
import { fetchToken, marketplaceLogin } from '../../src/http/marketplaceLogin';
import { MarketplaceClient } from '../../src/marketplace/marketplaceClient';
import type { AutotaskPort } from '../../src/ports/autotask/autotask';
import type { Clock } from '../../src/ports/clock';
import type { MarketplacePort } from '../../src/ports/marketplace';
import type { ConnectionInputs } from '../../src/ports/store/connections';
import { type OpenStore, openStore } from '../../src/store/openStore';
import type { CheckOptions, CheckSettings } from '../../src/sync/checking/checkRun';

const user = { userName: 'api@provider.example', secret: 'a secret', integrationCode: 'CODE1' };
const ci = 123456 as DatabaseId;

/** A clock that a test sets; waiting takes no time. */
export class SetClock implements Clock {
	private current: Instant = instant('2026-10-16T09:00:00Z');

	now(): Instant {
		return this.current;
	}

	byServer(): Instant {
		return this.current;
	}

	random(): number {
		return 0.5;
	}

	wait(): Promise<void> {
		return Promise.resolve();
	}

	set(time: string): void {
		this.current = instant(time);
	}
}

export const companyId = 1001;
export const serviceId = 801;
export const contractId = 20001;
export const materialCodeId = 29680001;
const recurringCodeId = 29680002;

/** A company that maps by its number, one inactive, a monthly service for product PRD-1 and a monthly contract. */
const autotaskSeed: Seed = {
	Currencies: [{ id: 1, name: 'GBP', description: 'Pound', exchangeRate: 1, isInternalCurrency: true }],
	Companies: [
		{
			id: companyId,
			companyName: 'Harbour Ltd',
			companyNumber: 'C-1',
			companyType: 'Customer',
			currencyID: 1,
			phone: '1',
			ownerResourceID: 1,
		},
		{
			id: 1002,
			companyName: 'Quay Ltd',
			companyNumber: 'C-2',
			companyType: 'Customer',
			currencyID: 1,
			phone: '2',
			ownerResourceID: 1,
		},
		{
			id: 1003,
			companyName: 'Quay Holding Ltd',
			companyNumber: 'C-2',
			companyType: 'Customer',
			currencyID: 1,
			phone: '3',
			ownerResourceID: 1,
		},
		{
			id: 1004,
			companyName: 'Old Mill Ltd',
			companyNumber: 'C-4',
			companyType: 'Customer',
			currencyID: 1,
			phone: '4',
			ownerResourceID: 1,
			isActive: false,
		},
	],
	BillingCodes: [
		{ id: materialCodeId, name: 'Setup', useType: 'Material Cost Code', unitPrice: 0, unitCost: 0 },
		{
			id: recurringCodeId,
			name: 'Subscriptions',
			useType: 'Recurring Service Contract Code',
			unitPrice: 0,
			unitCost: 0,
		},
	],
	Services: [
		{
			id: serviceId,
			name: 'Premium',
			periodType: 'Monthly',
			unitPrice: 18,
			unitCost: 14.4,
			billingCodeID: recurringCodeId,
			externalID: 'PRD-1',
		},
		{
			id: 802,
			name: 'Premium yearly',
			periodType: 'Yearly',
			unitPrice: 216,
			unitCost: 172.8,
			billingCodeID: recurringCodeId,
		},
		{ id: 803, name: 'Other', periodType: 'Monthly', unitPrice: 5, unitCost: 4, billingCodeID: recurringCodeId },
	],
	Contracts: [
		{
			id: contractId,
			companyID: companyId,
			contractName: 'Cloud',
			contractType: 'Recurring Service',
			contractPeriodType: 'Monthly',
			status: 'Active',
			startDate: '2026-01-01',
			endDate: '2027-12-31',
			timeReportingRequiresStartAndStopTimes: 0,
		},
	],
};

function customer(id: string, externalId: string | undefined): Customer {
	return {
		id,
		...(externalId === undefined ? {} : { externalId }),
		status: 'active',
		name: `Customer ${id}`,
		address: { streetAddress: '1 High Street', postalCode: 'LS1 1AA', city: 'Leeds', countryCode: 'GB' },
		contactPersons: [
			{ type: 'admin', firstName: 'Ann', lastName: 'Lee', email: `ann@c${id}.example`, phoneNumber: '44#113#4960000#' },
		],
		language: 'en',
	};
}

function product(id: string): Product {
	return {
		mpn: `MPN-${id}`,
		vendor: 'Microsoft',
		id,
		serviceName: 'Microsoft 365',
		name: `Product ${id}`,
		prices: [{ currency: 'GBP', amount: '18.00', type: 'recurring', model: 'FLAT' }],
		costs: [{ currency: 'GBP', amount: '14.40', type: 'recurring', model: 'FLAT' }],
		billingPeriod: { type: 'month', duration: 1 },
		subscriptionPeriod: { type: 'year', duration: 1 },
		billingModel: 'chargeBeforeBillingPeriod',
	};
}

export const usualCheck: CheckSettings = {
	orderKinds,
	lookBackDays: 31,
	sweep: 'daily',
	timeZone: 'Europe/London',
	expirationIs: 'dayAfter',
	batchSize: 200,
	recheckHours: 24,
	processAutomatically: false,
};

/** Both simulated systems, the real clients on them, and a real store in memory; the present is 16 October 2026, 10:00 in London. */
export interface SyncWorld {
	readonly marketplaceSide: MarketplaceSimulator;
	readonly autotaskSide: AutotaskSimulator;
	readonly clock: SetClock;
	readonly store: OpenStore;
	readonly marketplace: MarketplacePort;
	readonly autotask: AutotaskPort;
	readonly inputs: ConnectionInputs;
	readonly options: CheckOptions;
	/** Sets the present of all three. */
	setNow(time: string): void;
	/** Changes a seeded row of Autotask. */
	change(entity: string, id: number, fields: Seed[string][number]): void;
	/** All tasks of the connection by id. */
	tasks(): Promise<Readonly<Record<string, SyncTask>>>;
	close(): Promise<void>;
}

async function marketplaceClient(side: MarketplaceSimulator, clock: Clock): Promise<MarketplacePort> {
	const fields = {
		authentication: 'token',
		baseUrl: side.url,
		username: usualSettings.username,
		password: usualSettings.password,
		subscriptionKey: usualSettings.subscriptionKey,
		marketplace: 'uk',
	};
	const headers = async (): Promise<Readonly<Record<string, string>>> =>
		marketplaceLogin({ ...fields, sessionToken: await fetchToken(fields, axiosFetchLogin) }).headers;
	const send = createAxiosSend({ baseUrl: side.url, headers });
	return await Promise.resolve(new MarketplaceClient({ send, clock, timeZone: 'Europe/London' }));
}

function autotaskClient(side: AutotaskSimulator, clock: Clock): AutotaskPort {
	const url = String(Object.values(side.zoneUrls)[0]).replace(/\/$/, '');
	const headers = { UserName: user.userName, Secret: user.secret, ApiIntegrationCode: user.integrationCode };
	const send = createAxiosSend({ baseUrl: url, headers: () => Promise.resolve(headers) });
	return new AutotaskClient({
		send,
		clock,
		zone: { url, ci },
		limits: createAutotaskLimits(),
		metadata: createMetadataCache(clock),
	});
}

/** Starts the world of a use case's test. */
export async function startSyncWorld(): Promise<SyncWorld> {
	const clock = new SetClock();
	const now = clock.now();
	const marketplaceSide = await startMarketplaceSimulator({ now });
	const autotaskSide = await startAutotaskSimulator({ now, users: [user], ci, seed: autotaskSeed });
	const customers = [
		customer('1', 'C-1'),
		customer('2', 'C-2'),
		customer('3', undefined),
		customer('4', 'C-4'),
		customer('5', 'C-5'),
	];
	marketplaceSide.seed({ customers, products: [product('PRD-1'), product('PRD-2')] });
	const store = await openStore({ engine: 'sqlite', file: ':memory:' }, clock);
	const autotask = autotaskClient(autotaskSide, clock);
	const inputs = { connectionId: `${ci}/main` as ConnectionId, databaseId: ci, account: 'main' };
	return {
		marketplaceSide,
		autotaskSide,
		clock,
		store,
		marketplace: await marketplaceClient(marketplaceSide, clock),
		autotask,
		inputs,
		options: { autotask: () => Promise.resolve(autotask) },
		setNow: (time) => {
			clock.set(time);
			marketplaceSide.setNow(time);
			autotaskSide.setNow(time);
		},
		change: (entity, id, fields) => {
			const row = autotaskSeed[entity]?.find((one) => one.id === id);
			autotaskSide.seed({ [entity]: [{ ...row, ...fields }] });
		},
		tasks: async () => Object.fromEntries((await store.tasks(inputs.connectionId)).map((task) => [task.id, task])),
		close: async () => {
			await Promise.all([store.close(), marketplaceSide.close(), autotaskSide.close()]);
		},
	};
}
