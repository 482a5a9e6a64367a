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

/** The settings of writing that a node may have of its own. */
export const syncNames = ['sameDate', 'maxLines', 'maxMoney', 'hourlyShare'] as const;
