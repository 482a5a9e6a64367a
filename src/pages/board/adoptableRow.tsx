import { asWord } from '../../domain/answers/taskEntry';
import type { VNode } from 'preact';
import type { ContractPlan } from '../../domain/plan/plan';
import type { PlanLine } from '../../domain/plan/planRow';
import type { TaskSummary } from '../../ports/store/tasks';
import { amountText } from '../amountText';
import { Named } from '../parts/named';
import { taskAddress } from '../taskAddress';
import { approvalEntry } from '../questions/asked';
import { totalText } from '../plan/totalText';
import { taskName } from '../review/taskParts';

/** A task whose line may be linked as it is, with the plan of what syncing it would write. */
export interface AdoptableRow {
	readonly task: TaskSummary;
	readonly plan: ContractPlan;
}

/** The field in which a person types how many units of a line are the subscription's; by the place of the plan's question. */
export function ownField(id: string, at: number): string {
	return `own-${asWord(id)}-${at}`;
}

function lineText({ serviceName, currentQuantity, quantityChange, price, detail }: PlanLine): string {
	const change = quantityChange === 0 ? 'no change of units' : `${quantityChange > 0 ? '+' : ''}${quantityChange}`;
	return `${serviceName}: ${currentQuantity} now, ${change}${price === undefined ? '' : `, price ${amountText(price)}`}. ${detail}`;
}

/** The values of a form's field that were sent before; none where it was not sent. */
export type Typed = (field: string) => readonly string[];

function OwnUnitsFields({ row, typed }: { readonly row: AdoptableRow; readonly typed: Typed }): VNode {
	const { task, plan } = row;
	return (
		<>
			{plan.questions.map((question, at) => (
				<input
					type="number"
					min="0"
					name={ownField(task.id, at)}
					value={typed(ownField(task.id, at)).at(-1) ?? ''}
					placeholder={`e.g. ${question.suggestion}`}
					aria-label={`Units of ${taskName(task)}${at === 0 ? '' : `, contract service ${question.contractServiceId}`}`}
				/>
			))}
		</>
	);
}

/** The contract, and what its lines hold. */
function LineInAutotask({ plan }: { readonly plan: ContractPlan }): VNode {
	return (
		<>
			{plan.contractName} ({plan.contractId})
			{plan.questions.map((question) => (
				<div class="small">
					contract service {question.contractServiceId}: {question.inForce} units, {question.linkedUnits} linked
				</div>
			))}
		</>
	);
}

function WhatIsWritten({ plan }: { readonly plan: ContractPlan }): VNode {
	return (
		<>
			{plan.lines.map((line) => (
				<div class="small">{lineText(line)}</div>
			))}
			<span class="small">
				On the bill: <strong>{totalText([plan])}</strong>
			</span>
		</>
	);
}

/** A line that was there before, to be ticked, with what a person says of its units. */
export function AdoptableLine(given: {
	readonly row: AdoptableRow;
	readonly isTicked: boolean;
	readonly typed: Typed;
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
				<LineInAutotask plan={plan} />
			</td>
			<td data-label="Units of it that are this subscription's">
				{plan.questions.length === 0 ? '-' : <OwnUnitsFields row={row} typed={typed} />}
			</td>
			<td data-label="What syncing would write" class="whole">
				<WhatIsWritten plan={plan} />
			</td>
		</tr>
	);
}
