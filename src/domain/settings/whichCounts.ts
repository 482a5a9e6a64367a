import { isEqual, mapValues, pickBy } from 'lodash';
import type { ConnectionSettings, SaidSettings, SettingName } from './connectionSettings';
import { readSetting } from './readSetting';
import { isSettingName, settingsTable } from './settingsTable';

/** What a node's parameter says that has no value of its own. */
export const asInSettings = 'asInSettings';

/** What counts while nobody has said anything. */
export const usualSettings = mapValues(settingsTable, ({ usual }) => usual) as unknown as ConnectionSettings;

/** The value that counts of each setting: the node's own, else what is stored for the connection, else the usual one. */
export function whichCounts(own: SaidSettings, stored: SaidSettings): ConnectionSettings {
	return { ...usualSettings, ...stored, ...own };
}

function isOwn(given: unknown): boolean {
	if (given === undefined || given === null || given === asInSettings) return false;
	if (Array.isArray(given)) return given.length > 0 && !given.includes(asInSettings);
	return typeof given !== 'string' || given.trim() !== '';
}

/** Values that were given for settings, with what is wrong with the others. */
export interface ReadSettings {
	readonly said: SaidSettings;
	/** A sentence each. */
	readonly refused: readonly string[];
}

/** Reads what was given, by name; a name that is no setting is refused. */
export function readSettings(given: Readonly<Record<string, unknown>>): ReadSettings {
	const said: Record<string, unknown> = {};
	const refused: string[] = [];
	for (const [name, value] of Object.entries(given)) {
		if (!isSettingName(name)) {
			refused.push(`There is no setting ${name.slice(0, 40)}.`);
			continue;
		}
		const reading = readSetting(name, value);
		if ('value' in reading) said[name] = reading.value;
		else refused.push(reading.refused);
	}
	return { said, refused };
}

/** What a node says for itself; a parameter that is empty or as in Settings says nothing. */
export function readOwn(names: readonly SettingName[], read: (name: SettingName) => unknown): ReadSettings {
	const given = Object.fromEntries(names.map((name) => [name, read(name)]));
	return readSettings(pickBy(given, isOwn));
}

/** The settings that a node has another value of than what counts without it. */
export function differing(own: SaidSettings, stored: SaidSettings): readonly SettingName[] {
	const without = whichCounts({}, stored);
	return Object.keys(own)
		.filter(isSettingName)
		.filter((name) => !isEqual(own[name], without[name]));
}
