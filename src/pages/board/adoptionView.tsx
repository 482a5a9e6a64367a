import type { VNode } from 'preact';
import { taskStates } from '../../domain/task/task';
import type { Connection } from '../../ports/store/connections';
import type { TaskPage } from '../../ports/store/tasks';
import { address } from '../address';
import { CardTable } from '../parts/cardTable';
import { Tick } from '../parts/fields';
import { Pager } from '../pager';
import { PostForm } from '../postForm';
import { AdoptableLine, type AdoptableRow, type Typed } from './adoptableRow';
import { stateNames } from '../review/taskParts';
import { approvalEntry } from '../questions/asked';

type Counts = TaskPage['counts'];

function TasksFound({ counts }: { readonly counts: Counts }): VNode {
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

function FirstCheck({ connection }: { readonly connection: Connection | undefined }): VNode {
	return connection?.firstCheckDoneAt === undefined ? (
		<p>The first check has not ended yet. Publish the workflow Check Changes; its trigger makes it.</p>
	) : (
		<p>The first check ended on {connection.firstCheckDoneAt.slice(0, 10)}. All its tasks wait for a person.</p>
	);
}

interface ShownLines {
	readonly rows: readonly AdoptableRow[];
	/** Tasks at `approval` on this page of them whose plans link nothing. */
	readonly others: number;
	readonly token: string;
	readonly typed: Typed;
}

function LineTable({ rows, typed }: Pick<ShownLines, 'rows' | 'typed'>): VNode {
	const ticked = typed('lines');
	return (
		<CardTable
			caption="Lines that were there before, and the subscriptions that they belong to"
			heads={[
				'Tick',
				'Task',
				'Line in Autotask',
				"Units of it that are this subscription's",
				'What syncing would write',
			]}
		>
			<tbody>
				{rows.map((row) => (
					<AdoptableLine row={row} isTicked={ticked.includes(approvalEntry(row.plan))} typed={typed} />
				))}
			</tbody>
		</CardTable>
	);
}

/** Links the ticked lines, or every one, as they are. */
function LinkForm({ rows, others, token, typed }: ShownLines): VNode {
	return (
		<PostForm token={token} action="adopt">
			{rows.length === 0 ? (
				<p>No task on this page is about a line that was there before.</p>
			) : (
				<LineTable rows={rows} typed={typed} />
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
	);
}

/** The way from an empty store to a trusted one: what was found, what is missing, lines to link as they are, the rest. */
export function AdoptionView({
	connection,
	counts,
	page,
	total,
	...lines
}: ShownLines & {
	readonly connection: Connection | undefined;
	readonly counts: Counts;
	readonly page: number;
	readonly total: number;
}): VNode {
	return (
		<>
			<p>
				<a href="tasks">Back to the tasks</a>
			</p>
			<h2>1. What the first check found</h2>
			<FirstCheck connection={connection} />
			<TasksFound counts={counts} />
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
			<LinkForm {...lines} />
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
