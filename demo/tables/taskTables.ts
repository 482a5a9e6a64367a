import type { MarketplaceNames } from '../reading/marketplace';
import type { Task, TaskState } from '../reading/tasks';
import { table } from '../screen/table';
import { shortName, wrapped } from '../screen/text';

/** How many tasks ended in which way; the first four add up to the last. */
export interface TaskCount {
	readonly synced: number;
	readonly waiting: number;
	readonly failed: number;
	readonly ignored: number;
	readonly all: number;
}

/** What is neither done nor given up waits. */
const ended: readonly TaskState[] = ['synced', 'failed', 'ignored'];

/** Every task waits or has ended in one of three ways. */
export function countTasks(tasks: readonly Task[]): TaskCount {
	const inState = (state: TaskState): number => tasks.filter((task) => task.state === state).length;
	const waiting = tasks.filter(({ state }) => !ended.includes(state)).length;
	const counts = { synced: inState('synced'), failed: inState('failed'), ignored: inState('ignored') };
	return { ...counts, waiting, all: tasks.length };
}

/** The counts as the sum that they are. */
export function countLine({ synced, waiting, failed, ignored, all }: TaskCount): string {
	const sum = synced + waiting + failed + ignored;
	return `${synced} synced + ${waiting} waiting + ${failed} failed + ${ignored} ignored = ${sum} of ${all} tasks`;
}

/** Tasks by state and, for those that wait, by what they wait for; with the customers they belong to. */
export function stateTable(tasks: readonly Task[], names: MarketplaceNames): readonly string[] {
	const groups = new Map<string, Task[]>();
	for (const task of tasks) {
		const key = `${stateWord(task)}\n${task.attention?.reason ?? task.note ?? ''}`;
		groups.set(key, [...(groups.get(key) ?? []), task]);
	}
	const rows = [...groups].map(([key, some]) => {
		const [state = '', why = ''] = key.split('\n');
		return { state, why, some };
	});
	rows.sort((a, b) => a.state.localeCompare(b.state) || b.some.length - a.some.length);
	return table(
		[
			{ title: 'State' },
			{ title: 'Waits for', most: 24 },
			{ title: 'Tasks', align: 'right' },
			{ title: 'Customers', most: 90 },
		],
		rows.map(({ state, why, some }) => [state, why, String(some.length), customersOf(some, names)]),
	);
}

function stateWord({ state }: Task): string {
	return ended.includes(state) ? state : state === 'attention' ? 'waiting' : `waiting (${state})`;
}

function customersOf(tasks: readonly Task[], names: MarketplaceNames): string {
	const customers = [...new Set(tasks.map(({ customerId }) => names.customer(customerId)))].sort();
	return customers.length > 5 ? `${customers.length} customers` : customers.map(shortName).join(', ');
}

/** The tasks of new orders: who ordered, what the subscription holds since, and what became of it. */
export function orderTable(tasks: readonly Task[], names: MarketplaceNames): readonly string[] {
	return table(
		[
			{ title: 'Order' },
			{ title: 'Kind' },
			{ title: 'Customer' },
			{ title: 'Subscription now holds' },
			{ title: 'Outcome' },
		],
		tasks.map((task) => [
			task.orderNumber ?? task.id,
			task.kind,
			shortName(names.customer(task.customerId)),
			task.subscriptionIds.map((id) => names.subscription(id)).join(', '),
			task.attention === undefined ? task.state : `waits: ${task.attention.reason}`,
		]),
	);
}

/** What keeps a task from going on, one after another: whose it is, the reason, and what to do. */
export function attentionList(tasks: readonly Task[], names: MarketplaceNames): readonly string[] {
	const waiting = tasks.filter(({ attention }) => attention !== undefined && attention.reason !== 'approval');
	return sameMessages(waiting).flatMap(({ some, reason, message }) => {
		const [first] = some;
		const customer = names.customer(first?.customerId ?? '');
		const label = some.map(({ orderNumber, id }) => orderNumber ?? id).join(', ');
		return [`  ${reason}: ${customer} (${label})`, ...wrapped(message, '      ')];
	});
}

function sameMessages(tasks: readonly Task[]) {
	const groups = new Map<string, { readonly some: Task[]; readonly reason: string; readonly message: string }>();
	for (const task of tasks) {
		const { reason = '', message = '' } = task.attention ?? {};
		const key = `${task.customerId} ${message}`;
		const group = groups.get(key) ?? { some: [], reason, message };
		group.some.push(task);
		groups.set(key, group);
	}
	return [...groups.values()];
}
