import type { TaskId } from '../../domain/ids';

/** What came of an edit of a mapping; `freed` are the tasks that waited for it and are open again. */
export type MappingOutcome<Mapping> =
	| { readonly kind: 'mapped'; readonly mapping: Mapping; readonly freed: readonly TaskId[]; readonly message: string }
	| { readonly kind: 'refused'; readonly message: string };

/** What came of taking a mapping away. */
export interface UnmapOutcome {
	readonly kind: 'unmapped' | 'refused';
	readonly message: string;
}

export function refused(message: string): { readonly kind: 'refused'; readonly message: string } {
	return { kind: 'refused', message };
}

/** How many tasks go on, as the end of a sentence. */
export function goesOn(freed: readonly unknown[]): string {
	if (freed.length === 0) return '';
	return freed.length === 1
		? ' 1 task that waited for it is open again.'
		: ` ${freed.length} tasks that waited for it are open again.`;
}
