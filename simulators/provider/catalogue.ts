/** A product as the marketplace sells it; prices and costs in GBP for one period. */
export interface CatalogueEntry {
	readonly id: string;
	readonly mpn: string;
	readonly vendor: string;
	readonly name: string;
	readonly price: string;
	readonly cost: string;
	readonly cycle: 'month' | 'year';
	/** False where Autotask has no service with the product's id, so that a person must map it. */
	readonly hasService: boolean;
}

/** What the provider sells. Monthly plans run for a year; yearly ones are paid for the year. */
export const catalogue = {
	basic: microsoft('PRD1001', 'CFQ7TTC0LH18:0001', 'Microsoft 365 Business Basic', '5.40', '4.32'),
	standard: microsoft('PRD1002', 'CFQ7TTC0LDPB:0001', 'Microsoft 365 Business Standard', '11.30', '9.04'),
	premium: microsoft('PRD1003', 'CFQ7TTC0LCHC:0002', 'Microsoft 365 Business Premium', '18.00', '14.40'),
	e3: microsoft('PRD1004', 'CFQ7TTC0LFLX:0001', 'Microsoft 365 E3', '33.10', '26.48'),
	e5: microsoft('PRD1005', 'CFQ7TTC0LFLZ:0002', 'Microsoft 365 E5', '52.00', '41.60'),
	exchange: microsoft('PRD1006', 'CFQ7TTC0LH16:0001', 'Exchange Online (Plan 1)', '3.30', '2.64'),
	defender: microsoft('PRD1007', 'CFQ7TTC0JZ9X:0004', 'Microsoft Defender for Business', '2.50', '2.00'),
	phone: microsoft('PRD1008', 'CFQ7TTC0LH0L:0001', 'Microsoft Teams Phone Standard', '7.20', '5.76'),
	premiumYear: yearly(
		microsoft('PRD1009', 'CFQ7TTC0LCHC:0003', 'Microsoft 365 Business Premium (yearly)', '216.00', '172.80'),
	),
	e3Year: yearly(microsoft('PRD1010', 'CFQ7TTC0LFLX:0002', 'Microsoft 365 E3 (yearly)', '397.20', '317.76')),
	backup: {
		...microsoft('PRD1011', 'SWDBLSENS', 'Acronis Cyber Protect Workstation', '4.75', '3.30'),
		vendor: 'Acronis',
	},
	archive: {
		...microsoft('PRD1012', 'MA-STD-1', 'Mail Archive Standard', '2.10', '1.45'),
		vendor: 'Hornetsecurity',
		hasService: false,
	},
} satisfies Readonly<Record<string, CatalogueEntry>>;

/** Short name of a product of the catalogue. */
export type ProductKey = keyof typeof catalogue;

/** The entry of a product. */
export function entryOf(key: ProductKey): CatalogueEntry {
	return catalogue[key];
}

function microsoft(id: string, mpn: string, name: string, price: string, cost: string): CatalogueEntry {
	return { id, mpn, vendor: 'Microsoft', name, price, cost, cycle: 'month', hasService: true };
}

function yearly(entry: CatalogueEntry): CatalogueEntry {
	return { ...entry, cycle: 'year' };
}
