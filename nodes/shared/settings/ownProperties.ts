import { sortBy } from 'lodash';
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import type { SettingName } from '../../../src/domain/settings/connectionSettings';
import { settingChange, settingProperties } from './settingProperty';

/** Versions of a node's type: those that have a parameter for each setting, and those that have all of them in Options. */
export interface SettingVersions {
	readonly apart: readonly number[];
	readonly inOptions: readonly number[];
}

const usualVersions: SettingVersions = { apart: [1], inOptions: [2] };

/** Where the settings of a node show, and what stands beside them. */
export interface OwnPlace {
	readonly versions?: SettingVersions;
	readonly show?: IDisplayOptions['show'];
	/** What only nodes have, and few people need. */
	readonly also?: readonly INodeProperties[];
}

/**
 * The settings that a node may have values of its own for.
 *
 * Saved workflows keep their version of a node, so an older one still finds a parameter for each setting, which begins with
 * *As in Settings*. In Options there is only what somebody has added.
 */
export function ownProperties(names: readonly SettingName[], place: OwnPlace = {}): INodeProperties[] {
	const { versions = usualVersions, show, also = [] } = place;
	const within = (some: readonly number[]): IDisplayOptions => ({ show: { '@version': [...some], ...show } });
	return [
		...settingProperties(names, within(versions.apart)),
		...also.map((property) => ({ ...property, displayOptions: within(versions.apart) })),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions: within(versions.inOptions),
			description:
				'Values that only this node works with. What is not added, or left empty, is as on the Settings page.',
			options: sortBy([...names.map(settingChange), ...also], 'displayName'),
		},
	];
}
