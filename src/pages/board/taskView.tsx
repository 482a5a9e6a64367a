import type { VNode } from 'preact';
import { timeText } from '../../domain/calendarDate';
import type { Instant } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';
import type { ActionLogEntry } from '../../ports/store/actionLog';
import type { JournalEntry } from '../../ports/store/journal';
import type { TaskSummary } from '../../ports/store/tasks';
import type { TaskDossier } from '../../sync/tasks/listTasks';
import { address } from '../address';
import { amountText } from '../amountText';
import { TextField } from '../fields';
import { LogTable } from '../log/logTable';
import { MovedTable } from '../movedRows';
import { Named } from '../named';
import { PostForm } from '../postForm';
import { taskAddress, wizardAddress } from '../taskAddress';
import { approvalEntry, isApprovable } from './reviewView';
import { Questions, ShownPlan } from './shownPlan';
import { ageText, kindText, neededText, settledAt, StateBadge, taskName } from './taskParts';

function Facts({
	dossier,
	task,
	now,
}: {
	readonly dossier: TaskDossier;
	readonly task: TaskSummary;
	readonly now: Instant;
}): VNode {
	const { approval } = dossier.task;
	const settled = settledAt(task);
	return (
		<table class="facts">
			<tbody>
				<tr>
					<th scope="row">State</th>
					<td>
						<StateBadge task={task} /> {neededText(task)} {settled ? <a href={settled.href}>{settled.name}</a> : null}
					</td>
				</tr>
				<tr>
					<th scope="row">Order type</th>
					<td>{kindText(task)}</td>
				</tr>
				<tr>
					<th scope="row">Customer</th>
					<td>
						<a href={address('tasks', { customer: task.customerId })}>
							<Named name={task.customerName} id={task.customerId} />
						</a>
					</td>
				</tr>
				<tr>
					<th scope="row">Subscription</th>
					<td>{task.subscriptionIds.join(', ') || '-'}</td>
				</tr>
				<tr>
					<th scope="row">Created</th>
					<td>
						{timeText(task.createdAt)} UTC, {ageText(task.createdAt, now)} ago
					</td>
				</tr>
				{task.waitsFor === undefined ? null : (
					<tr>
						<th scope="row">Waits for</th>
						<td>
							<a href={taskAddress(task.waitsFor)}>{task.waitsFor}</a>
						</td>
					</tr>
				)}
				{approval === undefined ? null : (
					<tr>
						<th scope="row">Approved</th>
						<td>
							by {approval.by} on {timeText(approval.at)} UTC, plan {approval.fingerprint}
						</td>
					</tr>
				)}
			</tbody>
		</table>
	);
}

function moneyOf({ amount, priceAfter }: JournalEntry): string {
	const money = amount ?? priceAfter;
	return money === undefined ? '-' : amountText(money);
}

function WriteRow({ entry }: { readonly entry: JournalEntry }): VNode {
	const before = entry.unitsBefore === undefined ? '-' : String(entry.unitsBefore);
	return (
		<tr>
			<td data-label="When" class="short">
				{timeText(entry.intendedAt)}
			</td>
			<td data-label="What" class="whole">
				{entry.kind} on contract {entry.contractId}
				{entry.contractServiceId === undefined ? '' : `, contract service ${entry.contractServiceId}`}
			</td>
			<td data-label="Dated" class="short">
				{entry.on}
			</td>
			<td data-label="Units">{entry.unitsAfter === undefined ? '-' : `${before} to ${entry.unitsAfter}`}</td>
			<td data-label="Price or amount" class="number">
				{moneyOf(entry)}
			</td>
			<td data-label="Outcome">
				{entry.state}
				{entry.note === undefined ? '' : `: ${entry.note}`}
			</td>
		</tr>
	);
}

/** The newest are shown. */
const mostWrites = 100;

function Writes({ journal }: { readonly journal: readonly JournalEntry[] }): VNode {
	if (journal.length === 0) return <p>Nothing was written for it.</p>;
	return (
		<table class="cards">
			<caption>Writes to Autotask, oldest first; times in UTC</caption>
			<thead>
				<tr>
					<th>When</th>
					<th>What</th>
					<th>Dated</th>
					<th>Units</th>
					<th class="number">Price or amount</th>
					<th>Outcome</th>
				</tr>
			</thead>
			<tbody>
				{journal.slice(-mostWrites).map((entry) => (
					<WriteRow entry={entry} />
				))}
			</tbody>
		</table>
	);
}

function OtherForms({
	task,
	token,
	reason,
}: {
	readonly task: TaskSummary;
	readonly token: string;
	readonly reason: string;
}): VNode {
	const id = <input type="hidden" name="tasks" value={task.id} />;
	if (task.state === 'synced') return <p>It is synced; there is nothing left to do.</p>;
	if (task.state === 'ignored')
		return (
			<PostForm token={token} action="restore">
				{id}
				<TextField name="reason" label="Why it comes back" value={reason} maxLength={500} />
				<p>
					<button>Bring back</button>
				</p>
			</PostForm>
		);
	return (
		<>
			<PostForm token={token} action="retry">
				{id}
				<p>
					<button>Retry</button> <span class="soft">It is looked at again with the next check.</span>
				</p>
			</PostForm>
			<PostForm token={token} action="ignore">
				{id}
				<TextField name="reason" label="Why nothing is to be written for it" value={reason} maxLength={500} />
				<p>
					<button class="risky">Ignore</button>
				</p>
			</PostForm>
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
	readonly reason: string;
}): VNode {
	const { dossier, task, approved, log, token, now, reason } = given;
	const { plan, journal } = dossier;
	const name = taskName(task);
	return (
		<>
			<p>
				<a href="tasks">Back to the tasks</a>
			</p>
			<Facts dossier={dossier} task={task} now={now} />
			{approved && plan ? (
				<>
					<h2>What was approved and has moved since</h2>
					<MovedTable before={approved} now={plan} />
					<details>
						<summary>The whole approved plan</summary>
						<ShownPlan plan={approved} caption={`Plan of ${name} as it was approved`} />
					</details>
				</>
			) : null}
			<h2>{approved ? 'The plan now' : 'Plan'}</h2>
			{plan ? (
				<>
					<ShownPlan plan={plan} caption={`Plan of ${name}`} />
					{task.state === 'attention' ? <Questions plan={plan} href={wizardAddress(task.id)} /> : null}
				</>
			) : (
				<p>It has no plan yet.</p>
			)}
			{plan && isApprovable({ task, plan }) ? (
				<PostForm token={token} action="sync">
					<input type="hidden" name="plans" value={approvalEntry(plan)} />
					<p class="row">
						<button class="main">Approve and write to Autotask</button>
						<a href={wizardAddress(task.id)}>Change it in the wizard</a>
					</p>
				</PostForm>
			) : null}
			<h2>Something else</h2>
			<OtherForms task={task} token={token} reason={reason} />
			<h2>Writes</h2>
			<Writes journal={journal} />
			<h2>Action log</h2>
			<LogTable rows={log} />
			<p>
				<a href={address('log', { task: task.id })}>All of its log</a>
			</p>
		</>
	);
}
