import type { Seed } from '../../simulators/autotask/admin/seed';
import {
	type AutotaskOptions,
	type AutotaskSimulator,
	startAutotaskSimulator,
} from '../../simulators/autotask/startAutotaskSimulator';
import type { JsonObject } from '../../simulators/http';
import type { ActResult, MarketplaceAct } from '../../simulators/marketplace/actKinds';
import type { Customer, Product } from '../../simulators/marketplace/records';
import { type MarketplaceSimulator, startMarketplaceSimulator } from '../../simulators/marketplace/simulator';
import { chargeKinds, type ChargeTarget } from '../../src/domain/contract/charge';
import type { SyncTask } from '../../src/domain/task/task';
import type { StorePort } from '../../src/ports/store/store';
import { type OpenStore, openStore, type StoreLocation } from '../../src/store/openStore';
import {
	type Addresses,
	apiUser,
	ci,
	connection,
	openAutotask,
	openMarketplace,
	StandingClock,
} from './fixtureClients';
import { adjustByHand } from './byHand';
import { runChain, type RunOutcome, type RunPorts, type RunSettings } from './fixtureRun';

export const companyId = 1001;
export const contractId = 20001;
export const serviceId = 801;
export const yearlyServiceId = 802;
export const basicServiceId = 804;
const premiumYearlyId = 805;
export const yearlyContractId = 20002;
const materialCodeId = 29680001;
const recurringCodeId = 29680002;

/** A recurring-service contract of the company; monthly on the 1st unless said otherwise. */
export function contract(more: JsonObject = {}): JsonObject {
	return {
		id: contractId,
		companyID: companyId,
		contractName: 'Cloud',
		contractType: 'Recurring Service',
		contractPeriodType: 'Monthly',
		status: 'Active',
		startDate: '2026-01-01',
		endDate: '2027-12-31',
		timeReportingRequiresStartAndStopTimes: 0,
		...more,
	};
}

function company(id: number, more: JsonObject = {}): JsonObject {
	return {
		id,
		companyName: `Company ${id}`,
		companyNumber: `C-${id - 1000}`,
		companyType: 'Customer',
		currencyID: 1,
		phone: '1',
		ownerResourceID: 1,
		...more,
	};
}

function autotaskSeed(contracts: readonly JsonObject[], companyMore: JsonObject, companies: number): Seed {
	return {
		Currencies: [
			{ id: 1, name: 'GBP', description: 'Pound', exchangeRate: 1, isInternalCurrency: true },
			{ id: 2, name: 'EUR', description: 'Euro', exchangeRate: 0.8, isInternalCurrency: false },
		],
		Companies: Array.from({ length: companies }, (_, at) => company(companyId + at, companyMore)),
		BillingCodes: [
			{ id: materialCodeId, name: 'Licences', useType: 'Material Cost Code', unitPrice: 0, unitCost: 0 },
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
				id: yearlyServiceId,
				name: 'Premium yearly',
				periodType: 'Yearly',
				unitPrice: 216,
				unitCost: 172.8,
				billingCodeID: recurringCodeId,
				externalID: 'PRD-Y',
			},
			{
				id: 803,
				name: 'Dear',
				periodType: 'Monthly',
				unitPrice: 31,
				unitCost: 20,
				billingCodeID: recurringCodeId,
				externalID: 'PRD-31',
			},
			{
				id: basicServiceId,
				name: 'Basic',
				periodType: 'Monthly',
				unitPrice: 12.5,
				unitCost: 10,
				billingCodeID: recurringCodeId,
				externalID: 'PRD-B',
			},
			{
				id: premiumYearlyId,
				name: 'Premium for a year',
				periodType: 'Yearly',
				unitPrice: 216,
				unitCost: 172.8,
				billingCodeID: recurringCodeId,
				externalID: 'PRD-1',
			},
		],
		Contracts: [...contracts],
	};
}

function customer(at: number): Customer {
	const id = String(at);
	return {
		id,
		externalId: `C-${id}`,
		status: 'active',
		name: `Customer ${id}`,
		address: { streetAddress: '1 High Street', postalCode: 'LS1 1AA', city: 'Leeds', countryCode: 'GB' },
		contactPersons: [
			{ type: 'admin', firstName: 'Ann', lastName: 'Lee', email: `ann@c${id}.example`, phoneNumber: '44#113#4960000#' },
		],
		language: 'en',
	};
}

