import type { CalendarDate } from '../calendarDate';
import type { Contract } from './contract';

/** Whether the day is one of the contract's, its last one included. */
export function covers(contract: Contract, day: CalendarDate): boolean {
	return contract.startsOn <= day && day <= contract.endsOn;
}

/**
 * Contracts that Autotask's own renewal links name after this one, nearest first.
 *
 * Which of both contracts carries the link is not documented, so it is followed either way: the later one takes over.
 * Source: rule C5.
 */
export function renewalsOf<Of extends Contract>(contract: Contract, contracts: readonly Of[]): readonly Of[] {
	const next = contracts.find(
		(other) =>
			other.startsOn > contract.startsOn &&
			(contract.renewedContractId === other.id || other.renewedContractId === contract.id),
	);
	return next ? [next, ...renewalsOf(next, contracts)] : [];
}

/**
 * Of the contracts that fit a day, those that may stand in for the one that the subscription belongs to, which does not
 * cover it: after its end the renewal that Autotask names, else those that follow it and hold the line; before its start
 * those that went before and hold the line. Source: rule C5.
 */
export function standIns<Of extends Contract>(
	own: Contract,
	fitting: readonly Of[],
	of: {
		readonly day: CalendarDate;
		readonly contracts: readonly Contract[];
		readonly holdsLine: (contract: Contract) => boolean;
	},
): readonly Of[] {
	const hasEnded = own.endsOn < of.day;
	const renewals = hasEnded ? renewalsOf(own, of.contracts) : [];
	if (renewals.length > 0) return fitting.filter((other) => renewals.some((renewal) => renewal.id === other.id));
	const follows = (other: Contract) => (hasEnded ? other.startsOn > own.startsOn : other.startsOn < own.startsOn);
	return fitting.filter((other) => other.id !== own.id && follows(other) && of.holdsLine(other));
}
