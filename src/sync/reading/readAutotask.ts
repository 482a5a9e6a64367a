import { partition, uniq } from 'lodash';
import { type CalendarDate, earliest, latest, plusDays } from '../../domain/calendarDate';
import type { Company, Currency } from '../../domain/contract/company';
import type { Contract, ContractService, UnitRow } from '../../domain/contract/contract';
import { contractPeriod } from '../../domain/contract/lineState';
import type { Service } from '../../domain/contract/service';
import type { CompanyId, ContractId, ServiceId } from '../../domain/ids';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import { costsAreHidden } from './hiddenCosts';
import { readContracts } from './readContracts';
import { readLines } from './readLines';
import { keptIn, nothingUnread, type UnreadState } from './unreadState';

/** What Autotask holds of some companies, read once for a batch. */
export interface AutotaskState {
	readonly companies: readonly Company[];
	readonly currencies: readonly Currency[];
	readonly contracts: readonly Contract[];
	readonly lines: readonly ContractService[];
	/** Lines of contracts that ended before the days at hand, whose rows are not read. */
	readonly endedLines: readonly ContractService[];
	readonly rows: readonly UnitRow[];
	readonly services: readonly Service[];
	/** Whether the API user may not read costs: it may not write them either. Source: rule A5. */
	readonly hidesCosts: boolean;
	/** First day of the rows that were read. */
	readonly readFrom: CalendarDate;
	readonly unread: UnreadState;
}

/** The day before the earliest period that any of the days falls in, over the contracts' own grids. */
function readFromDay(contracts: readonly Contract[], days: readonly CalendarDate[]): CalendarDate | undefined {
	const starts = contracts.flatMap((contract) => {
		const { periodType } = contract;
		return days.map((day) =>
			periodType ? earliest(day, contractPeriod({ ...contract, periodType }, day).start) : day,
		);
	});
	const [first, ...others] = starts;
	return first && plusDays(earliest(first, ...others), -1);
}

/** The days, and the first ones after contracts that ended before them: what takes over bills from then on. Source: rule C5. */
function daysBilled(
	wanted: { readonly days: readonly CalendarDate[]; readonly contracts: readonly ContractId[] },
	contracts: readonly Contract[],
): readonly CalendarDate[] {
	const { days } = wanted;
	const own = contracts.filter((contract) => wanted.contracts.includes(contract.id));
	const after = own.map(({ endsOn }) => plusDays(endsOn, 1)).filter((first) => days.some((day) => first < day));
	return [...days, ...after];
}

/**
 * Reads companies, contracts, lines, unit rows and services: five requests for a batch, more only where pages run over,
 * where no cost is shown, or where a contract that a subscription is on is none of the companies'.
 *
 * `days` are the days on which changes take effect; rows are read from the start of their periods on, and where the contract
 * that a subscription is on has ended before, from its end on, since what takes over bills the days in between (rule C5).
 */
export async function readAutotask(
	wanted: {
		readonly companies: readonly CompanyId[];
		/** Contracts that subscriptions are on, whichever company they belong to. */
		readonly contracts: readonly ContractId[];
		readonly services: readonly ServiceId[];
		readonly days: readonly CalendarDate[];
	},
	autotask: AutotaskPort,
): Promise<AutotaskState> {
	const unread = nothingUnread();
	const contracts = await readContracts(wanted, autotask, unread);
	const billed = contracts.flatMap((contract) => contract.billToCompanyId ?? []);
	const companies = await autotask.companies(uniq([...wanted.companies, ...billed]), keptIn(unread.companies));
	const readFrom =
		readFromDay(contracts, daysBilled(wanted, contracts)) ?? latest('0001-01-01' as CalendarDate, ...wanted.days);
	const touched = contracts
		.filter((contract) => contract.endsOn >= readFrom || wanted.contracts.includes(contract.id))
		.map((contract) => contract.id);
	const ids = contracts.map((contract) => contract.id);
	const held = await readLines({ contracts: ids, touched, from: readFrom }, autotask, keptIn(unread.contracts));
	const [lines, endedLines] = partition(held.lines, (line) => touched.includes(line.contractId));
	const services = await autotask.services(uniq(wanted.services), keptIn(unread.services));
	const currencies = await autotask.currencies((why) => unread.currencies.push(why));
	for (const { id, companyId } of contracts)
		if (unread.contracts.has(id)) keptIn(unread.contractsOf)({ of: companyId, why: unread.contracts.get(id) ?? '' });
	const { rows } = held;
	const hidesCosts = await costsAreHidden({ rows, services }, autotask);
	return { companies, currencies, contracts, lines, endedLines, rows, services, hidesCosts, readFrom, unread };
}
