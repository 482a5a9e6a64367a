import type { VNode } from 'preact';
import type { AttentionReason } from '../../domain/attention';
import { millisOf } from '../../domain/calendarDate';
import type { Instant } from '../../domain/ids';
import type { TaskKind } from '../../domain/order/taskKind';
import type { TaskState } from '../../domain/task/task';
import type { TaskSummary } from '../../ports/store/tasks';
import { address } from '../address';
import { Badge } from '../parts/badge';
import { needText } from '../nextStep';
import { taskAddress } from '../taskAddress';

/** Every kind of task with its name on the page. */
export const kindNames: Readonly<Record<TaskKind, string>> = {
	initial: 'Existing subscription',
	sales: 'Sales',
	change: 'Change',
	renewal: 'Renewal',
	billing: 'Billing',
	cancellation: 'Cancellation',
	migration: 'Migration',
	unknown: 'Not understood',
};

/** Every state with its name on the page. */
export const stateNames: Readonly<Record<TaskState, string>> = {
	open: 'Open',
	attention: 'Needs attention',
	approved: 'Approved',
	syncing: 'Syncing',
	synced: 'Synced',
	failed: 'Failed',
	ignored: 'Ignored',
};

const moods: Readonly<Record<TaskState, 'good' | 'bad' | 'wait' | 'plain'>> = {
	open: 'plain',
	attention: 'wait',
	approved: 'good',
	syncing: 'wait',
	synced: 'good',
	failed: 'bad',
	ignored: 'plain',
};

/** A task's state, with the word that says what it waits for. */
export function StateBadge({ task }: { readonly task: Pick<TaskSummary, 'state' | 'attention'> }): VNode {
	return (
		<>
			<Badge mood={moods[task.state]}>{stateNames[task.state]}</Badge>
			{task.state === 'attention' && task.attention ? (
				<>
					{' '}
					<span class="small">{task.attention.reason}</span>
				</>
			) : null}
		</>
	);
}

/** What a task is called: its order, else its subscriptions. */
export function taskName(task: Pick<TaskSummary, 'orderNumber' | 'subscriptionIds' | 'id'>): string {
	if (task.orderNumber !== undefined && task.orderNumber !== '') return task.orderNumber;
	return task.subscriptionIds.length > 0 ? `Subscription ${task.subscriptionIds.join(', ')}` : task.id;
}

/** What kind of order it is, with the marketplace's own word where that says more. */
export function kindText({ kind, orderType }: Pick<TaskSummary, 'kind' | 'orderType'>): string {
	return kind === 'unknown' && orderType !== undefined ? `${kindNames[kind]} (${orderType})` : kindNames[kind];
}

const minuteMs = 60_000;

/** How long ago, in the largest unit that fits. */
export function ageText(since: Instant, now: Instant): string {
	const minutes = Math.max(0, Math.floor((millisOf(now) - millisOf(since)) / minuteMs));
	if (minutes < 60) return `${minutes} min`;
	const hours = Math.floor(minutes / 60);
	return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

/** The text, or as much of it as a list has room for. */
export function shortened(text: string, most = 300): string {
	return text.length <= most ? text : `${text.slice(0, most - 3)}...`;
}

/** What is needed of a person, what a task waits for, or why it ended. */
export function neededText(task: TaskSummary): string {
	if (task.state === 'attention') return task.attention ? needText(task.attention, 'board') : '';
	if (task.waitsFor !== undefined) return `Waits for task ${task.waitsFor} of the same subscription.`;
	if (task.state === 'open') return 'The next check of the workflow plans it.';
	if (task.state === 'approved') return 'It is written by the run that has it, else with the next check.';
	return task.note ?? '';
}

/** Reasons that a person's answer settles. */
const answered: readonly AttentionReason[] = ['no contract fits', 'several contracts fit', 'changed in Autotask'];

/** Where the cause of a task is settled; undefined where the board itself does it. */
export function settledAt(task: TaskSummary): { readonly href: string; readonly name: string } | undefined {
	if (task.state !== 'attention') return undefined;
	const reason = task.attention?.reason;
	if (reason === 'customer not mapped')
		return { href: address('customers', { map: task.customerId }), name: 'Map the customer' };
	if (reason === 'product not mapped')
		return { href: address('products', { unmapped: 'yes' }), name: 'Map the product' };
	if (reason === 'charge not mapped') return { href: 'charges', name: 'Map the charge' };
	if (reason !== undefined && answered.includes(reason))
		return { href: taskAddress(task.id), name: 'Answer in the task' };
	return undefined;
}
