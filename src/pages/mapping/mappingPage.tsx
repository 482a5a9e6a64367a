import { mapValues } from 'lodash';
import { countMappings } from '../../sync/mapping/countMappings';
import { applyFile } from '../catalogue/applyFile';
import { exportedRows } from '../catalogue/exportedRows';
import { fileView, look } from '../catalogue/fileView';
import { planFreed } from '../checking/planningAddress';
import { MappingTabs } from '../catalogue/mappingTabs';
import type { Acting, Page, PagePorts, PageView, Showing } from '../page';
import { csvAnswer, type PageAnswer } from '../pageAnswer';
import type { PageRequest } from '../pageRequest';
import { acceptPicks } from './acceptPicks';
import { chooseView } from './chooseView';
import { tickingIn } from './inlineChoice';
import { listAddress, listStateOf, windowOf } from './listState';
import type { ListSearch } from './mappedList';
import type { Edit, Edited } from './edits';
import { type MappedThing, placeOf } from './mappedThing';
import { MappingList } from './mappingList';
import { readOffers } from './readOffers';
import { unmapView } from './unmapView';

/** The list; without a search it shows what is unmapped, where anything is, unless the address says otherwise. */
async function listView<Name, Row>(
	thing: MappedThing<Name, Row>,
	{ request, token }: Showing,
	ports: PagePorts,
): Promise<PageView> {
	const counts = await countMappings(ports.inputs.connectionId, ports);
	const { mapped, total: all } = counts[thing.things];
	const asked = listStateOf(request);
	const state = { ...asked, unmapped: asked.unmapped ?? (asked.search === '' && mapped < all) };
	const { rows, total } = await thing.list.read(windowOf(state), ports);
	const note = (await thing.list.search?.note?.(all, ports)) ?? '';
	const found = { page: await readOffers(thing, rows, ports), total, unmapped: all - mapped, all, note };
	const content = (
		<>
			<MappingTabs page={thing.things} counts={counts} />
			<MappingList
				thing={thing}
				found={found}
				state={state}
				place={placeOf(thing, request)}
				ticking={tickingIn(request.query)}
				isPlanned={!(await isStopped(ports))}
				token={token}
			/>
		</>
	);
	return { title: `Map ${thing.called.many}`, content };
}

async function csv<Name, Row>(
	{ things, list }: MappedThing<Name, Row>,
	request: PageRequest,
	ports: PagePorts,
): Promise<PageAnswer> {
	const { search, unmapped = false } = listStateOf(request);
	return csvAnswer(`${things}.csv`, await exportedRows(list, { search, onlyUnmapped: unmapped }, ports));
}

async function show<Name, Row>(
	thing: MappedThing<Name, Row>,
	showing: Showing,
	ports: PagePorts,
): Promise<PageView | PageAnswer> {
	const { query } = showing.request;
	if (query['as'] === 'csv') return await csv(thing, showing.request, ports);
	if (query['do'] === 'csv') {
		const list = { path: thing.things, kept: {} };
		const place = { called: thing.called.many, back: listAddress(list), exported: listAddress(list, { as: 'csv' }) };
		return await fileView({ file: thing.file, place }, showing, ports);
	}
	const asked = thing.asks.of(query);
	if (asked.view === 'map') return await chooseView(thing, { name: asked.name, showing }, ports);
	if (asked.view === 'unmap') return await unmapView(thing, { name: asked.name, showing }, ports);
	return await listView(thing, showing, ports);
}

async function load({ load: { what, read } }: ListSearch, request: PageRequest, ports: PagePorts): Promise<Edited> {
	const count = await read(ports, request.user);
	return { kind: 'loaded', message: count === 1 ? `1 ${what} was read.` : `${count} ${what}s were read.` };
}

async function apply<Name, Row>({ file }: MappedThing<Name, Row>, request: PageRequest, ports: PagePorts) {
	const applied = await applyFile(file, request, ports);
	return applied.kind === 'refused' ? applied : { ...applied, freed: applied.freed.map(({ id }) => id) };
}

function editsOf<Name, Row>(thing: MappedThing<Name, Row>): Readonly<Record<string, Edit>> {
	const { called, suggesting, map, unmap, edits, list } = thing;
	const { search } = list;
	return {
		map,
		unmap,
		...edits,
		accept: async (request, ports) => await acceptPicks({ called: called.many, suggesting }, request, ports),
		apply: async (request, ports) => await apply(thing, request, ports),
		...(search && { load: async (request, ports) => await load(search, request, ports) }),
	};
}

/** Nothing is planned while the connection is stopped, or unknown. */
async function isStopped({ store, inputs }: PagePorts): Promise<boolean> {
	const connection = await store.connection(inputs.connectionId);
	return connection?.stoppedAt !== undefined || !connection;
}

/** Customers, products or charges with what each is mapped to: listed, mapped, unmapped. What each edit does: the use case of its name in src/sync. */
export function mappingPage<Name, Row>(thing: MappedThing<Name, Row>): Page {
	const acting =
		(edit: Edit): Acting =>
		async (request, ports) => {
			const { kind, message, freed = [] } = await edit(request, ports);
			if (kind === 'refused') return { kind, message };
			const goesOn = freed.length > 0 && !(await isStopped(ports));
			const location = goesOn
				? planFreed({ freed, said: message, back: thing.things }, ports)
				: listAddress(placeOf(thing, request));
			return { kind: 'done', message, location };
		};
	return {
		name: thing.things,
		show: async (showing, ports) => await show(thing, showing, ports),
		looks: [look],
		actions: mapValues(editsOf(thing), acting),
	};
}
