import type { VNode } from 'preact';
import { attentionReasons } from '../../domain/attention';
import { timeText } from '../../domain/calendarDate';
import type { Instant } from '../../domain/ids';
import { taskStates } from '../../domain/task/task';
import type { Connection } from '../../ports/store/connections';
import type { TaskPage, TaskSummary } from '../../ports/store/tasks';
import { address } from '../address';
import { Choice, TextField } from '../fields';
import { Long } from '../long';
import { Named } from '../named';
import { nextStep, whatText } from '../nextStep';
import { Pager } from '../pager';
import { Hidden, PostForm } from '../postForm';
import { taskAddress } from '../taskAddress';
import { boardAddress, boardFields, type BoardState, kindNames, stateNames } from './boardState';
import { ConnectionForms } from './connectionForms';
import { ageText, kindText, neededText, settledAt, StateBadge, taskName } from './taskParts';

type Counts = TaskPage['counts'];

function sumOf(counts: Counts, fits: (count: Counts[number]) => boolean): number {
	return counts.filter(fits).reduce((sum, { count }) => sum + count, 0);
}

function StateLinks({ counts, state }: { readonly counts: Counts; readonly state: BoardState }): VNode {
	const kept = { ...state, page: 1, reason: '' } as const;
	const link = (name: string, to: BoardState['state'], count: number) => (
		<li>
			<a
				href={boardAddress({ ...kept, state: to })}
				{...(state.state === to ? { 'aria-current': 'true' as const } : {})}
			>
				{name} <strong>{count}</strong>
			</a>
		</li>
	);
	return (
		<nav aria-label="Tasks by state">
			<ul>
				{link(
					'All',
					'',
					sumOf(counts, () => true),
				)}
				{taskStates.map((one) =>
					link(
						stateNames[one],
						one,
						sumOf(counts, (count) => count.state === one),
					),
				)}
			</ul>
		</nav>
	);
}

function FilterForm({ counts, state }: { readonly counts: Counts; readonly state: BoardState }): VNode {
	const reasons = attentionReasons.map((value) => {
		const count = sumOf(counts, (one) => one.state === 'attention' && one.reason === value);
		return { value, name: `${value} (${count})` };
	});
	const kinds = Object.entries(kindNames).map(([value, name]) => ({ value, name }));
	return (
		<form method="get" action="tasks" class="row" role="search">
			<Hidden values={{ state: state.state, first: state.first ? 'yes' : '' }} />
			<TextField
				name="search"
				label="Search tasks"
				type="search"
				value={state.search}
				hint="Order, customer or subscription"
			/>
			<TextField name="customer" label="Customer ID" value={state.customer} maxLength={100} />
			<Choice name="reason" label="Waits for" value={state.reason} options={[{ value: '', name: 'Any' }, ...reasons]} />
			<Choice name="kind" label="Order type" value={state.kind} options={[{ value: '', name: 'Any' }, ...kinds]} />
			<button class="main">Search</button>
			<a href="tasks">All tasks</a>
		</form>
	);
}

function Row(given: { readonly task: TaskSummary; readonly now: Instant; readonly isTicked: boolean }): VNode {
	const { task, now, isTicked } = given;
	const name = taskName(task);
	const settled = settledAt(task);
	const needed = neededText(task);
	return (
		<tr>
			<td data-label="Tick" class={task.state === 'synced' ? 'none' : 'tick'}>
				{task.state === 'synced' ? null : (
					<input type="checkbox" name="tasks" value={task.id} checked={isTicked} aria-label={`Tick ${name}`} />
				)}
			</td>
			<td data-label="Task" class="name head">
				<a href={taskAddress(task.id)}>{name}</a>
				<br />
				<span class="soft small">{kindText(task)}</span>
			</td>
			<td data-label="Customer">
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
			<td data-label="What is needed" class={needed === '' ? 'none' : 'whole'}>
				{task.attention ? (
					<>
						<Long text={whatText(task.attention)} /> {nextStep(task.attention.reason, 'board')}
					</>
				) : (
					<Long text={needed} />
				)}{' '}
				{settled ? (
					<a href={settled.href} aria-label={`${settled.name} of ${name}`}>
						{settled.name}
					</a>
				) : null}
			</td>
		</tr>
	);
}

/** What can be done with the ticked tasks; the button says which. */
function TickedButtons({ reason }: { readonly reason: string }): VNode {
	return (
		<fieldset>
			<legend>With the ticked tasks</legend>
			<div class="row">
				<button class="main" name="action" value="review">
					Look at the plans and sync
				</button>
				<button name="action" value="retry">
					Retry
				</button>
				<TextField name="reason" id="ticked-reason" label="Reason" value={reason} maxLength={500} />
				<button class="risky" name="action" value="ignore">
					Ignore
				</button>
				<button name="action" value="restore">
					Bring back
				</button>
			</div>
		</fieldset>
	);
}

/** The board: tasks by state, with what each needs, and what can be done with them. */
export function TaskBoard(given: {
	readonly found: TaskPage;
	readonly state: BoardState;
	readonly token: string;
	readonly now: Instant;
	readonly connection: Connection | undefined;
	/** Typed before, where something was refused. */
	readonly reason: string;
	readonly ticked: readonly string[];
}): VNode {
	const { found, state, token, now, connection, reason, ticked } = given;
	const { page, ...kept } = boardFields(state);
	const pager = (isAbove: boolean) => (
		<Pager path="tasks" state={kept} page={page ?? 1} total={found.total} isAbove={isAbove} />
	);
	return (
		<>
			{connection?.stoppedAt === undefined ? null : (
				<div class="notice problem">
					The connection is stopped since {timeText(connection.stoppedAt)} UTC: nothing is written until it is started
					again.
				</div>
			)}
			<div class="row">
				<PostForm token={token} action="check">
					<button class="main">Check changes now</button>
				</PostForm>
				<a href={address('tasks', { view: 'first' })}>First connection</a>
				<a href={boardAddress(state, { as: 'csv' })}>Export as CSV</a>
			</div>
			<StateLinks counts={found.counts} state={state} />
			<FilterForm counts={found.counts} state={state} />
			{pager(true)}
			{found.total === 0 ? (
				<p>
					No task fits. {state.search === '' ? 'Check for changes, or show all tasks.' : 'Search for something else.'}
				</p>
			) : (
				<PostForm token={token} action="">
					<table class="cards">
						<caption>Tasks, newest first; one per order, or per subscription seen without one</caption>
						<thead>
							<tr>
								<th>Tick</th>
								<th>Task</th>
								<th>Customer</th>
								<th>State</th>
								<th>Age</th>
								<th>What is needed</th>
							</tr>
						</thead>
						<tbody>
							{found.rows.map((task) => (
								<Row task={task} now={now} isTicked={ticked.includes(task.id)} />
							))}
						</tbody>
					</table>
					<TickedButtons reason={reason} />
				</PostForm>
			)}
			{pager(false)}
			<ConnectionForms connection={connection} token={token} />
		</>
	);
}
