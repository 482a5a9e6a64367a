import { h, type ComponentChildren, type VNode } from 'preact';

/** A labelled field of one line, with what is said about it. */
export function TextField(given: {
	readonly name: string;
	readonly label: string;
	readonly value?: string | undefined;
	readonly type?: 'text' | 'search' | 'email' | 'password' | 'date' | 'number' | 'tel';
	readonly hint?: string | undefined;
	readonly required?: boolean;
	readonly maxLength?: number;
	readonly id?: string;
}): VNode {
	const id = given.id ?? `field-${given.name}`;
	const attributes = {
		id,
		name: given.name,
		type: given.type ?? 'text',
		value: given.value ?? '',
		maxLength: given.maxLength ?? 200,
		required: given.required === true,
		...(given.type === 'password' ? { autocomplete: 'new-password' } : {}),
		...(given.hint === undefined ? {} : { 'aria-describedby': `${id}-hint` }),
	};
	return (
		<div class="field">
			<label for={id}>{given.label}</label>
			{h('input', attributes)}
			{given.hint === undefined ? null : (
				<p class="hint" id={`${id}-hint`}>
					{given.hint}
				</p>
			)}
		</div>
	);
}

/** A labelled choice. */
export function Choice(given: {
	readonly name: string;
	readonly label: string;
	readonly value?: string | undefined;
	readonly options: readonly { readonly value: string; readonly name: string }[];
	readonly id?: string;
}): VNode {
	const id = given.id ?? `field-${given.name}`;
	return (
		<div class="field">
			<label for={id}>{given.label}</label>
			<select id={id} name={given.name}>
				{given.options.map((option) => (
					<option value={option.value} selected={option.value === (given.value ?? '')}>
						{option.name}
					</option>
				))}
			</select>
		</div>
	);
}

/** A box to tick. */
export function Tick(given: {
	readonly name: string;
	readonly value?: string;
	readonly label: ComponentChildren;
	readonly isTicked?: boolean;
}): VNode {
	return (
		<label class="tick">
			<input type="checkbox" name={given.name} value={given.value ?? 'yes'} checked={given.isTicked === true} />
			<span>{given.label}</span>
		</label>
	);
}
