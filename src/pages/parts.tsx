import { h, type ComponentChildren, type VNode } from 'preact';
import { address } from './address';
import { rowsPerPage } from './pageRequest';

type State = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where something is chosen by search: the page, what its address keeps, and the way back. */
export interface ChoosingPlace {
	readonly path: string;
	readonly values: State;
	readonly back: { readonly href: string; readonly name: string };
}

/** A form that posts to the page it is on; the state in the page's address stays. */
export function PostForm(given: {
	readonly token: string;
	readonly action: string;
	readonly to?: string;
	readonly children: ComponentChildren;
}): VNode {
	return (
		<form method="post" {...(given.to === undefined ? {} : { action: given.to })}>
			<input type="hidden" name="token" value={given.token} />
			<input type="hidden" name="action" value={given.action} />
			{given.children}
		</form>
	);
}

/** Hidden fields that a form hands on. */
export function Hidden({ values }: { readonly values: State }): VNode {
	return (
		<>
			{Object.entries(values)
				.filter(([, value]) => value !== undefined && value !== '' && value !== false)
				.map(([name, value]) => (
					<input type="hidden" name={name} value={String(value)} />
				))}
		</>
	);
}

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
		<div>
			<label for={id}>{given.label}</label>
			{given.hint === undefined ? null : (
				<p class="hint" id={`${id}-hint`}>
					{given.hint}
				</p>
			)}
			{h('input', attributes)}
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
		<div>
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

/** How many rows there are, and the way to the pages before and after. */
export function Pager(given: {
	readonly path: string;
	readonly state: State;
	readonly page: number;
	readonly total: number;
}): VNode {
	const { path, state, page, total } = given;
	const last = Math.max(1, Math.ceil(total / rowsPerPage));
	const first = total === 0 ? 0 : (page - 1) * rowsPerPage + 1;
	return (
		<nav class="pager" aria-label="Pages of this list">
			{page > 1 ? <a href={address(path, { ...state, page: page - 1 })}>Previous</a> : null}
			<span>
				{first} to {Math.min(total, page * rowsPerPage)} of {total}
			</span>
			{page < last ? <a href={address(path, { ...state, page: page + 1 })}>Next</a> : null}
		</nav>
	);
}

/** A small word with a colour; the word says it all. */
export function Badge(given: {
	readonly mood: 'good' | 'bad' | 'wait' | 'plain';
	readonly children: ComponentChildren;
}): VNode {
	return <span class={`badge ${given.mood === 'plain' ? '' : given.mood}`.trim()}>{given.children}</span>;
}

/** A table whose rows become cards on a phone; `links` names the last column, where each row's links stand. */
export function CardTable(given: {
	readonly caption: ComponentChildren;
	readonly heads: readonly (string | { readonly name: string; readonly class: 'number' })[];
	readonly links: string;
	/** Its bodies. */
	readonly children: ComponentChildren;
}): VNode {
	const { caption, heads, links, children } = given;
	return (
		<table class="cards">
			<caption>{caption}</caption>
			<thead>
				<tr>
					{heads.map((head) => (typeof head === 'string' ? <th>{head}</th> : <th class={head.class}>{head.name}</th>))}
					<th>
						<span class="soft">{links}</span>
					</th>
				</tr>
			</thead>
			{children}
		</table>
	);
}
