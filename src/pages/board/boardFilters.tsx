import type { VNode } from 'preact';
import { attentionReasons } from '../../domain/attention';
import { taskStates } from '../../domain/task/task';
import type { TaskPage } from '../../ports/store/tasks';
import { Choice, TextField } from '../parts/fields';
import { Hidden } from '../postForm';
import { kindNames, stateNames } from '../review/taskParts';
import { boardAddress, type BoardState } from './boardState';

type Counts = TaskPage['counts'];

function sumOf(counts: Counts, fits: (count: Counts[number]) => boolean): number {
	return counts.filter(fits).reduce((sum, { count }) => sum + count, 0);
}

/** To the tasks of each state, with how many there are. */
export function StateLinks({ counts, state }: { readonly counts: Counts; readonly state: BoardState }): VNode {
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

/** Searches the tasks, and narrows them down. */
export function FilterForm({ counts, state }: { readonly counts: Counts; readonly state: BoardState }): VNode {
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