function product(id: string, price: string, cost: string, billed: 'month' | 'year' = 'month'): Product {
	return {
		mpn: `MPN-${id}`,
		vendor: 'Microsoft',
		id,
		serviceName: 'Microsoft 365',
		name: `Product ${id}`,
		prices: [{ currency: 'GBP', amount: price, type: 'recurring', model: 'FLAT' }],
		costs: [{ currency: 'GBP', amount: cost, type: 'recurring', model: 'FLAT' }],
		billingPeriod: { type: billed, duration: 1 },
		subscriptionPeriod: { type: 'year', duration: 1 },
		billingModel: 'chargeBeforeBillingPeriod',
	};
}

export interface WorldOptions {
	/** Default: one monthly contract on the 1st. */
	readonly contracts?: readonly JsonObject[];
	/** Lines that were on a contract before us. */
	readonly lines?: readonly JsonObject[];
	/** Fields of every company. */
	readonly company?: JsonObject;
	/** Companies and customers that map to each other by number; default 2. */
	readonly companies?: number;
	readonly switches?: AutotaskOptions['switches'];
	/** Default: in memory. */
	readonly file?: string;
	/** Names of Autotask's zones; the database is in the first. */
	readonly zones?: readonly string[];
	/** Instead of a file. */
	readonly place?: StoreLocation;
	/** The present at first, before any order; default 2026-09-20T08:00:00Z. */
	readonly now?: string;
	/** The marketplace's time zone; default Europe/London. */
	readonly zone?: string;
	/** Kinds of charge that are not mapped. */
	readonly unmappedCharges?: readonly string[];
}

/** Both simulated systems, the real clients on them and a real store: what the chain runs on. */
export interface World extends RunPorts {
	readonly marketplaceSide: MarketplaceSimulator;
	readonly autotaskSide: AutotaskSimulator;
	readonly addresses: Addresses;
	readonly clock: StandingClock;
	readonly store: OpenStore;
	/** Sets the present of all three. */
	setNow(time: string): void;
	/** Lets something happen at the marketplace, a minute before what is then the present. */
	order(what: MarketplaceAct & { readonly at: string }): ActResult;
	/** The whole chain once. */
	run(settings?: RunSettings): Promise<RunOutcome>;
	tasks(): Promise<readonly SyncTask[]>;
	/** The task of an order. */
	taskOf(order: ActResult): Promise<SyncTask>;
	/** Posts everything that begins on or before the day. */
	post(through: string): void;
	/** Billed amounts whose items are dated in the month (YYYY-MM); two decimals. */
	billed(month: string): { readonly price: string; readonly cost: string };
	/** Adjustments in the order they were accepted, as `+3@2026-11-01`. */
	adjustments(): readonly string[];
	/** Charges as `27.87@2026-10-16`. */
	charges(): readonly string[];
	/** Write requests sent to Autotask so far. */
	writeRequests(): number;
	close(): Promise<void>;
}

/** The billing code that all kinds of charges are mapped to. */
export async function mapCharges(
	store: StorePort,
	now: SyncTask['createdAt'],
	except: readonly string[] = [],
): Promise<void> {
	const target: ChargeTarget = { kind: 'billingCode', id: materialCodeId } as ChargeTarget;
	for (const kind of chargeKinds.filter((one) => !except.includes(one))) {
		await store.saveChargeMapping({
			connectionId: connection.connectionId,
			kind,
			target,
			targetName: 'Licences',
			mappedAt: now,
		});
	}
}

async function startSides(
	options: WorldOptions,
	now: string,
): Promise<Pick<World, 'autotaskSide' | 'marketplaceSide' | 'addresses'>> {
	const { contracts = [contract()], lines = [], companies = 2, switches } = options;
	const seed = autotaskSeed(contracts, options.company ?? {}, companies);
	const autotaskSide = await startAutotaskSimulator({
		now,
		users: [apiUser],
		ci,
		seed,
		...(options.zones ? { zones: options.zones.map((name) => ({ name })) } : {}),
		...(switches ? { switches } : {}),
	});
	if (lines.length > 0) autotaskSide.seed({ ContractServices: [...lines] });
	const marketplaceSide = await startMarketplaceSimulator({ now, ...(options.zone ? { zone: options.zone } : {}) });
	const products = [
		product('PRD-1', '18.00', '14.40'),
		product('PRD-Y', '216.00', '172.80', 'year'),
		product('PRD-31', '31.00', '20.00'),
		product('PRD-B', '12.50', '10.00'),
	];
	marketplaceSide.seed({ customers: Array.from({ length: companies }, (_, at) => customer(at + 1)), products });
	const autotaskUrl = String(Object.values(autotaskSide.zoneUrls)[0]).replace(/\/$/, '');
	return { autotaskSide, marketplaceSide, addresses: { marketplaceUrl: marketplaceSide.url, autotaskUrl } };
}

