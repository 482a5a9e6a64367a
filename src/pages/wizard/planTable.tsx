import type { ComponentChildren, VNode } from 'preact';
import type { TaskId } from '../../domain/ids';
import { isZero } from '../../domain/money';
import type { ContractPlan } from '../../domain/plan/plan';
import { planAmounts } from '../../domain/plan/planAmounts';
import type { ChangedColumn, PlanLine } from '../../domain/plan/planRow';
import { isRecurring } from '../../domain/planning/changedPlan';
import { amountText } from '../amountText';
import { Badge, Hidden, PostForm } from '../parts';
import { taskAddress } from './steps';

const columns = [
	'Effective date',
	'End date',
	'Service',
	'Invoice description',
	'Current',
	'Change',
	'Price',
	'Cost',
	'Kind',
] as const;
const ofNumbers: readonly string[] = ['Current', 'Change', 'Price', 'Cost'];
const ofDays: readonly string[] = ['Effective date', 'End date'];

function classOf(name: string): { readonly class?: string } {
	if (ofNumbers.includes(name)) return { class: 'number' };
	return ofDays.includes(name) ? { class: 'day' } : {};
}

function Cell(given: {
	readonly name: string;
	readonly line: PlanLine;
	readonly column?: ChangedColumn;
	readonly children: ComponentChildren;
}): VNode {
	const { name, line, column, children } = given;
	const before = column === undefined ? undefined : line.changed?.[column];
	return (
		<td data-label={name} {...classOf(name)}>
			{children}
			{before === undefined ? null : (
				<>
					<br />
					<span class="small changed">changed, was {before === '' ? 'empty' : before}</span>
				</>
			)}
		</td>
	);
}

function signed(change: number): string {
	return change > 0 ? `+${change}` : String(change);
}

function TickForm({
	line,
	at,
	token,
}: {
	readonly line: PlanLine;
	readonly at: number;
	readonly token: string;
}): VNode {
	const next = line.selected ? 'no' : 'yes';
	return (
		<PostForm token={token} action="tick">
			<Hidden values={{ row: line.row, ticked: next }} />
			<button aria-label={`${line.selected ? 'Untick' : 'Tick'} row ${at + 1}, ${line.invoiceDescription}`}>
				{line.selected ? 'Untick' : 'Tick'}
			</button>
		</PostForm>
	);
}

/** What a row may be done with; absent where the plan is only looked at. */
export interface RowActions {
	readonly taskId: TaskId;
	readonly token: string;
}

function RowActionsCell(given: { readonly line: PlanLine; readonly at: number; readonly actions: RowActions }): VNode {
	const { line, at, actions } = given;
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
					<TickForm line={line} at={at} token={actions.token} />
				</>
			)}
		</td>
	);
}

function tickedText(line: PlanLine): VNode {
	if (line.selected) return <Badge mood="good">ticked</Badge>;
	return <Badge mood="wait">{isRecurring(line) ? 'not now' : 'not ticked'}</Badge>;
}

function PlanRow(given: {
	readonly line: PlanLine;
	readonly at: number;
	readonly actions: RowActions | undefined;
}): VNode {
	const { line, at, actions } = given;
	return (
		<>
			<tr class="row-head">
				<Cell name="Effective date" line={line} column="date">
					{line.effectiveDate}
				</Cell>
				<Cell name="End date" line={line}>
					{line.endDate ?? ''}
				</Cell>
				<Cell name="Service" line={line}>
					{line.serviceName}
				</Cell>
				<Cell name="Invoice description" line={line} column="description">
					{line.invoiceDescription}
				</Cell>
				<Cell name="Current" line={line}>
					{line.currentQuantity}
				</Cell>
				<Cell name="Change" line={line} column="quantity">
					{signed(line.quantityChange)}
				</Cell>
				<Cell name="Price" line={line} column="price">
					{line.price === undefined ? '' : amountText(line.price)}
				</Cell>
				<Cell name="Cost" line={line} column="cost">
					{line.cost === undefined ? '' : amountText(line.cost)}
				</Cell>
				<Cell name="Kind" line={line} column="ticked">
					{line.kind} {tickedText(line)}
				</Cell>
				{actions ? <RowActionsCell line={line} at={at} actions={actions} /> : null}
			</tr>
			<tr class="row-detail">
				<td data-label="Detail" class="whole" colSpan={columns.length + (actions ? 1 : 0)}>
					<span class="soft small">{line.detail}</span>
				</td>
			</tr>
		</>
	);
}

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
						{columns.map((name) => (
							<th {...classOf(name)}>{name}</th>
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

const kindNames: Readonly<Record<PlanLine['kind'], string>> = {
	recurring: 'Recurring',
	price: 'Price',
	setup: 'Setup',
	proration: 'Prorated',
	usage: 'Usage',
	fee: 'Fees',
	credit: 'Credits',
};

/** What a plan bills once, by kind, and each period. */
export function PlanTotals({ plan }: { readonly plan: ContractPlan }): VNode {
	const { charges, estimated, once, perPeriod } = planAmounts(plan);
	const isEstimated = !isZero(estimated);
	return (
		<table class="totals">
			<caption>Amounts in {plan.currency}, before tax</caption>
			<tbody>
				{charges.map(({ kind, amount }) => (
					<tr>
						<th scope="row">{kindNames[kind]}, once</th>
						<td class="number">{amount}</td>
					</tr>
				))}
				{isEstimated ? (
					<tr>
						<th scope="row">Prorated by Autotask, once (estimate)</th>
						<td class="number">{estimated}</td>
					</tr>
				) : null}
				<tr>
					<th scope="row">Once, in all</th>
					<td class="number">
						<strong>{once}</strong>
					</td>
				</tr>
				<tr>
					<th scope="row">Recurring, each period</th>
					<td class="number">
						<strong>{perPeriod}</strong>
					</td>
				</tr>
			</tbody>
		</table>
	);
}
