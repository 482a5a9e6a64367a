import { taskEntry } from '../../domain/answers/taskEntry';
import type { VNode } from 'preact';
import type { Instant } from '../../domain/ids';
import type { Connection } from '../../ports/store/connections';
import type { TaskPage } from '../../ports/store/tasks';
import { address } from '../address';
import { allWaiting, reviewAddress } from '../review/ticks';
import { CardTable } from '../parts/cardTable';
import { TextField } from '../parts/fields';
import { Pager } from '../pager';
import { PostForm } from '../postForm';
import { FilterForm, StateLinks } from './boardFilters';
import { BoardRow } from './boardRow';
import { boardAddress, boardFields, type BoardState } from './boardState';
import { ConnectionForms } from './connectionForms';
import { type CustomerBill, CustomerBillView } from './customerBill';
import { exclusionsAddress } from './excludeForm';
import { At } from '../zone';

function StoppedNotice({ connection }: { readonly connection: Connection | undefined }): VNode | null {
	if (connection?.stoppedAt === undefined) return null;
	return (
		<div class="notice problem">
			The connection is stopped since <At at={connection.stoppedAt} />: nothing is written until it is started again.
		</div>
	);
}

/** What can be done with the whole board. */
function BoardLinks({ state, found }: Pick<ShownBoard, 'found'> & { readonly state: BoardState }): VNode {
	const { search, customer, kind, first } = state;
	const isAll = search === '' && customer === '' && kind === '' && !first;
	const waiting = found.counts.find((one) => one.state === 'attention' && one.reason === 'approval')?.count ?? 0;
	return (
		<div class="row">
			{isAll && waiting > 0 ? (
				<a class="button" href={reviewAddress(allWaiting)}>
					{waiting === 1 ? 'Look at the plan that waits' : `Look at all ${waiting} plans that wait`}
				</a>
			) : null}
			<a href={address('tasks', { view: 'first' })}>First connection</a>
			<a href={exclusionsAddress}>Excluded from billing</a>
			<a href={boardAddress(state, { as: 'csv' })}>Export as CSV</a>
		</div>
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

interface ShownBoard {
	readonly found: TaskPage;
	readonly token: string;
	readonly now: Instant;
	/** Typed before, where something was refused. */
	readonly reason: string;
	readonly ticked: readonly string[];
}

/** The tasks, to be ticked. */
function TickedTasks({ found, token, now, reason, ticked }: ShownBoard): VNode {
	return (
		<PostForm token={token} action="">
			<CardTable
				caption="Tasks, newest first; one per order, or per subscription seen without one"
				heads={['Tick', 'Task', 'Customer', 'State', 'Age', 'What is needed']}
			>
				<tbody>
					{found.rows.map((task) => (
						<BoardRow task={task} now={now} isTicked={ticked.includes(taskEntry(task.id))} />
					))}
				</tbody>
			</CardTable>
			<TickedButtons reason={reason} />
		</PostForm>
	);
}

/** What a customer is called in its tasks. */
function nameOf(customer: string, { rows }: TaskPage): string {
	return rows.find(({ customerName }) => customerName !== undefined)?.customerName ?? `customer ${customer}`;
}

/** The board: tasks by state, with what each needs, and what can be done with them. */
export function TaskBoard({
	state,
	connection,
	bill,
	...shown
}: ShownBoard & {
	readonly state: BoardState;
	readonly connection: Connection | undefined;
	/** Of the customer whose tasks are shown, where the address names one. */
	readonly bill: CustomerBill | undefined;
}): VNode {
	const { found, token } = shown;
	const { page, ...kept } = boardFields(state);
	const pager = (isAbove: boolean) => (
		<Pager path="tasks" state={kept} page={page ?? 1} total={found.total} isAbove={isAbove} />
	);
	return (
		<>
			<StoppedNotice connection={connection} />
			<BoardLinks state={state} found={found} />
			{bill ? <CustomerBillView bill={bill} name={nameOf(state.customer, found)} /> : null}
			<StateLinks counts={found.counts} state={state} />
			<FilterForm counts={found.counts} state={state} />
			{pager(true)}
			{found.total === 0 ? (
				<p>
					No matching tasks.{' '}
					{state.search === '' ? 'Check for changes, or show all tasks.' : 'Search for something else.'}
				</p>
			) : (
				<TickedTasks {...shown} />
			)}
			{pager(false)}
			<ConnectionForms connection={connection} token={token} />
		</>
	);
}
