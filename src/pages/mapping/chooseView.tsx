import type { VNode } from 'preact';
import type { PagePorts, PageView, Showing } from '../page';
import { field } from '../pageRequest';
import { ChooseForm, type ChoosingPlace, FindForm } from './choosingForms';
import { listAddress } from './listState';
import { type Choosing, type MappedThing, placeOf } from './mappedThing';
import { messageView } from '../messageView';

interface ShownChoice<Name, Row> {
	readonly thing: MappedThing<Name, Row>;
	readonly found: Choosing;
	readonly find: string;
	/** The value that is ticked. */
	readonly chosen: string;
	readonly place: ChoosingPlace;
	readonly token: string;
}

function ChooseView<Name, Row>({ thing, found, find, chosen, place, token }: ShownChoice<Name, Row>): VNode {
	const { search, hint, legend, field: name } = thing.choice;
	return (
		<>
			<p>{found.facts}</p>
			<FindForm place={place} label={search} find={find} hint={hint} />
			<ChooseForm
				token={token}
				place={place}
				values={found.values}
				legend={legend}
				field={name}
				options={found.options}
				none={found.none}
				chosen={chosen}
			>
				{found.more}
			</ChooseForm>
			{found.instead}
		</>
	);
}

/** Chooses what one thing is mapped to, of suggestions and of what is searched for; in the list's place unless another is given. */
export async function chooseView<Name, Row>(
	thing: MappedThing<Name, Row>,
	{ name, showing, place }: { readonly name: Name; readonly showing: Showing; readonly place?: ChoosingPlace },
	ports: PagePorts,
): Promise<PageView> {
	const { request, token } = showing;
	const list = placeOf(thing, request);
	const back = { href: listAddress(list), name: 'Back to the list' };
	const find = (request.query['find'] ?? '').trim().slice(0, 100);
	const found = await thing.choosing(name, { request, find, token }, ports);
	if (found.kind === 'missing') return messageView(found, back.href);
	const content = (
		<ChooseView
			thing={thing}
			found={found}
			find={find}
			chosen={field(request, thing.choice.field) || String(found.chosen ?? '')}
			place={place ?? { path: list.path, values: { ...list.kept, ...thing.asks.map(name) }, back }}
			token={token}
		/>
	);
	return { title: `Map ${found.name}`, content };
}
