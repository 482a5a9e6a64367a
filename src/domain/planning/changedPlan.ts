import { compact, isEmpty, pick, uniq } from 'lodash';
import { productRow, type RowAnswer } from '../answers/rowAnswer';
import { type CalendarDate, latest, localDay } from '../calendarDate';
import type { PlanningFacts } from '../contractChoice/planningFacts';
import type { Ledger } from '../line/ledger';
import type { TaskKind } from '../order/taskKind';
import type { ContractPlan } from '../plan/plan';
import type { ChangedColumn, PlanLine } from '../plan/planRow';
import type { SyncTask } from '../task/task';
import { forbidden } from '../portion/rowChanges';

const movable: readonly TaskKind[] = ['sales', 'change', 'cancellation'];

function orderedOn(task: SyncTask, { settings }: PlanningFacts): CalendarDate {
	return localDay(task.effectiveAt, settings.timeZone);
}

/** Whether a person changed anything of the task's plan. */
export function isChanged({ answers }: SyncTask): boolean {
	return !isEmpty(answers.rows) || answers.effectiveOn !== undefined;
}

/** The task as it was found, without what a person changed of its plan. */
export function asFound(task: SyncTask): SyncTask {
	const { rows: _rows, effectiveOn: _day, ...answers } = task.answers;
	return { ...task, answers };
}

/** The days of the subscription's tasks before and after it, between which it stays. Source: rule T9. */
function neighbours(
	task: SyncTask,
	facts: PlanningFacts,
): { readonly after?: CalendarDate; readonly before?: CalendarDate } {
	const dayOf = (other: SyncTask) => other.answers.effectiveOn ?? orderedOn(other, facts);
	const days = task.subscriptionIds.map((id) => {
		const chain = facts.chainOf(id).filter((other) => other.kind !== 'billing');
		const at = chain.findIndex((other) => other.id === task.id);
		return { after: chain.slice(0, Math.max(at, 0)).map(dayOf), before: chain.slice(at + 1).map(dayOf) };
	});
	const after = days
		.flatMap((one) => one.after)
		.sort()
		.at(-1);
	const before = days.flatMap((one) => one.before).sort()[0];
	return { ...(after ? { after } : {}), ...(before ? { before } : {}) };
}

/**
 * Refuses a day that a person set where orders before or after it, or what is written already, would count otherwise.
 *
 * @throws NotPlannable. Source: rules P2, T9 and Q13.
 */
function checkDay(task: SyncTask, on: CalendarDate, facts: PlanningFacts, ledger: Ledger): void {
	const subject = `Task ${task.id}`;
	const next = 'Set another day.';
	if (!movable.includes(task.kind))
		throw forbidden(
			subject,
			`the day of a task of kind ${task.kind} is not set by hand. Take the change of its date back.`,
		);
	const own = orderedOn(task, facts);
	const last = latest(own, localDay(facts.now, facts.settings.timeZone));
	const { after, before } = neighbours(task, facts);
	const isLinked = ledger.links.some((link) => task.subscriptionIds.includes(link.subscriptionId));
	if (on > last) throw forbidden(subject, `${on} is past ${last}; later orders would count from before it. ${next}`);
	if (on < own && isLinked)
		throw forbidden(
			subject,
			`${on} is before the order's own day, ${own}, and its subscription is billed already. ${next}`,
		);
	if (after !== undefined && on < after)
		throw forbidden(subject, `an earlier order of the subscription counts from ${after}. ${next}`);
	if (before !== undefined && on > before)
		throw forbidden(subject, `a later order of the subscription counts from ${before}. ${next}`);
}

