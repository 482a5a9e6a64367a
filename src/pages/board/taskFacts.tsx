import type { ComponentChildren, VNode } from 'preact';
import type { Instant } from '../../domain/ids';
import type { TaskSummary } from '../../ports/store/tasks';
import { thingText } from '../../domain/order/exclusion';
import type { TaskDossier } from '../../sync/tasks/listTasks';
import { address } from '../address';
import { Named } from '../parts/named';
import { exclusionsAddress } from './excludeForm';
import { taskAddress } from '../taskAddress';
import { ageText, kindText, neededText, StateBadge } from '../review/taskParts';
import { At } from '../zone';

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }): VNode {
	return (
		<tr>
			<th scope="row">{name}</th>
			<td>{children}</td>
		</tr>
	);
}

function StateFact({ task }: { readonly task: TaskSummary }): VNode {
	return (
		<Fact name="State">
			<StateBadge task={task} /> {task.state === 'attention' ? '' : neededText(task)}
		</Fact>
	);
}

/** What a task is about, and where it stands. */
export function TaskFacts(given: {
	readonly dossier: TaskDossier;
	readonly task: TaskSummary;
	readonly now: Instant;
}): VNode {
	const { dossier, task, now } = given;
	const { approval, firstApproval } = dossier.task;
	return (
		<table class="facts">
			<tbody>
				<StateFact task={task} />
				<Fact name="Order type">{kindText(task)}</Fact>
				<Fact name="Customer">
					<a href={address('tasks', { customer: task.customerId })}>
						<Named name={task.customerName} id={task.customerId} />
					</a>
				</Fact>
				<Fact name="Subscription">{task.subscriptionIds.join(', ') || '-'}</Fact>
				{dossier.exclusions.map((one) => (
					<Fact name="Never billed">
						<a href={exclusionsAddress}>{thingText(one, one.name)}</a>: {one.reason}
					</Fact>
				))}
				<Fact name="Created">
					<At at={task.createdAt} />, {ageText(task.createdAt, now)} ago
				</Fact>
				{task.waitsFor === undefined ? null : (
					<Fact name="Waits for">
						<a href={taskAddress(task.waitsFor)}>{task.waitsFor}</a>
					</Fact>
				)}
				{firstApproval === undefined ? null : (
					<Fact name="First approval">
						by {firstApproval.by} on <At at={firstApproval.at} />, plan {firstApproval.fingerprint}
					</Fact>
				)}
				{approval === undefined ? null : (
					<Fact name="Approved">
						by {approval.by} on <At at={approval.at} />, plan {approval.fingerprint}
					</Fact>
				)}
			</tbody>
		</table>
	);
}
