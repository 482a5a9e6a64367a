import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { logPage } from '../../src/pages/log/logPage';
import type { BoardSettings } from '../../src/pages/tasks/taskActions';
import { tasksPage } from '../../src/pages/tasks/tasksPage';
import { checkProperties, readCheckRules } from '../shared/checkSettings';
import { runPages } from '../shared/pageRun';
import { readSyncSettings, syncProperties } from '../shared/syncSettings';

const onBoard = { show: { operation: ['page'], page: ['tasks'] } };
/** What the trigger alone decides: the connection keeps the first two, and the board hands nothing on. */
const ofTrigger = ['timeZone', 'expirationIs', 'batchSize', 'setAsideAfter'];

/** Which page is shown, and what the board checks and writes with. */
export const pageProperties: INodeProperties[] = [
	{
		displayName: 'Page',
		name: 'page',
		type: 'options',
		options: [
			{ name: 'Log', value: 'log', description: 'What was done, and by whom' },
			{ name: 'Tasks', value: 'tasks', description: 'The task board' },
		],
		default: 'tasks',
		displayOptions: { show: { operation: ['page'] } },
		description: 'Which page is shown; each has a Webhook node of its own',
	},
	...checkProperties(onBoard).filter(({ name }) => !ofTrigger.includes(name)),
	...syncProperties(onBoard),
];

function boardSettings(context: IExecuteFunctions): BoardSettings {
	const signal = context.getExecutionCancelSignal();
	const read = (name: string) => (name === 'dryRun' ? false : context.getNodeParameter(name, 0));
	return {
		check: { ...readCheckRules(read), batchSize: 1 },
		sync: { ...readSyncSettings(read), ...(signal && { signal }) },
	};
}

/** Answers a browser with a page of the board or of the log. */
export async function page(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const isBoard = context.getNodeParameter('page', 0) === 'tasks';
	const pages = isBoard ? { tasks: tasksPage(boardSettings(context)) } : { log: logPage };
	return await runPages(context, pages, 1);
}
