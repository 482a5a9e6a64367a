/** A row of a list that could not be read. */
export interface UnreadRow<Known> {
	/** What could be read of it. */
	readonly known: Partial<Known>;
	/** The sentence that names the field. */
	readonly why: string;
}

/** Takes the rows of a list that could not be read, so that the others go on; without it the first one is thrown. */
export type TakeUnread<Known> = (row: UnreadRow<Known>) => void;

/** A row of Autotask's that could not be read. */
export interface UnreadPart<Of> {
	/** What it belongs to, of what was asked for. */
	readonly of: Of;
	/** The sentence that names the field. */
	readonly why: string;
}

/** Takes the rows that could not be read, so that the others go on; without it the first one is thrown. */
export type TakeUnreadPart<Of> = (part: UnreadPart<Of>) => void;
