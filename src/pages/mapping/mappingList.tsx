import type { VNode } from 'preact';
import { TextField, Tick } from '../fields';
import { Pager } from '../pager';
import { PostForm } from '../postForm';
import { listAddress, type ListPlace, type ListState } from './listState';
import type { ListSearch } from './mappedList';
import type { MappedThing } from './mappedThing';
import { MappingTable } from './mappingTable';

/** A list as it was read. */
interface ReadList<Row> {
	readonly rows: readonly Row[];
	/** Of all pages. */
	readonly total: number;
	/** Said above the list; empty where there is nothing to say. */
	readonly note: string;
}

interface ShownList<Name, Row> {
	readonly thing: MappedThing<Name, Row>;
	readonly found: ReadList<Row>;
	readonly state: ListState;
	readonly place: ListPlace;
	readonly token: string;
}

function SearchForm<Name, Row>(given: {
	readonly thing: MappedThing<Name, Row>;
	readonly search: ListSearch;
	readonly state: ListState;
}): VNode {
	const { thing, search, state } = given;
	return (
		<form method="get" action={thing.things} class="row" role="search">
			<TextField name="search" label={`Search ${thing.things}`} type="search" value={state.search} hint={search.hint} />
			<Tick name="unmapped" label="Only unmapped" isTicked={state.unmapped} />
			<button class="main">Search</button>
		</form>
	);
}

/** What else can be done with the whole list. */
function ListLinks<Name, Row>({ thing, place, token }: Omit<ShownList<Name, Row>, 'found' | 'state'>): VNode {
	const { things, list, suggesting } = thing;
	return (
		<div class="row">
			{suggesting ? <a href={listAddress(place, suggesting.asked)}>Suggestions for unmapped {things}</a> : null}
			<a href={listAddress(place, { as: 'csv' })}>Export as CSV</a>
			{list.search ? (
				<PostForm token={token} action="load">
					<button>{list.search.load.button}</button>
				</PostForm>
			) : null}
		</div>
	);
}

function SearchedList<Name, Row>({ search, ...shown }: ShownList<Name, Row> & { readonly search: ListSearch }): VNode {
	const { thing, found, state, place, token } = shown;
	const { page: _page, ...kept } = place.kept;
	const pager = (isAbove: boolean) => (
		<Pager path={place.path} state={kept} page={state.page} total={found.total} isAbove={isAbove} />
	);
	return (
		<>
			<SearchForm thing={thing} search={search} state={state} />
			<ListLinks thing={thing} place={place} token={token} />
			{found.note === '' ? null : <p class="soft">{found.note}</p>}
			{pager(true)}
			{found.total === 0 ? (
				<p>
					No {thing.thing} fits. {state.search === '' ? search.empty : 'Search for something else.'}
				</p>
			) : (
				<MappingTable thing={thing} rows={found.rows} place={place} token={token} />
			)}
			{pager(false)}
		</>
	);
}

/** What is mapped to what: searched by pages where the list is long, else as a whole. */
export function MappingList<Name, Row>(shown: ShownList<Name, Row>): VNode {
	const { thing, found, place, token } = shown;
	const { search, intro: Intro } = thing.list;
	if (search) return <SearchedList {...shown} search={search} />;
	return (
		<>
			{Intro ? <Intro /> : null}
			<p>
				<a href={listAddress(place, { as: 'csv' })}>Export as CSV</a>
			</p>
			<MappingTable thing={thing} rows={found.rows} place={place} token={token} />
		</>
	);
}
