import { hasContractLine } from './billedPeriod';
import type { PeriodType } from './billingPeriod';
import type { CalendarDate } from './calendarDate';
import { latest } from './calendarDate';
import type { Contract } from './contract';
import { type ContractChoice, type FittingContract, chooseContract } from './contractChoice';
import type { CompanyId, ContractId } from './ids';
import { type Ledger, type LedgerLine, unitsInForce } from './ledger';
import type { Subscription } from './order';
import { lineKey } from './plan';
import type { PlanningFacts } from './planningFacts';
import { covers } from './successor';
import type { SyncTask } from './task';
import { NotPlannable } from './taskContext';
import { unitsOn } from './unitTimeline';
import { modelOf } from './usageLines';

/** What the choice of a contract is made from; of a plan's settings it needs none but those that the connection has. */
export type ContractFacts = Omit<PlanningFacts, 'settings' | 'catalogueCost'>;

/** A task's subscription, and the day that its contract has to cover. */
export interface TaskQuestion {
	readonly task: SyncTask;
	readonly subscription: Subscription;
	/** Absent for billing periods that Autotask does not have. */
	readonly periodType?: PeriodType | undefined;
	readonly day: CalendarDate;
	readonly subject: string;
}

/** Lines that the subscription is linked to. */
function linkedLines({ subscription }: TaskQuestion, facts: ContractFacts, ledger: Ledger): readonly LedgerLine[] {
	const own = ledger.links.filter(
		(link) => link.connectionId === facts.connectionId && link.subscriptionId === subscription.id,
	);
	return ledger.lines.filter((line) => own.some((link) => lineKey(link.line) === lineKey(line.target)));
}

/** The contract that the subscription belongs to on the day: that of a line of its own that covers it, where the last one does not. */
function belongsTo(
	asked: TaskQuestion,
	contracts: readonly Contract[],
	facts: ContractFacts,
	ledger: Ledger,
): ContractId | undefined {
	const assigned = ledger.assigned.get(asked.subscription.id);
	const isCovering = (id: ContractId) => contracts.some((other) => other.id === id && covers(other, asked.day));
	if (assigned === undefined || isCovering(assigned)) return assigned;
	return (
		linkedLines(asked, facts, ledger)
			.map((line) => line.contractId)
			.find(isCovering) ?? assigned
	);
}

/** Whether a contract has a line of the subscription, or one of the same service that holds units. Source: rule C5. */
function holdsLineOf(asked: TaskQuestion, facts: ContractFacts, ledger: Ledger): (contract: Contract) => boolean {
	const linked = linkedLines(asked, facts, ledger);
	return (contract) => {
		const { periodType } = contract;
		const services = asked.subscription.products.map(
			(product) => periodType && facts.productMapping(product.productId, periodType)?.serviceId,
		);
		const from = latest(asked.day, contract.startsOn);
		return ledger.lines.some(
			(line) =>
				line.contractId === contract.id &&
				(linked.includes(line) || (services.includes(line.serviceId) && unitsOn(unitsInForce(line), from) > 0)),
		);
	};
}

function paidIn({ task, subscription }: TaskQuestion): string | undefined {
	return (
		task.order?.details.find((detail) => detail.extendedPrice)?.extendedPrice?.currency ??
		subscription.products.find((product) => product.unitPrice)?.unitPrice?.currency
	);
}

function chooseIn(asked: TaskQuestion, companyId: CompanyId, facts: ContractFacts, ledger: Ledger): ContractChoice {
	const { task, subscription, periodType, day, subject } = asked;
	const company = facts.company(companyId);
	if (!company) throw new RangeError(`company ${companyId} was not read`);
	const contracts = facts.contracts(companyId);
	const currency = paidIn(asked);
	const assigned = belongsTo(asked, contracts, facts, ledger);
	const hasLine = hasContractLine(modelOf(subscription, task.order));
	return chooseContract({
		subject,
		company,
		contracts,
		on: day,
		currencyOf: facts.currencyOfCompany,
		holdsLine: hasLine ? holdsLineOf(asked, facts, ledger) : () => true,
		mayBegin: !hasLine,
		...(periodType ? { periodType } : {}),
		...(currency === undefined ? {} : { currency }),
		...(assigned === undefined ? {} : { assigned }),
		...(task.answers.contractId === undefined ? {} : { told: task.answers.contractId }),
	});
}

/** The contract of a task's subscription, or why there is none. The one place that asks. Source: rules C1 to C6. */
export function contractOfTask(asked: TaskQuestion, facts: ContractFacts, ledger: Ledger): ContractChoice {
	const mapping = facts.customerMapping(asked.task);
	const company = mapping && facts.company(mapping.companyId);
	if (company?.isActive) return chooseIn(asked, company.id, facts, ledger);
	return {
		kind: 'attention',
		reason: 'customer not mapped',
		message: `${asked.subject}: customer ${asked.task.customerId} is not mapped to an active Autotask company; map it in Map Customer.`,
	};
}

/** @throws NotPlannable where the task has no contract. */
export function chooseFor(asked: TaskQuestion, facts: PlanningFacts, ledger: Ledger): FittingContract {
	const choice = contractOfTask(asked, facts, ledger);
	if (choice.kind === 'attention') throw new NotPlannable(choice.reason, choice.message);
	return choice.contract;
}
