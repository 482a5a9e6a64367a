import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { settingProperties } from './settingProperty';

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

/** How plans are made, as parameters that show under these conditions. */
export function buildProperties(displayOptions?: IDisplayOptions): INodeProperties[] {
	return settingProperties(buildNames, displayOptions);
}
