import type { VNode } from 'preact';
import type { Instant } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';
import type { ActionLogEntry } from '../../ports/store/actionLog';
import type { TaskSummary } from '../../ports/store/tasks';
import type { TaskDossier } from '../../sync/tasks/listTasks';
import { address } from '../address';
import { LogTable } from '../log/logTable';
import { MovedTable } from '../plan/movedRows';
import { PostForm } from '../postForm';
import { wizardAddress } from '../taskAddress';
import { approvalEntry, isApprovable } from '../review/reviewed';
import { ShownPlan } from '../review/shownPlan';
import { TaskFacts } from './taskFacts';
import { taskName } from '../review/taskParts';
import { TaskWrites } from './taskWrites';
import { isNotUnderstood, type TypedWays, WaysOut } from './waysOut';

/** What was approved and what it would be now. */
function MovedPlan(given: {
	readonly name: string;
	readonly approved: ContractPlan;
	readonly now: ContractPlan;
}): VNode {
	const { name, approved, now } = given;
	return (
		<>
			<h2>What was approved and has moved since</h2>
			<MovedTable before={approved} now={now} />
			<details>
				<summary>The whole approved plan</summary>
				<ShownPlan plan={approved} caption={`Plan of ${name} as it was approved`} />
			</details>
		</>
	);
}

/** The plan of now, to be approved where that can be done here. */
function PlanNow(given: { readonly task: TaskSummary; readonly plan: ContractPlan; readonly token: string }): VNode {
	const { task, plan, token } = given;
	return (
		<>
			<ShownPlan plan={plan} caption={`Plan of ${taskName(task)}`} />
			{isApprovable({ task, plan }) ? (
				<PostForm token={token} action="sync">
					<input type="hidden" name="plans" value={approvalEntry(plan)} />
					<p class="row">
						<button class="main">Approve and write to Autotask</button>
						<a href={wizardAddress(task.id)}>Change it in the wizard</a>
					</p>
				</PostForm>
			) : null}
		</>
	);
}

/** One task with all that is known of it, and what can be done with it. */
export function TaskView(given: {
	readonly dossier: TaskDossier;
	readonly task: TaskSummary;
	/** The plan that was approved, where it is not the present one. */
	readonly approved: ContractPlan | undefined;
	readonly log: readonly ActionLogEntry[];
	readonly token: string;
	readonly now: Instant;
	readonly typed: TypedWays;
	/** What the task is about is excluded now. */
	readonly isExcluded: boolean;
}): VNode {
	const { dossier, task, approved, log, token, now, typed, isExcluded } = given;
	const { plan, journal } = dossier;
	return (
		<>
			<p>
				<a href="tasks">Back to the tasks</a>
			</p>
			<TaskFacts dossier={dossier} task={task} now={now} />
			{approved && plan ? <MovedPlan name={taskName(task)} approved={approved} now={plan} /> : null}
			<h2>{approved ? 'The plan now' : 'Plan'}</h2>
			{plan ? <PlanNow task={task} plan={plan} token={token} /> : <p>It has no plan yet.</p>}
			<h2>{isNotUnderstood(task) ? 'What you can do' : 'Something else'}</h2>
			<WaysOut task={task} dossier={dossier} token={token} typed={typed} isExcluded={isExcluded} />
			<h2>Writes</h2>
			<TaskWrites journal={journal} />
			<h2>Action log</h2>
			<LogTable rows={log} />
			<p>
				<a href={address('log', { task: task.id })}>All of its log</a>
			</p>
		</>
	);
}
