import type { INodeProperties } from 'n8n-workflow';

/** How tasks find their company; a node says where it shows. */
export const matchCompanyBy: INodeProperties = {
	displayName: 'Match Company By',
	name: 'matchCompanyBy',
	type: 'options',
	options: [
		{ name: 'Company ID', value: 'id', description: 'The external ID of the customer is the ID of the company' },
		{ name: 'Company Number', value: 'companyNumber', description: 'The external ID is the company number' },
	],
	default: 'companyNumber',
	description: 'What the external ID of a marketplace customer is compared with; only an exact match maps by itself',
};

/** Whether products may share a service; a node says where it shows. */
export const severalProducts: INodeProperties = {
	displayName: 'Several Products on One Service',
	name: 'severalProducts',
	type: 'options',
	options: [
		{ name: 'Allow', value: 'allow', description: 'Products may share a service' },
		{ name: 'Refuse', value: 'refuse', description: 'A service belongs to one product' },
	],
	default: 'refuse',
	description: 'What happens when a second product would use the same service of Autotask',
};
