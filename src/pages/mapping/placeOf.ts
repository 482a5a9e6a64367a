import type { PageRequest } from '../pageRequest';
import { listFields, type ListPlace, listStateOf } from './listState';
import type { MappedThing } from './mappedThing';

/** The list that a request came from; one that is not searched keeps only whether it shows what is mapped. */
export function placeOf<Name, Row>({ things, list }: MappedThing<Name, Row>, request: PageRequest): ListPlace {
	const state = listStateOf(request);
	return { path: things, kept: listFields(list.search ? state : { ...state, search: '', page: 1 }) };
}
