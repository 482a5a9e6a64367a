import type { JsonObject } from '../../../simulators/http';
import type { Seed } from '../../../simulators/autotask/admin/seed';
import {
	startAutotaskSimulator,
	type AutotaskOptions,
	type AutotaskSimulator,
} from '../../../simulators/autotask/startAutotaskSimulator';

export const user = { userName: 'api@provider.example', secret: 'a secret', integrationCode: 'CODE1' };
export const headers = { UserName: user.userName, Secret: user.secret, ApiIntegrationCode: user.integrationCode };

export const companyId = 1001;
export const monthlyId = 20001;
export const yearlyId = 20002;
export const anchoredId = 20003;
export const timeAndMaterialsId = 20004;
export const serviceId = 801;
export const yearlyServiceId = 802;
export const dearServiceId = 803;
export const materialCodeId = 29680001;
export const recurringCodeId = 29680002;

/** A company with a monthly, a yearly and a month-end contract, and three services at 18.00, 216.00 and 31.00. */
export const seed: Seed = {
	Currencies: [
		{ id: 1, name: 'GBP', description: 'Pound', exchangeRate: 1, isInternalCurrency: true },
		{ id: 2, name: 'EUR', description: 'Euro', exchangeRate: 0.8, isInternalCurrency: false },
	],
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
			companyName: 'Quai SA',
			companyNumber: 'C-2',
			companyType: 'Customer',
			currencyID: 2,
			phone: '2',
			ownerResourceID: 1,
		},
	],
	BillingCodes: [
		{ id: materialCodeId, name: 'Setup', useType: 'Material Cost Code', unitPrice: 5, unitCost: 0 },
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
			name: 'Standard',
			periodType: 'Monthly',
			unitPrice: 18,
			unitCost: 14.4,
			billingCodeID: recurringCodeId,
			externalID: 'P-1',
		},
		{
			id: yearlyServiceId,
			name: 'Yearly',
			periodType: 'Yearly',
			unitPrice: 216,
			unitCost: 172.8,
			billingCodeID: recurringCodeId,
		},
		{
			id: dearServiceId,
			name: 'Dear',
			periodType: 'Monthly',
			unitPrice: 31,
			unitCost: 20,
			billingCodeID: recurringCodeId,
		},
	],
	Contracts: [
		contract(monthlyId, '2026-10-01', '2027-09-30', 'Monthly'),
		contract(yearlyId, '2026-03-15', '2028-03-14', 'Yearly'),
		contract(anchoredId, '2027-01-31', '2028-01-30', 'Monthly'),
		{ ...contract(timeAndMaterialsId, '2026-10-01', '2027-09-30', 'Monthly'), contractType: 'Time & Materials' },
		{ ...contract(20005, '2026-10-01', '2027-09-30', 'Monthly'), companyID: 1002 },
	],
};

function contract(id: number, startDate: string, endDate: string, contractPeriodType: string): JsonObject {
	return {
		id,
		companyID: companyId,
		contractName: `Contract ${id}`,
		contractType: 'Recurring Service',
		contractPeriodType,
		startDate,
		endDate,
		status: 'Active',
		timeReportingRequiresStartAndStopTimes: 0,
	};
}

/** What a call came back with; `body` is undefined where the answer was empty or not JSON. */
export interface CallResult {
	readonly status: number;
	readonly text: string;
	readonly body: JsonObject;
	readonly headers: Headers;
}

/** A started simulator with the seed and a way to call its API as its user. */
export interface Fixture {
	readonly simulator: AutotaskSimulator;
	/** Calls a path behind V1.0 of the home zone. */
	call(method: string, path: string, body?: unknown, other?: Record<string, string>): Promise<CallResult>;
	/** POST .../query; gives the items. */
	query(entity: string, filter: unknown, more?: JsonObject): Promise<JsonObject[]>;
	/** Adds units to a line. */
	adjust(contractId: number, body: JsonObject): Promise<CallResult>;
	/** Puts a line on a contract; gives its id. */
	line(contractId: number, given: JsonObject): number;
}

export async function startFixture(options: AutotaskOptions = {}): Promise<Fixture> {
	const simulator = await startAutotaskSimulator({ users: [user], now: '2026-10-16T09:00:00Z', seed, ...options });
	const base = `${Object.values(simulator.zoneUrls)[0]}V1.0`;
	const call: Fixture['call'] = (method, path, body, other) => callUrl(method, `${base}${path}`, body, other);
	return {
		simulator,
		call,
		query: async (entity, filter, more = {}) => {
			const { body } = await call('POST', `/${entity}/query`, { filter, ...more });
			return body.items as JsonObject[];
		},
		adjust: (contractId, body) =>
			call('POST', `/Contracts/${contractId}/ServiceAdjustments`, { contractID: contractId, ...body }),
		line: (contractId, given) => {
			const ids = simulator.seed({ ContractServices: [{ contractID: contractId, serviceID: serviceId, ...given }] });
			return ids.ContractServices?.[0] ?? 0;
		},
	};
}

/** Puts the fixture back to its seed. */
export function resetFixture({ simulator }: Fixture): void {
	simulator.reset();
	simulator.seed(seed);
}

export async function callUrl(
	method: string,
	url: string,
	body?: unknown,
	other: Record<string, string> = {},
): Promise<CallResult> {
	const response = await fetch(url, {
		method,
		headers: { ...headers, 'Content-Type': 'application/json', ...other },
		...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.includes('json') === true;
	return {
		status: response.status,
		text,
		body: (isJson ? JSON.parse(text) : {}) as JsonObject,
		headers: response.headers,
	};
}

/** Billed amounts of a month (YYYY-MM), price and cost. */
export function billed(simulator: AutotaskSimulator, month: string): { price: string; cost: string } {
	const items = (simulator.state().entities.BillingItems ?? []).filter((one) => String(one.itemDate).startsWith(month));
	const cents = (name: string): string =>
		(items.reduce((sum, one) => sum + Math.round(Number(one[name]) * 100), 0) / 100).toFixed(2);
	return { price: cents('totalAmount'), cost: cents('ourCost') };
}

/** The simplest body of a charge. */
export function charge(more: JsonObject = {}): JsonObject {
	return {
		contractID: monthlyId,
		name: 'Setup',
		datePurchased: '2026-10-16',
		chargeType: 1,
		unitQuantity: 1,
		unitPrice: 50,
		billingCodeID: materialCodeId,
		...more,
	};
}
