import type { INodeProperties } from 'n8n-workflow';
import { ownSettingsParameters } from '../shared/settings/options';
import { syncNames } from '../shared/settings/syncSettings';

/** The version from which on settings of the node's own are options. */
export const optionsSince = 2;

/** The node's parameters. */
export const syncContractProperties: INodeProperties[] = [
	{
		displayName:
			'Tasks that the trigger shows by hand are never written. Tasks approved in <b>Sync Tasks</b> are written, by hand too, unless Dry Run is on.',
		name: 'whatIsWritten',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to show what would be written without writing it',
	},
	...ownSettingsParameters(syncNames, { since: optionsSince }),
];
