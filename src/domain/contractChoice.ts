import type { PeriodType } from './billingPeriod';
import type { CalendarDate } from './calendarDate';
import type { Company, Contract } from './contract';
import type { ContractId } from './ids';
import type { Attention } from './task';

/** What is asked of a contract for one subscription. */
export interface ContractQuestion {
	readonly subject: string;
	readonly company: Company;
	/** Recurring-service contracts of the company. */
	readonly contracts: readonly Contract[];
	/** Absent for billing periods that Autotask does not have, such as a statement day. */
	readonly periodType?: PeriodType;
	/** Currency the order is paid in; absent where no amount is stated. */
	readonly currency?: string;
	/** Currency of the company, and of the company that is billed where it is another. */
	readonly currencyOf: (contract?: Contract) => string | undefined;
	readonly on: CalendarDate;
	/** Where the subscription belongs already. */
	readonly assigned?: ContractId;
	/** What a person chose. */
	readonly told?: ContractId;
}

export type FittingContract = Contract & { readonly periodType: PeriodType };

export type ContractChoice =
	{ readonly kind: 'fits'; readonly contract: FittingContract } | ({ readonly kind: 'attention' } & Attention);

function attention(reason: Attention['reason'], message: string): ContractChoice {
	return { kind: 'attention', reason, message };
}

function named(contracts: readonly Contract[]): string {
	return contracts.map((contract) => `${contract.name} (${contract.id})`).join(', ');
}

function covers(contract: Contract, day: CalendarDate): boolean {
	return contract.startsOn <= day && day <= contract.endsOn;
}

/** Why none of the contracts fits, in the most telling of rule T8's words. */
function whyNone(asked: ContractQuestion): ContractChoice {
	const { subject, company, contracts, periodType, on } = asked;
	const ofPeriod = contracts.filter((contract) => contract.periodType === periodType);
	const covering = contracts.filter((contract) => contract.isActive && covers(contract, on));
	if (ofPeriod.length === 0 && covering.length > 0) {
		return attention(
			'billing period differs',
			`${subject} is billed ${periodType ?? 'in a way that Autotask has no period for'}; ${company.name} has no recurring-service contract of that period, only ${named(covering)}. Create one, then retry.`,
		);
	}
	const ended = ofPeriod.filter((contract) => contract.endsOn < on);
	if (ended.length > 0) {
		return attention(
			'contract ended',
			`${subject} takes effect on ${on}, after the end of ${named(ended)}. Extend or renew the contract in Autotask, then retry.`,
		);
	}
	return attention(
		'no contract fits',
		`${subject}: ${company.name} has no active ${periodType ?? ''} recurring-service contract that covers ${on}. Create or activate one in Autotask, then retry.`.replace(
			'  ',
			' ',
		),
	);
}

function whyNoneOf(asked: ContractQuestion, wanted: ContractId | undefined): ContractChoice {
	const { subject, company, contracts } = asked;
	if (wanted === undefined) return whyNone(asked);
	const belongs = contracts.filter((other) => other.id === wanted);
	if (belongs.length > 0) return whyNone({ ...asked, contracts: belongs });
	const named =
		asked.assigned === undefined
			? `contract ${wanted} was named, which is`
			: `it belongs to contract ${wanted}, which is`;
	return attention(
		'no contract fits',
		`${subject}: ${named} not among the recurring-service contracts of ${company.name}. Look at the customer's mapping and at the contract in Autotask, then retry.`,
	);
}

/**
 * The contract that a subscription is written to: the one it belongs to or that a person chose, else the only one that
 * fits (type 7, active, covering the day, same billing period, same currency).
 *
 * Source: rules C1 to C3 and C5.
 */
export function chooseContract(asked: ContractQuestion): ContractChoice {
	const { subject, contracts, periodType, currency, on } = asked;
	const fitting = contracts.filter(
		(contract): contract is FittingContract =>
			contract.isActive &&
			covers(contract, on) &&
			contract.periodType !== undefined &&
			contract.periodType === periodType,
	);
	const wanted = asked.assigned ?? asked.told;
	const candidates = wanted === undefined ? fitting : fitting.filter((contract) => contract.id === wanted);
	if (candidates.length > 1) {
		return attention(
			'several contracts fit',
			`${subject}: ${named(candidates)} all fit. Retry the task with contract=<id> of the one to use.`,
		);
	}
	const [contract] = candidates;
	if (!contract) return whyNoneOf(asked, wanted);
	const contractCurrency = asked.currencyOf(contract);
	if (currency !== undefined && contractCurrency !== undefined && contractCurrency !== currency) {
		return attention(
			'currency differs',
			`${subject} is paid in ${currency}, contract ${named([contract])} is billed in ${contractCurrency}. Move the company's billing to ${currency} or map the customer to another company.`,
		);
	}
	return { kind: 'fits', contract };
}
