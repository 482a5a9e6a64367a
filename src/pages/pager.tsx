import type { VNode } from 'preact';
import { address, type AddressState } from './address';
import { rowsPerPage } from './pageRequest';

/** How many rows there are, and the way to the pages before and after. */
export function Pager(given: {
	readonly path: string;
	readonly state: AddressState;
	readonly page: number;
	readonly total: number;
	/** The one above a list shows only where there are several pages. */
	readonly isAbove?: boolean;
}): VNode | null {
	const { path, state, page, total, isAbove = false } = given;
	if (isAbove && total <= rowsPerPage) return null;
	const last = Math.max(1, Math.ceil(total / rowsPerPage));
	const first = total === 0 ? 0 : (page - 1) * rowsPerPage + 1;
	return (
		<nav class="pager" aria-label={isAbove ? 'Pages of the list below' : 'Pages of this list'}>
			{page > 1 ? <a href={address(path, { ...state, page: page - 1 })}>Previous</a> : null}
			<span>
				{first} to {Math.min(total, page * rowsPerPage)} of {total}
			</span>
			{page < last ? <a href={address(path, { ...state, page: page + 1 })}>Next</a> : null}
		</nav>
	);
}
