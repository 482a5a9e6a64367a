import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { BoardSettings } from '../../src/pages/board/taskActions';
import { tasksPage } from '../../src/pages/board/tasksPage';
import { logPage } from '../../src/pages/log/logPage';
import type { Page } from '../../src/pages/page';
import { taskPage } from '../../src/pages/wizard/taskPage';
import { runPages } from '../shared/pages/pageRun';
import { checkProperties, readCheckRules } from '../shared/settings/checkSettings';
import { readSyncSettings, syncProperties } from '../shared/settings/syncSettings';
import { planProperties, readPlanSettings } from './planSettings';

const onBoard = { show: { operation: ['page'], page: ['tasks'] } };
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
	...planProperties(inBoth),
	...syncProperties(inBoth),
];

function syncSettings(context: IExecuteFunctions): BoardSettings['sync'] {
	const signal = context.getExecutionCancelSignal();
	const read = (name: string) => (name === 'dryRun' ? false : context.getNodeParameter(name, 0));
	return { ...readSyncSettings(read), ...(signal && { signal }) };
}

function board(context: IExecuteFunctions): Page {
	const read = (name: string) => context.getNodeParameter(name, 0);
	const sync = syncSettings(context);
	const { signal } = sync;
	return tasksPage({
		check: { ...readCheckRules(read), batchSize: 1 },
		plan: readPlanSettings(read),
		sync,
		...(signal && { signal }),
	});
}

function wizard(context: IExecuteFunctions): Page {
	const read = (name: string) => context.getNodeParameter(name, 0);
	return taskPage({ plan: readPlanSettings(read), sync: syncSettings(context) });
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
