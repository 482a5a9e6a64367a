/** The settings of plans that a node may have of its own; days are counted as the connection's checks count them. */
export const buildNames = [
	'priceSource',
	'proration',
	'costSource',
	'convertCost',
	'priceChangeLimit',
	'marginLimit',
	'changeQuantity',
	'syncRefunds',
	'invoiceDescription',
	'whenNoContract',
] as const;
