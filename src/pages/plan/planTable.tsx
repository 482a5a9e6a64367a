import type { VNode } from 'preact';
import type { PlanLine } from '../../domain/plan/planRow';
import { planColumns } from './planColumns';
import { PlanRow, type RowActions } from './planRow';

/** The rows of a plan in the guide's columns, the detail of each below it. */
export function PlanTable(given: {
	readonly caption: string;
	readonly lines: readonly PlanLine[];
	/** The number of the first row, from 0. */
	readonly from?: number;
	readonly actions?: RowActions;
}): VNode {
	const { caption, lines, from = 0, actions } = given;
	return (
		<div class="wide" tabIndex={0} role="region" aria-label={caption}>
			<table class="cards plan">
				<caption>{caption}</caption>
				<thead>
					<tr>
						{planColumns.map((column) => (
							<th class={column.class}>{column.name}</th>
						))}
						{actions ? (
							<th>
								<span class="soft">Row</span>
							</th>
						) : null}
					</tr>
				</thead>
				<tbody>
					{lines.map((line, at) => (
						<PlanRow line={line} at={from + at} actions={actions} />
					))}
				</tbody>
			</table>
		</div>
	);
}
