import { uniqBy } from 'lodash';
import type { AttentionReason } from '../attention';
import { periodTypes } from '../billingPeriod';
import type { Contract } from '../contract/contract';
import type { Ledger } from '../line/ledger';
import { hasContractLine } from '../order/billedPeriod';
import type { TaskKind } from '../order/taskKind';
import { modelOf } from '../order/usageLines';
import type { PlanSettings } from '../settings';
import { chooseContract, type ContractChoice, type ContractQuestion } from './contractChoice';
import { plannedContract, termHolding } from './newContract';
import type { ContractFacts, TaskQuestion } from './taskQuestion';

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

/** A contract that is to be created, where none fits and the settings say so; else what was chosen. Source: rule C6. */
export function chooseNew(
	asked: TaskQuestion,
	question: ContractQuestion,
	facts: ContractFacts,
	of: { readonly ledger: Ledger; readonly settings: CreationSettings | undefined; readonly chosen: ContractChoice },
): ContractChoice {
	const { task, subscription, day, subject } = asked;
	const { company, periodType } = question;
	const { chosen, settings } = of;
	const isMissing = chosen.kind === 'attention' && reasonsToCreate.includes(chosen.reason);
	if (!isMissing || settings?.whenNoContract !== 'create') return chosen;
	const currency = question.currencyOf(company.id) ?? question.currency;
	if (!mayCreate(asked, question) || periodType === undefined || currency === undefined) return chosen;
	const others = contractsWithService(asked, question, facts, of.ledger);
	if (others.length > 0)
		return {
			kind: 'attention',
			reason: 'no contract fits',
			message: `${subject}: no contract fits, and none is created, since ${others.map((other) => `${other.name} (${other.id})`).join(', ')} of ${company.name} has the service already. Renew, extend or activate that one in Autotask, then retry.`,
		};
	const seen = facts.subscription(subscription.id);
	const term = termHolding(day, { earlierExpirations: [], ...seen, ...subscription }, settings.expirationIs);
	const carrier = facts.keys.contract({ companyId: company.id, periodType, currency, startsOn: term.startsOn });
	if (question.contracts.some((other) => other.number === carrier.key)) return chosen;
	const contract = plannedContract({ company, periodType, by: task.id }, term, carrier);
	return chooseContract({ ...question, contracts: [contract] });
}
