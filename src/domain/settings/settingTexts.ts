import type { SaidSettings, SettingName } from './connectionSettings';
import type { Control } from './setting';
import { settingOf } from './settingsTable';

const smallWords = new Set(['a', 'and', 'as', 'in', 'of', 'on', 'or', 'per', 'the', 'to']);

function capital(word: string): string {
	return word.replace(/^\(?\p{L}/u, (first) => first.toUpperCase());
}

/** A text in sentence case as n8n writes names of parameters and choices. */
export function titleCase(text: string): string {
	const words = text.split(' ');
	const isInside = (at: number) => at > 0 && at < words.length - 1;
	return words.map((word, at) => (isInside(at) && smallWords.has(word) ? word : capital(word))).join(' ');
}

/** What a setting is called on a node. */
export function parameterName(name: SettingName): string {
	return titleCase(settingOf(name).name);
}

function textIn(control: Control, value: unknown): string {
	const text = Array.isArray(value) ? value.join(', ') : String(value ?? '');
	switch (control.kind) {
		case 'choice':
			return control.choices[text]?.name ?? text;
		case 'several': {
			const values: readonly unknown[] = Array.isArray(value) ? value : [];
			const names = values.map((one) => control.choices[String(one)]?.name ?? String(one));
			return names.length === Object.keys(control.choices).length ? 'All' : names.join(', ');
		}
		case 'switch':
			return value === true ? 'on' : 'off';
		case 'number':
			return value === 0 ? (control.zero ?? '0') : text;
		case 'amount':
			return text === '' ? control.none : text;
		default:
			return text === '' ? 'Not set' : text;
	}
}

/** A value as a person reads it, in sentence case. */
export function valueText(name: SettingName, value: SaidSettings[SettingName]): string {
	return textIn(settingOf(name).control, value);
}
