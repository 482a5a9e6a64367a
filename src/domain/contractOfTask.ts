import type { PeriodType } from './billingPeriod';
import type { CalendarDate } from './calendarDate';
import { type FittingContract, chooseContract } from './contractChoice';
import type { Ledger } from './ledger';
import type { Subscription } from './order';
import { assignedOn } from './planUsage';
import type { PlanningFacts } from './planningFacts';
import type { SyncTask } from './task';
import { NotPlannable } from './taskContext';
import { modelOf } from './usageLines';

export function chooseFor(
	task: SyncTask,
	subscription: Subscription,
	periodType: PeriodType | undefined,
	facts: PlanningFacts,
	ledger: Ledger,
	on: { readonly day: CalendarDate; readonly subject: string },
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
	const assigned = assignedOn(ledger.assigned.get(subscription.id), {
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
		...(task.answers.contractId === undefined ? {} : { told: task.answers.contractId }),
	});
	if (choice.kind === 'attention') throw new NotPlannable(choice.reason, choice.message);
	return choice.contract;
}
