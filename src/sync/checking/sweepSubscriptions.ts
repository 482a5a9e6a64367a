import { partition } from 'lodash';
import { type CalendarDate, plusDays } from '../../domain/calendarDate';
import type { SubscriptionId } from '../../domain/ids';
import type { Subscription, SubscriptionRow } from '../../domain/order/order';
import { unorderedChange, type UnorderedKind } from '../../domain/order/unorderedChange';
import { overlapDays, waitsForItsDay } from '../../domain/task/checkWindow';
import type { SyncTask } from '../../domain/task/task';
import { oldestFirst } from '../../domain/task/taskChain';
import { unorderedTask } from '../../domain/task/unorderedTask';
import { foundEntry } from '../tasks/foundEntry';
import type { CheckRun } from './checkRun';
import { billedLook, type Look, lookAtAll, unlisted } from './lookAtSubscriptions';
import { mayBeOfUnread } from './listOrders';
import { keepAll, keepUnread, type ListedSubscriptions, listSubscriptions, type Progress } from './takeSubscriptions';

/** Whether the setting asks for the subscriptions to be listed now. */
export function isSweepDue(run: CheckRun): boolean {
	const { sweep } = run.settings;
	return sweep === 'everyCheck' || (sweep === 'daily' && run.connection.sweptOn !== run.frame.today);
}

interface Difference {
	readonly look: Look;
	readonly kind: UnorderedKind;
}

function isUnfinished(task: SyncTask): boolean {
	return task.state !== 'synced' && task.state !== 'ignored' && task.kind !== 'billing';
}

/** Differences by what the tasks and orders of their subscriptions say of them. */
interface Weighed {
	readonly unexplained: readonly Difference[];
	/**
	 * A task or an order of the subscription is unfinished, or an order that may be its own is not read: looked at again when
	 * that has ended. An order that waits for its day hides nothing.
	 */
	readonly waiting: readonly Difference[];
}

/** As `mayBeOfUnread` says. */
type IsUnread = Awaited<ReturnType<typeof mayBeOfUnread>>;

async function weigh(run: CheckRun, differences: readonly Difference[], isUnread: IsUnread): Promise<Weighed> {
	if (differences.length === 0) return { unexplained: [], waiting: [] };
	const { store } = run.ports;
	const ids = differences.map(({ look }) => look.before.id);
	const tasks = await store.tasks(run.connection.id, { subscriptionIds: ids });
	const orders = (await store.rememberedOrders(run.connection.id)).filter(
		(order) => order.status !== 'error' && !waitsForItsDay(order, run.frame.now),
	);
	const isOpen = new Set(orders.map((order) => order.subscriptionId));
	const tasksOf = (id: SubscriptionId) => tasks.filter((task) => task.subscriptionIds.includes(id));
	const [waiting, others] = partition(
		differences,
		({ look: { before, now } }) =>
			isUnread({ customerId: before.customerId, on: now?.lastModifiedOn }) ||
			isOpen.has(before.id) ||
			tasksOf(before.id).some(isUnfinished),
	);
	const unexplained = others.filter(({ look, kind }) => {
		const own = tasksOf(look.before.id);
		if (kind === 'cancellation' && own.some((task) => task.kind === 'cancellation')) return false;
		const newest = oldestFirst(own.filter((task) => task.kind !== 'billing')).at(-1);
		if (newest?.state !== 'ignored') return true;
		const { now, before } = look;
		const billed = billedLook({ now, before }, run.exclusions);
		return billed !== undefined && unorderedChange(billed) === kind;
	});
	return { unexplained, waiting };
}

/** A change that is younger than the overlap of the order window is left to its order. */
function orderMayCome(run: CheckRun, { look }: Difference): boolean {
	const day = look.now?.lastModifiedOn;
	return day !== undefined && day >= plusDays(run.frame.today, -overlapDays);
}

function effectiveDay(run: CheckRun, { look, kind }: Difference): CalendarDate {
	const seen = look.now ?? look.before;
	const modifiedOn = look.now?.lastModifiedOn ?? run.frame.today;
	if (kind === 'change' || seen.expirationOn === undefined) return modifiedOn;
	return run.connection.expirationIs === 'lastDay' ? plusDays(seen.expirationOn, 1) : seen.expirationOn;
}

