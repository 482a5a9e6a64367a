import type { VNode } from 'preact';
import type { SyncTask } from '../../domain/task/task';
import type { JournalEntry } from '../../ports/store/journal';
import type { ReadBack } from '../../sync/proving/readBack';
import { address } from '../address';
import { Badge } from '../parts/badge';
import { CardTable } from '../parts/cardTable';
import { taskAddress } from '../taskAddress';
import { PlanButton } from './taskFrame';

const kindNames: Readonly<Record<JournalEntry['kind'], string>> = {
	adjustment: 'Units and price of a line',
	contractService: 'New line',
	charge: 'Charge',
	contract: 'New contract',
};

function whatOf(entry: JournalEntry): string {
	const { kind, unitsBefore, unitsAfter, unitDelta, priceAfter, amount } = entry;
	if (kind === 'charge') return `amount ${amount ?? ''}`;
	if (kind === 'contract') return `contract ${entry.autotaskId ?? ''}`;
	if (kind === 'contractService') return `contract service ${entry.contractServiceId ?? ''}`;
	const price = priceAfter === undefined ? '' : `, price ${priceAfter}`;
	return `contract service ${entry.contractServiceId ?? ''}: ${unitsBefore ?? ''} to ${unitsAfter ?? ''} units (${(unitDelta ?? 0) > 0 ? '+' : ''}${unitDelta ?? ''})${price}`;
}

const stateWords: Readonly<Record<JournalEntry['state'], string>> = {
	open: 'not answered yet',
	done: 'written',
	recorded: 'written',
	refused: 'refused',
	unwritten: 'not written',
};

function HeldCell({ entry, back }: { readonly entry: JournalEntry; readonly back: ReadBack | undefined }): VNode {
	if (!back) return <span class="soft">{entry.note ?? '-'}</span>;
	if (back.isAsExpected)
		return (
			<>
				{back.held} <Badge mood="good">as written</Badge>
			</>
		);
	return (
		<>
			{back.held} <Badge mood="bad">differs</Badge>
			<br />
			<span class="small">{back.expected} expected</span>
		</>
	);
}

function WrittenRow({ entry, back }: { readonly entry: JournalEntry; readonly back: ReadBack | undefined }): VNode {
	return (
		<tr>
			<td data-label="What" class="head">
				{kindNames[entry.kind]}
				<br />
				<span class="soft small">{whatOf(entry)}</span>
			</td>
			<td data-label="Date">{entry.on}</td>
			<td data-label="Contract">{entry.contractId}</td>
			<td data-label="Autotask ID">{entry.autotaskId ?? ''}</td>
			<td data-label="Outcome">
				<Badge mood={entry.state === 'refused' ? 'bad' : entry.state === 'open' ? 'wait' : 'plain'}>
					{stateWords[entry.state]}
				</Badge>
			</td>
			<td data-label="Autotask holds now">
				<HeldCell entry={entry} back={back} />
			</td>
		</tr>
	);
}

function endText({ state, approval, firstApproval, note }: SyncTask): string {
	const first = firstApproval?.fingerprint === approval?.fingerprint ? firstApproval : undefined;
	const names = [first, approval].flatMap((one) => (one ? [one.by] : []));
	const by = approval ? ` Plan ${approval.fingerprint} was approved by ${names.join(' and ')}.` : '';
	if (state === 'synced') return `Everything is written.${by}`;
	if (state === 'failed') return `Not everything is written: ${note ?? 'the log says why'}.${by}`;
	if (state === 'ignored') return `Nothing is written for it: ${note ?? 'a person decided so'}.`;
	if (state === 'syncing') return 'It is being written.';
	return 'Nothing is written yet.';
}

/** What was written for a task, and what Autotask holds of it now. */
export function ResultView(given: {
	readonly task: SyncTask;
	/** The writes that are shown, oldest first. */
	readonly journal: readonly JournalEntry[];
	readonly total: number;
	readonly back: readonly ReadBack[];
	readonly token: string;
}): VNode {
	const { task, journal, total, back, token } = given;
	return (
		<>
			<p>{endText(task)}</p>
			{journal.length === 0 ? (
				<p>No write was sent to Autotask.</p>
			) : (
				<CardTable
					caption={`${total} ${total === 1 ? 'write' : 'writes'}, read back from Autotask just now`}
					heads={['What', 'Date', 'Contract', 'Autotask ID', 'Outcome', 'Autotask holds now']}
				>
					<tbody>
						{journal.map((entry) => (
							<WrittenRow entry={entry} back={back.find((one) => one.entry.id === entry.id)} />
						))}
					</tbody>
				</CardTable>
			)}
			<div class="row">
				{task.state === 'failed' ? <PlanButton token={token} name="Plan what is missing" /> : null}
				<a href={taskAddress(task.id, { step: 'review' })}>Look at the plan</a>
				<a href={address('log', { task: task.id })}>Action log of this task</a>
			</div>
		</>
	);
}
