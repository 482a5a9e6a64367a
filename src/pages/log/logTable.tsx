import { startCase } from 'lodash';
import type { VNode } from 'preact';
import { minus } from '../../domain/money';
import { type LoggedMoney, readLoggedMoney } from '../../domain/plan/loggedMoney';
import type { ActionLogEntry, FoundEntry } from '../../ports/store/actionLog';
import { CardTable } from '../parts/cardTable';
import { Long } from '../parts/long';
import { periodName } from '../../domain/billingPeriod';
import { changeText, moneyText } from '../moneyText';
import { taskAddress } from '../taskAddress';
import { At } from '../zone';

/** Small facts of a line as text, in the order in which they were noted. */
export function detailsText({ details }: Pick<ActionLogEntry, 'details'>): string {
	return Object.entries(details ?? {})
		.map(([name, value]) => `${name} ${String(value)}`)
		.join(', ');
}

/** What an entry is about, in the words of the field. */
export function actionText(action: string): string {
	return action.charAt(0).toUpperCase() + startCase(action).slice(1).toLowerCase();
}

/** What was there before and afterwards; empty if the entry does not say. */
export interface BeforeAfter {
	readonly before: string;
	readonly after: string;
}

function unitsOf({ unitsBefore, unitsAfter }: NonNullable<ActionLogEntry['details']>): BeforeAfter | undefined {
	if (typeof unitsBefore !== 'number' || typeof unitsAfter !== 'number') return undefined;
	const text = (units: number) => `${units} ${units === 1 ? 'unit' : 'units'}`;
	return { before: text(unitsBefore), after: text(unitsAfter) };
}

function saidOf({ before, after }: NonNullable<ActionLogEntry['details']>): BeforeAfter | undefined {
	return before === undefined && after === undefined
		? undefined
		: { before: String(before ?? ''), after: String(after ?? '') };
}

function billsOf({ currency, recurring }: LoggedMoney): BeforeAfter | undefined {
	if (recurring.length === 0) return undefined;
	const text = (which: 'before' | 'after') =>
		recurring.map((one) => `${moneyText(one[which], currency)} a ${periodName[one.periodType]}`).join(', ');
	return { before: text('before'), after: text('after') };
}

/** Before and after of an entry: units of a line, a setting, what a customer is billed. */
export function beforeAfter({ details = {} }: Pick<ActionLogEntry, 'details'>): BeforeAfter {
	const { money } = readLoggedMoney(details);
	return unitsOf(details) ?? saidOf(details) ?? (money && billsOf(money)) ?? { before: '', after: '' };
}

/** What an entry changes of the bills: `+£54.00 a month, +£27.87 once`; empty if it does not say. */
export function moneyOfEntry({ details = {} }: Pick<ActionLogEntry, 'details'>): string {
	const { money } = readLoggedMoney(details);
	if (!money) return '';
	const { currency, recurring, once } = money;
	const changes = recurring.map(
		({ before, after, periodType }) => `${changeText(minus(after, before), currency)} a ${periodName[periodType]}`,
	);
	return [...changes, ...(once === undefined ? [] : [`${changeText(once, currency)} once`])].join(', ');
}

function Cell({
	label,
	text,
	kind = '',
}: {
	readonly label: string;
	readonly text: string;
	readonly kind?: string;
}): VNode {
	return (
		<td data-label={label} class={text === '' ? 'none' : kind}>
			{text === '' ? '-' : text}
		</td>
	);
}

function Row({ entry }: { readonly entry: FoundEntry }): VNode {
	const { before, after } = beforeAfter(entry);
	const { taskId, correlationId } = entry;
	return (
		<tr>
			<td data-label="When" class="short">
				<At at={entry.at} />
			</td>
			<Cell label="Who" text={entry.by ?? ''} kind="who" />
			<td data-label="What" class="whole">
				<strong>{actionText(entry.action)}</strong>
				{': '}
				<Long text={entry.message} most={240} />
				<div class="soft small">
					{taskId === undefined ? null : <a href={taskAddress(taskId)}>{taskId}</a>}
					{correlationId === undefined ? null : ` Correlation ID ${correlationId}`}
				</div>
			</td>
			<Cell label="Customer" text={entry.customerName ?? ''} />
			<Cell label="Before and after" text={before === after || before === '' ? after : `${before} → ${after}`} />
			<Cell label="Money" text={moneyOfEntry(entry)} />
		</tr>
	);
}

/** Lines of the action log, newest first. */
export function LogTable({ rows }: { readonly rows: readonly FoundEntry[] }): VNode {
	if (rows.length === 0) return <p>No entries match.</p>;
	return (
		<CardTable
			caption="What was done, newest first"
			heads={['When', 'Who', 'What', 'Customer', 'Before and after', 'Money']}
		>
			<tbody>
				{rows.map((entry) => (
					<Row entry={entry} />
				))}
			</tbody>
		</CardTable>
	);
}
