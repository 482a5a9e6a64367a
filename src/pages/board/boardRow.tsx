import { taskEntry } from '../../domain/answers/taskEntry';
import type { VNode } from 'preact';
import type { Instant } from '../../domain/ids';
import type { TaskSummary } from '../../ports/store/tasks';
import { address } from '../address';
import { Long } from '../parts/long';
import { Named } from '../parts/named';
import { nextStep, whatText } from '../nextStep';
import { taskAddress } from '../taskAddress';
import { ageText, kindText, neededText, settledAt, StateBadge, taskName } from '../review/taskParts';

function NeededCell({ task }: { readonly task: TaskSummary }): VNode {
	const settled = settledAt(task);
	const needed = neededText(task);
	return (
		<td data-label="What is needed" class={needed === '' ? 'none' : 'whole'}>
			{task.attention ? (
				<>
					<Long text={whatText(task.attention)} /> {nextStep(task.attention.reason, 'board')}
				</>
			) : (
				<Long text={needed} />
			)}{' '}
			{settled ? (
				<a href={settled.href} aria-label={`${settled.name} of ${taskName(task)}`}>
					{settled.name}
				</a>
			) : null}
		</td>
	);
}

/** One task of the board; a synced one cannot be ticked. */
export function BoardRow(given: {
	readonly task: TaskSummary;
	readonly now: Instant;
	readonly isTicked: boolean;
}): VNode {
	const { task, now, isTicked } = given;
	const name = taskName(task);
	const isSynced = task.state === 'synced';
	return (
		<tr>
			<td data-label="Tick" class={isSynced ? 'none' : 'tick'}>
				{isSynced ? null : (
					<input
						type="checkbox"
						name="tasks"
						value={taskEntry(task.id)}
						checked={isTicked}
						aria-label={`Tick ${name}`}
					/>
				)}
			</td>
			<td data-label="Task" class="name head">
				<a href={taskAddress(task.id)}>{name}</a>
				<br />
				<span class="soft small">{kindText(task)}</span>
			</td>
			<td data-label="Customer" class="customer">
				<a href={address('tasks', { customer: task.customerId })}>
					<Named name={task.customerName} id={task.customerId} />
				</a>
			</td>
			<td data-label="State">
				<StateBadge task={task} />
			</td>
			<td data-label="Age" class="short">
				{ageText(task.createdAt, now)}
			</td>
			<NeededCell task={task} />
		</tr>
	);
}
