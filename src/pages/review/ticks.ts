import { address } from '../address';
import { taskEntry } from '../../domain/answers/taskEntry';
import type { TaskId } from '../../domain/ids';
import { approvalEntry } from '../questions/asked';
import { isApprovable, type Reviewed } from './reviewed';
import { groupOf, reviewGroups } from './reviewRow';

/** How an address names all tasks that wait for approval. */
export const allWaiting = 'all';

/** What the address of the review says. */
export interface ReviewState {
	/** The tasks of the page, or all that wait. */
	readonly review: string;
	/** What a link wants ticked: `all`, `none`, or a group. */
	readonly tick: string;
	/** Entries that were ticked when the page was asked for again; undefined where nobody had ticked any. */
	readonly ticked: readonly string[] | undefined;
	/** Tasks of which a question was just answered. */
	readonly answered: readonly TaskId[];
}

/** Entries as an address names them. */
export function entriesText(entries: readonly string[]): string {
	return entries.join(',') || 'none';
}

/** The review of those tasks, with what is ticked in it, and of which tasks a question was just answered. */
export function reviewAddress(
	review: string,
	{
		answered = [],
		...more
	}: { readonly tick?: string; readonly ticked?: string; readonly answered?: readonly TaskId[] } = {},
): string {
	const said = answered.length === 0 ? {} : { answered: answered.map((id) => taskEntry(id)).join(',') };
	return address('tasks', { review, ...more, ...said });
}

/** Which plans are ticked before a person ticks any. What is to be looked at first is ticked only where its group is asked for. */
export function isTickedBy({ ticked, tick }: Pick<ReviewState, 'ticked' | 'tick'>): (one: Reviewed) => boolean {
	return (one) => {
		if (!one.plan || !isApprovable(one)) return false;
		if (ticked) return ticked.includes(approvalEntry(one.plan));
		if (tick === 'none') return false;
		const group = groupOf(one);
		if (tick === 'look') return true;
		const only = reviewGroups.find(({ key }) => key === tick)?.key;
		return only === undefined ? group !== 'look' : group === only;
	};
}
