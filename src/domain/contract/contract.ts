import type { PeriodType } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import type { CompanyId, ContractId, ContractServiceId, ServiceId, TaskId } from '../ids';
import type { Decimal } from '../money';

/** A recurring-service contract (type 7); other types are never read. */
export interface Contract {
	readonly id: ContractId;
	readonly companyId: CompanyId;
	readonly billToCompanyId?: CompanyId;
	readonly name: string;
	/** The external number; our key on a contract that we created (rule C6). */
	readonly number?: string;
	/** The other contract of Autotask's renewal link. */
	readonly renewedContractId?: ContractId;
	/** Absent where Autotask names a period type that we do not know. */
	readonly periodType?: PeriodType;
	readonly isActive: boolean;
	readonly startsOn: CalendarDate;
	/** The last day that belongs to the contract. */
	readonly endsOn: CalendarDate;
	/** On a contract that a plan creates: its first task. Until it is there its id is ours, and below 0. Source: rule C6. */
	readonly planned?: { readonly by: TaskId };
}

/** A line of a contract. It carries no quantity: that is in its unit rows. */
export interface ContractService {
	readonly id: ContractServiceId;
	readonly contractId: ContractId;
	readonly serviceId: ServiceId;
	readonly internalDescription?: string;
	readonly invoiceDescription?: string;
}

/** Units of a line over days; `price` and `cost` are totals of the row, prorated where the row is split. */
export interface UnitRow {
	readonly contractId: ContractId;
	/** Absent on some rows: then contract and service name the line. */
	readonly contractServiceId?: ContractServiceId;
	readonly serviceId: ServiceId;
	readonly startsOn: CalendarDate;
	/** The last day that belongs to the row. */
	readonly endsOn: CalendarDate;
	readonly units: number;
	readonly price: Decimal;
	/** Absent where the API user may not see costs. */
	readonly cost?: Decimal;
	readonly isPosted: boolean;
}
