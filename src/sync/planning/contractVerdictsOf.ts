import { uniq } from 'lodash';
import { type CalendarDate, localDay } from '../../domain/calendarDate';
import type { Company } from '../../domain/contract/company';
import { fittingContract } from '../../domain/contract/fittingContract';
import { type BilledLine, billedLines } from '../../domain/contractChoice/billedLines';
import type { ContractId } from '../../domain/ids';
import { billedPeriodType } from '../../domain/order/billedPeriod';
import { type ContractVerdict, contractVerdicts } from '../../domain/planning/contractVerdicts';
import { planTask } from '../../domain/planning/planTask';
import type { SyncTask } from '../../domain/task/task';
import { type BatchFacts, withSettings } from './batchFacts';
import type { BuildPorts, BuildSettings } from './buildSettings';
import { readFacts } from './readFacts';

/** The contracts that a task could be written to. */
export interface FoundContracts {
	/** Absent where the customer is not mapped to a company that is there. */
	readonly company?: Company;
	readonly verdicts: readonly ContractVerdict[];
	/** The day that the contract has to cover. */
	readonly on: CalendarDate;
}

/** What a line of one of the contracts bills, with its service's name. */
export interface LineOfContract extends BilledLine {
	readonly contractId: ContractId;
	readonly serviceName: string;
	/** Whether it bills a product of the task. */
	readonly isOfTask: boolean;
}

/** The contracts with what their lines bill on the day. */
export interface ContractsWithLines extends FoundContracts {
	readonly lines: readonly LineOfContract[];
	/** What the company is billed in; empty where Autotask does not tell. */
	readonly currency: string;
}

function verdictsIn(batch: BatchFacts, task: SyncTask, settings: BuildSettings): FoundContracts {
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

/** Reads the contracts of the task's company and says of each whether it fits, and why not. Writes nothing. */
export async function contractVerdictsOf(
	task: SyncTask,
	ports: BuildPorts,
	settings: BuildSettings,
): Promise<FoundContracts> {
	return verdictsIn(await readFacts(task.connectionId, [task], ports), task, settings);
}

/** The same with what the contracts' lines bill on that day. */
export async function contractsWithLines(
	task: SyncTask,
	ports: BuildPorts,
	settings: BuildSettings,
): Promise<ContractsWithLines> {
	const batch = await readFacts(task.connectionId, [task], ports);
	const found = verdictsIn(batch, task, settings);
	const lines = found.verdicts.flatMap(({ contract }) => {
		const fitting = fittingContract(contract);
		return fitting ? billedLines(batch.ledger, fitting, found.on).map((line) => ({ line, contract })) : [];
	});
	const services = await ports.autotask.services(uniq(lines.map(({ line }) => line.serviceId)));
	const own = batch.servicesOf(task);
	const currency = found.company && batch.facts.currencyOfCompany(found.company.id);
	return {
		...found,
		currency: currency ?? '',
		lines: lines.map(({ line, contract }) => ({
			...line,
			contractId: contract.id,
			serviceName: services.find(({ id }) => id === line.serviceId)?.name ?? `Service ${line.serviceId}`,
			isOfTask: own.includes(line.serviceId),
		})),
	};
}
