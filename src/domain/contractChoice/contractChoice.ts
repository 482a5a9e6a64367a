import { contractsStep } from '../answers/contractsAsked';
import { type Attention, attentionOf } from '../attention';
import type { PeriodLength, PeriodType } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import type { Company } from '../contract/company';
import type { Contract } from '../contract/contract';
import type { FittingContract } from '../contract/fittingContract';
import { covers, renewalsOf, standIns } from '../contract/successor';
import type { CompanyId, ContractId } from '../ids';
import { billedOtherwise } from '../order/billedPeriod';

/** What is asked of a contract for one subscription. */
export interface ContractQuestion {
	readonly subject: string;
	readonly company: Company;
	/** Recurring-service contracts of the company. */
	readonly contracts: readonly Contract[];
	/** Absent for billing periods that Autotask does not have, such as a statement day. */
	readonly periodType?: PeriodType;
	/** As the marketplace states it; absent where it states none. */
	readonly length?: PeriodLength;
	/** Currency the order is paid in; absent where no amount is stated. */
	readonly currency?: string;
	readonly currencyOf: (company: CompanyId) => string | undefined;
	readonly on: CalendarDate;
	/** Where the subscription belongs already. */
	readonly assigned?: ContractId;
	/** What a person chose. */
	readonly told?: ContractId;
	/** Whether the contract bills what the subscription holds: by it a successor is known. */
	readonly holdsLine: (contract: Contract) => boolean;
}

export type ContractChoice =
	{ readonly kind: 'fits'; readonly contract: FittingContract } | ({ readonly kind: 'attention' } & Attention);

function attention(reason: Attention['reason'], message: string): ContractChoice {
	return { kind: 'attention', reason, message };
}

function named(contracts: readonly Contract[]): string {
	return contracts.map((contract) => `${contract.name} (${contract.id})`).join(', ');
}

/** Why none of the contracts fits, in the most telling of rule T8's words. */
function whyNone(asked: ContractQuestion, contracts: readonly Contract[]): ContractChoice {
	const { subject, company, periodType, length, on } = asked;
	if (periodType === undefined) return attention('billing period differs', billedOtherwise(subject, length));
	const ofPeriod = contracts.filter((contract) => contract.periodType === periodType);
	const covering = contracts.filter((contract) => contract.isActive && covers(contract, on));
	if (ofPeriod.length === 0 && covering.length > 0) {
		return attention(
			'billing period differs',
			`${subject} is billed ${periodType}; ${company.name} has no recurring-service contract of that period, only ${named(covering)}. Create a ${periodType} one in Autotask that covers ${on}, then retry.`,
		);
	}
	const ended = ofPeriod.filter((contract) => contract.endsOn < on);
	if (ended.length > 0) {
		return attention(
			'contract ended',
			`${subject} takes effect on ${on}, after the end of ${named(ended)}, and no contract takes over. Extend or renew the contract in Autotask, then retry.`,
		);
	}
	return attention(
		'no contract fits',
		`${subject}: ${company.name} has no active ${periodType} recurring-service contract that covers ${on}. Create or activate one in Autotask, then retry.`,
	);
}

function notAmong(asked: ContractQuestion, id: ContractId, what: string): ContractChoice {
	return attention(
		'no contract fits',
		`${asked.subject}: ${what}, which is not among the recurring-service contracts of ${asked.company.name}. Look at the customer's mapping and at contract ${id} in Autotask, then retry.`,
	);
}

function onlyOne(
	asked: ContractQuestion,
	candidates: readonly FittingContract[],
	none: () => ContractChoice,
): ContractChoice {
	const [contract] = candidates;
	if (candidates.length > 1)
		return {
			kind: 'attention',
			...attentionOf(
				'several contracts fit',
				`${asked.subject}: ${named(candidates)} all fit.`,
				contractsStep(candidates),
			),
		};
	return contract ? { kind: 'fits', contract } : none();
}

function isOfPeriod(contract: Contract, { periodType }: ContractQuestion): contract is FittingContract {
	return contract.periodType !== undefined && contract.periodType === periodType;
}

