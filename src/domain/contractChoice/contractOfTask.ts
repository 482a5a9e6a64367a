import { uniqBy } from 'lodash';
import { attentionOf, type AttentionReason } from '../attention';
import { periodTypes } from '../billingPeriod';
import type { Company } from '../contract/company';
import type { Contract } from '../contract/contract';
import type { FittingContract } from '../contract/fittingContract';
import { covers } from '../contract/successor';
import type { CompanyId, ContractId } from '../ids';
import type { Ledger } from '../line/ledger';
import { NotPlannable } from '../notPlannable';
import { hasContractLine } from '../order/billedPeriod';
import type { TaskKind } from '../order/taskKind';
import { modelOf } from '../order/usageLines';
import type { PlanSettings } from '../settings';
import { chooseContract, type ContractChoice, type ContractQuestion } from './contractChoice';
import { holdsLineOf, linkedLines } from './heldLines';
import { plannedContract, termHolding } from './newContract';
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

/** The contract that the subscription belongs to on the day: that of a line of its own that covers it, where the last one does not. */
function belongsTo(
	asked: TaskQuestion,
	contracts: readonly Contract[],
	facts: ContractFacts,
	ledger: Ledger,
): ContractId | undefined {
	const assigned = lastContract(asked, ledger);
	const isCovering = (id: ContractId) => contracts.some((other) => other.id === id && covers(other, asked.day));
	if (assigned === undefined || isCovering(assigned)) return assigned;
	return (
		linkedLines(asked, facts, ledger)
			.map((line) => line.contractId)
			.find(isCovering) ?? assigned
	);
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
	const hasLine = hasContractLine(modelOf(subscription, task.order));
	return {
		subject,
		company,
		contracts,
		on: day,
		currencyOf: facts.currencyOfCompany,
		holdsLine: hasLine ? holdsLineOf(asked, facts, ledger) : () => true,
		...(periodType ? { periodType } : {}),
		...(currency === undefined ? {} : { currency }),
		...(assigned === undefined ? {} : { assigned }),
		...(told === undefined ? {} : { told }),
	};
}

/** What of a plan's settings decides whether a contract is created. */
export type CreationSettings = Pick<PlanSettings, 'whenNoContract' | 'expirationIs'>;

const reasonsToCreate: readonly AttentionReason[] = ['no contract fits', 'billing period differs', 'contract ended'];
const kindsThatBegin: readonly TaskKind[] = ['initial', 'sales', 'change', 'renewal', 'migration'];

/** Whether a contract may be created at all: for the only subscription of a task, which belongs to none and will have a line on it. */
function mayCreate(asked: TaskQuestion, question: ContractQuestion): boolean {
	return (
		asked.isLeaving !== true &&
		asked.isOneOfSeveral !== true &&
		question.assigned === undefined &&
		question.told === undefined &&
		kindsThatBegin.includes(asked.task.kind) &&
		hasContractLine(modelOf(asked.subscription, asked.task.order))
	);
}

/** Contracts of the company that have a service of the subscription already: beside one of them none is created. Source: rule C6. */
function contractsWithService(
	{ subscription }: TaskQuestion,
	{ company, contracts }: ContractQuestion,
	facts: ContractFacts,
	ledger: Ledger,
): readonly Contract[] {
	const services = periodTypes.flatMap((periodType) =>
		subscription.products.flatMap((product) => facts.productMapping(product.productId, periodType)?.serviceId ?? []),
	);
	const planned = ledger.lines.filter((line) => services.includes(line.serviceId)).map((line) => line.contractId);
	return uniqBy(
		[
			...services.flatMap((service) => facts.contractsWith(company.id, service)),
			...contracts.filter((contract) => planned.includes(contract.id)),
		],
		'id',
	);
}

/** The choice where none fits and one may be created. Source: rule C6. */
function chooseNew(
	asked: TaskQuestion,
	question: ContractQuestion,
	facts: ContractFacts,
	of: { readonly ledger: Ledger; readonly settings: CreationSettings; readonly none: ContractChoice },
): ContractChoice {
	const { task, subscription, day, subject } = asked;
	const { company, periodType } = question;
	const currency = question.currencyOf(company.id) ?? question.currency;
	if (!mayCreate(asked, question) || periodType === undefined || currency === undefined) return of.none;
	const others = contractsWithService(asked, question, facts, of.ledger);
	if (others.length > 0)
		return {
			kind: 'attention',
			reason: 'no contract fits',
			message: `${subject}: no contract fits, and none is created, since ${others.map((other) => `${other.name} (${other.id})`).join(', ')} of ${company.name} has the service already. Renew, extend or activate that one in Autotask, then retry.`,
		};
	const seen = facts.subscription(subscription.id);
	const term = termHolding(
		day,
		{ earlierExpirations: seen?.earlierExpirations ?? [], ...subscription },
		of.settings.expirationIs,
	);
	const carrier = facts.keys.contract({ companyId: company.id, periodType, currency, startsOn: term.startsOn });
	if (question.contracts.some((other) => other.number === carrier.key)) return of.none;
	const contract = plannedContract({ company, periodType, by: task.id }, term, carrier);
	return chooseContract({ ...question, contracts: [contract] });
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
	const choice = chooseContract(question);
	const isMissing = choice.kind === 'attention' && reasonsToCreate.includes(choice.reason);
	if (!isMissing || settings?.whenNoContract !== 'create') return choice;
	return chooseNew(asked, question, facts, { ledger, settings, none: choice });
}

/** @throws NotPlannable where the task has no contract. */
export function chooseFor(asked: TaskQuestion, facts: PlanningFacts, ledger: Ledger): FittingContract {
	const choice = contractOfTask(asked, facts, ledger, facts.settings);
	if (choice.kind === 'attention') throw NotPlannable.of(choice);
	return choice.contract;
}
