import {
	startMarketplaceSimulator,
	usualSettings,
	type MarketplaceOptions,
} from '../../../simulators/marketplace/simulator';
import type { MarketplaceSimulator } from '../../../simulators/marketplace/simulator';
import type { Customer, Product } from '../../../simulators/marketplace/records';

/** A customer of the given id. */
export function customer(id: string): Customer {
	return {
		id,
		externalId: `C-${id}`,
		status: 'active',
		name: `Company ${id}`,
		address: { streetAddress: '1 High Street', postalCode: 'LS1 1AA', city: 'Leeds', countryCode: 'GB' },
		contactPersons: [
			{ type: 'admin', firstName: 'Ann', lastName: 'Lee', email: `ann@c${id}.example`, phoneNumber: '44#113#4960000#' },
		],
		language: 'en',
	};
}

/** Licences at 18.00 a month, cost 14.40. */
export const licence: Product = {
	mpn: 'CFQ7TTC0LCHC:0002',
	vendor: 'Microsoft',
	id: 'PRD-1',
	serviceName: 'Microsoft 365',
	name: 'Microsoft 365 Business Premium',
	prices: [{ currency: 'GBP', amount: '18.00', type: 'recurring', model: 'FLAT' }],
	costs: [{ currency: 'GBP', amount: '14.40', type: 'recurring', model: 'FLAT' }],
	billingPeriod: { type: 'month', duration: 1 },
	subscriptionPeriod: { type: 'year', duration: 1 },
	billingModel: 'chargeBeforeBillingPeriod',
};

/** A marketplace with one customer, one product and the present set to 16 October 2026, 10:00 in London. */
export async function startWithLicence(options: MarketplaceOptions = {}): Promise<MarketplaceSimulator> {
	const simulator = await startMarketplaceSimulator(options);
	simulator.setNow('2026-10-16T09:00:00Z');
	simulator.seed({ customers: [customer('1')], products: [licence] });
	return simulator;
}

/** A page or a record, as JSON. */
export type Body = { readonly [key: string]: unknown } & {
	readonly data: readonly { readonly [key: string]: unknown }[];
	readonly pagination: { readonly offset: number; readonly limit: number; readonly total: number };
};

/** Logs in by user and password; gives the token. */
export async function login(simulator: MarketplaceSimulator): Promise<string> {
	const response = await fetch(`${simulator.url}/token`, {
		method: 'POST',
		headers: { ...basic(usualSettings.password), 'Content-Type': 'application/json' },
		body: JSON.stringify({ marketplace: 'uk' }),
	});
	return ((await response.json()) as { token: string }).token;
}

/** Headers of a login by the given password. */
export function basic(password: string): Record<string, string> {
	const text = Buffer.from(`${usualSettings.username}:${password}`).toString('base64');
	return { Authorization: `Basic ${text}`, 'X-Subscription-Key': usualSettings.subscriptionKey };
}

/** GETs a path of the API with a token. */
export async function get(
	simulator: MarketplaceSimulator,
	path: string,
	token: string,
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: Body }> {
	const response = await fetch(`${simulator.url}${path}`, {
		headers: { Authorization: `Bearer ${token}`, 'X-Subscription-Key': usualSettings.subscriptionKey },
	});
	return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}
