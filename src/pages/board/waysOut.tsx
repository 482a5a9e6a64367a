import type { ComponentChildren, VNode } from 'preact';
import { taskEntry } from '../../domain/answers/taskEntry';
import type { TaskSummary } from '../../ports/store/tasks';
import type { TaskDossier } from '../../sync/tasks/listTasks';
import { TextField } from '../parts/fields';
import { PostForm } from '../postForm';
import { ExcludeForm, exclusionsAddress } from './excludeForm';

/** What was typed before, where something was refused. */
export interface TypedWays {
	readonly reason: string;
	readonly thing: string;
	readonly excludeReason: string;
}

interface Ways {
	readonly task: TaskSummary;
	readonly dossier: TaskDossier;
	readonly token: string;
	readonly typed: TypedWays;
	/** What the task is about is excluded now. */
	readonly isExcluded: boolean;
}

function Way({ name, children }: { readonly name: string; readonly children: ComponentChildren }): VNode {
	return (
		<section>
			<h3>{name}</h3>
			{children}
		</section>
	);
}

function TaskId({ task }: Pick<Ways, 'task'>): VNode {
	return <input type="hidden" name="tasks" value={taskEntry(task.id)} />;
}

function RetryForm({ task, token }: Pick<Ways, 'task' | 'token'>): VNode {
	return (
		<PostForm token={token} action="retry">
			<TaskId task={task} />
			<p>
				<button>Retry</button>{' '}
				<span class="soft">The order and its subscription are read again with the next check.</span>
			</p>
		</PostForm>
	);
}

/** The ways out of an order that is not understood: by hand, read again, or never billed. */
function WaysOutOfOrder(ways: Ways): VNode {
	const { task, dossier, token, typed } = ways;
	return (
		<>
			<Way name="Enter it by hand, or ignore it">
				<PostForm token={token} action="">
					<TaskId task={task} />
					<p class="soft">
						Enter in Autotask what the order changes, then mark the task as done. Nothing is written for it. A later
						task of the subscription may ask about the units that you entered.
					</p>
					<TextField
						name="reason"
						label="What you entered, or why nothing is written"
						value={typed.reason}
						maxLength={480}
					/>
					<p class="row">
						<button name="action" value="byHand">
							Mark as entered by hand
						</button>
						<button class="risky" name="action" value="ignore">
							Ignore
						</button>
					</p>
				</PostForm>
			</Way>
			<Way name="Read it again">
				<p class="soft">
					After the distributor has corrected the order. What the task asks you is in the step Plan above.
				</p>
				<RetryForm task={task} token={token} />
			</Way>
			<Way name="Never bill it">
				<ExcludeForm dossier={dossier} token={token} typed={{ thing: typed.thing, reason: typed.excludeReason }} />
			</Way>
		</>
	);
}

function OtherWays({ task, dossier, token, typed }: Ways): VNode {
	return (
		<>
			<PostForm token={token} action="retry">
				<TaskId task={task} />
				<p>
					<button>Retry</button> <span class="soft">It is checked again with the next check.</span>
				</p>
			</PostForm>
			<PostForm token={token} action="ignore">
				<TaskId task={task} />
				<TextField name="reason" label="Why nothing should be written for it" value={typed.reason} maxLength={500} />
				<p>
					<button class="risky">Ignore</button>
				</p>
			</PostForm>
			<details {...(typed.excludeReason === '' ? {} : { open: true })}>
				<summary>Never bill this subscription or product</summary>
				<ExcludeForm dossier={dossier} token={token} typed={{ thing: typed.thing, reason: typed.excludeReason }} />
			</details>
		</>
	);
}

/** Whether nothing can be planned for the task before a person, or the distributor, has done something. */
export function isNotUnderstood({ state, attention }: Pick<TaskSummary, 'state' | 'attention'>): boolean {
	return state === 'attention' && attention?.reason === 'order not understood';
}

/** What can be done with a task besides writing its plan. */
export function WaysOut(ways: Ways): VNode {
	const { task, token, typed, isExcluded } = ways;
	if (task.state === 'synced') return <p>It is synced; there is nothing left to do.</p>;
	if (task.state === 'ignored' && isExcluded)
		return (
			<p>
				It is never billed. To bill it, <a href={exclusionsAddress}>include it again</a>.
			</p>
		);
	if (task.state === 'ignored')
		return (
			<PostForm token={token} action="restore">
				<TaskId task={task} />
				<TextField name="reason" label="Why it comes back" value={typed.reason} maxLength={500} />
				<p>
					<button>Bring back</button>
				</p>
			</PostForm>
		);
	return isNotUnderstood(task) ? <WaysOutOfOrder {...ways} /> : <OtherWays {...ways} />;
}
