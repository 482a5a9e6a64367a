import type { SubscriptionId } from '../../domain/ids';
import type { Order, OrderRow, Subscription } from '../../domain/order/order';
import { isUnderWay } from '../../domain/order/orderStatus';
import { toldByOrder } from '../../domain/order/toldByOrder';
import type { SyncTask } from '../../domain/task/task';
import {
	endedWithout,
	ignoredTask,
	taskOfOrder,
	touchedSubscriptions,
	unreadableTask,
} from '../../domain/task/taskOfOrder';
import type { RememberedOrder } from '../../ports/store/orders';
import { readable } from '../reading/readable';
import type { CheckRun } from './checkRun';
import { seeSubscription } from './seeSubscription';

/** What one order comes to: a task, or nothing yet; and whether it is asked for again. */
export interface TakenOrder {
	readonly row: OrderRow;
	readonly task?: SyncTask;
	readonly subscriptions: readonly Subscription[];
	readonly askAgain: boolean;
	/** The subscription of an order that is under way. */
	readonly touched?: SubscriptionId;
}

/** The subscriptions of an order, as far as they are its customer's; and why one cannot be read, or is another's. */
async function seenBy(
	run: CheckRun,
	order: Order,
): Promise<{ readonly seen: readonly Subscription[]; readonly own: readonly SubscriptionId[]; readonly why?: string }> {
	const ids = touchedSubscriptions(order);
	const sights = await Promise.all(ids.map(async (id) => await seeSubscription(run, id, order.customerId)));
	const seen = sights.flatMap((sight) => ('value' in sight && sight.value ? [sight.value] : []));
	const [why] = sights.flatMap((sight) => ('why' in sight ? [sight.why] : []));
	const known = await run.ports.store.subscriptionsById(run.connection.id, why === undefined ? [] : ids);
	const isOthers = (id: SubscriptionId) => known.some((one) => one.id === id && one.customerId !== order.customerId);
	return { seen, own: ids.filter((id) => !isOthers(id)), ...(why === undefined ? {} : { why }) };
}

/** What is known of an order before it is read. */
interface KnownOrder {
	/** Where it has been read already. */
	readonly detail?: Order;
	readonly wasScheduled?: true | undefined;
}

async function takeCompleted(run: CheckRun, row: OrderRow, { detail, wasScheduled }: KnownOrder): Promise<TakenOrder> {
	const read = detail ? { value: detail } : await readable(async () => await run.ports.marketplace.order(row.id));
	const unreadable = (why: string, subscriptionIds: readonly SubscriptionId[] = []): TakenOrder => ({
		row,
		task: { ...unreadableTask(row, why, run.frame), subscriptionIds },
		subscriptions: [],
		askAgain: false,
	});
	if ('why' in read) return unreadable(read.why);
	const order = read.value;
	if (!order) return unreadable('the marketplace lists it but no longer knows it');
	if (order.status !== 'completed') return await takeOrder(run, order, { detail: order, wasScheduled });
	const { seen, own, why } = await seenBy(run, order);
	if (why !== undefined) return unreadable(why, own);
	if (seen.length === 0 && row.customerId !== '' && row.customerId !== order.customerId)
		return unreadable(`it is customer ${order.customerId}'s, and customer ${row.customerId}'s in the list`);
	return {
		row: order,
		task: taskOfOrder(wasScheduled ? { ...order, wasScheduled } : order, run.frame),
		subscriptions: seen.map((subscription) => toldByOrder(subscription, order)),
		askAgain: false,
	};
}

/** An order under way: its subscription is looked up once, since the chain of that subscription is not complete yet. */
async function takeUnfinished(run: CheckRun, row: OrderRow, { detail, wasScheduled }: KnownOrder): Promise<TakenOrder> {
	const read = detail ? { value: detail } : await readable(async () => await run.ports.marketplace.order(row.id));
	const order = 'value' in read ? read.value : undefined;
	if (order && order.status !== row.status) return await takeOrder(run, order, { detail: order, wasScheduled });
	const [touched] = order ? touchedSubscriptions(order) : [];
	return { row, subscriptions: [], askAgain: true, ...(touched === undefined ? {} : { touched }) };
}

/**
 * Reads what is needed of one order and says what it comes to.
 *
 * An order that has not ended gets no task yet: it is asked for again until it ends. One that failed is ignored and
 * asked for again. Source: rules T1, T4, T7.
 */
export async function takeOrder(run: CheckRun, row: OrderRow, known: KnownOrder = {}): Promise<TakenOrder> {
	const note = endedWithout(row);
	if (note !== undefined)
		return { row, task: ignoredTask(row, note, run.frame), subscriptions: [], askAgain: row.status === 'error' };
	if (row.status !== 'completed') return await takeUnfinished(run, row, known);
	return await takeCompleted(run, row, known);
}

/** Whether nothing has moved; one that was scheduled and is under way by now stays so, since the marketplace forgets it. */
function isStill(remembered: RememberedOrder, { status }: OrderRow): boolean {
	return status === remembered.status || (remembered.status === 'scheduled' && isUnderWay(status));
}

/** The remembered order as it is now; undefined where nothing has moved. */
export async function askAgain(
	run: CheckRun,
	remembered: RememberedOrder,
	listed: OrderRow | undefined,
): Promise<TakenOrder | undefined> {
	const known = remembered.status === 'scheduled' ? { wasScheduled: true as const } : {};
	if (listed) return isStill(remembered, listed) ? undefined : await takeOrder(run, listed, known);
	const read = await readable(async () => await run.ports.marketplace.order(remembered.orderId));
	if ('why' in read) return undefined;
	if (read.value)
		return isStill(remembered, read.value)
			? undefined
			: await takeOrder(run, read.value, { ...known, detail: read.value });
	await run.ports.store.forgetOrders(run.connection.id, [remembered.orderId]);
	await run.ports.store.log([
		{
			at: run.frame.now,
			connectionId: run.connection.id,
			action: 'check',
			message: `Order ${remembered.orderId} was ${remembered.status} and is gone from the marketplace; it is not requested again.`,
		},
	]);
	return undefined;
}
