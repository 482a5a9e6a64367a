import type { ComponentChildren } from 'preact';
import type { AddressState } from '../address';
import type { PagePorts } from '../page';

/** The best suggestion for one thing of the marketplace. */
export interface SuggestedPair {
	/** Of the marketplace, and of Autotask. */
	readonly ids: readonly [string, number];
	readonly names: readonly [string, string];
	/** What stands between the box to tick and Autotask's thing, one for each of the table's first heads. */
	readonly cells: readonly ComponentChildren[];
	readonly score: number;
	readonly reasons: readonly string[];
}

/** How things are mapped to what they may be, several together. */
export interface Suggesting<Row> {
	/** What the address of the suggestions says. */
	readonly asked: AddressState;
	/** Of a pair's cells, then of Autotask's thing. */
	readonly heads: readonly string[];
	/** From which score on a suggestion is ticked, unless a person says otherwise. */
	readonly least: number;
	/** Whether that is asked for where there is no suggestion, too. */
	readonly asksLeastOfNone: boolean;
	/** The best suggestion of each of these unmapped rows that has one. */
	readonly pairsOf: (rows: readonly Row[], ports: PagePorts) => Promise<readonly SuggestedPair[]>;
	/** Maps the two ids of a pair to each other. */
	readonly accept: (
		pair: { readonly own: string; readonly other: number; readonly by: string },
		ports: PagePorts,
	) => Promise<{ readonly kind: 'mapped' | 'refused'; readonly message: string }>;
}

/** What is said about a suggestion of that id. */
export function suggestionText(
	{ score, reasons }: { readonly score: number; readonly reasons: readonly string[] },
	id: number,
): string {
	return [`${score} of 100`, ...reasons, `ID ${id}`].join(', ');
}
