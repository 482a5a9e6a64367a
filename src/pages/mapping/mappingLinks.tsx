import type { VNode } from 'preact';

/** In a row: to where what it names is mapped, or mapped anew, and to where its mapping is taken away. */
export function MappingLinks(given: {
	readonly name: string;
	readonly isMapped: boolean;
	/** Undefined where it cannot be mapped. */
	readonly map: string | undefined;
	/** Undefined where that is done elsewhere. */
	readonly unmap?: string | undefined;
	/** Whether it can be mapped in the row itself, so that the link only leads to more to choose from. */
	readonly isOffered?: boolean;
}): VNode {
	const { name, isMapped, map, unmap, isOffered = false } = given;
	const verb = isMapped ? 'Change' : isOffered ? 'Search' : 'Map';
	return (
		<>
			{map === undefined ? null : (
				<a href={map} aria-label={`${verb} ${isOffered ? 'more for ' : ''}${name}`}>
					{verb}
				</a>
			)}
			{isMapped && unmap !== undefined ? (
				<>
					{' '}
					<a href={unmap} aria-label={`Unmap ${name}`}>
						Unmap
					</a>
				</>
			) : null}
		</>
	);
}
