import type { VNode } from 'preact';
import { TextField } from '../parts/fields';
import { countText } from '../moneyText';
import { Pager } from '../pager';
import { Hidden, PostForm } from '../postForm';
import { MapTicked, type Ticking } from './inlineChoice';
import { listAddress, type ListPlace, type ListState } from './listState';
import type { ListSearch } from './mappedList';
import type { MappedThing } from './mappedThing';
import { MappingTable } from './mappingTable';
import type { OfferedRows } from './readOffers';

/** A list as it was read. */
interface ReadList<Row> {
	readonly page: OfferedRows<Row>;
	/** Of all pages. */
	readonly total: number;
	/** How many things are not mapped, whatever is searched for. */
	readonly unmapped: number;
	readonly all: number;
	/** Said above the list; empty where there is nothing to say. */
	readonly note: string;
}

interface ShownList<Name, Row> {
	readonly thing: MappedThing<Name, Row>;
	readonly found: ReadList<Row>;
	/** As it is shown: whether mapped things are among it is decided. */
	readonly state: ListState & { readonly unmapped: boolean };
	readonly place: ListPlace;
	readonly ticking: Ticking;
	readonly isPlanned: boolean;
	readonly token: string;
}

function SearchForm<Name, Row>(given: {
	readonly thing: MappedThing<Name, Row>;
	readonly search: ListSearch;
	readonly place: ListPlace;
}): VNode {
	const { thing, search, place } = given;
	const { search: typed, unmapped } = place.kept;
	return (
		<form method="get" action={thing.things} class="row" role="search">
			<Hidden values={{ unmapped }} />
			<TextField
				name="search"
				label={`Search ${thing.called.many}`}
				type="search"
				value={String(typed ?? '')}
				hint={search.hint}
			/>
			<button>Search</button>
		</form>
	);
}

/** What else can be done with the whole list. */
function ListLinks<Name, Row>({ thing, found, state, place, token }: ShownList<Name, Row>): VNode {
	const { list } = thing;
	const { unmapped, all } = found;
	const whole = { path: place.path, kept: { search: state.search } };
	return (
		<div class="row">
			{state.unmapped ? (
				<a href={listAddress(whole, { unmapped: 'no' })}>{`Show all (${countText(all)})`}</a>
			) : unmapped > 0 ? (
				<a href={listAddress(whole, { unmapped: 'yes' })}>{`Show only unmapped (${countText(unmapped)})`}</a>
			) : null}
			<a href={listAddress(place, { as: 'csv' })}>Export as CSV</a>
			<a href={listAddress({ path: place.path, kept: {} }, { do: 'csv' })}>Import CSV</a>
			{list.search ? (
				<PostForm token={token} action="load">
					<button>{list.search.load.button}</button>
				</PostForm>
			) : null}
		</div>
	);
}

/** What is said instead of rows. */
function NoRows<Name, Row>({ thing, found, state }: ShownList<Name, Row>): VNode {
	const { called, list } = thing;
	if (state.search !== '') return <p>No {called.one} fits. Search for something else.</p>;
	if (found.all > 0) return <p>All {called.many} are mapped.</p>;
	return <p>{`There are no ${called.many} yet. ${list.search?.empty ?? ''}`}</p>;
}

function Rows<Name, Row>(shown: ShownList<Name, Row>): VNode {
	const { thing, found, place, ticking, isPlanned, token } = shown;
	const rows = found.page.rows.map((row, at) => ({ row, offer: found.page.offers[at] }));
	if (rows.length === 0) return <NoRows {...shown} />;
	return (
		<>
			<MappingTable thing={thing} rows={rows} place={place} ticking={ticking} isPlanned={isPlanned} token={token} />
			{rows.some(({ offer }) => offer && offer.options.length > 0) ? (
				<MapTicked called={thing.called.many} place={place} ticking={ticking} token={token} />
			) : null}
		</>
	);
}

/** What is mapped to what, and what the rest may be mapped to: searched by pages where the list is long, else as a whole. */
export function MappingList<Name, Row>(shown: ShownList<Name, Row>): VNode {
	const { thing, found, state, place } = shown;
	const { search, intro: Intro } = thing.list;
	const { page: _page, ...kept } = place.kept;
	const pager = (isAbove: boolean) =>
		search ? <Pager path={place.path} state={kept} page={state.page} total={found.total} isAbove={isAbove} /> : null;
	const notes = [found.note, found.page.note].filter((note) => note !== '');
	return (
		<>
			{search ? <SearchForm thing={thing} search={search} place={place} /> : null}
			<ListLinks {...shown} />
			{notes.map((note) => (
				<p class="soft">{note}</p>
			))}
			{pager(true)}
			<Rows {...shown} />
			{pager(false)}
			{Intro ? <Intro /> : null}
		</>
	);
}
