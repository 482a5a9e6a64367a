import type { VNode } from 'preact';
import type { SyncTask } from '../../domain/task/task';
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

/** Tasks that need somebody, one of which is chosen. */
export function ChooseTaskView(given: {
	readonly tasks: readonly SyncTask[];
	readonly customers: ReadonlyMap<string, string>;
	readonly total: number;
	readonly page: number;
	readonly find: string;
}): VNode {
	const { tasks, customers, total, page, find } = given;
	return (
		<>
			<form method="get" action="task" class="row" role="search">
				<TextField name="find" label="Find an order" type="search" value={find} hint="Its whole order number" />
				<button>Find</button>
			</form>
			{find === '' ? <Pager path="task" state={{}} page={page} total={total} isAbove /> : null}
			{tasks.length === 0 ? (
				<p>{find === '' ? 'No task needs anybody.' : `No task has the order number ${find}.`}</p>
			) : (
				<table class="cards">
					<caption>{find === '' ? 'Tasks that need somebody, oldest first' : `Tasks of order ${find}`}</caption>
					<thead>
						<tr>
							<th>Task</th>
							<th>Customer</th>
							<th>State</th>
							<th>What is needed</th>
						</tr>
					</thead>
					<tbody>
						{tasks.map((task) => (
							<tr>
								<td data-label="Task" class="head">
									<a href={wizardAddress(task.id)}>{nameOfTask(task)}</a>
									<br />
									<span class="soft small">{task.createdAt.slice(0, 10)}</span>
								</td>
								<td data-label="Customer">
									<Named name={customers.get(task.customerId)} id={task.customerId} />
								</td>
								<td data-label="State">
									<StateBadge task={task} />
								</td>
								<td data-label="What is needed" class="whole">
									<Long text={neededText(task)} />
								</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
			{find === '' ? <Pager path="task" state={{}} page={page} total={total} /> : null}
		</>
	);
}
