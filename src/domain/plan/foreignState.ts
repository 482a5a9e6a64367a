import type { CalendarDate } from '../calendarDate';
import type { ContractId, ContractServiceId } from '../ids';
import type { Decimal } from '../money';
import type { UnitTimeline } from '../unitTimeline';

/**
 * What the fingerprint is taken of: Autotask's state less our journalled writes, mapping, order and settings, and what the
 * task makes of it.
 */
export interface ForeignState {
	readonly contract: {
		/** Our key on a contract that a plan creates or has created, else Autotask's id. */
		readonly id: string;
		readonly startsOn: CalendarDate;
		readonly endsOn: CalendarDate;
		readonly isActive: boolean;
		readonly periodType: string;
	};
	readonly lines: readonly {
		readonly contractServiceId: ContractServiceId;
		readonly units: UnitTimeline;
		/** Prices that are not ours, by the day from which they hold. */
		readonly rates: readonly { readonly from: CalendarDate; readonly price: Decimal }[];
		/** Costs likewise; absent where none can be read. */
		readonly costs?: readonly { readonly from: CalendarDate; readonly cost: Decimal }[];
		readonly postedThrough?: CalendarDate;
	}[];
	/** Contracts besides the one that the plan belongs to; absent where there are none. */
	readonly further?: readonly ({ readonly contractId: ContractId } & ForeignState['contract'])[];
	/** What is written to: contracts, services, and lines that are not of our making. */
	readonly targets: string;
	/** What the task makes of them: units, price and cost, with what a person has said of other units. */
	readonly meant: string;
	readonly mapping: string;
	readonly order: string;
	readonly settings: string;
	/** What a person changed of the plan; absent where nothing was. */
	readonly answers?: string;
}
