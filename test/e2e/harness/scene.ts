import type { Seed } from '../../../simulators/autotask/admin/seed';
import type { Customer, MarketplaceRecords, Product } from '../../../simulators/marketplace/records';

const recurringCodeId = 29_680_001;

/** The material billing code for one-time charges. */
export const materialCodeId = 29_680_011;

/** A company that is a customer of the marketplace too; it maps by its number. */
interface SceneCustomer {
	readonly companyId: number;
	readonly customerId: string;
	readonly companyNumber: string;
	readonly name: string;
}

/** The first company of each scene, and the only one unless more are asked for. */
export const harbour: SceneCustomer = {
	companyId: 1001,
	customerId: '1',
	companyNumber: 'C-1',
	name: 'Harbour Ltd',
};

/** Harbour Ltd and its branches: customers 1, 2 and so on. */
function customersOf(count: number): readonly SceneCustomer[] {
	const branches = Array.from({ length: count - 1 }, (_, at) => at + 2);
	const branch = (n: number): SceneCustomer => ({
		companyId: 1000 + n,
		customerId: String(n),
		companyNumber: `C-${n}`,
		name: `Harbour ${n} Ltd`,
	});
	return [harbour, ...branches.map(branch)];
}

/** A monthly product of the marketplace and the service of Autotask that carries its id. */
export interface SceneProduct {
	readonly productId: string;
	readonly serviceId: number;
	readonly price: string;
	readonly cost: string;
}

/** Three monthly products; each maps by its external id. */
export const premium: SceneProduct = { productId: 'PRD-1', serviceId: 801, price: '18.00', cost: '14.40' };
export const standard: SceneProduct = { productId: 'PRD-2', serviceId: 802, price: '18.00', cost: '14.40' };
export const e5: SceneProduct = { productId: 'PRD-3', serviceId: 803, price: '31.00', cost: '24.80' };

const products = [premium, standard, e5];

/** A line that the provider has billed by hand. */
export interface SceneLine {
	readonly product: SceneProduct;
	readonly units: number;
}

/** A monthly contract in GBP. */
export interface SceneContract {
	readonly id: number;
	/** The first company's where not given. */
	readonly companyId?: number;
	readonly startDate: string;
	readonly endDate: string;
	readonly lines?: readonly SceneLine[];
}

/** Autotask with the companies, a service for each product, and the given contracts. */
export function autotaskScene(contracts: readonly SceneContract[], customers = 1): Seed {
	const code = { unitPrice: 0, unitCost: 0, billingCodeType: 'Normal' };
	return {
		Currencies: [{ id: 1, name: 'GBP', description: 'Pound sterling', exchangeRate: 1, isInternalCurrency: true }],
		Companies: customersOf(customers).map(companyRow),
		BillingCodes: [
			{ id: recurringCodeId, name: 'Cloud subscriptions', useType: 'Recurring Service Contract Code', ...code },
			{ id: materialCodeId, name: 'Cloud charges', useType: 'Material Cost Code', ...code },
		],
		Services: products.map(serviceRow),
		Contracts: contracts.map(contractRow),
		ContractServices: contracts.flatMap(({ id, lines = [] }) =>
			lines.map(({ product, units }) => ({
				contractID: id,
				serviceID: product.serviceId,
				units,
				unitPrice: Number(product.price),
				unitCost: Number(product.cost),
			})),
		),
	};
}

function companyRow({ companyId, name, companyNumber }: SceneCustomer) {
	return {
		id: companyId,
		companyName: name,
		companyNumber,
		companyType: 'Customer',
		currencyID: 1,
		phone: '0113 496 0001',
		ownerResourceID: 29_680_900,
	};
}

function serviceRow(product: SceneProduct) {
	return {
		id: product.serviceId,
		name: `Service of ${product.productId}`,
		invoiceDescription: `Service of ${product.productId}`,
		billingCodeID: recurringCodeId,
		periodType: 'Monthly',
		unitPrice: Number(product.price),
		unitCost: Number(product.cost),
		externalID: product.productId,
	};
}

function contractRow({ id, companyId = harbour.companyId, startDate, endDate }: SceneContract) {
	return {
		id,
		companyID: companyId,
		contractName: `Cloud ${id}`,
		contractType: 'Recurring Service',
		contractPeriodType: 'Monthly',
		status: 'Active',
		startDate,
		endDate,
		timeReportingRequiresStartAndStopTimes: 0,
	};
}

/** The marketplace with the companies as customers and the products; subscriptions come by sales. */
export function marketplaceScene(customers = 1): Partial<MarketplaceRecords> {
	return { customers: customersOf(customers).map(customerRecord), products: products.map(productOf) };
}

function customerRecord({ customerId, companyNumber, name }: SceneCustomer): Customer {
	return {
		id: customerId,
		externalId: companyNumber,
		status: 'active',
		name,
		address: { streetAddress: '1 Quay Street', postalCode: 'LS1 1AA', city: 'Leeds', countryCode: 'GB' },
		contactPersons: [
			{
				type: 'admin',
				firstName: 'Ann',
				lastName: 'Lee',
				email: 'ann@harbour.example',
				phoneNumber: '44#113#4960001#',
			},
		],
		language: 'en',
	};
}

function productOf({ productId, price, cost }: SceneProduct): Product {
	return {
		mpn: `MPN-${productId}`,
		vendor: 'Microsoft',
		id: productId,
		serviceName: 'Microsoft 365',
		name: `Product ${productId}`,
		prices: [{ currency: 'GBP', amount: price, type: 'recurring', model: 'FLAT' }],
		costs: [{ currency: 'GBP', amount: cost, type: 'recurring', model: 'FLAT' }],
		billingPeriod: { type: 'month', duration: 1 },
		subscriptionPeriod: { type: 'year', duration: 1 },
		billingModel: 'chargeBeforeBillingPeriod',
	};
}

/** One more customer of the marketplace, like the first of the scene; no company has its number. */
export function anotherCustomer(id: string, name: string): Customer {
	const [first] = marketplaceScene().customers ?? [];
	if (!first) throw new RangeError('the scene has no customer');
	return { ...first, id, name, externalId: `X-${id}`, taxRegId: `TAX-${id}` } as Customer;
}
