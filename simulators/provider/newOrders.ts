import type { MarketplaceAct } from '../marketplace/actKinds';
import { catalogue } from './catalogue';

/**
 * What the provider's customers order on a day, in the order it arrives: eight orders that can be carried through
 * or need a person. They are created at the marketplace's present.
 */
export function newOrders(today: string): readonly MarketplaceAct[] {
	const poNumber = `PO-${today}`;
	return [
		// Harlow Optics takes a new product, with a setup fee.
		{
			kind: 'sale',
			customerId: '1008',
			productId: catalogue.standard.id,
			quantity: 4,
			setup: '50.00',
			subscriptionId: '5031',
			poNumber,
		},
		// Ashdown Legal: three more seats.
		{ kind: 'change', subscriptionId: '5001', quantity: 13 },
		// Calder Logistics, periods from the 15th: two more.
		{ kind: 'change', subscriptionId: '5006', quantity: 24 },
		// Juniper Media gives up a seat, to fall from the next period.
		{ kind: 'change', subscriptionId: '5025', quantity: 5 },
		// Dunmore Architects gives up two.
		{ kind: 'change', subscriptionId: '5009', quantity: 7 },
		// Ivybridge Vets takes a new product.
		{
			kind: 'sale',
			customerId: '1009',
			productId: catalogue.defender.id,
			quantity: 9,
			subscriptionId: '5032',
			poNumber,
		},
		// Brightwater Dental buys what Autotask has no service for.
		{
			kind: 'sale',
			customerId: '1002',
			productId: catalogue.archive.id,
			quantity: 14,
			subscriptionId: '5033',
			poNumber,
		},
		// An order of a kind that the API does not name.
		{ kind: 'unknown', subscriptionId: '5019', prefix: 'XO', amount: '5.00' },
	];
}
