import type { PageRequest } from '../pageRequest';
import { listFields, type ListPlace, listStateOf } from './listState';
import type { MappedThing } from './mappedThing';

/** The list that a request came from; one that is not searched keeps nothing. */
export function placeOf<Name, Row>({ things, list }: MappedThing<Name, Row>, request: PageRequest): ListPlace {
	return { path: things, kept: list.search ? listFields(listStateOf(request)) : {} };
}
