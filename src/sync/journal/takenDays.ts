import type { CalendarDate } from '../../domain/calendarDate';
import type { ContractService } from '../../domain/contract/contract';
import type { ContractServiceId } from '../../domain/ids';
import type { JournalEntry } from '../../ports/store/journal';
import { isSecondChangeOnDate } from './writeErrors';

/** Days on which we have changed the line already: Autotask may refuse a second change. */
export function changedDays(journal: readonly JournalEntry[], id: ContractServiceId): readonly CalendarDate[] {
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

function isRefusal({ state, note }: JournalEntry): boolean {
	return state === 'refused' && note !== undefined && isSecondChangeOnDate([note]);
}

/**
 * Days that take no further change of the line: those that have one by now, where Autotask has refused a second change on
 * this contract, those that it refused, and those on which a second one was tried in vain. What is not recorded yet belongs
 * to the tasks at hand. Source: rule Q7.
 */
export function takenDays(
	journal: readonly JournalEntry[],
	{ id, contractId }: Pick<ContractService, 'id' | 'contractId'>,
): ReadonlySet<CalendarDate> {
	const adjustments = journal.filter((entry) => entry.kind === 'adjustment' && entry.contractId === contractId);
	const own = adjustments.filter((entry) => entry.contractServiceId === id);
	const recorded = own.filter((entry) => entry.state === 'recorded');
	const refused = own.filter(isRefusal);
	const inVain = own.filter((one) => one.state === 'unwritten' && recorded.some((other) => other.on === one.on));
	const known = adjustments.some(isRefusal) ? recorded : [];
	return new Set([...known, ...refused, ...inVain].map((entry) => entry.on));
}
