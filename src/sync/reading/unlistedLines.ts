import type { LinkedLine } from '../../ports/store/lines';
import type { AutotaskState } from './readAutotask';
import { keptIn } from './unreadState';

/** Contracts that hold units of a line of ours and do not list it cannot be read: a line that is gone has none. */
export function keepUnlisted(linked: readonly LinkedLine[], { lines, endedLines, rows, unread }: AutotaskState): void {
	const listed = new Set([...lines, ...endedLines].map((line) => line.id));
	const held = new Set(rows.flatMap((row) => (row.units === 0 ? [] : (row.contractServiceId ?? []))));
	for (const { contractServiceId: id, contractId: of } of linked)
		if (held.has(id) && !listed.has(id))
			keptIn(unread.contracts)({ of, why: `It holds units of line ${id}, which it does not list` });
}