function sumOf(items: readonly JsonObject[], field: string): string {
	return (items.reduce((sum, item) => sum + Math.round(Number(item[field]) * 100), 0) / 100).toFixed(2);
}

/** Starts a world whose connection has had its first check, with nothing found. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
	const world = await startUnconnected(options);
	await world.run();
	return world;
}

/** Starts a world that nobody has looked at yet. */
export async function startUnconnected(options: WorldOptions = {}): Promise<World> {
	const now = options.now ?? '2026-09-20T08:00:00Z';
	const sides = await startSides(options, now);
	const { autotaskSide, marketplaceSide, addresses } = sides;
	const clock = new StandingClock(now);
	const store = await openStore(options.place ?? { engine: 'sqlite', file: options.file ?? ':memory:' }, clock);
	await mapCharges(store, clock.now(), options.unmappedCharges);
	const ports: RunPorts = {
		clock,
		store,
		autotask: openAutotask(addresses, clock, store),
		marketplace: openMarketplace(addresses, clock, options.zone ? { timeZone: options.zone } : {}),
	};
	const setNow = (time: string): void => {
		clock.set(time);
		marketplaceSide.setNow(time);
		autotaskSide.setNow(time);
	};
	const tasks = async () => await store.tasks(connection.connectionId);
	const items = (): readonly JsonObject[] => autotaskSide.state().entities.BillingItems ?? [];
	return {
		...sides,
		...ports,
		clock,
		store,
		setNow,
		tasks,
		order: (what) => {
			setNow(new Date(Date.parse(what.at) + 60_000).toISOString());
			return marketplaceSide.act(what);
		},
		run: async (settings) => await runChain(ports, settings),
		taskOf: async (order) => {
			const found = (await tasks()).find((task) => task.orderId === order.orderId);
			if (!found) throw new RangeError(`no task of ${order.orderNumber}`);
			return found;
		},
		post: (through) => void autotaskSide.post({ through }),
		billed: (month) => {
			const own = items().filter((item) => String(item.itemDate).startsWith(month));
			return { price: sumOf(own, 'totalAmount'), cost: sumOf(own, 'ourCost') };
		},
		adjustments: () =>
			autotaskSide
				.state()
				.contractServiceAdjustments.map(
					(one) => `${Number(one.unitChange) < 0 ? '' : '+'}${String(one.unitChange)}@${String(one.effectiveDate)}`,
				),
		charges: () =>
			(autotaskSide.state().entities.ContractCharges ?? []).map(
				(one) => `${Number(one.unitPrice).toFixed(2)}@${String(one.datePurchased).slice(0, 10)}`,
			),
		writeRequests: () => autotaskSide.requests().filter((one) => one.kind === 'write').length,
		close: async () => {
			await Promise.all([store.close(), marketplaceSide.close(), autotaskSide.close()]);
		},
	};
}

/** The sale that most cases begin with: ten seats on 1 October, written. */
export async function sold(
	world: World,
	more: Partial<Extract<MarketplaceAct, { kind: 'sale' }>> = {},
	settings: RunSettings = {},
): Promise<ActResult> {
	const order = world.order({
		kind: 'sale',
		customerId: '1',
		productId: 'PRD-1',
		quantity: 10,
		at: '2026-10-01T09:00:00Z',
		...more,
	});
	const { synced } = await world.run(settings);
	const state = synced.find((one) => one.taskId === `order-${order.orderId}`)?.result;
	if (state?.state !== 'synced')
		throw new RangeError(
			`the sale was not written: ${state?.message ?? JSON.stringify((await world.taskOf(order)).attention)}`,
		);
	return order;
}

/** Somebody changes a line in Autotask; the first line of the contract unless said otherwise. */
export async function editByHand(world: World, body: JsonObject): Promise<void> {
	const [line] = world.autotaskSide.state().entities.ContractServices ?? [];
	await adjustByHand(world, { contractID: contractId, contractServiceID: line?.id ?? null, ...body });
}
