import type { SettingName } from '../../../src/domain/settings/connectionSettings';

/** A subtitle that says in words which value of its own a node has for a setting, in Options or as a parameter; else the last text. */
export function settingSubtitle(
	name: SettingName,
	cases: readonly (readonly [value: string | boolean, says: string])[],
	otherwise: string,
): string {
	const own = `($parameter["options"] ?? $parameter)[${JSON.stringify(name)}]`;
	const chosen = cases.map(([value, says]) => `${own} === ${JSON.stringify(value)} ? ${JSON.stringify(says)} : `);
	return `={{ ${chosen.join('')}${JSON.stringify(otherwise)} }}`;
}
