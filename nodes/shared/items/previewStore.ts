import type { ConnectionId, TaskId } from '../../../src/domain/ids';
import type { ContractPlan } from '../../../src/domain/plan/plan';
import type { SyncTask } from '../../../src/domain/task/task';
import type { CustomerMapping, ProductMapping } from '../../../src/ports/store/mappings';
import type { StorePort } from '../../../src/ports/store/store';
import type { TaskChange } from '../../../src/ports/store/tasks';
import type { CarriedJson } from './itemJson';

const nothing = async (): Promise<void> => {};

function customersOf(carried: readonly CarriedJson[], connectionId: ConnectionId): readonly CustomerMapping[] {
	return carried.flatMap(({ task, customer }) =>
		customer && task.connectionId === connectionId ? [{ ...customer, connectionId, mappedAt: task.updatedAt }] : [],
	);
}

function productsOf(carried: readonly CarriedJson[], connectionId: ConnectionId): readonly ProductMapping[] {
	return carried.flatMap(({ task, products }) =>
		task.connectionId === connectionId
			? products.map((product) => ({ ...product, connectionId, mappedAt: task.updatedAt }))
			: [],
	);
}

/** Both lists, of each key the entry of the first one that has it. */
function merged<T>(first: readonly T[], second: readonly T[], keyOf: (one: T) => string): readonly T[] {
	const seen = new Set(first.map(keyOf));
	return [...first, ...second.filter((one) => !seen.has(keyOf(one)))];
}

function changed(task: SyncTask, change: TaskChange): SyncTask {
	const entries = Object.entries({ ...task, ...change }).filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries) as unknown as SyncTask;
}

/** Tasks as the items carry them, changed in memory only. */
function taskParts(store: StorePort, carried: readonly CarriedJson[]): Partial<StorePort> {
	const tasks = new Map<TaskId, SyncTask>(carried.map(({ task }) => [task.id, task]));
	return {
		task: async (connectionId, id) => tasks.get(id) ?? (await store.task(connectionId, id)),
		tasksById: async (ids) => {
			const own = ids.flatMap((id) => tasks.get(id) ?? []);
			return merged(own, await store.tasksById(ids), ({ id, connectionId }) => `${connectionId} ${id}`);
		},
		changeTasks: async (_connectionId, changes) => {
			for (const { id, change } of changes) {
				const task = tasks.get(id);
				if (task) tasks.set(id, changed(task, change));
			}
			return changes.map(({ id }) => id);
		},
		addTasks: async () => [],
	};
}

/** Mappings, subscriptions and the connection: the store's, and what the items carry where the store has nothing. */
function foundParts(store: StorePort, carried: readonly CarriedJson[]): Partial<StorePort> {
	return {
		connection: async (id) =>
			(await store.connection(id)) ?? carried.find(({ connection }) => connection?.id === id)?.connection,
		customerMappings: async (connectionId, ids) => {
			const own = customersOf(carried, connectionId).filter(({ customerId }) => !ids || ids.includes(customerId));
			return merged(await store.customerMappings(connectionId, ids), own, ({ customerId }) => customerId);
		},
		productMappings: async (connectionId, ids) => {
			const own = productsOf(carried, connectionId).filter(({ productId }) => !ids || ids.includes(productId));
			const stored = await store.productMappings(connectionId, ids);
			return merged(stored, own, (one) => `${one.productId} ${one.periodType}`);
		},
		subscriptionsById: async (connectionId, ids) => {
			const own = carried.flatMap(({ subscription }) =>
				subscription && ids.includes(subscription.id) ? [subscription] : [],
			);
			return merged(await store.subscriptionsById(connectionId, ids), own, ({ id }) => id);
		},
	};
}

function planParts(store: StorePort, carried: readonly CarriedJson[]): Partial<StorePort> {
	const plans = new Map<TaskId, ContractPlan>(
		carried.flatMap(({ plan }) => (plan ? [[plan.taskId, plan] as const] : [])),
	);
	return {
		savePlans: async (_connectionId, some) => some.forEach((plan) => plans.set(plan.taskId, plan)),
		plans: async (connectionId, ids) => {
			const own = ids.flatMap((id) => plans.get(id) ?? []);
			return merged(own, await store.plans(connectionId, ids), ({ taskId }) => taskId);
		},
	};
}

const keptNowhere: Partial<StorePort> = {
	saveConnection: nothing,
	changeConnection: nothing,
	saveSubscriptions: nothing,
	saveCustomerMapping: nothing,
	saveCustomerMappings: nothing,
	removeCustomerMapping: nothing,
	saveProductMapping: nothing,
	saveProductMappings: nothing,
	removeProductMapping: nothing,
	saveAssignments: nothing,
	settleTasks: nothing,
	keepNodeSettings: nothing,
	log: nothing,
	takeLease: async () => true,
	releaseLease: nothing,
	holdsLease: async () => true,
	intend: () => Promise.reject(new RangeError('nothing is written for an item shown by hand')),
};

/**
 * A view of the store for items that were shown by hand: it reads the store and what the items carry, and keeps nothing.
 *
 * Stops of a login are still recorded, since requests are sent all the same.
 */
export function previewStore(store: StorePort, carried: readonly CarriedJson[]): StorePort {
	const own: Partial<StorePort> = {
		...taskParts(store, carried),
		...foundParts(store, carried),
		...planParts(store, carried),
		...keptNowhere,
	};
	return new Proxy(store, {
		get: (target, name) => {
			const value: unknown = Reflect.get(own, name) ?? Reflect.get(target, name);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		},
	});
}
