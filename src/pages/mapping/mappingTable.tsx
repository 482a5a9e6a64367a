import type { VNode } from 'preact';
import { CardTable } from '../cardTable';
import { listAddress, type ListPlace } from './listState';
import type { MappedThing } from './mappedThing';
import { MappingLinks } from './mappingLinks';

interface Listing<Name, Row> {
	readonly thing: MappedThing<Name, Row>;
	readonly place: ListPlace;
	readonly token: string;
}

function MappingRow<Name, Row>({ thing, place, token, row }: Listing<Name, Row> & { readonly row: Row }): VNode {
	const { asks, list } = thing;
	const { label, name, isMapped } = list.links(row);
	return (
		<tr>
			{list.columns.map((column) => (
				<td data-label={column.head} class={column.class?.(row)}>
					{column.show(row, token)}
				</td>
			))}
			<td data-label="">
				<MappingLinks
					name={label}
					isMapped={isMapped}
					map={name === undefined ? undefined : listAddress(place, asks.map(name))}
					unmap={name === undefined ? undefined : listAddress(place, asks.unmap(name))}
				/>
			</td>
		</tr>
	);
}

/** Rows under their headings; one group without a heading where the list has none. */
function groupsOf<Row>(
	rows: readonly Row[],
	headingOf: ((row: Row) => string) | undefined,
): readonly (readonly [string | undefined, readonly Row[]])[] {
	const found = new Map<string | undefined, Row[]>(headingOf ? [] : [[undefined, []]]);
	for (const row of rows) {
		const heading = headingOf?.(row);
		found.set(heading, [...(found.get(heading) ?? []), row]);
	}
	return [...found];
}

/** Each thing with what it is mapped to, and the way to map it. */
export function MappingTable<Name, Row>({
	rows,
	...listing
}: Listing<Name, Row> & { readonly rows: readonly Row[] }): VNode {
	const { caption, columns, group } = listing.thing.list;
	const heads = columns.map(({ head, headClass }) => (headClass ? { name: head, class: headClass } : head));
	return (
		<CardTable caption={caption} heads={heads} links="Mapping">
			{groupsOf(rows, group).map(([heading, some]) => (
				<tbody>
					{heading === undefined ? null : (
						<tr class="group">
							<th colSpan={columns.length + 1} scope="rowgroup">
								{heading}
							</th>
						</tr>
					)}
					{some.map((row) => (
						<MappingRow {...listing} row={row} />
					))}
				</tbody>
			))}
		</CardTable>
	);
}
