import { localDay, millisOf, plusMillis } from '../../domain/calendarDate';
import type { ConnectionId, SubscriptionId } from '../../domain/ids';
import type { Subscription } from '../../domain/order/order';
import type { SelectableKind } from '../../domain/order/orderKind';
import type { TaskFrame } from '../../domain/task/taskFrame';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { Clock } from '../../ports/clock';
import type { MarketplacePort } from '../../ports/marketplace';
import type { Connection, ConnectionInputs } from '../../ports/store/connections';
import { leaseMs } from '../../ports/store/leaseMs';
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
	/** False when the time is nearly used up, the execution was cancelled, or another check has taken over. */
	readonly mayGoOn: () => Promise<boolean>;
}

/** How many orders or subscriptions are read at a time. */
export const readAtATime = 4;

const usableShare = 0.8;

/** The connection as stored, made at its first check; time zone and meaning of the expiration date follow the settings. */
export async function openConnection(
	ports: CheckPorts,
	inputs: ConnectionInputs,
	settings: CheckSettings,
): Promise<Connection> {
	const stored = await ports.store.connection(inputs.connectionId);
	const { timeZone, expirationIs } = settings;
	const { connectionId: id, databaseId, account } = inputs;
	const connection: Connection = stored
		? { ...stored, timeZone, expirationIs }
		: { id, databaseId, account, timeZone, expirationIs, connectedAt: ports.clock.now() };
	const isSame = stored?.timeZone === timeZone && stored.expirationIs === expirationIs;
	if (!isSame) await ports.store.saveConnection(connection);
	return connection;
}

/** What the tasks of this check have in common. */
export function taskFrame(connection: Connection, settings: CheckSettings, clock: Clock): TaskFrame {
	const now = clock.now();
	return {
		connectionId: connection.id,
		connectedAt: connection.connectedAt,
		now,
		today: localDay(now, settings.timeZone),
		isFirst: connection.firstCheckDoneAt === undefined,
		processAutomatically: settings.processAutomatically,
		orderKinds: settings.orderKinds,
	};
}

/** Takes the lease of the connection's checks, or renews it for its holder. */
export async function holdLease(ports: CheckPorts, id: ConnectionId, holder: string): Promise<boolean> {
	const now = ports.clock.now();
	return await ports.store.takeLease(`check/${id}`, holder, now, plusMillis(now, leaseMs.check));
}

/** Says before each group of requests whether the check may go on; renews the lease as it does. */
export function goingOn(
	ports: CheckPorts,
	id: ConnectionId,
	holder: string,
	options: CheckOptions,
): () => Promise<boolean> {
	const startedMs = millisOf(ports.clock.now());
	return async () => {
		if (options.signal?.aborted === true) return false;
		const usedMs = millisOf(ports.clock.now()) - startedMs;
		if (options.budgetMs !== undefined && usedMs > options.budgetMs * usableShare) return false;
		return await holdLease(ports, id, holder);
	};
}

/** The newest sight of a subscription, asked for once a check; undefined where the marketplace no longer knows it. */
export async function seeSubscription(run: CheckRun, id: SubscriptionId): Promise<Subscription | undefined> {
	const asked = run.sights.get(id) ?? run.ports.marketplace.subscription(id);
	run.sights.set(id, asked);
	return await asked;
}
