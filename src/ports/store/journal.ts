import type { CalendarDate } from '../../domain/calendarDate';
import type { ConnectionId, ContractId, ContractServiceId, DatabaseId, Instant, TaskId } from '../../domain/ids';
import type { Decimal } from '../../domain/money';
import type { WriteState } from '../../domain/task/writeState';

export type WriteKind = 'adjustment' | 'contractService' | 'charge' | 'contract';

/** One write with its intent and its outcome. Source: the write protocol, steps 2 to 4. */
export interface JournalEntry {
	/** Given by the store, ascending. */
	readonly id: number;
	readonly databaseId: DatabaseId;
	readonly connectionId: ConnectionId;
	readonly taskIds: readonly TaskId[];
	/** Of a contract that is created: the id, below 0, that it goes by until it is there. */
	readonly contractId: ContractId;
	readonly kind: WriteKind;
	readonly state: WriteState;
	/** The line of an adjustment; of a created line as soon as it is known. */
	readonly contractServiceId?: ContractServiceId;
	/** Our key of a created line, a charge or a created contract. */
	readonly key?: string;
	/** Effective date of an adjustment, date of a charge. */
	readonly on: CalendarDate;
	readonly unitsBefore?: number;
	readonly unitDelta?: number;
	readonly unitsAfter?: number;
	readonly priceBefore?: Decimal;
	readonly priceAfter?: Decimal;
	readonly costBefore?: Decimal;
	readonly costAfter?: Decimal;
	readonly amount?: Decimal;
	readonly autotaskId?: number;
	readonly note?: string;
	readonly intendedAt: Instant;
	readonly settledAt?: Instant;
}

export interface JournalStore {
	/** Commits an intent before its write (step 2); returns it with its id. */
	intend(entry: Omit<JournalEntry, 'id' | 'state'>): Promise<JournalEntry>;
	/** Commits the outcome (step 3). */
	settle(
		id: number,
		outcome: {
			readonly state: WriteState;
			readonly at: Instant;
			readonly autotaskId?: number;
			readonly contractServiceId?: ContractServiceId;
			readonly note?: string;
		},
	): Promise<void>;
	/** Entries of these contracts, oldest first; all states unless named. */
	journal(
		databaseId: DatabaseId,
		contracts: readonly ContractId[],
		states?: readonly WriteState[],
	): Promise<readonly JournalEntry[]>;

	/** Highest id in Autotask of the lines and charges that we created; 0 for none. */
	newestCreations(databaseId: DatabaseId): Promise<{ readonly charge: number; readonly contractService: number }>;
	/** Which of these keys have an entry, whatever became of it. */
	knownKeys(databaseId: DatabaseId, keys: readonly string[]): Promise<ReadonlySet<string>>;
	/** Takes writes that were found in Autotask into the journal. */
	adopt(entries: readonly Omit<JournalEntry, 'id'>[]): Promise<void>;
}
