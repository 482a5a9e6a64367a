import type { VNode } from 'preact';
import { timeText } from '../../domain/calendarDate';
import type { ActionLogEntry } from '../../ports/store/actionLog';
import { CardTable } from '../cardTable';
import { Long } from '../long';
import { taskAddress } from '../taskAddress';

/** Small facts of a line as text, in the order in which they were noted. */
export function detailsText({ details }: Pick<ActionLogEntry, 'details'>): string {
	return Object.entries(details ?? {})
		.map(([name, value]) => `${name} ${String(value)}`)
		.join(', ');
}

function Row({ entry }: { readonly entry: ActionLogEntry }): VNode {
	const details = detailsText(entry);
	return (
		<tr>
			<td data-label="When" class="short">
				{timeText(entry.at)}
			</td>
			<td data-label="Action" class="short">
				{entry.action}
			</td>
			<td data-label="Task" class={entry.taskId === undefined ? 'none' : 'short'}>
				{entry.taskId === undefined ? '-' : <a href={taskAddress(entry.taskId)}>{entry.taskId}</a>}
			</td>
			<td data-label="What was done" class="whole">
				<Long text={entry.message} most={240} />
				{details === '' ? null : (
					<>
						<br />
						<span class="soft small">{details}</span>
					</>
				)}
			</td>
			<td data-label="Who" class={entry.by === undefined ? 'none' : ''}>
				{entry.by ?? '-'}
			</td>
			<td data-label="Correlation ID" class={entry.correlationId === undefined ? 'none' : 'small'}>
				{entry.correlationId ?? '-'}
			</td>
		</tr>
	);
}

/** Lines of the action log, newest first. */
export function LogTable({ rows }: { readonly rows: readonly ActionLogEntry[] }): VNode {
	if (rows.length === 0) return <p>Nothing is in the log.</p>;
	return (
		<CardTable
			caption="What was done, newest first; times in UTC"
			heads={['When', 'Action', 'Task', 'What was done', 'Who', 'Correlation ID']}
		>
			<tbody>
				{rows.map((entry) => (
					<Row entry={entry} />
				))}
			</tbody>
		</CardTable>
	);
}
