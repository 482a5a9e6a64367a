import type { VNode } from 'preact';
import type { CompanyImport, ImportRun, ImportState } from '../../ports/store/imports';
import { Badge } from '../parts/badge';
import { CardTable } from '../parts/cardTable';
import { Pager } from '../pager';
import { PostForm } from '../postForm';
import { importsAddress } from './importsAddress';
import { At } from '../zone';

type Counts = Readonly<Record<ImportState, number>>;

const words: Readonly<
	Record<ImportState, { readonly mood: 'good' | 'bad' | 'wait' | 'plain'; readonly text: string }>
> = {
	waiting: { mood: 'plain', text: 'waiting' },
	intended: { mood: 'wait', text: 'not known' },
	imported: { mood: 'good', text: 'imported' },
	leftOut: { mood: 'wait', text: 'left out' },
	refused: { mood: 'bad', text: 'refused' },
};

/** How many companies a run has, and how many of them are done. */
function doneOf(counts: Counts): { readonly total: number; readonly done: number } {
	const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
	return { total, done: total - counts.waiting };
}

/** The states in one line. */
export function countsText(counts: Counts): string {
	return [
		`${counts.imported} imported`,
		`${counts.leftOut} left out`,
		`${counts.refused} refused by the marketplace`,
		...(counts.intended > 0 ? [`${counts.intended} not known yet`] : []),
		...(counts.waiting > 0 ? [`${counts.waiting} waiting`] : []),
	].join(', ');
}

function Started({ run: { by, startedAt } }: { readonly run: ImportRun }): VNode {
	return (
		<>
			{by || 'A workflow'} started it on <At at={startedAt} />.
		</>
	);
}

/** A run that has not ended, and how to go on with it or stop it. */
export function RunUnderWay(given: {
	readonly run: ImportRun;
	readonly counts: Counts;
	readonly token: string;
	readonly isShownAlone: boolean;
}): VNode {
	const { run, counts, token, isShownAlone } = given;
	const { total, done } = doneOf(counts);
	return (
		<section aria-label="Import under way">
			<p>
				<progress value={done} max={Math.max(total, 1)} aria-label="Companies done" />{' '}
				<strong>
					{done} of {total}
				</strong>{' '}
				companies: {countsText(counts)}.
			</p>
			<p class="soft">
				<Started run={run} />{' '}
				{isShownAlone
					? 'Close this page to pause; go on with it here later.'
					: 'Where its page was closed it pauses: go on with it here.'}
			</p>
			<div class="row">
				<PostForm token={token} action="goOn">
					<input type="hidden" name="run" value={run.id} />
					<button>Go on with the import</button>
				</PostForm>
				<PostForm token={token} action="stop">
					<input type="hidden" name="run" value={run.id} />
					<button class="risky">Stop the import</button>
				</PostForm>
			</div>
		</section>
	);
}

/** How the last run ended. */
export function LastRun({ run, counts }: { readonly run: ImportRun; readonly counts: Counts }): VNode {
	return (
		<p>
			Last import: {countsText(counts)}. <a href={importsAddress({ run: run.id })}>See what was left out</a>
		</p>
	);
}

function LeftOutRow({ row }: { readonly row: CompanyImport }): VNode {
	const { mood, text } = words[row.state];
	return (
		<tr>
			<td data-label="Company" class="head">
				{row.companyName} <span class="soft small">({row.companyId})</span>
			</td>
			<td data-label="Outcome">
				<Badge mood={mood}>{text}</Badge>
			</td>
			<td data-label="Why" class="whole">
				{row.message}
			</td>
			<td data-label="">
				<a href={importsAddress({ import: row.companyId })} aria-label={`Import ${row.companyName}`}>
					Import
				</a>
			</td>
		</tr>
	);
}

/** A run that has ended: what was imported, and who was left out for what. */
export function RunEnded(given: {
	readonly run: ImportRun;
	readonly counts: Counts;
	readonly rows: readonly CompanyImport[];
	readonly page: number;
}): VNode {
	const { run, counts, rows, page } = given;
	const { total, done } = doneOf(counts);
	const open = total - counts.imported;
	return (
		<>
			<p>
				<strong>
					{done} of {total}
				</strong>{' '}
				companies processed: {countsText(counts)}.{' '}
				<span class="soft">
					<Started run={run} />
				</span>
			</p>
			{open === 0 ? null : (
				<>
					<h2>Not imported</h2>
					<CardTable
						caption="Companies that are no customers yet, and what each lacks"
						heads={['Company', 'Outcome', 'Why']}
						links="Import"
					>
						<tbody>
							{rows.map((row) => (
								<LeftOutRow row={row} />
							))}
						</tbody>
					</CardTable>
					<Pager path="import-customers" state={{ run: run.id }} page={page} total={open} />
				</>
			)}
			<div class="row">
				{open === 0 ? null : <a href={importsAddress({ run: run.id, as: 'csv' })}>Export as CSV</a>}
				<a href={importsAddress({})}>Back to the list</a>
			</div>
		</>
	);
}
