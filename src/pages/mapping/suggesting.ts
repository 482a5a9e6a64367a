import type { PagePorts } from '../page';
import type { ChoosingOption, Edited } from './edits';

/** What one unmapped thing can be mapped to in the list itself. */
export interface Offer {
	/** Names the thing in the form. */
	readonly key: string;
	/** What it is called. */
	readonly label: string;
	/** Likeliest first. */
	readonly options: readonly ChoosingOption[];
	/** The option that is chosen before a person chooses: the likeliest, where no other is as likely. */
	readonly chosen: string | undefined;
	/** Whether it is ticked, too. */
	readonly isSafe: boolean;
	/** Tasks that wait for its mapping. */
	readonly waitingTasks: number;
}

/** What was chosen of an offer, and by whom. */
export interface Picked {
	readonly key: string;
	readonly value: string;
	readonly by: string;
}

/** How things are mapped to what they may be, one by one or several together. */
export interface Suggesting<Row> {
	/** One for each of the rows, in their order; undefined for one that is mapped or cannot be. */
	readonly offersFor: (rows: readonly Row[], ports: PagePorts) => Promise<readonly (Offer | undefined)[]>;
	readonly accept: (picked: Picked, ports: PagePorts) => Promise<Edited>;
}

interface Scored {
	readonly score: number;
	readonly reasons: readonly string[];
}

/** What is said about a suggestion of that id, in a list where each is short. */
export function reasonsText({ reasons }: Scored, id: number): string {
	return [String(id), ...reasons].join(', ');
}

/** The same with how sure it is. */
export function suggestionText({ score, reasons }: Scored, id: number): string {
	return [`${score} of 100`, ...reasons, `ID ${id}`].join(', ');
}

/** The likeliest of suggestions that come best first, where no other is as likely; `isSafe` from the sure score on. */
export function likeliest<Suggestion extends Pick<Scored, 'score'>>(
	[best, second]: readonly Suggestion[],
	sureScore: number,
): { readonly best: Suggestion | undefined; readonly isSafe: boolean } {
	if (!best || best.score === second?.score) return { best: undefined, isSafe: false };
	return { best, isSafe: best.score >= sureScore };
}
