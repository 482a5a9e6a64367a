import type { PeriodType } from './billingPeriod';
import type { CalendarDate } from './calendarDate';
import type {
	AutotaskProductId,
	BillingCodeId,
	ChargeId,
	CompanyId,
	ContractId,
	ContractServiceId,
	CurrencyId,
	ServiceId,
	TaskId,
} from './ids';
import type { Decimal } from './money';

export interface Company {
	readonly id: CompanyId;
	readonly name: string;
	readonly companyNumber?: string;
	readonly isActive: boolean;
	/** Absent where Autotask runs without several currencies: then it is the internal one. */
	readonly currencyId?: CurrencyId;
}

/** A company with what tells whether it is a customer of the marketplace. */
export interface CompanyCandidate extends Company {
	readonly taxId?: string;
	readonly webAddress?: string;
}

/** What companies are looked for by; one that shares any of it is a candidate. At most 400 texts in all. */
export interface CompanyTraits {
	readonly numbers: readonly string[];
	readonly taxIds: readonly string[];
	/** Parts of the name. */
	readonly words: readonly string[];
	/** Parts of the web address. */
	readonly domains: readonly string[];
}

export interface Currency {
	readonly id: CurrencyId;
	/** Three letters. */
	readonly code: string;
	readonly isInternal: boolean;
	readonly exchangeRate: Decimal;
}

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

/** A service of Autotask's catalogue. */
export interface Service {
	readonly id: ServiceId;
	readonly name: string;
	readonly periodType?: PeriodType;
	readonly isActive: boolean;
	readonly unitPrice: Decimal;
	readonly unitCost?: Decimal;
	readonly externalId?: string;
	readonly sku?: string;
	readonly invoiceDescription?: string;
}

/** What services are looked for by; one that shares any of it is a candidate. At most 400 texts in all. */
export interface ServiceTraits {
	readonly externalIds: readonly string[];
	readonly skus: readonly string[];
	/** Parts of the name. */
	readonly words: readonly string[];
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

/** A one-time charge of a contract as Autotask holds it. */
export interface ContractCharge {
	readonly id: ChargeId;
	readonly contractId: ContractId;
	/** Our key (rule Q14), in internalPurchaseOrderNumber. */
	readonly key: string;
	readonly amount: Decimal;
	readonly purchasedOn: CalendarDate;
}

/** What an Autotask charge is booked under: a material billing code or a product, never a service. Source: rule M2. */
export type ChargeTarget =
	| { readonly kind: 'billingCode'; readonly id: BillingCodeId }
	| { readonly kind: 'product'; readonly id: AutotaskProductId };

export type ChargeKind = 'setup' | 'proration' | 'usage' | 'fee' | 'credit';

export const chargeKinds: readonly ChargeKind[] = ['setup', 'proration', 'usage', 'fee', 'credit'];
