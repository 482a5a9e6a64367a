import type { CalendarDate } from '../../domain/calendarDate';
import type { ConnectionId, DatabaseId, Instant } from '../../domain/ids';

/** Which Autotask database and which marketplace account are connected. */
export interface ConnectionInputs {
	readonly connectionId: ConnectionId;
	readonly databaseId: DatabaseId;
	/** The name that the operator gave the marketplace credential. */
	readonly account: string;
	/** Where the account leads: the marketplace's address and its code; absent where nothing tells. */
	readonly marketplace?: string;
}

/** What the trigger knows of a connection; written at its first check. */
export interface Connection {
	readonly id: ConnectionId;
	readonly databaseId: DatabaseId;
	readonly account: string;
	readonly timeZone: string;
	readonly expirationIs: 'dayAfter' | 'lastDay';
	readonly connectedAt: Instant;
	/** Set when the first check has made all of its tasks. */
	readonly firstCheckDoneAt?: Instant;
	/** Creation date of the newest order that has a task; the look-back starts from here. */
	readonly watermark?: Instant;
	readonly sweptOn?: CalendarDate;
	/** Set while a person has stopped the connection (rule T10); saved as undefined, it is cleared. */
	readonly stoppedAt?: Instant | undefined;
	/** Since when Autotask is known to hide costs from its API user; saved as undefined, it is cleared. Source: rule A5. */
	readonly costsHiddenSince?: Instant | undefined;
	/** Where its account leads; absent in connections from before. Source: rule F10. */
	readonly marketplace?: string;
	/** The marketplace that it was stopped for, until a person starts it with that one; saved as undefined, it is cleared. */
	readonly askedMarketplace?: string | undefined;
	/** When a check last came to its end; absent before the first one that did. */
	readonly checkedAt?: Instant;
	/** When the workflow checks next, by its poll times; absent where they do not tell it. */
	readonly nextCheckAt?: Instant | undefined;
}

/** Fields of a connection that change; what is named and undefined is cleared. */
export type ConnectionChange = Partial<Omit<Connection, 'id' | 'databaseId' | 'account' | 'connectedAt'>>;

export interface ConnectionStore {
	connection(id: ConnectionId): Promise<Connection | undefined>;
	connections(): Promise<readonly Connection[]>;
	/** Makes it, or changes the named fields of an existing one. */
	saveConnection(connection: Connection): Promise<void>;
	/** Changes the named fields and no others, so that what somebody else has changed meanwhile stays. */
	changeConnection(id: ConnectionId, change: ConnectionChange): Promise<void>;
}
