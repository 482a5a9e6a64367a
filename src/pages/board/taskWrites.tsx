import type { VNode } from 'preact';
import type { JournalEntry } from '../../ports/store/journal';
import { amountText } from '../amountText';
import { CardTable } from '../parts/cardTable';
import { At } from '../zone';

function moneyOf({ amount, priceAfter }: JournalEntry): string {
	const money = amount ?? priceAfter;
	return money === undefined ? '-' : amountText(money);
}

function WriteRow({ entry }: { readonly entry: JournalEntry }): VNode {
	const before = entry.unitsBefore === undefined ? '-' : String(entry.unitsBefore);
	return (
		<tr>
			<td data-label="When" class="short">
				<At at={entry.intendedAt} />
			</td>
			<td data-label="What" class="whole">
				{entry.kind} on contract {entry.contractId}
				{entry.contractServiceId === undefined ? '' : `, contract service ${entry.contractServiceId}`}
			</td>
			<td data-label="Dated" class="short">
				{entry.on}
			</td>
			<td data-label="Units">{entry.unitsAfter === undefined ? '-' : `${before} to ${entry.unitsAfter}`}</td>
			<td data-label="Price or amount" class="number">
				{moneyOf(entry)}
			</td>
			<td data-label="Outcome">
				{entry.state}
				{entry.note === undefined ? '' : `: ${entry.note}`}
			</td>
		</tr>
	);
}

/** The newest are shown. */
const mostWrites = 100;

/** What was written to Autotask for a task. */
export function TaskWrites({ journal }: { readonly journal: readonly JournalEntry[] }): VNode {
	if (journal.length === 0) return <p>Nothing was written for it.</p>;
	return (
		<CardTable
			caption="Writes to Autotask, oldest first"
			heads={['When', 'What', 'Dated', 'Units', { name: 'Price or amount', class: 'number' }, 'Outcome']}
		>
			<tbody>
				{journal.slice(-mostWrites).map((entry) => (
					<WriteRow entry={entry} />
				))}
			</tbody>
		</CardTable>
	);
}
