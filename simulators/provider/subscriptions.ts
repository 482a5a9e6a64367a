import type { ProductKey } from './catalogue';

/** One subscription and what the provider bills for it by hand. */
export interface ProviderSubscription {
	readonly id: string;
	readonly customerId: string;
	readonly product: ProductKey;
	/** Seats held today. */
	readonly quantity: number;
	/** When it was bought: so many months before the present month, on that day. */
	readonly bought: { readonly monthsAgo: number; readonly day: number };
	/** The line in the customer's contract of that cycle (the first one); none where nobody bills it yet. */
	readonly byHand?: { readonly units: number; readonly price: string };
	/** The last order, where it is so young that it makes a task of its own. */
	readonly lately?:
		| { readonly kind: 'sale'; readonly daysAgo: number }
		| { readonly kind: 'change'; readonly daysAgo: number; readonly quantityBefore: number };
}

/** Thirty subscriptions; the remark says what the first synchronisation is to find. */
export const subscriptions: readonly ProviderSubscription[] = [
	// 1001 Ashdown Legal: equal; two seats too few; not billed at all
	row('5001', '1001', 'premium', 10, [9, 1], { units: 10, price: '18.00' }),
	row('5002', '1001', 'exchange', 6, [9, 1], { units: 4, price: '3.30' }),
	row('5003', '1001', 'defender', 10, [6, 1]),
	// 1002 Brightwater Dental: two more seats since nine days, the line still holds the old number; not billed
	{
		...row('5004', '1002', 'standard', 14, [10, 1], { units: 12, price: '11.30' }),
		lately: { kind: 'change', daysAgo: 9, quantityBefore: 12 },
	},
	row('5005', '1002', 'phone', 5, [4, 9]),
	// 1003 Calder Logistics, periods from the 15th: equal; billed too cheap; not billed
	row('5006', '1003', 'basic', 22, [11, 15], { units: 22, price: '5.40' }),
	row('5007', '1003', 'premium', 8, [7, 15], { units: 8, price: '17.50' }),
	row('5008', '1003', 'backup', 8, [3, 15]),
	// 1004 Dunmore Architects: equal; equal in the yearly contract; two seats more than bought
	row('5009', '1004', 'e3', 9, [8, 1], { units: 9, price: '33.10' }),
	row('5010', '1004', 'premiumYear', 12, [8, 1], { units: 12, price: '216.00' }),
	row('5011', '1004', 'defender', 9, [5, 1], { units: 11, price: '2.50' }),
	// 1005 Eastgate School, yearly contract only: equal; another boundary; a monthly plan without a monthly contract
	row('5012', '1005', 'e3Year', 30, [8, 1], { units: 30, price: '397.20' }),
	row('5013', '1005', 'premiumYear', 6, [5, 9]),
	row('5014', '1005', 'basic', 40, [6, 1]),
	// 1006 Fenwick Foods: two contracts fit
	row('5015', '1006', 'standard', 11, [6, 1]),
	row('5016', '1006', 'exchange', 15, [6, 1]),
	// 1007 Granby Motors: the contract has ended
	row('5017', '1007', 'premium', 7, [10, 1], { units: 7, price: '18.00' }),
	row('5018', '1007', 'phone', 3, [4, 1]),
	// 1008 Harlow Optics: equal; two seats fewer since five days, the line still holds the old number; not billed
	row('5019', '1008', 'premium', 16, [11, 1], { units: 16, price: '18.00' }),
	{
		...row('5020', '1008', 'phone', 16, [11, 1], { units: 18, price: '7.20' }),
		lately: { kind: 'change', daysAgo: 5, quantityBefore: 18 },
	},
	row('5021', '1008', 'backup', 4, [3, 9]),
	// 1009 Ivybridge Vets, periods from the 15th: equal; not billed; a product that Autotask has no service for
	row('5022', '1009', 'standard', 9, [9, 15], { units: 9, price: '11.30' }),
	row('5023', '1009', 'exchange', 5, [2, 15]),
	row('5024', '1009', 'archive', 9, [2, 15]),
	// 1010 Juniper Media: equal; three seats too few; bought twelve days ago
	row('5025', '1010', 'e5', 6, [10, 1], { units: 6, price: '52.00' }),
	row('5026', '1010', 'premium', 21, [10, 1], { units: 18, price: '18.00' }),
	{ ...row('5027', '1010', 'defender', 21, [0, 1]), lately: { kind: 'sale', daysAgo: 12 } },
	// 1011 Kestrel Shipping: billed in EUR, ordered in GBP
	row('5028', '1011', 'standard', 13, [7, 1], { units: 13, price: '13.10' }),
	// 1012 Larkfield Farm: not mapped
	row('5029', '1012', 'basic', 7, [5, 1]),
	row('5030', '1012', 'exchange', 3, [5, 1]),
];

function row(
	id: string,
	customerId: string,
	product: ProductKey,
	quantity: number,
	[monthsAgo, day]: readonly [number, number],
	byHand?: ProviderSubscription['byHand'],
): ProviderSubscription {
	return {
		id,
		customerId,
		product,
		quantity,
		bought: { monthsAgo, day },
		...(byHand === undefined ? {} : { byHand }),
	};
}
