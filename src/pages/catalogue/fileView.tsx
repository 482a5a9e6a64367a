import type { VNode } from 'preact';
import { Badge } from '../parts/badge';
import { CardTable } from '../parts/cardTable';
import { countText } from '../moneyText';
import type { PagePorts, PageView, Showing } from '../page';
import { field } from '../pageRequest';
import { Hidden, PostForm } from '../postForm';
import { countsText } from './countsText';
import { packRows, unpackRows } from './keptRows';
import type { ShownFile, ShownVerdict } from './shownFile';

/** The forms that only show something: what they sent is read by `fileView`. */
export const look = 'look';

interface Place {
	/** What is mapped, in the plural. */
	readonly called: string;
	/** The list. */
	readonly back: string;
	/** Gives the list as a file. */
	readonly exported: string;
}

function PasteForm(given: {
	readonly place: Place;
	readonly file: ShownFile;
	readonly typed: string;
	readonly token: string;
}): VNode {
	const { place, file, typed, token } = given;
	const { needed, also } = file.columns;
	return (
		<PostForm token={token} action={look}>
			<p>
				<a href={place.exported}>Export the list</a> to a spreadsheet, fill it in, then paste it here. First you see
				what it would change; nothing is mapped before you confirm.
			</p>
			<div class="field">
				<label for="field-csv">CSV text</label>
				<textarea id="field-csv" name="csv" rows={8} required aria-describedby="field-csv-hint">
					{typed}
				</textarea>
				<p class="hint" id="field-csv-hint">
					The first line names the columns: {needed.join(', ')}; read if they are there: {also.join(', ')}. A row
					without a target changes nothing.
				</p>
			</div>
			<p class="row">
				<button class="main">Look at it</button>
				<a href={place.back}>Back to the list</a>
			</p>
		</PostForm>
	);
}

const moods = { new: 'good', changed: 'wait', refused: 'bad', unchanged: 'plain' } as const;
const order = ['refused', 'changed', 'new'] as const;
const shownOfEach = 100;

function VerdictRow({ verdict }: { readonly verdict: ShownVerdict }): VNode {
	const { kind, line, name, before, after, why } = verdict;
	return (
		<tr>
			<td data-label="Line" class="number">
				{line}
			</td>
			<td data-label="What">
				<Badge mood={moods[kind]}>{kind}</Badge>
			</td>
			<td data-label="Name" class="head">
				{name}
			</td>
			<td data-label="Now" class={before === undefined ? 'none' : ''}>
				{before ?? <span class="soft">-</span>}
			</td>
			<td data-label="Then">{why ?? after}</td>
		</tr>
	);
}

function VerdictTable({ verdicts }: { readonly verdicts: readonly ShownVerdict[] }): VNode {
	const groups = order.map((kind) => verdicts.filter((one) => one.kind === kind));
	const left = groups.reduce((sum, group) => sum + Math.max(0, group.length - shownOfEach), 0);
	return (
		<>
			<CardTable
				caption="Rows that would change something, and rows that are refused"
				heads={[{ name: 'Line', class: 'number' }, 'What', 'Name', 'Now', 'Then']}
			>
				{groups.map((group) => (
					<tbody>
						{group.slice(0, shownOfEach).map((verdict) => (
							<VerdictRow verdict={verdict} />
						))}
					</tbody>
				))}
			</CardTable>
			{left === 0 ? null : <p class="soft">And {countText(left)} more; the first 100 of each are shown.</p>}
		</>
	);
}

function mapText(count: number): string {
	return count === 1 ? 'Map 1 row' : `Map ${countText(count)} rows`;
}

function LookView(given: {
	readonly place: Place;
	readonly found: Awaited<ReturnType<ShownFile['look']>>;
	readonly token: string;
}): VNode {
	const { place, found, token } = given;
	const { verdicts, rows, fingerprint } = found;
	const isAny = verdicts.some(({ kind }) => kind !== 'unchanged');
	return (
		<>
			<p>
				<strong>{countsText(verdicts)}.</strong> Nothing is mapped yet. Rows that are refused are left out.
			</p>
			{isAny ? <VerdictTable verdicts={verdicts} /> : null}
			<PostForm token={token} action="apply">
				<Hidden values={{ kept: packRows(rows), seen: fingerprint }} />
				<p class="bar row">
					{rows.length === 0 ? null : <button class="main">{mapText(rows.length)}</button>}
					<a href={place.back}>{rows.length === 0 ? 'Back to the list' : 'Leave everything as it is'}</a>
				</p>
			</PostForm>
		</>
	);
}

/** Takes a file of mappings: asks for it, then shows what it would change, row by row. */
export async function fileView(
	{ file, place }: { readonly file: ShownFile; readonly place: Place },
	{ request, token }: Showing,
	ports: PagePorts,
): Promise<PageView> {
	const title = `Map ${place.called} from a file`;
	const typed = request.form['csv']?.at(-1) ?? '';
	const kept = field(request, 'kept');
	const reading = kept === '' ? file.read(typed) : { kind: 'read' as const, rows: unpackRows(kept) ?? [] };
	const paste = <PasteForm place={place} file={file} typed={typed} token={token} />;
	if (typed === '' && kept === '') return { title, content: paste };
	if (reading.kind === 'read') {
		const found = await file.look(reading.rows, ports);
		return { title, content: <LookView place={place} found={found} token={token} /> };
	}
	const content = (
		<>
			<p class="notice problem" role="alert">
				{reading.message}
			</p>
			{paste}
		</>
	);
	return { title, content };
}
