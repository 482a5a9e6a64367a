import type { INodeProperties } from 'n8n-workflow';
import { checkProperties } from '../shared/settings/checkSettings';

/** The version from which on settings of the node's own are options. */
export const optionsSince = 2;

/** The node's parameters. */
export const resellerMarketplaceTriggerProperties: INodeProperties[] = [
	{
		displayName:
			'<b>Fetch Test Event</b> and <b>Execute workflow</b> show up to 10 tasks and write nothing. Tasks are made once the workflow is published.',
		name: 'whatByHand',
		type: 'notice',
		default: '',
	},
	...checkProperties({ since: optionsSince }),
];
