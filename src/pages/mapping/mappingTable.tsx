import type { VNode } from 'preact';
import { CardTable } from '../parts/cardTable';
import { InlineChoice, TickBox, type Ticking } from './inlineChoice';
import { listAddress, type ListPlace } from './listState';
import type { MappedThing } from './mappedThing';
import { MappingLinks } from './mappingLinks';
import type { Offer } from './suggesting';

interface Listing<Name, Row> {
	readonly thing: MappedThing<Name, Row>;
	readonly place: ListPlace;
	readonly ticking: Ticking;
	readonly isPlanned: boolean;
	readonly token: string;
}

interface OfferedRow<Row> {
	readonly row: Row;
	readonly offer: Offer | undefined;
}

function MappingRow<Name, Row>(given: Listing<Name, Row> & OfferedRow<Row> & { readonly hasTicks: boolean }): VNode {
	const { thing, place, ticking, isPlanned, token, row, offer, hasTicks } = given;
	const { asks, list, choice } = thing;
	const { label, name, isMapped } = list.links(row);
	return (
		<tr>
			{hasTicks ? (
				<td data-label="Map" class={offer ? 'tick' : 'none'}>
					{offer && offer.options.length > 0 ? <TickBox offer={offer} ticking={ticking} /> : null}
				</td>
			) : null}
			{list.columns.map((column) => (
				<td data-label={column.head} class={column.isTarget && offer ? 'whole' : column.class?.(row)}>
					{column.isTarget && offer ? (
						<InlineChoice offer={offer} legend={choice.legend} isPlanned={isPlanned} />
					) : (
						column.show(row, token)
					)}
				</td>
			))}
			<td data-label="">
				<MappingLinks
					name={label}
					isMapped={isMapped}
					isOffered={offer !== undefined}
					map={name === undefined ? undefined : listAddress(place, asks.map(name))}
					unmap={name === undefined ? undefined : listAddress(place, asks.unmap(name))}
				/>
			</td>
		</tr>
	);
}

/** Rows under their headings; one group without a heading where the list has none. */
function groupsOf<Row>(
	rows: readonly OfferedRow<Row>[],
	headingOf: ((row: Row) => string) | undefined,
): readonly (readonly [string | undefined, readonly OfferedRow<Row>[]])[] {
	const found = new Map<string | undefined, OfferedRow<Row>[]>(headingOf ? [] : [[undefined, []]]);
	for (const one of rows) {
		const heading = headingOf?.(one.row);
		found.set(heading, [...(found.get(heading) ?? []), one]);
	}
	return [...found];
}

/** Each thing with what it is mapped to, or may be mapped to. */
export function MappingTable<Name, Row>({
	rows,
	...listing
}: Listing<Name, Row> & { readonly rows: readonly OfferedRow<Row>[] }): VNode {
	const { caption, columns, group } = listing.thing.list;
	const hasTicks = rows.some(({ offer }) => offer && offer.options.length > 0);
	const heads = columns.map(({ head, headClass }) => (headClass ? { name: head, class: headClass } : head));
	return (
		<CardTable caption={caption} heads={[...(hasTicks ? ['Map'] : []), ...heads]} links="Mapping">
			{groupsOf(rows, group).map(([heading, some]) => (
				<tbody>
					{heading === undefined ? null : (
						<tr class="group">
							<th colSpan={columns.length + (hasTicks ? 2 : 1)} scope="rowgroup">
								{heading}
							</th>
						</tr>
					)}
					{some.map((one) => (
						<MappingRow {...listing} {...one} hasTicks={hasTicks} />
					))}
				</tbody>
			))}
		</CardTable>
	);
}
