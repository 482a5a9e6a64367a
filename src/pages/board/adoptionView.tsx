import type { VNode } from 'preact';
import type { ContractPlan } from '../../domain/plan/plan';
import type { PlanLine } from '../../domain/plan/planRow';
import { taskStates } from '../../domain/task/task';
import type { Connection } from '../../ports/store/connections';
import type { TaskPage, TaskSummary } from '../../ports/store/tasks';
import { address } from '../address';
import { amountText } from '../amountText';
import { Tick } from '../fields';
import { Named } from '../named';
import { Pager } from '../pager';
import { PostForm } from '../postForm';
import { taskAddress } from '../taskAddress';
import { stateNames } from './boardState';
import { approvalEntry } from './reviewView';
import { taskName } from './taskParts';

/** A task whose line may be linked as it is, with the plan of what syncing it would write. */
export interface AdoptableRow {
	readonly task: TaskSummary;
	readonly plan: ContractPlan;
}

/** The field in which a person types how many units of a line are the subscription's; by the place of the plan's question. */
export function ownField(id: string, at: number): string {
	return `own-${id}-${at}`;
}

function lineText({ serviceName, currentQuantity, quantityChange, price, detail }: PlanLine): string {
	const change = quantityChange === 0 ? 'no change of units' : `${quantityChange > 0 ? '+' : ''}${quantityChange}`;
	return `${serviceName}: ${currentQuantity} now, ${change}${price === undefined ? '' : `, price ${amountText(price)}`}. ${detail}`;
}

function Row(given: {
	readonly row: AdoptableRow;
	readonly isTicked: boolean;
	readonly typed: (name: string) => readonly string[];
}): VNode {
	const { row, isTicked, typed } = given;
	const { task, plan } = row;
	const name = taskName(task);
	return (
		<tr>
			<td data-label="Tick" class="tick">
				<input
					type="checkbox"
					name="lines"
					value={approvalEntry(plan)}
					checked={isTicked}
					aria-label={`Tick ${name}`}
				/>
			</td>
			<td data-label="Task" class="name head">
				<a href={taskAddress(task.id)}>{name}</a>
				<br />
				<span class="small">
					<Named name={task.customerName} id={task.customerId} />
				</span>
			</td>
			<td data-label="Line in Autotask">
				{plan.contractName} ({plan.contractId})
				{plan.questions.map((question) => (
					<div class="small">
						contract service {question.contractServiceId}: {question.inForce} units, {question.linkedUnits} linked
					</div>
				))}
			</td>
			<td data-label="Units of it that are this subscription's">
				{plan.questions.length === 0 ? '-' : null}
				{plan.questions.map((question, at) => (
					<input
						type="number"
						min="0"
						name={ownField(task.id, at)}
						value={typed(ownField(task.id, at)).at(-1) ?? ''}
						placeholder={`e.g. ${question.suggestion}`}
						aria-label={`Units of ${name}${at === 0 ? '' : `, contract service ${question.contractServiceId}`}`}
					/>
				))}
			</td>
			<td data-label="What syncing would write" class="whole">
				{plan.lines.map((line) => (
					<div class="small">{lineText(line)}</div>
				))}
				<span class="small">
					Once {amountText(plan.totals.once)}, per period {amountText(plan.totals.perPeriod)} {plan.currency}
				</span>
			</td>
		</tr>
	);
}

function Found({ counts }: { readonly counts: TaskPage['counts'] }): VNode {
	const sum = (state: string) =>
		counts.filter((count) => count.state === state).reduce((all, { count }) => all + count, 0);
	const reasons = counts.filter((count) => count.state === 'attention' && count.reason !== undefined);
	return (
		<>
			<ul>
				{taskStates
					.filter((state) => sum(state) > 0)
					.map((state) => (
						<li>
							<a href={address('tasks', { first: 'yes', state })}>{stateNames[state]}</a>: {sum(state)}
						</li>
					))}
			</ul>
			{reasons.length > 0 ? <h3>What they wait for</h3> : null}
			<ul>
				{reasons.map(({ reason = '', count }) => (
					<li>
						<a href={address('tasks', { first: 'yes', state: 'attention', reason })}>{reason}</a>: {count}
					</li>
				))}
			</ul>
		</>
	);
}

/** The way from an empty store to a trusted one: what was found, what is missing, lines to link as they are, the rest. */
export function AdoptionView(given: {
	readonly connection: Connection | undefined;
	readonly counts: TaskPage['counts'];
	readonly rows: readonly AdoptableRow[];
	/** Tasks at `approval` on this page of them whose plans link nothing. */
	readonly others: number;
	readonly page: number;
	readonly total: number;
	readonly token: string;
	readonly typed: (name: string) => readonly string[];
}): VNode {
	const { connection, counts, rows, others, page, total, token, typed } = given;
	const ticked = typed('lines');
	return (
		<>
			<p>
				<a href="tasks">Back to the tasks</a>
			</p>
			<h2>1. What the first check found</h2>
			{connection?.firstCheckDoneAt === undefined ? (
				<p>The first check has not ended yet. Publish the workflow Check Changes; its trigger makes it.</p>
			) : (
				<p>The first check ended on {connection.firstCheckDoneAt.slice(0, 10)}. All its tasks wait for a person.</p>
			)}
			<Found counts={counts} />
			<h2>2. What is mapped</h2>
			<p>
				Map <a href={address('customers', { unmapped: 'yes' })}>customers</a>,{' '}
				<a href={address('products', { unmapped: 'yes' })}>products</a> and <a href="charges">charges</a>; the next
				check then plans their tasks.
			</p>
			<h2>3. Lines that are billed already</h2>
			<p>
				Linking a line takes it as it is and writes nothing to Autotask. What agrees with its subscription is synced
				with that; what differs is listed, and its task goes on waiting with what would be written.
			</p>
			<PostForm token={token} action="adopt">
				{rows.length === 0 ? (
					<p>No task on this page is about a line that was there before.</p>
				) : (
					<table class="cards">
						<caption>Lines that were there before, and the subscriptions that they belong to</caption>
						<thead>
							<tr>
								<th>Tick</th>
								<th>Task</th>
								<th>Line in Autotask</th>
								<th>Units of it that are this subscription's</th>
								<th>What syncing would write</th>
							</tr>
						</thead>
						<tbody>
							{rows.map((row) => (
								<Row row={row} isTicked={ticked.includes(approvalEntry(row.plan))} typed={typed} />
							))}
						</tbody>
					</table>
				)}
				{others > 0 ? <p>{others} more on this page are about no such line; approve their plans.</p> : null}
				<Tick
					name="linkDifferent"
					label="Link lines that differ too, as they are; the difference then waits for approval"
					isTicked={typed('linkDifferent').includes('yes')}
				/>
				<p class="row">
					{rows.length > 0 ? (
						<button class="main" name="which" value="named">
							Link the ticked lines
						</button>
					) : null}
					<button name="which" value="all">
						Link every line that was there before
					</button>
				</p>
			</PostForm>
			<Pager path="tasks" state={{ view: 'first' }} page={page} total={total} />
			<h2>4. The rest</h2>
			<p>
				<a href={address('tasks', { first: 'yes', state: 'attention', reason: 'approval' })}>
					Look at the plans that still wait for approval
				</a>
				, then sync them.
			</p>
		</>
	);
}
