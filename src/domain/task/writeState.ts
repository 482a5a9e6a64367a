/**
 * `open`: sent or about to be; `done`: Autotask holds it; `recorded`: and the units of our lines count it;
 * `refused`: Autotask said no; `unwritten`: proven not to be there.
 */
export type WriteState = 'open' | 'done' | 'recorded' | 'refused' | 'unwritten';

/** The states that an intent may go to from each; staying is always possible and not named. Drawn in docs/states.md. */
export const writeTransitions: Readonly<Record<WriteState, readonly WriteState[]>> = {
	open: ['done', 'refused', 'unwritten'],
	done: ['recorded'],
	recorded: [],
	refused: [],
	unwritten: [],
};

/** The states in which an intent may be when it is put into this one, this one included. */
export function writeStatesBefore(state: WriteState): readonly WriteState[] {
	const all = Object.keys(writeTransitions) as WriteState[];
	return all.filter((from) => from === state || writeTransitions[from].includes(state));
}
