import type { CalendarDate } from '../../domain/calendarDate';
import type { ContractId, DatabaseId } from '../../domain/ids';
import type { Decimal } from '../../domain/money';
import type { ChargesPort } from './charges';
import type { CompaniesPort } from './companies';
import type { ContractsPort } from './contracts';
import type { ServicesPort } from './services';

/**
 * Reads and writes Autotask. Lists are asked for with `in` filters in chunks and all pages; an empty list asks nothing.
 * Rows are read one by one, see `TakeUnreadPart`; searches leave out what cannot be read.
 *
 * Errors: `RefusedError` (500 with `errors`: nothing was written, never repeat it unchanged), `UnprovenError` (nothing
 * is known of a write: time-out, closed connection, 5xx without `errors`), `LoginRefusedError`, `ApiError`,
 * `MalformedResponseError`. Limits are waited for inside, politely; what stays over the limit is an `ApiError`.
 */
export interface AutotaskPort extends CompaniesPort, ContractsPort, ServicesPort, ChargesPort {
	readonly databaseId: DatabaseId;
	/** Lines and charges whose key begins so, with a higher id than the newest one that is known of their kind. */
	writesUnder(
		keyPrefix: string,
		newest: { readonly charge: number; readonly contractService: number },
	): Promise<readonly KeyedWrite[]>;
	/** How much of the limit that all integrations of the database share is used up in the current hour. */
	hourlyUse(): Promise<{ readonly used: number; readonly limit: number }>;
	/** Whether the user reads no cost of any service or unit row, though there are some; then costs that it sends are ignored. */
	hidesCosts(): Promise<boolean>;
	/** Requests sent since the port was opened. */
	requestCount(): number;
}

/** A line or charge with a key of ours, as Autotask holds it. */
export interface KeyedWrite {
	readonly kind: 'contractService' | 'charge';
	readonly id: number;
	readonly key: string;
	readonly contractId: ContractId;
	/** The charge's date, of a line its first day or, where that is not told, the first day there is. */
	readonly on: CalendarDate;
	readonly amount?: Decimal;
}
