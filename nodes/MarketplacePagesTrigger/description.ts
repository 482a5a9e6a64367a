import type { INodeProperties, IWebhookDescription } from 'n8n-workflow';
import { language } from '../shared/settings/languageProperty';

/** The pages that a node can serve, by the value of the parameter *Pages*; the order is that of the list. */
export const servedPages = {
	charges: { name: 'Charges', description: 'Which service one-time charges and fees become' },
	customers: { name: 'Customers', description: 'Which company each customer is' },
	home: { name: 'Home', description: 'Open work and its money' },
	'import-customers': { name: 'Import Customers', description: 'Makes companies of customers, with their login' },
	log: { name: 'Log', description: 'What was done, and by whom' },
	products: { name: 'Products', description: 'Which service each product is' },
	settings: { name: 'Settings', description: 'The settings of the connection, and its people' },
	task: { name: 'Task', description: 'One task from its customer to what was written' },
	tasks: { name: 'Tasks', description: 'The task board and the review' },
} as const;

export type ServedPage = keyof typeof servedPages;

export const servedNames = Object.keys(servedPages) as ServedPage[];

/** Where all pages stand: without slashes around it. */
export function pathOf(path: string): string {
	return path.trim().replace(/^\/+|\/+$/g, '');
}

const folderExpression = '$parameter["path"].trim().replace(/^\\/+|\\/+$/g, "")';

/** One webhook for each page; n8n registers none for a page without a method. */
export const webhooks: IWebhookDescription[] = servedNames.map((name) => ({
	name: 'default',
	httpMethod: `={{ $parameter["pages"].includes("${name}") ? "GET,POST" : "" }}`,
	responseMode: 'onReceived',
	isFullPath: true,
	path: name === 'home' ? `={{ ${folderExpression} }}` : `={{ ${folderExpression} + "/${name}" }}`,
	ndvHideMethod: true,
	ndvHideUrl: `={{ !$parameter["pages"].includes("${name}") }}`,
}));

/** The node's parameters. */
export const marketplacePagesTriggerProperties: INodeProperties[] = [
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		default: 'marketplace',
		required: true,
		description:
			'Where Home is, below the address of production webhooks; the other pages stand under it. A second connection has another path.',
	},
	{
		displayName: 'Pages',
		name: 'pages',
		type: 'multiOptions',
		options: servedNames.map((value) => ({ ...servedPages[value], value })),
		default: ['charges', 'customers', 'home', 'import-customers', 'log', 'products', 'settings', 'task', 'tasks'],
		required: true,
		description: 'Which pages this node serves; each is served by one node',
	},
	{
		...language,
		displayOptions: { show: { pages: ['import-customers'] } },
	},
];
