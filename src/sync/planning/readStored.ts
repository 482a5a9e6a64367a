import { sortBy, uniq } from 'lodash';
import { type CalendarDate, localDay } from '../../domain/calendarDate';
import type {
	ConnectionId,
	ContractId,
	CustomerId,
	DatabaseId,
	ProductId,
	ServiceId,
	SubscriptionId,
} from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import { billedPart, type Exclusion } from '../../domain/order/exclusion';
import { arrivingProducts } from '../../domain/order/orderPortions';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import { effectiveDay } from '../../domain/period/effectiveDay';
import { billedTask } from '../../domain/task/excludedTask';
import type { SyncTask } from '../../domain/task/task';
import { oldestFirst } from '../../domain/task/taskChain';
import type { Connection } from '../../ports/store/connections';
import type { LinkedLine } from '../../ports/store/lines';
import type { ChargeMapping, CustomerMapping, ProductMapping } from '../../ports/store/mappings';
import type { RememberedOrder } from '../../ports/store/orders';
import type { StorePort } from '../../ports/store/store';
import { UnknownConnectionError } from './batchFacts';

/** What the store knows of some tasks: all that Autotask need not be asked for. */
export interface StoredFacts {
	readonly connection: Connection;
	/** Unfinished tasks of the subscriptions that the tasks touch, the tasks themselves included, oldest first. */
	readonly chain: readonly SyncTask[];
	/** A task without what is excluded of it; a text says why that cannot be told. */
	readonly billed: (task: SyncTask) => SyncTask | string;
	/** Those of the chain. */
	readonly subscriptions: readonly SeenSubscription[];
	/** All of the customers of the chain. */
	readonly ofCustomers: readonly SeenSubscription[];
	readonly customerMappings: readonly CustomerMapping[];
	readonly productMappings: readonly ProductMapping[];
	readonly chargeMappings: readonly ChargeMapping[];
	/** Orders that have no task yet. */
	readonly waiting: readonly RememberedOrder[];
	readonly assigned: ReadonlyMap<SubscriptionId, ContractId>;
	/** The same of all subscriptions of the customers. */
	readonly assignedOfCustomers: ReadonlyMap<SubscriptionId, ContractId>;
	/** Lines that the subscriptions of the chain are on, on one of the days or later. */
	readonly lines: readonly LinkedLine[];
	/** The days from which the tasks of the chain count. */
	readonly days: readonly CalendarDate[];
}

const unfinished = ['open', 'attention', 'approved', 'syncing', 'failed'] as const;

/** Unfinished tasks of the subscriptions that these tasks touch, the tasks themselves included, oldest first. */
async function readChain(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	store: StorePort,
): Promise<readonly SyncTask[]> {
	const subscriptionIds = uniq(tasks.flatMap((task) => task.subscriptionIds));
	const stored =
		subscriptionIds.length === 0 ? [] : await store.tasks(connectionId, { states: unfinished, subscriptionIds });
	const given = keyBy(tasks, 'id');
	return oldestFirst([...stored.filter((task) => given[task.id] === undefined), ...tasks]);
}

/** The days from which the tasks count: their own, and that of a term which begins or ends with them. */
function effectiveDays(
	tasks: readonly SyncTask[],
	connection: Pick<Connection, 'timeZone' | 'expirationIs'>,
	subscriptions: readonly SeenSubscription[],
): readonly CalendarDate[] {
	const days = tasks.flatMap((task) => {
		if (task.kind === 'initial') return [task.firstSeenOn];
		const own = subscriptions.filter((subscription) => task.subscriptionIds.includes(subscription.id));
		return [
			localDay(task.effectiveAt, connection.timeZone),
			...(task.answers.effectiveOn ? [task.answers.effectiveOn] : []),
			...own.map((subscription) => effectiveDay(task, subscription, connection)),
		];
	});
	return uniq(days);
}

