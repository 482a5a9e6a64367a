import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { homePage } from '../../src/pages/home/homePage';
import { logPage } from '../../src/pages/log/logPage';
import type { ConnectionSettings, SaidSettings, SettingName } from '../../src/domain/settings/connectionSettings';
import type { Page } from '../../src/pages/page';
import { settingsPage } from '../../src/pages/settings/settingsPage';
import type { ChainPorts } from '../shared/opening/openPorts';
import { type AskedPage, runPages } from '../shared/pages/pageRun';
import { boardPage, oneTaskPage } from '../shared/pages/settingPages';
import { checkRuleNames } from '../shared/settings/checkSettings';
import { ownReader, ownSettingsParameters, parametersOf } from '../shared/settings/options';
import { ownSettings, settingsHere } from '../shared/settings/ownSettings';
import { syncNames } from '../shared/settings/syncSettings';
import { optionsSince, planNames } from './planSettings';

const taskNames = [...planNames, ...syncNames] as const;
const boardNames = [...checkRuleNames, ...taskNames] as const;

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
	...ownSettingsParameters(boardNames, { since: optionsSince, show: { operation: ['page'], page: ['tasks'] } }),
	...ownSettingsParameters(taskNames, { since: optionsSince, show: { operation: ['page'], page: ['task'] } }),
];

function ownOf(context: IExecuteFunctions, names: readonly SettingName[]): SaidSettings {
	return ownSettings(names, ownReader(parametersOf(context, 0), optionsSince));
}

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

function board(context: IExecuteFunctions): AskedPage {
	const make = (settings: ConnectionSettings) => boardPage(settings, context.getExecutionCancelSignal());
	return asSet(context, 'tasks', { own: ownOf(context, boardNames), make });
}

function wizard(context: IExecuteFunctions): AskedPage {
	const make = (settings: ConnectionSettings) => oneTaskPage(settings, context.getExecutionCancelSignal());
	return asSet(context, 'task', { own: ownOf(context, taskNames), make });
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
