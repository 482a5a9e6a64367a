import { localDay } from '../../domain/calendarDate';
import type { Company } from '../../domain/contract/company';
import type { ContractId } from '../../domain/ids';
import { billedPeriodType } from '../../domain/order/billedPeriod';
import { type ContractVerdict, contractVerdicts } from '../../domain/planning/contractVerdicts';
import { planTask } from '../../domain/planning/planTask';
import type { SyncTask } from '../../domain/task/task';
import { withSettings } from './batchFacts';
import type { BuildPorts, BuildSettings } from './buildSettings';
import { readFacts } from './readFacts';

/** The contracts that a task could be written to. */
export interface FoundContracts {
	/** Absent where the customer is not mapped to a company that is there. */
	readonly company?: Company;
	readonly verdicts: readonly ContractVerdict[];
	/** The day that the contract has to cover. */
	readonly on: string;
}

/** Reads the contracts of the task's company and says of each whether it fits, and why not. Writes nothing. */
export async function contractVerdictsOf(
	task: SyncTask,
	ports: BuildPorts,
	settings: BuildSettings,
): Promise<FoundContracts> {
	const batch = await readFacts(task.connectionId, [task], ports);
	const { facts, connection, ledger } = batch;
	const { timeZone, expirationIs } = connection;
	const on = task.answers.effectiveOn ?? localDay(task.effectiveAt, timeZone);
	const mapping = facts.customerMapping(task);
	const company = mapping && facts.company(mapping.companyId);
	if (!company) return { verdicts: [], on };
	const [subscription] = task.subscriptionIds.flatMap((id) => facts.subscription(id) ?? []);
	const given = withSettings(batch, { ...settings, whenNoContract: 'ask', timeZone, expirationIs }, {});
	const planOn = (contractId: ContractId) =>
		planTask({ ...task, answers: { ...task.answers, contractId } }, given, ledger);
	const periodType = subscription && billedPeriodType(subscription);
	return { company, verdicts: contractVerdicts(facts.contracts(company.id), planOn, { periodType, on }), on };
}
