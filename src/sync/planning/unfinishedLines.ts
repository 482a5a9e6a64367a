import { sortBy, uniq } from 'lodash';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { JournalEntry } from '../../ports/store/journal';
import type { Ports } from '../../ports/store/ports';
import { keyPrefix } from '../journal/keys';
import type { AutotaskState } from '../reading/readAutotask';
import { keptIn } from '../reading/unreadState';

/**
 * Adds what lines hold from their contract's start on, where we created them and have not finished: what a fresh line
 * holds is not known beforehand and has to be taken back from its first day. Source: rule Q14.
 */
export async function withUnfinishedLines(
	state: AutotaskState,
	journal: readonly JournalEntry[],
	{ store, autotask }: Ports & { readonly autotask: AutotaskPort },
): Promise<AutotaskState> {
	const finished = new Set(
		journal
			.filter((entry) => entry.kind === 'adjustment' && entry.state === 'recorded')
			.map((entry) => entry.contractServiceId),
	);
	const isUnfinished = (line: AutotaskState['lines'][number]) =>
		line.internalDescription?.startsWith(keyPrefix(store.storeId)) === true && !finished.has(line.id);
	const unfinished = uniq(state.lines.filter(isUnfinished).map((line) => line.contractId));
	const [from] = sortBy(
		state.contracts.filter((contract) => unfinished.includes(contract.id)).map((contract) => contract.startsOn),
	);
	if (from === undefined) return state;
	const rows = await autotask.unitRows(unfinished, { from }, keptIn(state.unread.contracts));
	return { ...state, rows: [...state.rows.filter((row) => !unfinished.includes(row.contractId)), ...rows] };
}
