import type { ComponentChildren, VNode } from 'preact';
import type { SettingName } from '../../domain/settings/connectionSettings';
import type { Choice, Named, NumberField, Several } from '../../domain/settings/setting';
import { settingOf } from '../../domain/settings/settingsTable';

/** A setting on the page, with what was said of it. */
export interface ShownSetting {
	readonly name: SettingName;
	/** What the fields hold: the value that counts, or what somebody has just typed. */
	readonly values: readonly string[];
	/** Who changed it when. */
	readonly changed: VNode | undefined;
}

/** How values are written in fields: the forms send them back like this. */
export function fieldValues(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.map(String) : [String(value ?? '')];
}

const switchNames: Readonly<Record<string, Named>> = { true: { name: 'On' }, false: { name: 'Off' } };

function Options(given: {
	readonly name: SettingName;
	readonly type: 'radio' | 'checkbox';
	readonly choices: Readonly<Record<string, Named>>;
	readonly values: readonly string[];
}): VNode {
	const { name, type, choices, values } = given;
	return (
		<>
			{Object.entries(choices).map(([value, { name: label, help }]) => (
				<label class="tick">
					<input type={type} name={name} value={value} checked={values.includes(value)} />
					<span>
						{label}
						{help === undefined ? null : <span class="soft small">{` ${help}`}</span>}
					</span>
				</label>
			))}
		</>
	);
}

/** Several inputs under one name. */
function Group({ shown, children }: { readonly shown: ShownSetting; readonly children: ComponentChildren }): VNode {
	return (
		<fieldset class="setting">
			<legend>{settingOf(shown.name).name}</legend>
			<div>
				<Told shown={shown} />
				{children}
			</div>
		</fieldset>
	);
}

function Told({ shown: { name, changed }, id }: { readonly shown: ShownSetting; readonly id?: string }): VNode {
	const { help, hint } = settingOf(name);
	return (
		<p class="hint" {...(id === undefined ? {} : { id })}>
			{`${help}.`}
			{hint === undefined ? null : ` ${hint}.`}
			{changed === undefined ? null : <em> {changed}</em>}
		</p>
	);
}

function Line({ shown, children }: { readonly shown: ShownSetting; readonly children: ComponentChildren }): VNode {
	return (
		<div class="setting">
			<label for={`field-${shown.name}`}>{settingOf(shown.name).name}</label>
			<div>
				{children}
				<Told shown={shown} id={`field-${shown.name}-hint`} />
			</div>
		</div>
	);
}

function attributesOf({ name, values }: ShownSetting) {
	return { id: `field-${name}`, name, value: values[0] ?? '', 'aria-describedby': `field-${name}-hint` };
}

function NumberInput({ shown, control }: { readonly shown: ShownSetting; readonly control: NumberField }): VNode {
	return (
		<Line shown={shown}>
			<input type="number" min={control.least} max={control.most} step={1} required {...attributesOf(shown)} />
		</Line>
	);
}

function TextInput({ shown, list }: { readonly shown: ShownSetting; readonly list?: string }): VNode {
	return (
		<Line shown={shown}>
			<input
				type="text"
				maxLength={200}
				{...attributesOf(shown)}
				{...(list === undefined ? {} : { list, autocomplete: 'off' })}
			/>
		</Line>
	);
}

function Chosen({ shown, control }: { readonly shown: ShownSetting; readonly control: Choice | Several }): VNode {
	const type = control.kind === 'choice' ? 'radio' : 'checkbox';
	return (
		<Group shown={shown}>
			<Options name={shown.name} type={type} choices={control.choices} values={shown.values} />
		</Group>
	);
}

/** The id of the list of time zones that a page has once. */
export const zoneList = 'time-zones';

/** The control of a setting, with its help and who changed it. */
export function SettingField({ shown }: { readonly shown: ShownSetting }): VNode {
	const { control } = settingOf(shown.name);
	switch (control.kind) {
		case 'choice':
		case 'several':
			return <Chosen shown={shown} control={control} />;
		case 'switch':
			return (
				<Group shown={shown}>
					<div class="switch">
						<Options name={shown.name} type="radio" choices={switchNames} values={shown.values} />
					</div>
				</Group>
			);
		case 'number':
			return <NumberInput shown={shown} control={control} />;
		case 'timeZone':
			return <TextInput shown={shown} list={zoneList} />;
		default:
			return <TextInput shown={shown} />;
	}
}
