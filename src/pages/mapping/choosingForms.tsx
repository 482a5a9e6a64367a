import type { ComponentChildren, VNode } from 'preact';
import type { AddressState } from '../address';
import { TextField } from '../parts/fields';
import { Hidden, PostForm } from '../postForm';
import type { ChoosingOption } from './edits';

/** Where something is chosen by search: the page, what its address keeps, and the way back. */
export interface ChoosingPlace {
	readonly path: string;
	readonly values: AddressState;
	readonly back: { readonly href: string; readonly name: string };
}

/** Looks for part of a name in Autotask; what is found stands among the options below. */
export function FindForm(given: {
	readonly place: ChoosingPlace;
	readonly label: string;
	readonly find: string;
	readonly hint: string;
}): VNode {
	const { place, label, find, hint } = given;
	return (
		<form method="get" action={place.path} class="row" role="search">
			<Hidden values={place.values} />
			<TextField name="find" label={label} type="search" value={find} hint={hint} />
			<button>Search</button>
		</form>
	);
}

function Option(given: { readonly field: string; readonly option: ChoosingOption; readonly isChosen: boolean }): VNode {
	const { field, option, isChosen } = given;
	const { value, label, says } = option;
	return (
		<label class="tick">
			<input type="radio" name={field} value={value} checked={isChosen} />
			<span>
				{label} <span class="soft small">({says})</span>
			</span>
		</label>
	);
}

/** Maps one thing to what is chosen of the options. */
export function ChooseForm(given: {
	readonly token: string;
	readonly place: ChoosingPlace;
	/** What is mapped. */
	readonly values: AddressState;
	readonly legend: string;
	/** The field that has the chosen value. */
	readonly field: string;
	readonly options: readonly ChoosingOption[];
	/** Said where there is no option. */
	readonly none: string;
	readonly chosen: string;
	/** What else is asked for, below the options. */
	readonly children: ComponentChildren;
}): VNode {
	const { token, place, values, legend, field, options, none, chosen, children } = given;
	return (
		<PostForm token={token} action="map">
			<Hidden values={values} />
			<fieldset>
				<legend>{legend}</legend>
				{options.map((option) => (
					<Option field={field} option={option} isChosen={option.value === chosen} />
				))}
				{options.length === 0 ? <p>{none}</p> : null}
			</fieldset>
			{children}
			<p class="row">
				<button class="main">Map</button>
				<a href={place.back.href}>{place.back.name}</a>
			</p>
		</PostForm>
	);
}
