import { isEqual } from 'lodash';

/**
 * Of what was found by another field, what Autotask answers to its id, too: before anything is mapped to it, since a row
 * that came with the id of another one would be billed there. The others are given to `refuse`.
 */
export async function confirmed<Id, Row extends { readonly id: Id }>(
	found: readonly Row[],
	byId: (ids: readonly Id[]) => Promise<readonly Row[]>,
	refuse: (row: Row, why: string) => void,
): Promise<readonly Row[]> {
	const known = found.length === 0 ? [] : await byId(found.map(({ id }) => id));
	const isKnown = (row: Row) => known.some((other) => isEqual(row, other));
	for (const row of found)
		if (!isKnown(row)) refuse(row, `Autotask answers differently when it is read by its id ${String(row.id)}`);
	return found.filter(isKnown);
}
