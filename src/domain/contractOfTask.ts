import type { PeriodType } from './billingPeriod';
import type { CalendarDate } from './calendarDate';
import { type FittingContract, chooseContract } from './contractChoice';
import type { CompanyId, ContractId } from './ids';
import type { Ledger } from './ledger';
import type { Subscription } from './order';
import { assignedOn } from './planUsage';
import type { PlanningFacts } from './planningFacts';
import type { SyncTask } from './task';
import { NotPlannable } from './taskContext';
import { modelOf } from './usageLines';

/** The contract that a subscription belongs to, where it is another company's than the one that its customer is mapped to by now. */
function foreignContract(
	belongs: ContractId | undefined,
	company: CompanyId,
	facts: PlanningFacts,
): FittingContract | undefined {
	const contract = belongs === undefined ? undefined : facts.contract(belongs);
	return contract && contract.companyId !== company ? contract : undefined;
}

/** The contract that a person chose; of several subscriptions it counts for those that are billed by its period. Source: rule C3. */
function toldContract(
	told: ContractId | undefined,
	ofPeriod: PeriodType | undefined,
	facts: PlanningFacts,
): ContractId | undefined {
	if (told === undefined || ofPeriod === undefined) return told;
	const periodType = facts.contract(told)?.periodType;
	return periodType === undefined || periodType === ofPeriod ? told : undefined;
}

/**
 * The contract that a task is about.
 *
 * Where the customer is mapped to another company by now, one of that company's contracts; a cancellation ends the units
 * where they are. Source: rules C1 to C3 and C5.
 *
 * @throws NotPlannable where none or several fit.
 */
export function chooseFor(
	task: SyncTask,
	subscription: Subscription,
	periodType: PeriodType | undefined,
	facts: PlanningFacts,
	ledger: Ledger,
	on: {
		readonly day: CalendarDate;
		readonly subject: string;
		/** Whether the subscription leaves the contract that it belongs to. */
		readonly isLeaving?: boolean;
		/** Whether what a person chose may be meant for another subscription of the task. */
		readonly isOneOfSeveral?: boolean;
	},
): FittingContract {
	const { day, subject } = on;
	const mapping = facts.customerMapping(task);
	const company = mapping && facts.company(mapping.companyId);
	if (!mapping || !company?.isActive)
		throw new NotPlannable(
			'customer not mapped',
			`${subject}: customer ${task.customerId} is not mapped to an active Autotask company; map it in Map Customer.`,
		);
	const currency =
		task.order?.details.find((detail) => detail.extendedPrice)?.extendedPrice?.currency ??
		subscription.products.find((product) => product.unitPrice)?.unitPrice?.currency;
	const belongs = on.isLeaving ? undefined : ledger.assigned.get(subscription.id);
	const told = toldContract(task.answers.contractId, on.isOneOfSeveral ? periodType : undefined, facts);
	const foreign = foreignContract(belongs, company.id, facts);
	if (foreign && task.kind === 'cancellation') return foreign;
	const assigned = assignedOn(foreign ? undefined : belongs, {
		model: modelOf(subscription, task.order),
		contracts: facts.contracts(company.id),
		day,
	});
	const choice = chooseContract({
		subject,
		company,
		contracts: facts.contracts(company.id),
		on: day,
		currencyOf: (contract) =>
			facts.currencyOfCompany(contract?.billToCompanyId ?? company.id) ?? facts.currencyOfCompany(company.id),
		...(periodType ? { periodType } : {}),
		...(currency === undefined ? {} : { currency }),
		...(assigned === undefined ? {} : { assigned }),
		...(told === undefined ? {} : { told }),
	});
	if (choice.kind === 'attention') throw new NotPlannable(choice.reason, choice.message);
	return choice.contract;
}
