import type { INodeProperties } from 'n8n-workflow';
import type { ConnectionSettings, SaidSettings } from '../../../src/domain/settings/connectionSettings';
import { whichCounts } from '../../../src/domain/settings/whichCounts';
import type { CheckSettings } from '../../../src/sync/checking/checkRun';
import { checkPart } from '../../../src/sync/settings/settingParts';
import { SettingError } from '../settingError';
import { ownSettingsParameters, type Standing } from './options';

/** The settings of a check that a node may have of its own. */
export const checkNames = [
	'timeZone',
	'processAutomatically',
	'orderKinds',
	'lookBackDays',
	'sweep',
	'expirationIs',
	'recheckHours',
	'keepLogDays',
] as const;

/** What decides days; the connection keeps it for all that is not a check. */
export const dayNames = ['timeZone', 'expirationIs'] as const;

/** The settings of a check on the pages, where days are the connection's. */
export const checkRuleNames = checkNames.filter((name) => !dayNames.some((one) => one === name));

/** What only a node has: how much it hands on, and how often. */
const pace: INodeProperties[] = [
	{
		displayName: 'Batch Size',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 5000, numberPrecision: 0 },
		default: 200,
		description: 'How many tasks one check hands on at most; the rest comes with the next ones',
	},
	{
		displayName: 'Set Aside After (Tries)',
		name: 'setAsideAfter',
		type: 'number',
		typeOptions: { minValue: 2, maxValue: 100, numberPrecision: 0 },
		default: 5,
		description: 'How often a task is handed on without ever coming to an end before it counts as failed',
	},
];

/** The parameters of a look for changes. */
export function checkProperties(standing: Omit<Standing, 'more'>): INodeProperties[] {
	return ownSettingsParameters(checkNames, { ...standing, more: pace });
}

function paceOf(name: string, given: unknown): number {
	return Number(given || pace.find((one) => one.name === name)?.default);
}

/**
 * The zone in which a check reads the marketplace: the node's own, else that of Settings.
 *
 * @throws SettingError where neither has one.
 */
export function zoneOfCheck(own: SaidSettings): (stored: SaidSettings) => string {
	return (stored) => {
		const { timeZone } = whichCounts(own, stored);
		if (timeZone !== '') return timeZone;
		throw new SettingError(
			'No time zone is set, and it decides the day from which a change is billed. Choose the Marketplace Time Zone on the Settings page, with Sync Tasks (Change Settings), or in this node.',
		);
	};
}

/** What a check works with, with the node's own pace. */
export function checkSettingsOf(settings: ConnectionSettings, read: (name: string) => unknown): CheckSettings {
	return {
		...checkPart(settings),
		batchSize: paceOf('batchSize', read('batchSize')),
		setAsideAfter: paceOf('setAsideAfter', read('setAsideAfter')),
	};
}
