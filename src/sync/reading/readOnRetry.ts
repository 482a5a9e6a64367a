import { chunk, isEqual, pick, uniq } from 'lodash';
import { reasonsAtMarketplace } from '../../domain/attention';
import type { ConnectionId, SubscriptionId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import type { Subscription } from '../../domain/order/order';
import type { SyncTask } from '../../domain/task/task';
import type { MarketplacePort } from '../../ports/marketplace';
import type { Ports } from '../../ports/store/ports';
import type { TaskChange } from '../../ports/store/tasks';
import { nameFees } from './nameFees';
import { readable } from './readable';

/** A Billing order stays as it is: it may have been taken apart. One that could not be read is left to the check. */
async function orderOf(task: SyncTask, marketplace: MarketplacePort): Promise<TaskChange> {
	const { order } = task;
	if (!order || task.kind === 'billing') return {};
	const read = await readable(async () => await marketplace.order(order.id));
	if ('why' in read || read.value?.status !== 'completed' || read.value.customerId !== task.customerId) return {};
	const { wasScheduled } = order;
	const again = wasScheduled ? { ...read.value, wasScheduled } : read.value;
	return { order: again, effectiveAt: read.value.provisionedAt ?? read.value.createdAt };
}

function causedAtMarketplace({ attention }: SyncTask): boolean {
	return attention !== undefined && reasonsAtMarketplace.includes(attention.reason);
}

const periodFields = ['billingModel', 'billingPeriod', 'subscriptionPeriod'] as const;

function isSamePeriod(one: Subscription, other: Subscription): boolean {
	return isEqual(pick(one, periodFields), pick(other, periodFields));
}

/** What was seen of a subscription, by the period, and at the prices of that, by which it is billed now. */
function withPeriodOf(seen: Subscription, now: Subscription): Subscription {
	const products = seen.products.map((product) => {
		const same = now.products.find(({ productId }) => productId === product.productId);
		return same ? { ...product, ...pick(same, ['unitPrice', 'unitCost']) } : product;
	});
	return { ...seen, ...pick(now, [...periodFields, 'expirationOn', 'renewalOn']), products };
}

const readTogether = 4;

async function readSubscription(id: SubscriptionId, marketplace: MarketplacePort) {
	return await readable(async () => await marketplace.subscription(id));
}

/** The subscriptions of tasks as they are now, those that can be read and are still their customers'. */
async function seenNow(tasks: readonly SyncTask[], marketplace: MarketplacePort): Promise<readonly Subscription[]> {
	const ids = uniq(tasks.flatMap((task) => task.subscriptionIds));
	const seen: Awaited<ReturnType<typeof readSubscription>>[] = [];
	for (const some of chunk(ids, readTogether))
		seen.push(...(await Promise.all(some.map(async (id) => await readSubscription(id, marketplace)))));
	const isOwn = (one: Subscription) =>
		tasks.some((task) => task.subscriptionIds.includes(one.id) && task.customerId === one.customerId);
	return seen.flatMap((one) => ('value' in one && one.value && isOwn(one.value) ? [one.value] : []));
}

/**
 * Reads the orders and subscriptions of retried tasks once more, where the cause may lie there.
 *
 * What can no longer be read, or has become another customer's, stays as it was. Returns the changes to the tasks. Errors of the marketplace go on, before
 * anything is changed. Source: rule T8.
 */
export async function readOnRetry(
	connectionId: ConnectionId,
	retried: readonly SyncTask[],
	ports: Ports & { readonly marketplace: MarketplacePort },
): Promise<ReadonlyMap<SyncTask['id'], TaskChange>> {
	const { store, marketplace, clock } = ports;
	const tasks = retried.filter(causedAtMarketplace);
	const changes = new Map<SyncTask['id'], TaskChange>();
	for (const task of tasks) changes.set(task.id, await orderOf(task, marketplace));
	const sights = await seenNow(tasks, marketplace);
	const again = tasks.flatMap((task): SyncTask[] => {
		const { order = task.order, effectiveAt = task.effectiveAt } = changes.get(task.id) ?? {};
		return order ? [{ ...task, order, effectiveAt }] : [];
	});
	const named = await nameFees(connectionId, { tasks: again, sights }, store);
	for (const { id, order } of named.tasks) changes.set(id, { ...changes.get(id), order });
	if (sights.length > 0) await store.saveSubscriptions(connectionId, sights.map(named.told), clock.now());
	return changes;
}

/**
 * Reads once more by which period the subscriptions of tasks are billed, where their cause may lie there. The rest of what was
 * seen of them stays: what has changed of it without an order is for the sweep to find. Source: rules T5 and C2.
 */
export async function readSubscriptionsAgain(
	connectionId: ConnectionId,
	waiting: readonly SyncTask[],
	ports: Ports & { readonly marketplace: MarketplacePort },
): Promise<void> {
	const found = keyBy(await seenNow(waiting.filter(causedAtMarketplace), ports.marketplace), 'id');
	const known = await ports.store.subscriptionsById(connectionId, Object.keys(found) as SubscriptionId[]);
	const told = known.flatMap(({ seenAt: _, earlierExpirations: __, ...seen }): Subscription[] => {
		const now = found[seen.id];
		return now && !isSamePeriod(seen, now) ? [withPeriodOf(seen, now)] : [];
	});
	if (told.length > 0) await ports.store.saveSubscriptions(connectionId, told, ports.clock.now());
}