/** Refuses changes of rows that the plan does not have, and of what Autotask holds already. Source: rules Q11 and Q14. */
function checkRows(task: SyncTask, plan: ContractPlan): void {
	const subject = `Task ${task.id}`;
	const rows = task.answers.rows ?? {};
	const there = new Set(plan.lines.map((line) => line.row));
	const [gone] = Object.keys(rows).filter((row) => !there.has(row));
	if (gone !== undefined)
		throw forbidden(subject, 'a row that was changed is no longer in the plan. Take the changes back.');
	const described = plan.changes.filter(
		(change) => rows[productRow(change.subscriptionId, change.productId)]?.description !== undefined,
	);
	if (task.answers.effectiveOn !== undefined && plan.changes.some((change) => change.moved))
		throw forbidden(subject, 'seats that move have the day that their order says. Take the change of its date back.');
	const [existing] = described.filter(({ target }) => target.kind === 'existing');
	if (existing && !described.some(({ target, productId }) => target.kind === 'new' && productId === existing.productId))
		throw forbidden(
			subject,
			`the line of ${existing.serviceName} has its text in Autotask; it is written once, with a new line. Change it there.`,
		);
}

const columnOf: Readonly<Record<keyof RowAnswer, ChangedColumn>> = {
	selected: 'ticked',
	description: 'description',
	price: 'price',
	cost: 'cost',
	quantity: 'quantity',
	on: 'date',
};

function cellOf(line: PlanLine | undefined, column: ChangedColumn): string {
	if (!line) return '';
	const cells: Readonly<Record<ChangedColumn, string>> = {
		date: line.effectiveDate,
		description: line.invoiceDescription,
		quantity: String(line.quantityChange),
		price: line.price ?? '',
		cost: line.cost ?? '',
		ticked: line.selected ? 'yes' : 'no',
	};
	return cells[column];
}

function changesOf(task: SyncTask, line: PlanLine, found: PlanLine | undefined): PlanLine['changed'] {
	const { rows, effectiveOn } = task.answers;
	const set = line.row === undefined ? undefined : rows?.[line.row];
	const columns = uniq([
		...Object.keys(set ?? {}).map((name) => columnOf[name as keyof RowAnswer]),
		...(effectiveOn === undefined ? [] : ['date' as const]),
	]);
	return Object.fromEntries(columns.map((column) => [column, cellOf(found, column)]));
}

function shownLines(task: SyncTask, plan: ContractPlan, found: ContractPlan | undefined): readonly PlanLine[] {
	return plan.lines.map((line, at) => {
		const nth = plan.lines.slice(0, at).filter((other) => other.row === line.row).length;
		const changed = changesOf(task, line, found?.lines.filter((other) => other.row === line.row)[nth]);
		return isEmpty(changed) || !changed ? line : { ...line, changed };
	});
}

/** What the rows are named that are not wanted for now, each name once: the task waits as long as there is one. Source: rule W3. */
export function rowsNotNow({ lines }: Pick<ContractPlan, 'lines'>): readonly string[] {
	return uniq(lines.filter((line) => !line.selected && isRecurring(line)).map((line) => line.invoiceDescription));
}

/** What waits for the person: everything changed by hand, and rows that are not wanted for now. */
function reasons(plan: ContractPlan): readonly string[] {
	const notNow = rowsNotNow(plan);
	return compact(['a person changed the plan', notNow.length > 0 && `${notNow.join(', ')} is not ticked: not now`]);
}

/** Whether a row is of a contract service: it is written with all others of the task, or the task waits. */
export function isRecurring(line: Pick<PlanLine, 'kind'>): boolean {
	return line.kind === 'recurring' || line.kind === 'price';
}

/**
 * A plan that a person changed: each change is shown as such, is covered by the approval, and waits for it.
 *
 * `found` is the plan without the changes, where there is one.
 *
 * @throws NotPlannable for a change that the rules forbid.
 */
export function changedPlan(
	task: SyncTask,
	plan: ContractPlan,
	found: ContractPlan | undefined,
	of: { readonly facts: PlanningFacts; readonly ledger: Ledger },
): ContractPlan {
	if (task.answers.effectiveOn !== undefined) checkDay(task, task.answers.effectiveOn, of.facts, of.ledger);
	checkRows(task, plan);
	return {
		...plan,
		lines: shownLines(task, plan, found),
		approvalNeeded: [...plan.approvalNeeded, ...reasons(plan)],
		foreign: { ...plan.foreign, answers: of.facts.digest(pick(task.answers, ['rows', 'effectiveOn'])) },
	};
}
