import { address, type AddressState } from '../address';
import { pageNumber, type PageRequest, rowsPerPage } from '../pageRequest';

/** What the address of a list says. */
export interface ListState {
	readonly search: string;
	/** Undefined where the address does not say: then the list shows what is unmapped, where anything is. */
	readonly unmapped: boolean | undefined;
	readonly page: number;
}

/** Which rows of a list are read. */
export interface ListWindow {
	/** Part of a name or an id, in any case. */
	readonly search: string;
	readonly onlyUnmapped: boolean;
	readonly offset: number;
	readonly limit: number;
}

/** Where a list is: its page, and what every link and form of it keeps. */
export interface ListPlace {
	readonly path: string;
	readonly kept: AddressState;
}

/** Reads it from the address; a search is cut to 200 characters. */
export function listStateOf(request: PageRequest): ListState {
	const { search = '', unmapped } = request.query;
	const isOnly = unmapped === 'yes' ? true : unmapped === 'no' ? false : undefined;
	return { search: search.trim().slice(0, 200), unmapped: isOnly, page: pageNumber(request) };
}

/** The fields of the address; the first page is not named. */
export function listFields({ search, unmapped, page }: ListState): AddressState {
	return {
		search,
		unmapped: unmapped === undefined ? undefined : unmapped ? 'yes' : 'no',
		page: page > 1 ? page : undefined,
	};
}

/** One page of the list in that state. */
export function windowOf({ search, unmapped = false, page }: ListState): ListWindow {
	return { search, onlyUnmapped: unmapped, offset: (page - 1) * rowsPerPage, limit: rowsPerPage };
}

/** The address of the list, and more. */
export function listAddress({ path, kept }: ListPlace, more: AddressState = {}): string {
	return address(path, { ...kept, ...more });
}
