import type { VNode } from 'preact';
import type { SyncTask } from '../../domain/task/task';
import { CardTable } from '../cardTable';
import { TextField } from '../fields';
import { Long } from '../long';
import { Named } from '../named';
import { whatText } from '../nextStep';
import { Pager } from '../pager';
import { wizardAddress } from '../taskAddress';
import { nameOfTask } from './steps';
import { StateBadge } from './taskFrame';

function neededText({ attention, note, state }: SyncTask): string {
	if (attention) return whatText(attention);
	return note ?? (state === 'open' ? 'It is not planned yet.' : '');
}

function TaskRow({ task, customer }: { readonly task: SyncTask; readonly customer: string | undefined }): VNode {
	return (
		<tr>
			<td data-label="Task" class="head">
				<a href={wizardAddress(task.id)}>{nameOfTask(task)}</a>
				<br />
				<span class="soft small">{task.createdAt.slice(0, 10)}</span>
			</td>
			<td data-label="Customer">
				<Named name={customer} id={task.customerId} />
			</td>
			<td data-label="State">
				<StateBadge task={task} />
			</td>
			<td data-label="What is needed" class="whole">
				<Long text={neededText(task)} />
			</td>
		</tr>
	);
}

/** Tasks that need somebody, one of which is chosen. */
export function ChooseTaskView(given: {
	readonly tasks: readonly SyncTask[];
	/** Names by the customers' ids. */
	readonly customers: ReadonlyMap<string, string>;
	readonly total: number;
	readonly page: number;
	/** The order that is looked for; empty where none is. */
	readonly find: string;
}): VNode {
	const { tasks, customers, total, page, find } = given;
	const isFound = find !== '';
	const none = isFound ? `No task has the order number ${find}.` : 'No task needs anybody.';
	const pager = (isAbove: boolean) =>
		isFound ? null : <Pager path="task" state={{}} page={page} total={total} isAbove={isAbove} />;
	return (
		<>
			<form method="get" action="task" class="row" role="search">
				<TextField name="find" label="Find an order" type="search" value={find} hint="Its whole order number" />
				<button>Find</button>
			</form>
			{pager(true)}
			{tasks.length === 0 ? (
				<p>{none}</p>
			) : (
				<CardTable
					caption={isFound ? `Tasks of order ${find}` : 'Tasks that need somebody, oldest first'}
					heads={['Task', 'Customer', 'State', 'What is needed']}
				>
					<tbody>
						{tasks.map((task) => (
							<TaskRow task={task} customer={customers.get(task.customerId)} />
						))}
					</tbody>
				</CardTable>
			)}
			{pager(false)}
		</>
	);
}
