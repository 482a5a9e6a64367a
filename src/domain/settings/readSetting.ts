import { isTimeZone } from '../calendarDate';
import type { SaidSettings, SettingName } from './connectionSettings';
import type { Choice, Control, NumberField, Several } from './setting';
import { settingOf } from './settingsTable';

type Value = SaidSettings[SettingName];

/** What was given, as the value that it is; or a sentence that names the setting and says what to give. */
export type Reading = { readonly value: Value } | { readonly refused: string };

/** A value, or what to give instead, to go on after a full stop. */
type Read = { readonly value: unknown } | { readonly why: string };

const longestShown = 40;

function textOf(given: unknown): string {
	return typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean'
		? String(given).trim()
		: '';
}

function named({ choices }: Choice | Several): string {
	return Object.entries(choices)
		.map(([value, { name }]) => `${value} (${name})`)
		.join(', ');
}

function readChoice(control: Choice, given: unknown): Read {
	const text = textOf(given);
	if (Object.hasOwn(control.choices, text)) return { value: text };
	return { why: `is no choice. Choose one of: ${named(control)}.` };
}

function readSeveral(control: Several, given: unknown): Read {
	const parts: readonly unknown[] = Array.isArray(given) ? given : textOf(given).split(/[\s,]+/);
	const texts = parts.map(textOf).filter((text) => text !== '');
	const isKnown = texts.every((text) => Object.hasOwn(control.choices, text));
	if (texts.length > 0 && isKnown) return { value: Object.keys(control.choices).filter((one) => texts.includes(one)) };
	return { why: `is no choice. Choose at least one of: ${named(control)}.` };
}

const switches: Readonly<Record<string, boolean>> = {
	true: true,
	on: true,
	yes: true,
	false: false,
	off: false,
	no: false,
};

function readSwitch(given: unknown): Read {
	const value = switches[textOf(given).toLowerCase()];
	return value === undefined ? { why: 'is neither on nor off. Give true or false.' } : { value };
}

function readNumber({ least, most, zero }: NumberField, given: unknown): Read {
	const text = textOf(given);
	if (zero !== undefined && text.toLowerCase() === 'none') return { value: 0 };
	const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
	if (value >= least && value <= most) return { value };
	return { why: `is not a whole number from ${least} to ${most}. Enter one.` };
}

function readAmount(given: unknown): Read {
	const text = textOf(given);
	if (text === '' || text.toLowerCase() === 'none') return { value: '' };
	if (/^\d{1,12}(\.\d{1,2})?$/.test(text)) return { value: text };
	return { why: 'is not an amount. Enter one such as 5000.00, or none.' };
}

function readTimeZone(given: unknown): Read {
	const text = textOf(given);
	if (text !== '' && isTimeZone(text)) return { value: text };
	return { why: 'is not a time zone. Choose one from the list, such as Europe/London.' };
}

const longestAddress = 500;

function readAddress(given: unknown): Read {
	const text = textOf(given).replace(/\/+$/, '');
	if (text === '') return { value: '' };
	if (text.length <= longestAddress && /^https?:\/\/[^\s/@?#]+(\/[^\s@?#]*)?$/.test(text)) return { value: text };
	return {
		why: 'is not an address of pages. Enter one that begins with https://, such as https://n8n.example/webhook/marketplace.',
	};
}

function read(control: Control, given: unknown): Read {
	switch (control.kind) {
		case 'choice':
			return readChoice(control, given);
		case 'several':
			return readSeveral(control, given);
		case 'switch':
			return readSwitch(given);
		case 'number':
			return readNumber(control, given);
		case 'amount':
			return readAmount(given);
		case 'timeZone':
			return readTimeZone(given);
		case 'address':
			return readAddress(given);
	}
}

/** Reads what a form, an operation, a node's parameter or the store gives for a setting. */
export function readSetting(name: SettingName, given: unknown): Reading {
	const setting = settingOf(name);
	const reading = read(setting.control, given);
	if ('value' in reading) return { value: reading.value as Value };
	const shown = Array.isArray(given) ? given.map(textOf).join(', ') : textOf(given);
	return { refused: `${setting.name}: "${shown.slice(0, longestShown)}" ${reading.why}` };
}
