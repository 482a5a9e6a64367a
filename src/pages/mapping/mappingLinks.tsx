import type { VNode } from 'preact';

/** In a row: to where what it names is mapped, or mapped anew, and to where its mapping is taken away. */
export function MappingLinks(given: {
	readonly name: string;
	readonly isMapped: boolean;
	/** Undefined where it cannot be mapped. */
	readonly map: string | undefined;
	/** Undefined where that is done elsewhere. */
	readonly unmap?: string | undefined;
}): VNode {
	const { name, isMapped, map, unmap } = given;
	const verb = isMapped ? 'Change' : 'Map';
	return (
		<>
			{map === undefined ? null : (
				<a href={map} aria-label={`${verb} ${name}`}>
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
