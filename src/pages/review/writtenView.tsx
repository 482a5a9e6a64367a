import type { VNode } from 'preact';
import { dayText } from '../../domain/calendarDate';
import type { ContractPlan } from '../../domain/plan/plan';
import type { JournalEntry } from '../../ports/store/journal';
import type { TaskSummary } from '../../ports/store/tasks';
import type { ReadBack } from '../../sync/proving/readBack';
import { Badge } from '../parts/badge';
import { CardTable } from '../parts/cardTable';
import { countText, moneyText } from '../moneyText';
import { PostForm } from '../postForm';
import { taskAddress } from '../taskAddress';
import { totalText } from '../plan/totalText';
import { reviewRow } from './reviewRow';
import { neededText, settledAt, shortened, StateBadge, taskName } from './taskParts';
import { reviewAddress } from './ticks';

/** A task that was approved, with its plan and what was written for it. */
export interface WrittenTask {
	readonly task: TaskSummary;
	readonly plan?: ContractPlan;
	readonly writes: readonly JournalEntry[];
}

/** How far it is, and what a person can do meanwhile. */
export function Writing(given: {
	readonly counts: { readonly left: number; readonly written: number; readonly total: number };
	/** Why it does not go on by itself. */
	readonly stopped: string | undefined;
	readonly isGoingOn: boolean;
	readonly token: string;
}): VNode {
	const { counts, stopped, isGoingOn, token } = given;
	const { left, written, total } = counts;
	const others = total - left - written;
	return (
		<section aria-label="Writing under way">
			{stopped === undefined ? null : <p class="notice problem">{stopped}</p>}
			<p>
				<progress value={total - left} max={Math.max(total, 1)} aria-label="Plans done" />{' '}
				<strong>
					{written} of {total} written
				</strong>
				{others === 0 ? '' : `, ${others} not: the result says why`}
			</p>
			<p class="soft">
				{isGoingOn
					? 'Stay on this page. If you close it, the next check writes the rest: everything here is approved.'
					: 'The next check writes the rest: everything here is approved. You can also go on now.'}
			</p>
			<PostForm token={token} action="goOn">
				<button>Go on writing</button>
			</PostForm>
		</section>
	);
}

/** One write as a person reads it. */
function writeText({ kind, unitsBefore, unitsAfter, amount, on }: JournalEntry, currency: string): string {
	if (kind === 'charge')
		return `Charge of ${amount === undefined ? '' : moneyText(amount, currency)} on ${dayText(on)}`;
	if (kind === 'contract') return 'New contract';
	if (kind === 'contractService') return 'New line';
	const [before, after] = [countText(unitsBefore ?? 0), countText(unitsAfter ?? 0)];
	return before === after ? `Price from ${dayText(on)}` : `${before} to ${after} on ${dayText(on)}`;
}

function Held({ entry, back }: { readonly entry: JournalEntry; readonly back: ReadBack | undefined }): VNode {
	if (entry.state === 'refused' || entry.state === 'unwritten') return <Badge mood="bad">{entry.state}</Badge>;
	if (!back) return <Badge mood="wait">not read back</Badge>;
	if (back.isAsExpected) return <Badge mood="good">Autotask holds {back.held}</Badge>;
	return (
		<Badge mood="bad">
			Autotask holds {back.held}, {back.expected} expected
		</Badge>
	);
}

function Outcome({ row, backs }: { readonly row: WrittenTask; readonly backs: readonly ReadBack[] }): VNode {
	const { task, plan, writes } = row;
	const settled = settledAt(task);
	return (
		<>
			{task.state === 'synced' && writes.length === 0 ? (
				<Badge mood="good">nothing to write, Autotask matches</Badge>
			) : null}
			{writes.map((entry) => (
				<div>
					{writeText(entry, plan?.currency ?? '')}{' '}
					<Held entry={entry} back={backs.find((one) => one.entry.id === entry.id)} />
				</div>
			))}
			{task.state === 'synced' ? null : (
				<div>
					<StateBadge task={task} /> {shortened(neededText(task))}{' '}
					<a href={settled?.href ?? taskAddress(task.id)}>{settled?.name ?? 'Open the task'}</a>
				</div>
			)}
		</>
	);
}

function Row({ row, backs }: { readonly row: WrittenTask; readonly backs: readonly ReadBack[] }): VNode {
	const { task, plan } = row;
	const shown = plan && reviewRow(plan);
	return (
		<tr>
			<td data-label="Customer" class="head">
				{task.customerName ?? task.customerId}
				<br />
				<a class="small" href={taskAddress(task.id)}>
					{taskName(task)}
				</a>
			</td>
			<td data-label="Product">{shown?.product}</td>
			<td data-label="Seats" class="number">
				{shown?.units}
			</td>
			<td data-label="Each period" class="number">
				{shown?.recurring}
			</td>
			<td data-label="Once" class="number">
				{shown?.once}
			</td>
			<td data-label="In Autotask" class="whole">
				<Outcome row={row} backs={backs} />
			</td>
		</tr>
	);
}

/** Whether something of the task needs somebody: it is not written, or Autotask holds something else. */
function isOpen({ task, writes }: WrittenTask, backs: readonly ReadBack[]): boolean {
	const differs = backs.some((one) => !one.isAsExpected && writes.some(({ id }) => id === one.entry.id));
	return task.state !== 'synced' || differs;
}

const heads = [
	'Customer',
	'Product',
	{ name: 'Seats', class: 'number' },
	{ name: 'Each period', class: 'number' },
	{ name: 'Once', class: 'number' },
	'In Autotask',
] as const;

/** What became of plans that were approved together: first what needs somebody, then what is written and read back. */
export function WrittenView(given: {
	readonly rows: readonly WrittenTask[];
	/** Undefined where Autotask could not be read. */
	readonly backs: readonly ReadBack[] | undefined;
}): VNode {
	const { rows } = given;
	const backs = given.backs ?? [];
	const open = rows.filter((row) => isOpen(row, backs));
	const written = rows.filter(({ task }) => task.state === 'synced');
	const plansOf = (some: readonly WrittenTask[]) => some.flatMap(({ plan }) => plan ?? []);
	const others = rows.filter((row) => !open.includes(row));
	const again = open.filter(({ task }) => task.state !== 'synced').map(({ task }) => task.id);
	return (
		<>
			<p>
				<strong>
					{written.length} of {rows.length} written
				</strong>
				: {totalText(plansOf(written))}.
				{open.length === 0 ? '' : ` ${open.length} ${open.length === 1 ? 'needs' : 'need'} you: see the first rows.`}
			</p>
			{given.backs ? null : (
				<p class="notice problem">
					Autotask cannot be read just now. What was written stays written; load the page again.
				</p>
			)}
			<CardTable caption="What was written, and what Autotask holds of it now" heads={[...heads]}>
				<tbody>
					{[...open, ...others].map((row) => (
						<Row row={row} backs={backs} />
					))}
				</tbody>
			</CardTable>
			<p class="row">
				{again.length > 0 ? <a href={reviewAddress(again.join(','))}>Look at what is not written</a> : null}
				<a href="tasks">Back to the tasks</a>
			</p>
		</>
	);
}
