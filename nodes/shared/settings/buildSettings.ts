import type { BuildSettings } from '../../../src/sync/planning/buildSettings';

/** Reads them through the node's own way of reading a parameter. */
export function readBuildSettings(read: (name: keyof BuildSettings) => unknown): BuildSettings {
	return {
		priceSource: read('priceSource') as BuildSettings['priceSource'],
		proration: read('proration') as BuildSettings['proration'],
		costSource: read('costSource') as BuildSettings['costSource'],
		convertCost: read('convertCost') as boolean,
		changeQuantity: read('changeQuantity') as BuildSettings['changeQuantity'],
		syncRefunds: read('syncRefunds') as boolean,
		invoiceDescription: read('invoiceDescription') as BuildSettings['invoiceDescription'],
		priceChangeLimit: Number(read('priceChangeLimit')),
		whenNoContract: read('whenNoContract') as BuildSettings['whenNoContract'],
	};
}
