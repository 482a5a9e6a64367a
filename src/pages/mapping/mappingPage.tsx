import { mapValues, upperFirst } from 'lodash';
import type { Acting, Page, PagePorts, PageView, Showing } from '../page';
import { csvAnswer, type PageAnswer } from '../pageAnswer';
import type { PageRequest } from '../pageRequest';
import { acceptPairs } from './acceptPairs';
import { chooseView } from './chooseView';
import { listAddress, listStateOf, windowOf } from './listState';
import type { ListSearch } from './mappedList';
import type { Edit, Edited, MappedThing } from './mappedThing';
import { MappingList } from './mappingList';
import { placeOf } from './placeOf';
import { suggestionsView } from './suggestionsView';
import { unmapView } from './unmapView';

async function listView<Name, Row>(
	thing: MappedThing<Name, Row>,
	{ request, token }: Showing,
	ports: PagePorts,
): Promise<PageView> {
	const state = listStateOf(request);
	const found = await thing.list.read(windowOf(state), ports);
	const note = (await thing.list.search?.note?.(found.total, ports)) ?? '';
	const place = placeOf(thing, request);
	const content = <MappingList thing={thing} found={{ ...found, note }} state={state} place={place} token={token} />;
	return { title: upperFirst(thing.things), content };
}

const mostExported = 20_000;

async function csv<Name, Row>(
	{ things, list }: MappedThing<Name, Row>,
	request: PageRequest,
	ports: PagePorts,
): Promise<PageAnswer> {
	const window = { ...windowOf(listStateOf(request)), offset: 0, limit: mostExported };
	const { rows } = await list.read(window, ports);
	return csvAnswer(`${things}.csv`, [list.csv.heads, ...rows.map((row) => list.csv.cells(row))]);
}

async function show<Name, Row>(
	thing: MappedThing<Name, Row>,
	showing: Showing,
	ports: PagePorts,
): Promise<PageView | PageAnswer> {
	const { query } = showing.request;
	if (query['as'] === 'csv') return await csv(thing, showing.request, ports);
	const asked = thing.asks.of(query);
	if (asked.view === 'map') return await chooseView(thing, { name: asked.name, showing }, ports);
	if (asked.view === 'unmap') return await unmapView(thing, { name: asked.name, showing }, ports);
	const { suggesting } = thing;
	if (asked.view === 'suggestions' && suggesting) return await suggestionsView({ thing, suggesting }, showing, ports);
	return await listView(thing, showing, ports);
}

async function load({ load: { what, read } }: ListSearch, request: PageRequest, ports: PagePorts): Promise<Edited> {
	const count = await read(ports, request.user);
	return { kind: 'loaded', message: count === 1 ? `1 ${what} was read.` : `${count} ${what}s were read.` };
}

function editsOf<Name, Row>(thing: MappedThing<Name, Row>): Readonly<Record<string, Edit>> {
	const { things, suggesting, map, unmap, edits, list } = thing;
	const { search } = list;
	return {
		map,
		unmap,
		...edits,
		...(suggesting && { accept: async (request, ports) => await acceptPairs({ things, suggesting }, request, ports) }),
		...(search && { load: async (request, ports) => await load(search, request, ports) }),
	};
}

/** Customers, products or charges with what each is mapped to: listed, mapped, unmapped. What each edit does: the use case of its name in src/sync. */
export function mappingPage<Name, Row>(thing: MappedThing<Name, Row>): Page {
	const acting =
		(edit: Edit): Acting =>
		async (request, ports) => {
			const { kind, message } = await edit(request, ports);
			if (kind === 'refused') return { kind, message };
			return { kind: 'done', message, location: listAddress(placeOf(thing, request)) };
		};
	return {
		name: thing.things,
		show: async (showing, ports) => await show(thing, showing, ports),
		actions: mapValues(editsOf(thing), acting),
	};
}
