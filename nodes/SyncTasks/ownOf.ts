import type { IExecuteFunctions } from 'n8n-workflow';
import type { SaidSettings, SettingName } from '../../src/domain/settings/connectionSettings';
import { buildNames } from '../shared/settings/ownNames';
import type { SettingVersions } from '../shared/settings/ownProperties';
import { ownSettings } from '../shared/settings/ownSettings';

/** Resources came with version 2, Options with the next one. */
export const settingVersions: SettingVersions = { apart: [1, 2], inOptions: [3] };

/** What a single task is mapped and planned with. */
export const planNames = ['matchCompanyBy', 'severalProducts', ...buildNames] as const;

/** What the node says of settings itself. */
export function ownOf(context: IExecuteFunctions, names: readonly SettingName[], item: number): SaidSettings {
	return ownSettings(names, (name) => context.getNodeParameter(name, item, null));
}
