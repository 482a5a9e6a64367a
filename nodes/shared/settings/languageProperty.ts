import type { INodeProperties } from 'n8n-workflow';

/** The language of a customer that is made. */
export const language: INodeProperties = {
	displayName: 'Language',
	name: 'language',
	type: 'string',
	default: 'en',
	required: true,
	description: 'Two letters: the language of notifications and of the panel of a new customer',
};
