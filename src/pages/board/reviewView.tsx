import { taskEntry } from '../../domain/answers/taskEntry';
import type { VNode } from 'preact';
import type { ContractPlan } from '../../domain/plan/plan';
import type { TaskSummary } from '../../ports/store/tasks';
import { Tick } from '../fields';
import { Named } from '../named';
import { PostForm } from '../postForm';
import { taskAddress, wizardAddress } from '../taskAddress';
import { mostShownLines, Questions, ShownPlan } from './shownPlan';
import { neededText, settledAt, shortened, StateBadge, taskName } from './taskParts';

/** A task to be looked at, with its plan where one can be approved. */
export interface Reviewed {
	readonly task: TaskSummary;
	readonly plan?: ContractPlan;
}

/** Whether the plan can be approved as it is shown. */
export function isApprovable({ task, plan }: Reviewed): boolean {
	const waits = task.state === 'attention' && task.attention?.reason === 'approval';
	const isWhole = plan !== undefined && plan.questions.length === 0 && plan.lines.length <= mostShownLines;
	return isWhole && (waits || task.state === 'approved');
}

/** How an approved plan is named: the task with the fingerprint of the plan that is shown. */
export function approvalEntry(plan: ContractPlan): string {
	return taskEntry(plan.taskId, plan.fingerprint);
}

function One({ one, isTicked }: { readonly one: Reviewed; readonly isTicked: boolean }): VNode {
	const { task, plan } = one;
	const name = taskName(task);
	const settled = settledAt(task);
	return (
		<section>
			<h2>
				<a href={taskAddress(task.id)}>{name}</a>, <Named name={task.customerName} id={task.customerId} />
			</h2>
			<p>
				<StateBadge task={task} />{' '}
				{task.state === 'synced' ? (
					<a href={taskAddress(task.id)}>See what was written</a>
				) : (
					shortened(neededText(task), 600)
				)}{' '}
				{settled ? <a href={settled.href}>{settled.name}</a> : null}
			</p>
			{plan && (task.state === 'attention' || task.state === 'approved') ? (
				<>
					<ShownPlan plan={plan} caption={`Plan of ${name}`} />
					<Questions plan={plan} href={wizardAddress(task.id)} />
				</>
			) : null}
			{plan && isApprovable(one) ? (
				<Tick name="plans" value={approvalEntry(plan)} label={`Sync ${name} as shown`} isTicked={isTicked} />
			) : null}
		</section>
	);
}

/** Several plans to be looked at and written together; what is ticked is written as it is shown. */
export function ReviewView(given: {
	readonly reviewed: readonly Reviewed[];
	/** Tasks that this page has no room for. */
	readonly left: number;
	/** Entries that were ticked before, where something was refused; all where undefined. */
	readonly ticked: readonly string[] | undefined;
	readonly token: string;
}): VNode {
	const { reviewed, left, ticked, token } = given;
	const isTicked = ({ plan }: Reviewed) =>
		ticked === undefined || (plan !== undefined && ticked.includes(approvalEntry(plan)));
	return (
		<PostForm token={token} action="sync">
			{reviewed.map((one) => (
				<One one={one} isTicked={isTicked(one)} />
			))}
			{left > 0 ? <p>{left} more do not fit on this page; look at them after these.</p> : null}
			<p class="row">
				{reviewed.some(isApprovable) ? <button class="main">Approve and write to Autotask</button> : null}
				<a href="tasks">Back to the tasks</a>
			</p>
		</PostForm>
	);
}
