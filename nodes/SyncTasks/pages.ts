import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { BoardSettings } from '../../src/pages/board/taskActions';
import { tasksPage } from '../../src/pages/board/tasksPage';
import { homePage } from '../../src/pages/home/homePage';
import { logPage } from '../../src/pages/log/logPage';
import type { ConnectionSettings, SaidSettings } from '../../src/domain/settings/connectionSettings';
import type { Page } from '../../src/pages/page';
import { settingsPage } from '../../src/pages/settings/settingsPage';
import { checkRulesPart, planNowPart, syncPart } from '../../src/sync/settings/settingParts';
import { taskPage } from '../../src/pages/wizard/taskPage';
import type { ChainPorts } from '../shared/opening/openPorts';
import { type AskedPage, runPages } from '../shared/pages/pageRun';
import { checkRuleNames } from '../shared/settings/checkSettings';
import { syncNames } from '../shared/settings/ownNames';
import { ownProperties } from '../shared/settings/ownProperties';
import { settingsHere } from '../shared/settings/ownSettings';
import { ownOf, planNames, settingVersions } from './ownOf';

const ofTask = [...planNames, ...syncNames] as const;
/** The connection keeps the days, and the board hands nothing on: what else a check has is the trigger's. */
const ofBoard = [...checkRuleNames, ...ofTask] as const;

/** Which page is shown, and what the pages check, plan and write with. */
export const pageProperties: INodeProperties[] = [
	{
		displayName: 'Page',
		name: 'page',
		type: 'options',
		options: [
			{ name: 'Home', value: 'home', description: 'Open work and its money' },
			{ name: 'Log', value: 'log', description: 'What was done, and by whom' },
			{ name: 'Settings', value: 'settings', description: 'The settings of the connection' },
			{ name: 'Task', value: 'task', description: 'One task from its customer to what was written' },
			{ name: 'Tasks', value: 'tasks', description: 'The task board' },
		],
		default: 'tasks',
		displayOptions: { show: { operation: ['page'] } },
		description: 'Which page is shown; each has a Webhook node of its own',
	},
	...ownProperties(ofBoard, { versions: settingVersions, show: { operation: ['page'], page: ['tasks'] } }),
	...ownProperties(ofTask, { versions: settingVersions, show: { operation: ['page'], page: ['task'] } }),
];

/** A page that works as the settings of its connection say, and where the node says otherwise, as it says. */
function asSet(
	context: IExecuteFunctions,
	name: string,
	{ own, make }: { readonly own: SaidSettings; readonly make: (settings: ConnectionSettings) => Page },
): AskedPage {
	const open = async (ports: ChainPorts) =>
		make((await settingsHere(context, own, { ...ports, ...ports.inputs })).settings);
	return { name, open };
}

function syncOf(context: IExecuteFunctions, settings: ConnectionSettings): BoardSettings['sync'] {
	const signal = context.getExecutionCancelSignal();
	return { ...syncPart(settings), dryRun: false, ...(signal && { signal }) };
}

function board(context: IExecuteFunctions): AskedPage {
	const own = ownOf(context, ofBoard, 0);
	const make = (settings: ConnectionSettings) => {
		const sync = syncOf(context, settings);
		const { signal } = sync;
		const check = { ...checkRulesPart(settings), batchSize: 1 };
		return tasksPage({ check, plan: planNowPart(settings), sync, ...(signal && { signal }) });
	};
	return asSet(context, 'tasks', { own, make });
}

function wizard(context: IExecuteFunctions): AskedPage {
	const own = ownOf(context, ofTask, 0);
	const make = (settings: ConnectionSettings) =>
		taskPage({ plan: planNowPart(settings), sync: syncOf(context, settings) });
	return asSet(context, 'task', { own, make });
}

function pagesOf(context: IExecuteFunctions): Readonly<Record<string, AskedPage>> {
	switch (context.getNodeParameter('page', 0)) {
		case 'task':
			return { task: wizard(context) };
		case 'tasks':
			return { tasks: board(context) };
		case 'home':
			return { home: homePage };
		case 'settings':
			return { settings: settingsPage };
		default:
			return { log: logPage };
	}
}

/** Answers a browser with Home, the board, the wizard, the settings or the log. */
export async function page(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await runPages(context, pagesOf(context), 1);
}
