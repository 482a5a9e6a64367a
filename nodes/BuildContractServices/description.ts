import type { INodeProperties } from 'n8n-workflow';
import { buildNames } from '../shared/settings/buildProperties';
import { ownSettingsParameters } from '../shared/settings/options';

/** The version from which on settings of the node's own are options. */
export const optionsSince = 2;

/** The node's parameters. */
export const buildContractServicesProperties: INodeProperties[] = ownSettingsParameters(buildNames, {
	since: optionsSince,
});
