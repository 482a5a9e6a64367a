import { attentionOf } from '../attention';
import type { Company } from '../contract/company';
import type { Contract } from '../contract/contract';
import type { FittingContract } from '../contract/fittingContract';
import { covers } from '../contract/successor';
import type { CompanyId, ContractId } from '../ids';
import type { Ledger } from '../line/ledger';
import { NotPlannable } from '../notPlannable';
import { billedLength, hasContractLine } from '../order/billedPeriod';
import { modelOf } from '../order/usageLines';
import { chooseNew, type CreationSettings } from './chooseNew';
import { chooseContract, type ContractChoice, type ContractQuestion } from './contractChoice';
import { holdsLineOf, linkedLines } from './heldLines';
import type { PlanningFacts } from './planningFacts';
import type { ContractFacts, TaskQuestion } from './taskQuestion';

/** The contract that it belonged to last; of one that leaves it, none. */
function lastContract({ subscription, isLeaving }: TaskQuestion, ledger: Ledger): ContractId | undefined {
	return isLeaving === true ? undefined : ledger.assigned.get(subscription.id);
}

/** The contract that a person chose; of several subscriptions it counts for those that are billed by its period. Source: rule C3. */
function toldContract(
	{ task, periodType, isOneOfSeveral }: TaskQuestion,
	facts: ContractFacts,
): ContractId | undefined {
	const told = task.answers.contractId;
	if (told === undefined || isOneOfSeveral !== true || periodType === undefined) return told;
	const ofTold = facts.contract(told)?.periodType;
	return ofTold === undefined || ofTold === periodType ? told : undefined;
}

/** The contract that a subscription belongs to, where it is another company's than the one that its customer is mapped to by now. */
function foreignContract(
	asked: TaskQuestion,
	company: CompanyId,
	facts: ContractFacts,
	ledger: Ledger,
): FittingContract | undefined {
	const belongs = lastContract(asked, ledger);
	const contract = belongs === undefined ? undefined : facts.contract(belongs);
	return contract && contract.companyId !== company ? contract : undefined;
}

/**
 * The contract that the subscription belongs to on the day: that of a line of its own that covers it, where the last one
 * does not. Where it was only charged there, without a line, it belongs to none on days before that contract.
 */
function belongsTo(
	asked: TaskQuestion,
	contracts: readonly Contract[],
	facts: ContractFacts,
	ledger: Ledger,
): ContractId | undefined {
	const assigned = lastContract(asked, ledger);
	const last = contracts.find((other) => other.id === assigned);
	if (!last || covers(last, asked.day)) return assigned;
	const lines = linkedLines(asked, facts, ledger);
	if (lines.length === 0 && asked.day < last.startsOn) return undefined;
	const isCovering = (id: ContractId) => contracts.some((other) => other.id === id && covers(other, asked.day));
	return lines.map((line) => line.contractId).find(isCovering) ?? assigned;
}

function paidIn({ task, subscription }: TaskQuestion): string | undefined {
	return (
		task.order?.details.find((detail) => detail.extendedPrice)?.extendedPrice?.currency ??
		subscription.products.find((product) => product.unitPrice)?.unitPrice?.currency
	);
}

function questionIn(asked: TaskQuestion, company: Company, facts: ContractFacts, ledger: Ledger): ContractQuestion {
	const { task, subscription, periodType, day, subject } = asked;
	const planned = (ledger.newContracts ?? []).filter((contract) => contract.companyId === company.id);
	const contracts = [...facts.contracts(company.id), ...planned];
	const currency = paidIn(asked);
	const told = toldContract(asked, facts);
	const isForeign = foreignContract(asked, company.id, facts, ledger) !== undefined;
	const assigned = isForeign ? undefined : belongsTo(asked, contracts, facts, ledger);
	const billingModel = modelOf(subscription, task.order);
	const hasLine = hasContractLine(billingModel);
	const length = billedLength({ ...subscription, billingModel });
	return {
		subject,
		company,
		contracts,
		on: day,
		currencyOf: facts.currencyOfCompany,
		holdsLine: hasLine ? holdsLineOf(asked, facts, ledger) : () => true,
		...(periodType ? { periodType } : {}),
		...(length ? { length } : {}),
		...(currency === undefined ? {} : { currency }),
		...(assigned === undefined ? {} : { assigned }),
		...(told === undefined ? {} : { told }),
	};
}

/**
 * The contract of a task's subscription, or why there is none. The one place that asks.
 *
 * Where the customer is mapped to another company by now, it is one of that company's; a cancellation ends the units where
 * they are. With `settings` it is one that is to be created where they say so. Source: rules C1 to C6.
 */
export function contractOfTask(
	asked: TaskQuestion,
	facts: ContractFacts,
	ledger: Ledger,
	settings?: CreationSettings,
): ContractChoice {
	const mapping = facts.customerMapping(asked.task);
	const company = mapping && facts.company(mapping.companyId);
	if (!company?.isActive)
		return {
			kind: 'attention',
			...attentionOf(
				'customer not mapped',
				`${asked.subject}: customer ${asked.task.customerId} is not mapped to an active Autotask company`,
				'; map it in Map Customer.',
			),
		};
	const foreign = foreignContract(asked, company.id, facts, ledger);
	if (foreign && asked.task.kind === 'cancellation') return { kind: 'fits', contract: foreign };
	const question = questionIn(asked, company, facts, ledger);
	return chooseNew(asked, question, facts, { ledger, settings, chosen: chooseContract(question) });
}

/** The contract of a task's subscription among those that there are. */
export function contractIfAny(asked: TaskQuestion, facts: ContractFacts, ledger: Ledger): FittingContract | undefined {
	const choice = contractOfTask(asked, facts, ledger);
	return choice.kind === 'fits' ? choice.contract : undefined;
}

/** @throws NotPlannable where the task has no contract. */
export function chooseFor(asked: TaskQuestion, facts: PlanningFacts, ledger: Ledger): FittingContract {
	const choice = contractOfTask(asked, facts, ledger, facts.settings);
	if (choice.kind === 'attention') throw NotPlannable.of(choice);
	return choice.contract;
}
