import type { VNode } from 'preact';
import type { TaskId } from '../../domain/ids';
import type { PlanLine } from '../../domain/plan/planRow';
import { type PlanColumn, planColumns } from './planColumns';
import { Hidden, PostForm } from '../postForm';
import { taskAddress } from '../taskAddress';

/** What a row may be done with; absent where the plan is only looked at. */
export interface RowActions {
	readonly taskId: TaskId;
	/** Of the plan whose row it is: that of another plan is not changed (rule W6). */
	readonly fingerprint: string;
	readonly token: string;
}

function Cell({ column, line }: { readonly column: PlanColumn; readonly line: PlanLine }): VNode {
	const before = column.changes === undefined ? undefined : line.changed?.[column.changes];
	return (
		<td data-label={column.name} class={column.class}>
			{column.show(line)}
			{before === undefined ? null : (
				<>
					<br />
					<span class="small changed">changed, was {before === '' ? 'empty' : before}</span>
				</>
			)}
		</td>
	);
}

interface ActedRow {
	readonly line: PlanLine;
	/** The row's number, from 0. */
	readonly at: number;
	readonly actions: RowActions;
}

function TickForm({ line, at, actions }: ActedRow): VNode {
	const next = line.selected ? 'no' : 'yes';
	return (
		<PostForm token={actions.token} action="tick">
			<Hidden values={{ row: line.row, ticked: next, fingerprint: actions.fingerprint }} />
			<button aria-label={`${line.selected ? 'Untick' : 'Tick'} row ${at + 1}, ${line.invoiceDescription}`}>
				{line.selected ? 'Untick' : 'Tick'}
			</button>
		</PostForm>
	);
}

function ActionsCell({ line, at, actions }: ActedRow): VNode {
	return (
		<td data-label="">
			{line.row === undefined ? null : (
				<>
					<a
						href={taskAddress(actions.taskId, { step: 'review', row: line.row })}
						aria-label={`Change row ${at + 1}, ${line.invoiceDescription}`}
					>
						Change
					</a>
					<TickForm line={line} at={at} actions={actions} />
				</>
			)}
		</td>
	);
}

/** One row of a plan with its detail below it. */
export function PlanRow(given: {
	readonly line: PlanLine;
	/** The row's number, from 0. */
	readonly at: number;
	readonly actions: RowActions | undefined;
}): VNode {
	const { line, at, actions } = given;
	return (
		<>
			<tr class="row-head">
				{planColumns.map((column) => (
					<Cell column={column} line={line} />
				))}
				{actions ? <ActionsCell line={line} at={at} actions={actions} /> : null}
			</tr>
			<tr class="row-detail">
				<td data-label="Detail" class="whole" colSpan={planColumns.length + (actions ? 1 : 0)}>
					<span class="soft small">{line.detail}</span>
				</td>
			</tr>
		</>
	);
}
