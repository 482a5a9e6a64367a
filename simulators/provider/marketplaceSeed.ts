import { SimulatorClock } from '../clock';
import type { SaleAct } from '../marketplace/actKinds';
import { act } from '../marketplace/acts';
import { Marketplace } from '../marketplace/marketplace';
import type { Customer, MarketplaceRecords, Product } from '../marketplace/records';
import { usualSettings } from '../marketplace/simulator';
import { catalogue, entryOf, type CatalogueEntry } from './catalogue';
import { companies, type ProviderCompany } from './companies';
import { dayMonthsAgo, daysBefore } from './days';
import { subscriptions, type ProviderSubscription } from './subscriptions';

/** What the provider has on the marketplace on a day: customers, products, subscriptions and their past orders. */
export function providerRecords(today: string): MarketplaceRecords {
	const market = new Marketplace(usualSettings, new SimulatorClock());
	market.put({ customers: companies.map(customerOf), products: Object.values(catalogue).map(productOf) });
	const purchases = subscriptions.map((one) => ({ one, day: boughtOn(one, today) }));
	purchases.sort((one, other) => one.day.localeCompare(other.day));
	purchases.forEach(({ one, day }, index) => act(market, purchase(one, day, index)));
	for (const one of subscriptions) {
		if (one.lately?.kind !== 'change') continue;
		const at = `${daysBefore(today, one.lately.daysAgo)}T10:30:00Z`;
		act(market, { kind: 'change', subscriptionId: one.id, quantity: one.quantity, at });
	}
	return market.records();
}

/** The day a subscription was bought. */
export function boughtOn(one: ProviderSubscription, today: string): string {
	if (one.lately?.kind === 'sale') return daysBefore(today, one.lately.daysAgo);
	return dayMonthsAgo(today, one.bought.monthsAgo, one.bought.day);
}

function purchase(one: ProviderSubscription, day: string, index: number): SaleAct {
	const quantity = one.lately?.kind === 'change' ? one.lately.quantityBefore : one.quantity;
	const at = `${day}T09:${String(index).padStart(2, '0')}:00Z`;
	const { id: productId } = entryOf(one.product);
	return { kind: 'sale', customerId: one.customerId, productId, quantity, subscriptionId: one.id, at };
}

function customerOf(company: ProviderCompany): Customer {
	const mailName = company.name.split(' ')[0]?.toLowerCase() ?? 'office';
	return {
		id: company.customerId,
		externalId: company.externalId,
		status: 'active',
		name: company.name,
		address: {
			streetAddress: `${company.customerId.slice(2)} Market Street`,
			postalCode: 'LS1 4AP',
			city: company.city,
			countryCode: company.currency === 'EUR' ? 'NL' : 'GB',
		},
		contactPersons: [
			{
				type: 'admin',
				firstName: 'Robin',
				lastName: company.name.split(' ')[0] ?? 'Office',
				email: `robin@${mailName}.example`,
				phoneNumber: `44#113#496${company.customerId}#`,
			},
		],
		language: 'en',
		resellerId: '1000001',
	};
}

function productOf(entry: CatalogueEntry): Product {
	return {
		mpn: entry.mpn,
		vendor: entry.vendor,
		id: entry.id,
		serviceName: entry.vendor === 'Microsoft' ? 'Microsoft 365' : entry.vendor,
		name: entry.name,
		minimumQuantity: '1',
		maximumQuantity: '300',
		prices: [{ currency: 'GBP', amount: entry.price, type: 'recurring', model: 'FLAT' }],
		costs: [{ currency: 'GBP', amount: entry.cost, type: 'recurring', model: 'FLAT' }],
		billingPeriod: { type: entry.cycle, duration: 1 },
		subscriptionPeriod: { type: 'year', duration: 1 },
		billingModel: 'chargeBeforeBillingPeriod',
	};
}
