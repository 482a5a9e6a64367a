import { chunk } from 'lodash';
import { keyBy } from '../../domain/keyed';
import { isTextMove } from '../../domain/order/portionRows';
import type { SyncTask } from '../../domain/task/task';
import { type CheckRun, readAtATime } from './checkRun';
import { lookAgain } from './lookAgain';
import { nameFeesTaken } from './nameFeesTaken';
import { seeSubscription } from './seeSubscription';
import { takeOrder } from './takeOrder';

async function readOrderAgain(run: CheckRun, task: SyncTask): Promise<void> {
	const { orderId, orderNumber = '', orderType = '', customerId, createdAt } = task;
	if (orderId === undefined) return;
	const row = { id: orderId, orderNumber, type: orderType, customerId, createdAt, status: 'completed' as const };
	const [taken] = await nameFeesTaken(run, [await takeOrder(run, row)]);
	if (!taken) return;
	const now = run.frame.now;
	if (taken.subscriptions.length > 0)
		await run.ports.store.saveSubscriptions(run.connection.id, taken.subscriptions, now);
	if (!taken.task) return;
	const { order, subscriptionIds, kind, state, note, effectiveAt, attention } = taken.task;
	const { customerId: buyer, orderNumber: number, orderType: type, createdAt: made } = taken.task;
	const asTold = order ? { customerId: buyer, orderNumber: number, orderType: type, createdAt: made } : {};
	await run.ports.store.changeTasks(
		run.connection.id,
		[{ id: task.id, change: { order, subscriptionIds, kind, state, note, effectiveAt, attention, ...asTold } }],
		now,
	);
	await lookAgain(run, [taken.task]);
}

async function readSubscriptionAgain(run: CheckRun, task: SyncTask): Promise<void> {
	const [id] = task.subscriptionIds;
	if (id === undefined) return;
	const read = await seeSubscription(run, id);
	if ('value' in read && read.value) {
		await run.ports.store.saveSubscriptions(run.connection.id, [read.value], run.frame.now);
		await run.ports.store.changeTasks(
			run.connection.id,
			[{ id: task.id, change: { snapshot: read.value, customerId: read.value.customerId } }],
			run.frame.now,
		);
		return;
	}
	const why = 'why' in read ? read.why : 'the marketplace no longer knows it';
	const message = `Subscription ${id} could not be read: ${why}. Retry the task when the marketplace answers correctly.`;
	const attention = { reason: 'order not understood', message } as const;
	await run.ports.store.changeTasks(run.connection.id, [{ id: task.id, change: { attention } }], run.frame.now);
}

/**
 * Reads once more what could not be read when the task was found: the order of a retried task that has none, or moves that
 * an earlier version kept in words, the subscription of an initial one that was never seen. What this very check could
 * not read waits for a person first.
 */
export async function readAgain(run: CheckRun): Promise<void> {
	const isFresh = (task: SyncTask) => task.attention !== undefined && task.updatedAt === run.frame.now;
	const open = (await run.ports.store.tasks(run.connection.id, { states: ['open'] })).filter((task) => !isFresh(task));
	const initial = open.filter((task) => task.kind === 'initial');
	const seen = keyBy(
		await run.ports.store.subscriptionsById(
			run.connection.id,
			initial.flatMap((task) => task.subscriptionIds),
		),
		'id',
	);
	const unread = open.filter((task) =>
		task.kind === 'initial'
			? task.subscriptionIds.some((id) => seen[id] === undefined)
			: task.orderId !== undefined && (task.order === undefined || task.order.products.some(isTextMove)),
	);
	for (const some of chunk(unread, readAtATime)) {
		if (!(await run.mayGoOn())) return;
		await Promise.all(
			some.map(async (task) =>
				task.kind === 'initial' ? await readSubscriptionAgain(run, task) : await readOrderAgain(run, task),
			),
		);
	}
}