function taskOfDifference(run: CheckRun, difference: Difference): SyncTask {
	const { look, kind } = difference;
	const { seenAt: _seenAt, earlierExpirations: _earlier, ...before } = look.before;
	const subscription = look.now ?? { ...before, status: 'removed' as const };
	const { timeZone } = run.connection;
	return unorderedTask(subscription, { kind, on: effectiveDay(run, difference), timeZone }, run.frame);
}

async function keepTasks(run: CheckRun, tasks: readonly SyncTask[]): Promise<number> {
	const { store, clock } = run.ports;
	const added = await store.addTasks(tasks);
	if (added.length > 0) await store.log(added.map((task) => foundEntry(task, clock.now())));
	return added.length;
}

/**
 * Stores the tasks first, then the sights: a check that is broken off between them finds the same again. What is left to
 * an order or a task keeps its old sight: the plans of that task are about it, and the difference is found afterwards.
 */
async function takeDifferences(run: CheckRun, looks: readonly Look[], isUnread: IsUnread): Promise<number> {
	const differences = looks.flatMap((look): Difference[] => {
		const billed = billedLook(look, run.exclusions);
		const kind = billed && unorderedChange(billed);
		return kind ? [{ look, kind }] : [];
	});
	const { unexplained, waiting } = await weigh(run, differences, isUnread);
	const [young, old] = partition(unexplained, (one) => orderMayCome(run, one));
	const tasks = old.map((difference) => taskOfDifference(run, difference));
	const found = tasks.length === 0 ? 0 : await keepTasks(run, tasks);
	const isLeft = new Set([...young, ...waiting].map(({ look }) => look));
	const sights = looks.flatMap((look): Subscription[] => {
		if (!look.isRead || isLeft.has(look)) return [];
		return look.now ? [look.now] : [{ ...look.before, status: 'removed' }];
	});
	if (sights.length > 0) await run.ports.store.saveSubscriptions(run.connection.id, sights, run.ports.clock.now());
	return found;
}

/**
 * The tasks of subscriptions whose rows could not be read and that nothing is known of. One that is known is looked at by
 * itself; what its row says is named in `run.unread`.
 */
async function takeUnread(
	run: CheckRun,
	unread: ListedSubscriptions['unread'],
	isKnown: ReadonlySet<SubscriptionId>,
): Promise<number> {
	if (unread.size === 0) return 0;
	const tasks = await run.ports.store.tasks(run.connection.id, { subscriptionIds: [...unread.keys()] });
	const hasTask = new Set(tasks.flatMap((task) => task.subscriptionIds));
	const tooYoung = plusDays(run.frame.today, -overlapDays);
	const [told, fresh] = partition([...unread], ([id]) => isKnown.has(id) || hasTask.has(id));
	for (const [, { why }] of told) run.unread.push(why);
	const isOld = ({ createdOn }: Partial<SubscriptionRow>) => createdOn === undefined || createdOn < tooYoung;
	return await keepUnread(
		run,
		fresh.filter(([, { known }]) => known.status === 'active' && isOld(known)),
	);
}

/**
 * Lists the subscriptions once more and makes the tasks of what nobody ordered: an initial one for an active
 * subscription that is not known, a cancellation for one that has ended or is gone, a quantity and price sync for one
 * that holds something else. Remembers those that moved.
 *
 * What is younger than the overlap of the order window is left to its order. Source: rule T5.
 */
export async function sweepSubscriptions(run: CheckRun): Promise<Progress> {
	const { rows, unread } = await listSubscriptions(run);
	const listed = [...rows.map((row) => row.id), ...unread.keys()];
	const seen = await run.ports.store.subscriptionsById(run.connection.id, listed);
	const isKnown = new Set(seen.map((one) => one.id));
	const tooYoung = plusDays(run.frame.today, -overlapDays);
	const unreadable = await takeUnread(run, unread, isKnown);
	const isUnread = await mayBeOfUnread(run);
	const isOld = (row: SubscriptionRow) => row.createdOn < tooYoung && !isUnread({ ...row, on: row.createdOn });
	const unknown = rows.filter((row) => row.status === 'active' && !isKnown.has(row.id) && isOld(row));
	const first = await keepAll(run, unknown);
	if (!first.isComplete) return first;
	const { looks, isComplete } = await lookAtAll(run, rows, [...seen, ...(await unlisted(run, rows, listed))]);
	return { found: unreadable + first.found + (await takeDifferences(run, looks, isUnread)), isComplete };
}
