import { sortBy } from 'lodash';
import { gridStart, lengthInMonths, periodHolding, type PeriodType } from '../billingPeriod';
import { type CalendarDate, plusDays, plusMonths } from '../calendarDate';
import type { Company } from '../contract/company';
import type { Contract } from '../contract/contract';
import type { FittingContract } from '../contract/fittingContract';
import type { ContractId, TaskId } from '../ids';
import { type ExpirationMeaning, type Remembered, termBoundaries } from '../period/termEnd';

/** A contract that a plan creates, as a person reviews it and as it is written. */
export interface NewContract {
	/** Our key, in the contract number; at most 50 characters. */
	readonly key: string;
	/** At most 100 characters. */
	readonly name: string;
	readonly periodType: PeriodType;
	readonly startsOn: CalendarDate;
	/** The last day that belongs to it. */
	readonly endsOn: CalendarDate;
}

const yearInMonths = 12;

/** First and last day of the subscription's own term that holds the day; a year from its creation where no term is known. Source: rules C6 and P3. */
export function termHolding(
	day: CalendarDate,
	subscription: Remembered,
	expirationIs: ExpirationMeaning,
): { readonly startsOn: CalendarDate; readonly endsOn: CalendarDate } {
	const boundaries = sortBy(termBoundaries(subscription, expirationIs));
	const months = (subscription.subscriptionPeriod && lengthInMonths(subscription.subscriptionPeriod)) ?? yearInMonths;
	const [first] = boundaries;
	let start = boundaries.findLast((boundary) => boundary <= day);
	if (first !== undefined) start ??= plusMonths(first, gridStart(day, first, months));
	start ??= periodHolding(day, subscription.createdOn, 'yearly').start;
	const next =
		boundaries.find((boundary) => boundary > day) ?? plusMonths(start, gridStart(day, start, months) + months);
	return { startsOn: start, endsOn: plusDays(next, -1) };
}

/** The contract that a plan creates, as if it were there; its id is ours until it is. Source: rule C6. */
export function plannedContract(
	of: { readonly company: Company; readonly periodType: PeriodType; readonly by: TaskId },
	term: { readonly startsOn: CalendarDate; readonly endsOn: CalendarDate },
	carrier: { readonly key: string; readonly id: ContractId },
): FittingContract {
	const { company, periodType, by } = of;
	return {
		id: carrier.id,
		companyId: company.id,
		name: `${company.name.slice(0, 60)}, ${periodType} from ${term.startsOn}`,
		number: carrier.key,
		periodType,
		isActive: true,
		...term,
		planned: { by },
	};
}

/** What is to be created of a contract that a plan has named; undefined for one that Autotask holds. */
export function newContractOf(contract: FittingContract): NewContract | undefined {
	const { planned, number, name, periodType, startsOn, endsOn } = contract;
	return planned && number !== undefined ? { key: number, name, periodType, startsOn, endsOn } : undefined;
}

/** What a person reads of it before it is created. */
export function aboutNewContract(contract: Contract): string {
	return `contract ${contract.name} (number ${contract.number ?? ''}) is created, from ${contract.startsOn} to ${contract.endsOn}, and cannot be taken away again`;
}
