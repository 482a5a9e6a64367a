import type { ComponentChildren } from 'preact';
import type { AddressState } from '../address';
import type { ShownFile } from '../catalogue/shownFile';
import type { PagePorts } from '../page';
import type { PageRequest } from '../pageRequest';
import type { ChoosingOption, Edit } from './edits';
import { listFields, type ListPlace, listStateOf } from './listState';
import type { MappedList } from './mappedList';
import type { Suggesting } from './suggesting';

/** What a page of mappings is asked for. */
export type Asked<Name> = { readonly view: 'list' } | { readonly view: 'map' | 'unmap'; readonly name: Name };

/** Said where there is no such thing, or no mapping of it. */
export interface Missing {
	readonly kind: 'missing';
	readonly title: string;
	readonly text: string;
}

/** One thing that is to be mapped, with what it can be mapped to. */
export interface Choosing {
	readonly kind: 'found';
	readonly name: string;
	/** What is known of it. */
	readonly facts: ComponentChildren;
	/** What names it in the form. */
	readonly values: AddressState;
	readonly options: readonly ChoosingOption[];
	/** Said where there is no option. */
	readonly none: string;
	/** The option that is chosen before a person chooses; undefined where none is sure. */
	readonly chosen: string | number | undefined;
	/** What else the form asks for. */
	readonly more?: ComponentChildren;
	/** Another way to map it, below the form. */
	readonly instead?: ComponentChildren;
}

/** A mapping that is to be taken away. */
export interface Unmapping {
	readonly kind: 'found';
	readonly name: string;
	/** What names it in the form. */
	readonly values: AddressState;
	/** What it is mapped to, and what follows. */
	readonly text: string;
}

/**
 * Things of the marketplace that a person maps to things of Autotask: what of their page is theirs alone.
 *
 * `Name` names one of them in an address, `Row` is one of them in the list.
 */
export interface MappedThing<Name, Row> {
	/** What they are called; their page has that address. */
	readonly things: 'customers' | 'products' | 'charges';
	/** What one of them, and what many are called. */
	readonly called: { readonly one: string; readonly many: string };
	/** What the addresses of their page say. */
	readonly asks: {
		readonly of: (query: PageRequest['query']) => Asked<Name>;
		readonly map: (name: Name) => AddressState;
		readonly unmap: (name: Name) => AddressState;
	};
	readonly list: MappedList<Name, Row>;
	readonly suggesting: Suggesting<Row>;
	/** How their mappings stand in a file. */
	readonly file: ShownFile;
	/** What is searched and chosen in Autotask; `field` has the chosen value in the form. */
	readonly choice: {
		readonly search: string;
		readonly hint: string;
		readonly legend: string;
		readonly field: string;
	};
	/** `find` is part of a name; empty where nothing is searched for. */
	readonly choosing: (
		name: Name,
		asked: { readonly request: PageRequest; readonly find: string; readonly token: string },
		ports: PagePorts,
	) => Promise<Choosing | Missing>;
	readonly unmapping: (name: Name, ports: PagePorts) => Promise<Unmapping | Missing>;
	readonly map: Edit;
	readonly unmap: Edit;
	/** Other edits, by the form's `action`. */
	readonly edits?: Readonly<Record<string, Edit>>;
}

/** Suggested options on top, then those of the others that are not among them. */
export function withOthers(
	suggested: readonly ChoosingOption[],
	others: readonly ChoosingOption[],
): readonly ChoosingOption[] {
	const values = new Set(suggested.map((one) => one.value));
	return [...suggested, ...others.filter((one) => !values.has(one.value))];
}

/** The list that a request came from; one that is not searched keeps only whether it shows what is mapped. */
export function placeOf<Name, Row>({ things, list }: MappedThing<Name, Row>, request: PageRequest): ListPlace {
	const state = listStateOf(request);
	return { path: things, kept: listFields(list.search ? state : { ...state, search: '', page: 1 }) };
}
