import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { settingProperties } from './settingProperty';

/** The settings of writing that a node may have of its own. */
export const syncNames = ['sameDate', 'maxLines', 'maxMoney', 'hourlyShare'] as const;

/** The parameters of writing, shown where the options say; without any, always. */
export function syncProperties(displayOptions?: IDisplayOptions): INodeProperties[] {
	return settingProperties(syncNames, displayOptions);
}
