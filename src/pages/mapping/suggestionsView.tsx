import type { VNode } from 'preact';
import { Choice } from '../fields';
import type { PagePorts, PageView, Showing } from '../page';
import { Hidden } from '../postForm';
import { AcceptForm } from './acceptForm';
import { listAddress, type ListPlace, listStateOf, windowOf } from './listState';
import type { MappedThing } from './mappedThing';
import { placeOf } from './placeOf';
import type { SuggestedPair, Suggesting } from './suggesting';

function LeastForm<Row>(given: {
	readonly place: ListPlace;
	readonly suggesting: Suggesting<Row>;
	readonly least: number;
}): VNode {
	const { place, suggesting, least } = given;
	return (
		<form method="get" action={place.path} class="row">
			<Hidden values={{ ...place.kept, ...suggesting.asked }} />
			<Choice
				name="least"
				label="Tick those with at least"
				value={String(least)}
				options={['100', '95', '85', '70', '40'].map((value) => ({ value, name: `${value} of 100` }))}
			/>
			<button>Show</button>
		</form>
	);
}

function SuggestionsView<Row>(given: {
	readonly suggesting: Suggesting<Row>;
	readonly pairs: readonly SuggestedPair[];
	readonly least: number;
	readonly place: ListPlace;
	readonly token: string;
}): VNode {
	const { suggesting, pairs, least, place, token } = given;
	const back = listAddress(place);
	const isNone = pairs.length === 0;
	return (
		<>
			{isNone && !suggesting.asksLeastOfNone ? null : <LeastForm place={place} suggesting={suggesting} least={least} />}
			{isNone ? (
				<p>
					No suggestion for these {place.path}. <a href={back}>Back to the list</a>
				</p>
			) : (
				<AcceptForm token={token} back={back} heads={suggesting.heads} pairs={pairs} least={least} />
			)}
		</>
	);
}

/** Best suggestions of the unmapped things on the list's page, to be looked at and accepted together. */
export async function suggestionsView<Name, Row>(
	{ thing, suggesting }: { readonly thing: MappedThing<Name, Row>; readonly suggesting: Suggesting<Row> },
	{ request, token }: Showing,
	ports: PagePorts,
): Promise<PageView> {
	const { rows } = await thing.list.read({ ...windowOf(listStateOf(request)), onlyUnmapped: true }, ports);
	const pairs = await suggesting.pairsOf(rows, ports);
	const least = Number(request.query['least'] ?? suggesting.least) || suggesting.least;
	const place = placeOf(thing, request);
	const content = <SuggestionsView suggesting={suggesting} pairs={pairs} least={least} place={place} token={token} />;
	return { title: 'Suggestions', content };
}
