/** What a person reads of a setting or of one of its choices. */
export interface Named {
	/** In sentence case. */
	readonly name: string;
	readonly help?: string;
}

export interface Choice<Value extends string = string> {
	readonly kind: 'choice';
	readonly choices: Readonly<Record<Value, Named>>;
}

export interface Switch {
	readonly kind: 'switch';
}

export interface NumberField {
	readonly kind: 'number';
	readonly least: number;
	readonly most: number;
	/** What 0 is called where it stands for no number at all. */
	readonly zero?: string;
}

/** An amount of money, or none. */
export interface AmountField {
	readonly kind: 'amount';
	/** What it is called to have none. */
	readonly none: string;
}

export interface Several<Value extends string = string> {
	readonly kind: 'several';
	readonly choices: Readonly<Record<Value, Named>>;
}

export interface TimeZoneField {
	readonly kind: 'timeZone';
}

export interface AddressField {
	readonly kind: 'address';
}

export type Control = Choice | Switch | NumberField | AmountField | Several | TimeZoneField | AddressField;

/** The control by which a value of that type is set. */
type ControlOf<Value> = [Value] extends [boolean]
	? Switch
	: [Value] extends [number]
		? NumberField
		: Value extends readonly (infer One extends string)[]
			? Several<One>
			: string extends Value
				? AmountField | TimeZoneField | AddressField
				: Choice<Value & string>;

/** One setting as data. Pages, operations and parameters of nodes take their texts from here. */
export interface Setting<Value = unknown, Set = ControlOf<Value>> {
	readonly group: SettingGroup;
	/** In sentence case. */
	readonly name: string;
	readonly help: string;
	/** An example or a limit, said beside the field. */
	readonly hint?: string;
	readonly control: Set;
	/** What counts while nobody has said anything else. */
	readonly usual: Value;
}

/** Groups in the order in which they are shown. */
export const settingGroups = {
	prices: 'Prices and costs',
	proration: 'Proration and refunds',
	orders: 'Orders and contracts',
	dates: 'Days and time zone',
	checking: 'Checking for changes',
	writing: 'Automatic processing and limits',
	mapping: 'Mapping',
	telling: 'Notifications and links',
} as const;

export type SettingGroup = keyof typeof settingGroups;
