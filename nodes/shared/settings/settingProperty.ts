import { upperFirst } from 'lodash';
import type { ILoadOptionsFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { SettingName } from '../../../src/domain/settings/connectionSettings';
import type { Choice, Control, Named, Several } from '../../../src/domain/settings/setting';
import { settingOf } from '../../../src/domain/settings/settingsTable';
import { parameterName, titleCase } from '../../../src/domain/settings/settingTexts';
import { timeZones } from '../../../src/domain/settings/timeZones';
import { asInSettings } from '../../../src/domain/settings/whichCounts';

const asSettings: INodePropertyOptions = {
	name: 'As in Settings',
	value: asInSettings,
	description: 'What the Settings page says',
};

/** Whether to convert a saved workflow's switch is not asked: its values stay what they were. */
const switches: readonly INodePropertyOptions[] = [
	{ name: 'Off', value: false },
	{ name: 'On', value: true },
];

function choicesOf({ choices }: Choice | Several): INodePropertyOptions[] {
	return Object.entries<Named>(choices).map(([value, { name, help }]) => ({
		name: titleCase(name),
		value,
		...(help === undefined ? {} : { description: help }),
	}));
}

type Parts = Pick<INodeProperties, 'type' | 'default' | 'options' | 'typeOptions' | 'placeholder' | 'hint'>;

const zones: Parts = { type: 'options', typeOptions: { loadOptionsMethod: 'getTimeZones' }, default: '' };

/** The control of a node's parameter: its first value, or an empty field, is as in Settings. */
function ownParts(control: Control): Parts {
	switch (control.kind) {
		case 'choice':
			return { type: 'options', options: [asSettings, ...choicesOf(control)], default: asInSettings };
		case 'switch':
			return { type: 'options', options: [asSettings, ...switches], default: asInSettings };
		case 'several':
			return { type: 'multiOptions', options: choicesOf(control), default: [], hint: 'None chosen is as in Settings' };
		case 'timeZone':
			return zones;
		default:
			return { type: 'string', default: '', placeholder: 'As in Settings' };
	}
}

/** The control of a setting itself, where it is changed. */
function changeParts(control: Control, usual: unknown): Parts {
	switch (control.kind) {
		case 'choice':
			return { type: 'options', options: choicesOf(control), default: String(usual) };
		case 'switch':
			return { type: 'boolean', default: usual === true };
		case 'several':
			return {
				type: 'multiOptions',
				options: choicesOf(control),
				default: choicesOf(control).map(({ value }) => value) as string[],
			};
		case 'number':
			return {
				type: 'number',
				typeOptions: { minValue: control.least, maxValue: control.most, numberPrecision: 0 },
				default: Number(usual),
			};
		case 'timeZone':
			return zones;
		default:
			return { type: 'string', default: '' };
	}
}

function textsOf(name: SettingName): Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'hint'> {
	const { help, hint } = settingOf(name);
	return {
		displayName: parameterName(name),
		name,
		description: upperFirst(help),
		...(hint === undefined ? {} : { hint }),
	};
}

/** A setting as a parameter of a node that may have a value of its own. */
export function settingProperty(name: SettingName): INodeProperties {
	return { ...textsOf(name), ...ownParts(settingOf(name).control) };
}

/** A setting as a field of the collection that changes settings. */
export function settingChange(name: SettingName): INodeProperties {
	const { control, usual } = settingOf(name);
	return { ...textsOf(name), ...changeParts(control, usual) };
}

/** Time zones for the list of a parameter. */
export async function getTimeZones(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const chosen = timeZones().map((zone) => ({ name: zone, value: zone }));
	return await Promise.resolve([{ name: 'As in Settings', value: '' }, ...chosen]);
}
