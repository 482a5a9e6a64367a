/** One page may hold what an earlier one held, because rows have moved meanwhile; this many in a row do not. */
const mostRepeated = 3;

/** Tells pages that lead on to rows from pages that lead back to each other for ever. */
export interface FollowedPages {
	/** Takes the keys of a page's rows; true where page after page has brought nothing new. */
	readonly goInCircles: (keys: readonly string[]) => boolean;
}

/** For one reading of a list from its beginning. */
export function followPages(): FollowedPages {
	const known = new Set<string>();
	let repeated = 0;
	return {
		goInCircles: (keys) => {
			const before = known.size;
			for (const key of keys) known.add(key);
			repeated = known.size > before ? 0 : repeated + 1;
			return repeated >= mostRepeated;
		},
	};
}
