import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { digestOf } from '../../src/pages/digest/digestOf';
import type { NotifyAbout } from '../../src/pages/digest/told';
import { plainJson } from '../shared/items/itemJson';
import { typedText } from '../shared/items/itemRun';
import { SettingError } from '../shared/settingError';
import { paired } from './answers';
import { toldTask } from '../shared/items/toldTask';

const onDigest = { show: { operation: ['digest'] } };

/** What a message is made of. */
export const digestProperties: INodeProperties[] = [
	{
		displayName: 'Notify About',
		name: 'notifyAbout',
		type: 'options',
		options: [
			{
				name: 'Errors and Actions Needed',
				value: 'errorsAndActions',
				description: 'Tasks that failed, need a decision or wait for approval',
			},
			{ name: 'All Tasks', value: 'allTasks', description: 'Also what was written, and what has not changed' },
		],
		default: 'errorsAndActions',
		displayOptions: onDigest,
		description: 'Which of the incoming tasks the message tells of. If there are none, no item comes out.',
	},
	{
		displayName: 'Address of the Pages',
		name: 'pagesUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://n8n.example.com/webhook/marketplace',
		displayOptions: onDigest,
		description: 'Start of the links in the message. Leave empty for a message without links.',
	},
];

/** Where the pages are; undefined for a message without links. */
function pagesUrlOf(context: IExecuteFunctions): string | undefined {
	const typed = typedText(context, 'pagesUrl', 0);
	if (typed === '') return undefined;
	if (!/^https?:\/\/[^\s"'<>]+$/i.test(typed) || !URL.canParse(typed))
		throw new SettingError(
			`Address of the Pages: "${typed.slice(0, 100)}" is no web address. Enter one such as https://n8n.example.com/webhook/marketplace.`,
		);
	return typed;
}

/** One message about all incoming tasks; no item if there is nothing to tell. */
export async function digest(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const about = context.getNodeParameter('notifyAbout', 0) as NotifyAbout;
	const pagesUrl = pagesUrlOf(context);
	const tasks = context.getInputData().map(({ json }, at) => toldTask(json, at));
	const made = digestOf(tasks, { about, ...(pagesUrl !== undefined && { pagesUrl }) });
	return await Promise.resolve(paired(context, made ? [plainJson(made)] : []));
}
