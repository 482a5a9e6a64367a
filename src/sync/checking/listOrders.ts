import { minBy, partition } from 'lodash';
import { type CalendarDate, plusMillis } from '../../domain/calendarDate';
import type { CustomerId, Instant, OrderId } from '../../domain/ids';
import type { OrderRow } from '../../domain/order/order';
import { isUnfinished, statusesUnderWay } from '../../domain/order/orderStatus';
import { checkWindow, daysBefore, overlapDays } from '../../domain/task/checkWindow';
import { firstOfUnread, unknownCustomer, unreadableTask } from '../../domain/task/taskOfOrder';
import type { TaskFrame } from '../../domain/task/taskFrame';
import type { UnreadRow } from '../../ports/unread';
import type { CheckRun } from './checkRun';
import type { TakenOrder } from './takeOrder';

const dayMs = 24 * 60 * 60 * 1000;

/** The orders of the window, as far as they could be read. */
export interface ListedOrders {
	readonly rows: ReadonlyMap<OrderId, OrderRow>;
	/** Those whose row could not be read, but its id. */
	readonly unread: ReadonlyMap<OrderId, UnreadRow<OrderRow>>;
	/** When the window begins. */
	readonly from: Instant;
	/** The newest order that the next check may count from: a row without an id has no task, so it has to be listed again. */
	readonly upTo?: Instant;
}

/** How far before the look-back an order may lie that still waits for its day: the longest term. */
const longestTermDays = 3 * 366;

/** Orders from before the look-back that have not ended: they become tasks when they complete. Source: rules T4 and T7. */
async function* unfinishedBefore(run: CheckRun, to: Instant): AsyncIterable<OrderRow> {
	const window = { from: daysBefore(to, longestTermDays), to };
	for (const status of statusesUnderWay)
		for await (const row of run.ports.marketplace.orders(window, { status }, () => undefined))
			if (isUnfinished(row.status)) yield row;
}

/** Lists the orders of the window; what can become no task is named in `run.unread`. Source: rule T4. */
export async function listOrders(run: CheckRun): Promise<ListedOrders> {
	const window = checkWindow(run.connection, run.frame.now, run.settings.lookBackDays);
	const rows = new Map<OrderId, OrderRow>();
	const unread = new Map<OrderId, UnreadRow<OrderRow>>();
	const nameless: UnreadRow<OrderRow>[] = [];
	const take = (row: UnreadRow<OrderRow>): void => {
		const { id } = row.known;
		if (id === undefined) nameless.push(row);
		else unread.set(id, row);
	};
	for await (const row of run.ports.marketplace.orders(window, {}, take)) rows.set(row.id, row);
	if (run.frame.isFirst) for await (const row of unfinishedBefore(run, window.from)) rows.set(row.id, row);
	for (const { why, known } of nameless) {
		run.unread.push(why);
		if (known.customerId !== undefined) run.unreadOf.add(known.customerId);
	}
	const first = plusMillis(window.from, overlapDays * dayMs);
	const oldest = minBy(nameless, ({ known }) => known.createdAt ?? first);
	return { rows, unread, from: window.from, ...(oldest ? { upTo: oldest.known.createdAt ?? first } : {}) };
}

/** What is found of a subscription: whose it is, and when it has come or changed, where that is told. */
interface Found {
	readonly customerId: CustomerId;
	readonly on: CalendarDate | undefined;
}

/**
 * Whether what is found of a subscription may come of an order that could not be read so far: then it gets no task before
 * the order is read, or its task is ignored. An order whose customer could not be read may be anybody's, but for what has
 * come or changed before it. Source: rule T5.
 */
export async function mayBeOfUnread(run: CheckRun): Promise<(one: Found) => boolean> {
	const waiting = await run.ports.store.tasks(run.connection.id, { states: ['open', 'attention', 'failed'] });
	const orders = waiting.filter((task) => task.orderId !== undefined && task.order === undefined);
	const [anybodys, known] = partition(orders, (task) => task.customerId === unknownCustomer);
	const customers = new Set([...run.unreadOf, ...known.map((task) => task.customerId)]);
	const days = anybodys.map((task) => firstOfUnread(task.createdAt, run.frame.timeZone));
	return ({ customerId, on }) => customers.has(customerId) || days.some((day) => on === undefined || on >= day);
}

/** What is told of an order whose row could not be read; what could not be is left open, its day the first that was asked for. */
function rowOf(id: OrderId, known: Partial<OrderRow>, from: Instant): OrderRow {
	return {
		orderNumber: id,
		type: 'unknown',
		customerId: unknownCustomer,
		createdAt: from,
		...known,
		id,
		// It is asked for again until it can be read, whatever it is then.
		status: 'processing',
	};
}

/** The tasks of orders whose rows could not be read: each names the field, and is asked for again until it can be read. */
export function takeUnread(
	unread: ReadonlyMap<OrderId, UnreadRow<OrderRow>>,
	from: Instant,
	frame: TaskFrame,
): readonly TakenOrder[] {
	return [...unread].map(([id, { known, why }]) => {
		const row = rowOf(id, known, from);
		return { row, task: unreadableTask(row, why, frame), subscriptions: [], askAgain: true };
	});
}
