import type { Customer } from '../../../simulators/marketplace/records';
import { chargeKinds } from '../../../src/domain/contract/charge';
import type { ConnectionId, CustomerId, ProductId, SubscriptionId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import type { Subscription } from '../../../src/domain/order/order';
import { customers } from '../../../src/pages/mapping/customers';
import { mappingPage } from '../../../src/pages/mapping/mappingPage';
import { connection } from '../../sync/fixtureClients';
import { startWorld, type World } from '../../sync/fixtureWorld';
import { openPage } from '../openPage';

export type SeenWorld = World & { readonly connectionId: ConnectionId };

/** A customer of the marketplace that carries no external id. */
export function customerOf(id: number, name: string): Customer {
	return {
		id: String(id),
		status: 'active',
		name,
		address: { streetAddress: '1 High Street', postalCode: 'LS1 1AA', city: 'Leeds', countryCode: 'GB' },
		contactPersons: [
			{ type: 'admin', firstName: 'Ann', lastName: 'Lee', email: 'ann@c.example', phoneNumber: '44#113#4960000#' },
		],
		language: 'en',
	};
}

const codes = ['Cloud setup', 'Cloud proration', 'Cloud usage', 'Cloud fees', 'Cloud credits'].map((name, at) => ({
	id: 29680011 + at,
	name,
	useType: 'Material Cost Code',
	unitPrice: 0,
	unitCost: 0,
}));

/**
 * A world whose customer 1 is mapped, customers 2 and 3 are not, and whose only product is Basic (PRD-M), which nobody has
 * mapped: it was sold `sold` times. Of the kinds of charges the fee is unmapped, or all are.
 */
export async function openSeen({
	sold = 1,
	unmapped,
}: { readonly sold?: number; readonly unmapped?: 'all' } = {}): Promise<SeenWorld> {
	const world = await startWorld({ companies: 3, unmappedCharges: unmapped === 'all' ? chargeKinds : ['fee'] });
	world.autotaskSide.seed({ BillingCodes: codes });
	const priced = (amount: string) => ({ currency: 'GBP', amount, type: 'recurring', model: 'FLAT' }) as const;
	world.marketplaceSide.seed({
		products: [
			{
				id: 'PRD-M',
				mpn: 'MPN-M',
				vendor: 'Microsoft',
				serviceName: 'Microsoft 365',
				name: 'Basic',
				prices: [priced('18')],
				costs: [priced('14.4')],
				billingPeriod: { type: 'month', duration: 1 },
				subscriptionPeriod: { type: 'year', duration: 1 },
				billingModel: 'chargeBeforeBillingPeriod',
			},
		],
	});
	for (let sale = 0; sale < sold; sale++)
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-M', quantity: 2, at: `2026-10-01T09:0${sale}:00Z` });
	await world.run({ check: { processAutomatically: false } });
	await openPage(mappingPage(customers), world).send({}, { action: 'load' });
	return Object.assign(world, { connectionId: connection.connectionId });
}

/** Shows the store that many customers, and a product of each, as checks and loads would. */
export async function seeMany({ store, clock, connectionId }: SeenWorld, count: number): Promise<void> {
	const numbers = Array.from({ length: count }, (_, at) => String(10_000 + at));
	const seen = numbers.map((id) => ({ id: id as CustomerId, name: `Customer ${id}` }));
	await store.saveCustomers(connectionId, seen, clock.now());
	const price = { currency: 'GBP', amount: decimal('18.00') };
	const subscriptions = numbers.map((id): Subscription => ({
		id: `S-${id}` as SubscriptionId,
		name: 'Licences',
		customerId: id as CustomerId,
		status: 'active',
		createdOn: '2026-01-01' as Subscription['createdOn'],
		billingModel: 'chargeBeforeBillingPeriod',
		billingPeriod: { type: 'month', duration: 1 },
		planId: String(Number(id) % 40),
		products: [{ productId: `P-${id}` as ProductId, name: `Licence ${id}`, quantity: decimal('1'), unitPrice: price }],
	}));
	await store.saveSubscriptions(connectionId, subscriptions, clock.now());
}
