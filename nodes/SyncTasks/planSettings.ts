import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { SaidSettings } from '../../src/domain/settings/connectionSettings';
import { buildNames } from '../shared/settings/buildProperties';
import { ownReader, ownSettingsParameters, parametersOf } from '../shared/settings/options';
import { ownSettings } from '../shared/settings/ownSettings';

/** The version of Sync Tasks from which on settings of its own are options. */
export const optionsSince = 3;

/** What a single task is mapped and planned with. */
export const planNames = ['matchCompanyBy', 'severalProducts', ...buildNames] as const;

/** What the node says of it itself. */
export function ownPlanSettings(context: IExecuteFunctions, item: number): SaidSettings {
	return ownSettings(planNames, ownReader(parametersOf(context, item), optionsSince));
}

/** The same of what contracts are judged by, which has no parameters of mapping. */
export function ownBuildSettings(context: IExecuteFunctions, item: number): SaidSettings {
	return ownSettings(buildNames, ownReader(parametersOf(context, item), optionsSince));
}

/** The parameters of a change or a plan of one task, and of the contracts that it fits. */
export const planParameters: INodeProperties[] = [
	...ownSettingsParameters(planNames, { since: optionsSince, show: { operation: ['change', 'plan'] } }),
	...ownSettingsParameters(buildNames, { since: optionsSince, show: { operation: ['contracts'] } }),
];
