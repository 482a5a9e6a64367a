import type { INodeProperties } from 'n8n-workflow';

/** What a customer's external id is; a node says when it is shown, and what it is for. */
export const matchCompanyBy: INodeProperties = {
	displayName: 'Match Company By',
	name: 'matchCompanyBy',
	type: 'options',
	options: [
		{ name: 'Company ID', value: 'id', description: 'The external ID of the customer is the ID of the company' },
		{ name: 'Company Number', value: 'companyNumber', description: 'The external ID is the company number' },
	],
	default: 'companyNumber',
};

/** The language of a customer that is made. */
export const language: INodeProperties = {
	displayName: 'Language',
	name: 'language',
	type: 'string',
	default: 'en',
	required: true,
	description: 'Two letters: the language of notifications and of the panel of a new customer',
};
