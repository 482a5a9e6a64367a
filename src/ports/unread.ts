/** A row of a list that could not be read. */
export interface UnreadRow<Known> {
	/** What could be read of it. */
	readonly known: Partial<Known>;
	/** The sentence that names the field. */
	readonly why: string;
}

/** Takes the rows of a list that could not be read, so that the others go on; without it the first one is thrown. */
export type TakeUnread<Known> = (row: UnreadRow<Known>) => void;
