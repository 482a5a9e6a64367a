import type { PlanningFacts } from '../../domain/contractChoice/planningFacts';
import type { ConnectionId, Instant, ServiceId } from '../../domain/ids';
import { valueOf } from '../../domain/keyed';
import type { Ledger } from '../../domain/line/ledger';
import type { Money } from '../../domain/money';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import type { PlanSettings } from '../../domain/settings';
import type { SyncTask } from '../../domain/task/task';
import type { Connection } from '../../ports/store/connections';
import type { JournalEntry } from '../../ports/store/journal';
import type { LinkedLine } from '../../ports/store/lines';
import type { AutotaskState } from '../reading/readAutotask';
import type { HiddenContract, VanishedLine } from './vanishedLines';

/** What a batch of tasks of one connection is planned from. */
export interface BatchFacts {
	readonly connection: Connection;
	readonly facts: Omit<PlanningFacts, 'settings' | 'catalogueCost'>;
	readonly ledger: Ledger;
	readonly autotask: AutotaskState;
	readonly journal: readonly JournalEntry[];
	/** What was written by then, Autotask was to show. */
	readonly readAt: Instant;
	/** Unfinished tasks of the subscriptions at hand, oldest first. */
	readonly chain: readonly SyncTask[];
	/** A task without what is excluded of it; a text says why that cannot be told. */
	readonly billed: (task: SyncTask) => SyncTask | string;
	readonly subscriptions: readonly SeenSubscription[];
	/** Lines that subscriptions at hand are linked to. */
	readonly linked: readonly LinkedLine[];
	readonly vanished: readonly VanishedLine[];
	readonly hidden: readonly HiddenContract[];
	/** Services that products of the task's subscriptions and order are mapped to, in any period. */
	readonly servicesOf: (task: SyncTask) => readonly ServiceId[];
}

/** A fault in how the nodes are put together: the task came without the step that knows its connection. */
export class UnknownConnectionError extends Error {
	override readonly name = 'UnknownConnectionError';

	constructor(connectionId: ConnectionId) {
		super(`Connection ${connectionId} is not known to this store; let the trigger or Sync Tasks (check) run once.`);
	}
}

/** The facts with the settings and catalogue costs of one plan. */
export function withSettings(
	batch: BatchFacts,
	settings: PlanSettings,
	costs: Readonly<Record<string, Money>>,
): PlanningFacts {
	return { ...batch.facts, settings, catalogueCost: (product) => valueOf(costs, product) };
}
