import type { ConnectionId, Instant, TaskId } from '../../domain/ids';

/** One line of the action log: what was done, by whom, with which effect. */
export interface ActionLogEntry {
	readonly at: Instant;
	readonly connectionId: ConnectionId;
	readonly taskId?: TaskId;
	/** check, map, unmap, plan, approve, retry, write, verify, fail, ... */
	readonly action: string;
	readonly message: string;
	readonly by?: string;
	readonly correlationId?: string;
	/** Small facts, before and after; never a secret or a response body. */
	readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** Which lines of the action log a page shows. */
export interface LogSearch {
	readonly taskId?: TaskId;
	/** Part of name or id, in any case. */
	readonly customer?: string;
	readonly action?: string;
	/** Part of the name of who did it, in any case. */
	readonly by?: string;
	/** Entries from then on. */
	readonly from?: Instant;
	/** Entries before then. */
	readonly until?: Instant;
	/** Part of message, task, name of who did it or correlation id, in any case. */
	readonly search?: string;
	readonly offset: number;
	readonly limit: number;
}

/** An entry with the name of the customer whose task it is about. */
export interface FoundEntry extends ActionLogEntry {
	readonly customerName?: string;
}

export interface LogPage {
	readonly rows: readonly FoundEntry[];
	/** Of all pages. */
	readonly total: number;
}

export interface ActionLogStore {
	log(entries: readonly ActionLogEntry[]): Promise<void>;
	/** Newest first. */
	readLog(
		connectionId: ConnectionId,
		filter?: { readonly taskId?: TaskId; readonly limit?: number; readonly offset?: number },
	): Promise<readonly ActionLogEntry[]>;

	/** Newest first. */
	logPage(connectionId: ConnectionId, search: LogSearch): Promise<LogPage>;

	/** Deletes log lines from before then whose task is synced or ignored, or that have none; returns how many. */
	pruneLog(connectionId: ConnectionId, before: Instant): Promise<number>;
}
