import type { VNode } from 'preact';
import type { ApprovedBefore } from '../../domain/plan/plan';
import type { PlanLine } from '../../domain/plan/planRow';
import { amountText } from '../amountText';
import { CardTable } from '../parts/cardTable';
import { billText } from './totalText';

/** What of a plan is compared: its rows and its money. */
export type ComparedPlan = Omit<ApprovedBefore, 'fingerprint'>;

/** One thing that is otherwise than it was approved. */
export interface Moved {
	/** The row, or the bill. */
	readonly of: string;
	readonly column: string;
	readonly approved: string;
	readonly now: string;
}

const columns: readonly (readonly [string, (line: PlanLine) => string])[] = [
	['Effective date', (line) => line.effectiveDate],
	['End date', (line) => line.endDate ?? ''],
	['Service', (line) => line.serviceName],
	['Invoice description', (line) => line.invoiceDescription],
	['Current', (line) => String(line.currentQuantity)],
	['Change', (line) => String(line.quantityChange)],
	['Price', ({ price }) => (price === undefined ? '' : amountText(price))],
	['Cost', ({ cost }) => (cost === undefined ? '' : amountText(cost))],
	['Written', (line) => (line.selected ? 'yes' : 'no')],
	['Detail', (line) => line.detail],
];

function keyed(lines: readonly PlanLine[]): ReadonlyMap<string, PlanLine> {
	const found = new Map<string, PlanLine>();
	for (const line of lines) {
		const key = `${line.kind} ${line.row ?? line.serviceName}`;
		const same = [...found.keys()].filter((other) => other.startsWith(`${key} #`)).length;
		found.set(`${key} #${same}`, line);
	}
	return found;
}

function movedInRow(before: PlanLine | undefined, now: PlanLine | undefined): readonly Moved[] {
	const of = (now ?? before)?.invoiceDescription ?? '';
	if (!before || !now) {
		const there = (line: PlanLine | undefined) => (line ? 'there' : 'not there');
		return [{ of, column: 'The row', approved: there(before), now: there(now) }];
	}
	return columns.flatMap(([column, text]) => {
		const [approved, other] = [text(before), text(now)];
		return approved === other ? [] : [{ of, column, approved: approved || 'empty', now: other || 'empty' }];
	});
}

/** What is otherwise now than in the approved plan: row by row in the order of the plan now, then rows that have gone, then what changes of the bill. */
export function movedRows(before: ComparedPlan, now: ComparedPlan): readonly Moved[] {
	const [old, fresh] = [keyed(before.lines), keyed(now.lines)];
	const keys = [...fresh.keys(), ...[...old.keys()].filter((key) => !fresh.has(key))];
	const [approved, other] = [billText(before), billText(now)];
	return [
		...keys.flatMap((key) => movedInRow(old.get(key), fresh.get(key))),
		...(approved === other ? [] : [{ of: 'The bill', column: 'Change', approved, now: other }]),
	];
}

const mostShown = 50;

/** What has moved between an approved plan and the plan now, one thing a line. */
export function MovedTable({ before, now }: { readonly before: ComparedPlan; readonly now: ComparedPlan }): VNode {
	const moved = movedRows(before, now);
	if (moved.length === 0)
		return <p>All rows look as they were approved; what moved is the state that they start from in Autotask.</p>;
	return (
		<>
			<CardTable caption="What is otherwise than it was approved" heads={['Row', 'What', 'Approved', 'Now']}>
				<tbody>
					{moved.slice(0, mostShown).map(({ of, column, approved, now: other }) => (
						<tr>
							<td data-label="Row" class="head">
								{of}
							</td>
							<td data-label="What">{column}</td>
							<td data-label="Approved">{approved}</td>
							<td data-label="Now">
								<strong>{other}</strong>
							</td>
						</tr>
					))}
				</tbody>
			</CardTable>
			{moved.length > mostShown ? <p>{moved.length - mostShown} more are not shown.</p> : null}
		</>
	);
}
