import type { INodeProperties } from 'n8n-workflow';

/** Parameters of the operations that give and take mappings of a whole catalogue as a file. */
export const fileProperties: INodeProperties[] = [
	{
		displayName: 'Put Output File in Field',
		name: 'outputField',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: { show: { operation: ['exportMappings'] } },
		hint: 'The name of the output binary field to put the file in',
	},
	{
		displayName: 'CSV From',
		name: 'csvFrom',
		type: 'options',
		options: [
			{ name: 'Binary Field', value: 'binary', description: 'A file that a node before has read' },
			{ name: 'Text', value: 'text', description: 'The text of the file' },
		],
		default: 'binary',
		displayOptions: { show: { operation: ['importMappings'] } },
		description: 'Where the file is. Its columns are those of an export.',
	},
	{
		displayName: 'Input Binary Field',
		name: 'inputField',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: { show: { operation: ['importMappings'], csvFrom: ['binary'] } },
		hint: 'The name of the input binary field containing the file',
	},
	{
		displayName: 'CSV Text',
		name: 'csvText',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		required: true,
		displayOptions: { show: { operation: ['importMappings'], csvFrom: ['text'] } },
		description: 'The file with its first line, which names the columns',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: true,
		displayOptions: { show: { operation: ['importMappings'] } },
		description: 'Whether to only say of each row what would change. Switch it off to map.',
	},
	{
		displayName: 'By',
		name: 'by',
		type: 'string',
		default: '',
		placeholder: 'e.g. Jane Doe',
		displayOptions: { show: { operation: ['importMappings'] } },
		description: 'Name recorded in the action log',
	},
];