function fittingOf(asked: ContractQuestion): readonly FittingContract[] {
	return asked.contracts.filter(
		(contract): contract is FittingContract =>
			contract.isActive && covers(contract, asked.on) && isOfPeriod(contract, asked),
	);
}

/** One of all that fit, or the one of them that a person named. */
function chooseFree(asked: ContractQuestion): ContractChoice {
	const { told, contracts } = asked;
	const fitting = fittingOf(asked);
	if (told === undefined) return onlyOne(asked, fitting, () => whyNone(asked, contracts));
	const candidates = fitting.filter((contract) => contract.id === told);
	const known = contracts.filter((contract) => contract.id === told);
	return onlyOne(asked, candidates, () =>
		known.length > 0 ? whyNone(asked, known) : notAmong(asked, told, `contract ${told} was named`),
	);
}

/** The contract that takes over from the one that the subscription belongs to, which does not cover the day. */
function chooseStandIn(asked: ContractQuestion, own: Contract): ContractChoice {
	const { contracts, on, told, holdsLine } = asked;
	const all = standIns(own, fittingOf(asked), { day: on, contracts, holdsLine });
	const candidates = told === undefined ? all : fittingOf(asked).filter((contract) => contract.id === told);
	const renewals = renewalsOf(own, contracts);
	return onlyOne(asked, candidates, () => whyNone(asked, renewals.length > 0 ? renewals : [own]));
}

/** A contract of the new period does not help what stays on the one that it belongs to. Source: rule Q11. */
function ofOtherPeriod({ subject, periodType }: ContractQuestion, own: Contract): ContractChoice {
	return attention(
		'billing period differs',
		`${subject} is billed ${periodType ?? ''}, and its subscription belongs to ${named([own])}, which is billed ${own.periodType ?? 'in a period of its own'}. If the order that changes the period waits, settle that one first. Else enter this one in Autotask by hand and ignore the task.`,
	);
}

function chooseOwn(asked: ContractQuestion, assigned: ContractId): ContractChoice {
	const own = asked.contracts.find((contract) => contract.id === assigned);
	if (!own) return notAmong(asked, assigned, `it belongs to contract ${assigned}`);
	if (!covers(own, asked.on)) return chooseStandIn(asked, own);
	if (isOfPeriod(own, asked)) return { kind: 'fits', contract: own };
	return asked.periodType === undefined ? whyNone(asked, [own]) : ofOtherPeriod(asked, own);
}

/** Where the company that is billed keeps another currency, nothing says which of both counts: then neither does. */
function inOtherCurrency(asked: ContractQuestion, contract: Contract): ContractChoice | undefined {
	const { subject, company, currency, currencyOf } = asked;
	const own = currencyOf(company.id);
	const billed = contract.billToCompanyId === undefined ? undefined : currencyOf(contract.billToCompanyId);
	const next = `Move the company's billing to ${currency ?? own ?? 'one currency'} or map the customer to another company.`;
	if (billed !== undefined && own !== undefined && billed !== own)
		return attention(
			'currency differs',
			`${subject}: contract ${named([contract])} is billed to company ${contract.billToCompanyId ?? ''} in ${billed}, ${company.name} keeps ${own}. ${next}`,
		);
	if (currency === undefined || own === undefined || own === currency) return undefined;
	return attention(
		'currency differs',
		`${subject} is paid in ${currency}, contract ${named([contract])} is billed in ${own}. ${next}`,
	);
}

/**
 * The contract that a subscription is written to.
 *
 * Where it belongs to one: that one, an inactive one too, and what takes over from it where it does not cover the day.
 * Else the one that a person named, or the only one that fits (type 7, active, covering the day, same billing period).
 * In each case in the currency that is paid. Source: rules C1 to C3 and C5.
 */
export function chooseContract(asked: ContractQuestion): ContractChoice {
	const choice = asked.assigned === undefined ? chooseFree(asked) : chooseOwn(asked, asked.assigned);
	return choice.kind === 'fits' ? (inOtherCurrency(asked, choice.contract) ?? choice) : choice;
}
