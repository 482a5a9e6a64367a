import type { ContractServiceId } from '../../domain/ids';
import type { JournalEntry } from '../../ports/store/journal';

/** Days on which we have changed the line already: Autotask may refuse a second change. */
export function takenDays(journal: readonly JournalEntry[], id: ContractServiceId): readonly string[] {
	return journal
		.filter(
			(entry) =>
				entry.contractServiceId === id &&
				entry.kind === 'adjustment' &&
				entry.state !== 'refused' &&
				entry.state !== 'unwritten',
		)
		.map((entry) => entry.on);
}
