import type { CalendarDate } from '../../domain/calendarDate';
import type { Contract, ContractService, UnitRow } from '../../domain/contract/contract';
import type { NewContract } from '../../domain/contractChoice/newContract';
import type { CompanyId, ContractId, ContractServiceId, ServiceId } from '../../domain/ids';
import type { Decimal } from '../../domain/money';
import type { SendOptions } from '../sending';
import type { TakeUnreadPart } from '../unread';
import type { WriteAnswer } from './writeAnswer';

export interface AdjustmentToWrite {
	readonly contractId: ContractId;
	readonly contractServiceId: ContractServiceId;
	readonly effectiveOn: CalendarDate;
	readonly unitDelta: number;
	readonly unitPrice?: Decimal;
	readonly unitCost?: Decimal;
}

export interface ContractServiceToWrite {
	readonly contractId: ContractId;
	readonly serviceId: ServiceId;
	/** Our key; at most 100 characters. */
	readonly internalDescription: string;
	readonly invoiceDescription?: string;
	readonly unitCost?: Decimal;
}

/** A recurring-service contract, active from its start on. */
export interface ContractToWrite extends NewContract {
	readonly companyId: CompanyId;
}

export interface ContractsPort {
	/** Recurring-service contracts (found by the picklist's label) of the companies. */
	contracts(companies: readonly CompanyId[], unread?: TakeUnreadPart<CompanyId>): Promise<readonly Contract[]>;
	/** Recurring-service contracts that carry one of these contract numbers. */
	contractsByNumber(numbers: readonly string[], unread?: TakeUnreadPart<string>): Promise<readonly Contract[]>;
	contractsById(ids: readonly ContractId[], unread?: TakeUnreadPart<ContractId>): Promise<readonly Contract[]>;
	contractServices(
		contracts: readonly ContractId[],
		unread?: TakeUnreadPart<ContractId>,
	): Promise<readonly ContractService[]>;
	/** Unit rows of all lines of the contracts that touch the days from `from` on (up to `before`, not included, where given). */
	unitRows(
		contracts: readonly ContractId[],
		window: { readonly from: CalendarDate; readonly before?: CalendarDate },
		unread?: TakeUnreadPart<ContractId>,
	): Promise<readonly UnitRow[]>;
	adjust(adjustment: AdjustmentToWrite, options?: SendOptions): Promise<WriteAnswer<number>>;
	createContractService(line: ContractServiceToWrite, options?: SendOptions): Promise<WriteAnswer<ContractServiceId>>;
	/**
	 * The same where Autotask refuses a second line of a service that way: an adjustment without units makes it on the day,
	 * then its key and texts are set. A line that was made and not told or keyed is left without units, and is unproven.
	 */
	repeatContractService(
		line: ContractServiceToWrite & { readonly startsOn: CalendarDate },
		options?: SendOptions,
	): Promise<WriteAnswer<ContractServiceId>>;
	createContract(contract: ContractToWrite, options?: SendOptions): Promise<WriteAnswer<ContractId>>;
}