function productsOf(subscriptions: readonly SeenSubscription[], chain: readonly SyncTask[]): readonly ProductId[] {
	const ordered = chain.flatMap(({ order }) =>
		order ? [...order.products.map((product) => product.productId), ...arrivingProducts(order)] : [],
	);
	return uniq([
		...subscriptions.flatMap((subscription) => subscription.products.map((product) => product.productId)),
		...ordered,
	]);
}

/** The services that products of the task's subscriptions and order are mapped to, in any period. */
export function servicesOf(
	task: SyncTask,
	{ subscriptions, productMappings }: Pick<StoredFacts, 'subscriptions' | 'productMappings'>,
): readonly ServiceId[] {
	const own = subscriptions.filter((subscription) => task.subscriptionIds.includes(subscription.id));
	const products = new Set(productsOf(own, [task]));
	return productMappings.flatMap((mapping) => (products.has(mapping.productId) ? [mapping.serviceId] : []));
}

type Seen = Pick<StoredFacts, 'chain' | 'subscriptions' | 'ofCustomers'>;

/** All of it without what is excluded: nothing else of the planner knows of exclusions. Source: rule T7. */
function billedOf(seen: Seen, exclusions: readonly Exclusion[]): Seen & Pick<StoredFacts, 'billed'> {
	const byId = keyBy(seen.subscriptions, 'id');
	const billed = (task: SyncTask) => billedTask(task, exclusions, (id) => byId[id]);
	const asBilled = (task: SyncTask) => {
		const part = billed(task);
		return typeof part === 'string' ? task : part;
	};
	return {
		billed,
		chain: seen.chain.map(asBilled),
		subscriptions: seen.subscriptions.map((one) => billedPart(one, exclusions) ?? one),
		ofCustomers: seen.ofCustomers.flatMap((one) => billedPart(one, exclusions) ?? []),
	};
}

/**
 * Reads from the store what is known of the tasks of one connection and of those that they are planned with.
 *
 * @throws UnknownConnectionError.
 */
export async function readStored(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	store: StorePort,
	databaseId: DatabaseId,
): Promise<StoredFacts> {
	const connection = await store.connection(connectionId);
	if (!connection) throw new UnknownConnectionError(connectionId);
	const found = await readChain(connectionId, tasks, store);
	const customers: readonly CustomerId[] = uniq(found.map((task) => task.customerId));
	const ids: readonly SubscriptionId[] = uniq(found.flatMap((task) => task.subscriptionIds));
	const seen = {
		chain: found,
		ofCustomers: await store.subscriptionsOfCustomers(connectionId, customers),
		subscriptions: await store.subscriptionsById(connectionId, ids),
	};
	const { chain, ofCustomers, subscriptions, billed } = billedOf(seen, await store.exclusions(connectionId));
	const products = productsOf([...subscriptions, ...ofCustomers], chain);
	const customerMappings = await store.customerMappings(connectionId, customers);
	const productMappings = await store.productMappings(connectionId, products);
	const chargeMappings = await store.chargeMappings(connectionId);
	const waiting = await store.rememberedOrders(connectionId);
	const all = uniq([...ids, ...ofCustomers.map(({ id }) => id)]);
	const assignments = sortBy(await store.assignments(connectionId, all), 'from');
	const assignedOfCustomers = new Map(assignments.map((one) => [one.subscriptionId, one.contractId]));
	const assigned = new Map([...assignedOfCustomers].filter(([id]) => ids.includes(id)));
	const linked = await store.linkedLines(databaseId, { subscriptions: { connectionId, ids } });
	const days = effectiveDays(chain, connection, subscriptions);
	const lines = linked.filter(({ leftOn }) => leftOn === undefined || days.some((day) => day < leftOn));
	return {
		connection,
		chain,
		billed,
		subscriptions,
		ofCustomers,
		customerMappings,
		productMappings,
		chargeMappings,
		waiting,
		assigned,
		assignedOfCustomers,
		lines,
		days,
	};
}
