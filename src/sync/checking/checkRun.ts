import type { CustomerId, Instant, SubscriptionId } from '../../domain/ids';
import type { Subscription } from '../../domain/order/order';
import type { Exclusion } from '../../domain/order/exclusion';
import type { SelectableKind } from '../../domain/order/orderKind';
import type { TaskFrame } from '../../domain/task/taskFrame';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { Clock } from '../../ports/clock';
import type { MarketplacePort } from '../../ports/marketplace';
import type { Connection } from '../../ports/store/connections';
import type { StorePort } from '../../ports/store/store';

export interface CheckPorts {
	readonly clock: Clock;
	readonly store: StorePort;
	readonly marketplace: MarketplacePort;
}

/** The trigger's settings; defaults and meaning: docs/domain.md. */
export interface CheckSettings {
	readonly orderKinds: readonly SelectableKind[];
	readonly lookBackDays: number;
	readonly sweep: 'daily' | 'everyCheck' | 'never';
	readonly timeZone: string;
	readonly expirationIs: 'dayAfter' | 'lastDay';
	readonly batchSize: number;
	readonly recheckHours: number;
	readonly processAutomatically: boolean;
	/** After how many offers without an end a task is set aside; 5 unless said. Source: rule F1. */
	readonly setAsideAfter?: number;
	/** How long the action log is kept; 400 unless said. Source: rule F4. */
	readonly keepLogDays?: number;
}

export interface CheckOptions {
	/** How long the whole check may take; reading stops at four fifths of it. */
	readonly budgetMs?: number;
	/** Cancelled, or out of time: requests and waits end at once, and what was stored is kept. */
	readonly signal?: AbortSignal;
	/** When the trigger checks next, named and undefined where nobody can tell; absent where it is not the trigger that checks. */
	readonly nextCheckAt?: Instant | undefined;
	/** False where nobody takes what the check finds: it is left for the next check that hands on, and nothing is set aside. */
	readonly handsOn?: boolean;
	/** Opened only when causes in Autotask are due to be looked at. */
	readonly autotask?: () => Promise<AutotaskPort>;
}

/** One check under way: what it works on, and whether it may go on. */
export interface CheckRun {
	readonly ports: CheckPorts;
	readonly connection: Connection;
	readonly settings: CheckSettings;
	readonly frame: TaskFrame;
	/** Each subscription is read once a check. */
	readonly sights: Map<SubscriptionId, Promise<Subscription | undefined>>;
	/** What could not be read and could become no task, a clause each. */
	readonly unread: string[];
	/** Whose orders could not be read and could become no task. */
	readonly unreadOf: Set<CustomerId>;
	/** What is never billed. */
	readonly exclusions: readonly Exclusion[];
	/** False when the time is nearly used up, the execution was cancelled, or another check has taken over. */
	readonly mayGoOn: () => Promise<boolean>;
}

/** How many orders or subscriptions are read at a time. */
export const readAtATime = 4;
