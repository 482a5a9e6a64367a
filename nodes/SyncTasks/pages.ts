import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { logPage } from '../../src/pages/log/logPage';
import type { Page } from '../../src/pages/page';
import { taskPage } from '../../src/pages/task/taskPage';
import type { BoardSettings } from '../../src/pages/tasks/taskActions';
import { tasksPage } from '../../src/pages/tasks/tasksPage';
import type { PlanNowSettings } from '../../src/sync/planTaskNow';
import { buildProperties } from '../shared/buildProperties';
import { readBuildSettings } from '../shared/buildSettings';
import { checkProperties, readCheckRules } from '../shared/checkSettings';
import { runPages } from '../shared/pageRun';
import { readSyncSettings, syncProperties } from '../shared/syncSettings';

const onBoard = { show: { operation: ['page'], page: ['tasks'] } };
const inWizard = { show: { operation: ['page'], page: ['task'] } };
const inBoth = { show: { operation: ['page'], page: ['task', 'tasks'] } };
/** What the trigger alone decides: the connection keeps the first two, and the board hands nothing on. */
const ofTrigger = ['timeZone', 'expirationIs', 'batchSize', 'setAsideAfter'];

/** Which page is shown, and what the pages check, plan and write with. */
export const pageProperties: INodeProperties[] = [
	{
		displayName: 'Page',
		name: 'page',
		type: 'options',
		options: [
			{ name: 'Log', value: 'log', description: 'What was done, and by whom' },
			{ name: 'Task', value: 'task', description: 'One task from its customer to what was written' },
			{ name: 'Tasks', value: 'tasks', description: 'The task board' },
		],
		default: 'tasks',
		displayOptions: { show: { operation: ['page'] } },
		description: 'Which page is shown; each has a Webhook node of its own',
	},
	...checkProperties(onBoard).filter(({ name }) => !ofTrigger.includes(name)),
	{
		displayName: 'Match Company By',
		name: 'matchCompanyBy',
		type: 'options',
		options: [
			{ name: 'Company ID', value: 'id', description: 'The external ID of the customer is the ID of the company' },
			{ name: 'Company Number', value: 'companyNumber', description: 'The external ID is the company number' },
		],
		default: 'companyNumber',
		displayOptions: inWizard,
		description: 'What the external ID of a marketplace customer is compared with; only an exact match maps by itself',
	},
	{
		displayName: 'Several Products on One Service',
		name: 'severalProducts',
		type: 'options',
		options: [
			{ name: 'Allow', value: 'allow', description: 'Products may share a service' },
			{ name: 'Refuse', value: 'refuse', description: 'A service belongs to one product' },
		],
		default: 'refuse',
		displayOptions: inWizard,
		description: 'What happens when a second product would use the same service of Autotask',
	},
	...buildProperties(inWizard),
	...syncProperties(inBoth),
];

function syncSettings(context: IExecuteFunctions): BoardSettings['sync'] {
	const signal = context.getExecutionCancelSignal();
	const read = (name: string) => (name === 'dryRun' ? false : context.getNodeParameter(name, 0));
	return { ...readSyncSettings(read), ...(signal && { signal }) };
}

function board(context: IExecuteFunctions): Page {
	const read = (name: string) => context.getNodeParameter(name, 0);
	return tasksPage({ check: { ...readCheckRules(read), batchSize: 1 }, sync: syncSettings(context) });
}

function wizard(context: IExecuteFunctions): Page {
	const read = (name: string) => context.getNodeParameter(name, 0);
	const plan: PlanNowSettings = {
		matchCompanyBy: read('matchCompanyBy') as PlanNowSettings['matchCompanyBy'],
		severalProducts: read('severalProducts') as PlanNowSettings['severalProducts'],
		build: readBuildSettings(read),
	};
	return taskPage({ plan, sync: syncSettings(context) });
}

function pagesOf(context: IExecuteFunctions): Readonly<Record<string, Page>> {
	switch (context.getNodeParameter('page', 0)) {
		case 'task':
			return { task: wizard(context) };
		case 'tasks':
			return { tasks: board(context) };
		default:
			return { log: logPage };
	}
}

/** Answers a browser with the board, the wizard or the log. */
export async function page(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await runPages(context, pagesOf(context), 1);
}
