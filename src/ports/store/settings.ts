import type { ConnectionId, Instant } from '../../domain/ids';
import type { ActionLogEntry } from './actionLog';
import type { ConnectionChange } from './connections';

/** One setting as it is stored; its value is what somebody once gave, and is read like anything from outside. */
export interface StoredSetting {
	readonly name: string;
	readonly value: unknown;
	/** Who said so; empty where it is from before there were settings. */
	readonly by: string;
	readonly at: Instant;
}

/** Settings that change together. */
export interface SettingsChange {
	readonly settings: readonly StoredSetting[];
	/** What was stored of them when the change was made up; undefined for one that was not stored. */
	readonly seen: Readonly<Record<string, unknown>>;
	/** What changes of the connection itself with them. */
	readonly connection?: ConnectionChange;
	readonly log: readonly ActionLogEntry[];
}

/** Which node of which workflow. */
export interface NodePlace {
	readonly workflowId: string;
	readonly node: string;
	readonly workflowName: string;
}

/** What a node said for itself when it last ran. */
export interface NodeSettings extends NodePlace {
	readonly values: Readonly<Record<string, unknown>>;
	readonly seenAt: Instant;
}

export interface SettingsStore {
	/** What somebody has said, by name; a setting that nobody has touched is not among them. */
	settings(connectionId: ConnectionId): Promise<readonly StoredSetting[]>;
	/** False where one of them is no longer as it was seen: then nothing is changed and nothing is logged. */
	changeSettings(connectionId: ConnectionId, change: SettingsChange): Promise<boolean>;
	/** By workflow and node. */
	nodeSettings(connectionId: ConnectionId): Promise<readonly NodeSettings[]>;
	/** Keeps what a node says for itself; one that says nothing is forgotten, and so are those last seen before `since`. */
	keepNodeSettings(connectionId: ConnectionId, node: NodeSettings, since: Instant): Promise<void>;
}
