import { sortBy, uniq } from 'lodash';
import type { ConnectionId } from '../../domain/ids';
import { groupBy } from '../../domain/keyed';
import type { SyncTask } from '../../domain/task/task';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { Ports } from '../../ports/store/ports';
import { goesOn } from '../mapping/mappingOutcome';
import type { FileColumns, FileRow } from './readMappingFile';

export type FilePorts = Ports & { readonly autotask: AutotaskPort };

/** What a row of a file comes to. `name` is what is mapped, `before` and `after` what it is mapped to. */
export type RowVerdict<Mapping> = { readonly line: number; readonly name: string } & (
	| { readonly kind: 'new'; readonly after: string; readonly mapping: Mapping }
	| { readonly kind: 'changed'; readonly before: string; readonly after: string; readonly mapping: Mapping }
	| { readonly kind: 'unchanged' }
	| { readonly kind: 'refused'; readonly why: string }
);

/** A row that names one thing, and something to map it to. */
export interface NamingRow extends FileRow {
	/** One thing has one key. */
	readonly key: string;
}

/** How mappings of one kind of things stand in a file. */
export interface MappingFile<Mapping> {
	readonly columns: FileColumns;
	/** What is mapped, in one text that no other thing has; empty where the row does not say. */
	readonly keyOf: (row: FileRow) => string;
	/** What it is mapped to; empty where the row does not say: then it changes nothing. */
	readonly targetOf: (row: FileRow) => string;
	/** One verdict for each of the rows, whose keys differ. */
	readonly judge: (
		rows: readonly NamingRow[],
		connectionId: ConnectionId,
		ports: FilePorts,
	) => Promise<readonly RowVerdict<Mapping>[]>;
	/** Keeps the mappings and logs each; gives the tasks that were freed. */
	readonly keep: (
		mappings: readonly Mapping[],
		by: { readonly connectionId: ConnectionId; readonly by: string },
		ports: FilePorts,
	) => Promise<readonly SyncTask[]>;
}

/** What a file would change, row by row. */
export interface FileLook<Mapping> {
	readonly verdicts: readonly RowVerdict<Mapping>[];
	/** The rows that would change something. */
	readonly rows: readonly FileRow[];
	/** Of what would change, from what to what. */
	readonly fingerprint: string;
}

/** The verdict on a row that names a thing twice; undefined for one that may count. */
function doubled(row: NamingRow, same: readonly NamingRow[], targetOf: (row: FileRow) => string): string | undefined {
	const [first] = same;
	if (!first || same.length === 1) return undefined;
	if (uniq(same.map(targetOf)).length > 1)
		return `Lines ${same.map(({ line }) => line).join(', ')} map it to different things.`;
	return row === first ? undefined : `Line ${first.line} says the same already.`;
}

function changes<Mapping>(verdict: RowVerdict<Mapping>) {
	return verdict.kind === 'new' || verdict.kind === 'changed';
}

/** Says what the rows would change; nothing is changed. Source: rule M1. */
export async function lookAtMappings<Mapping>(
	file: MappingFile<Mapping>,
	{ connectionId, rows }: { readonly connectionId: ConnectionId; readonly rows: readonly FileRow[] },
	ports: FilePorts,
): Promise<FileLook<Mapping>> {
	const verdicts: RowVerdict<Mapping>[] = [];
	const named = rows.map((row): NamingRow => ({ ...row, key: file.keyOf(row) }));
	const same = groupBy(
		named.filter((row) => row.key !== '' && file.targetOf(row) !== ''),
		'key',
	);
	const single: NamingRow[] = [];
	for (const row of named) {
		const { line, key } = row;
		const isEmpty = file.targetOf(row) === '';
		const why = key === '' ? 'It does not say what is mapped.' : doubled(row, same[key] ?? [], file.targetOf);
		if (isEmpty && key !== '') verdicts.push({ line, name: key, kind: 'unchanged' });
		else if (why === undefined) single.push(row);
		else verdicts.push({ line, name: key, kind: 'refused', why });
	}
	verdicts.push(...(await file.judge(single, connectionId, ports)));
	const changed = verdicts.filter(changes);
	const lines = new Set(changed.map(({ line }) => line));
	const said = sortBy(changed, 'line').map((one) => [one.kind, one.line, one.name, { ...one, mapping: undefined }]);
	return {
		verdicts: sortBy(verdicts, 'line'),
		rows: rows.filter(({ line }) => lines.has(line)),
		fingerprint: ports.store.keyedHash(JSON.stringify(said)).slice(0, 32),
	};
}

export type AppliedFile =
	| { readonly kind: 'mapped'; readonly count: number; readonly freed: readonly SyncTask[]; readonly message: string }
	| { readonly kind: 'refused'; readonly message: string };

/** Makes the mappings that were shown: nothing where they would no longer be the same ones. Source: rules M1, T8. */
export async function applyMappings<Mapping>(
	file: MappingFile<Mapping>,
	asked: {
		readonly connectionId: ConnectionId;
		readonly rows: readonly FileRow[];
		/** The fingerprint of what was seen. */
		readonly seen: string;
		readonly by: string;
	},
	ports: FilePorts,
): Promise<AppliedFile> {
	const look = await lookAtMappings(file, asked, ports);
	if (look.fingerprint !== asked.seen)
		return {
			kind: 'refused',
			message: 'What these rows would change is not what you saw. Nothing was mapped; look at it again.',
		};
	const mappings = look.verdicts.flatMap((one) => ('mapping' in one ? [one.mapping] : []));
	if (mappings.length === 0) return { kind: 'refused', message: 'These rows change nothing.' };
	const freed = await file.keep(mappings, asked, ports);
	const count = mappings.length;
	const message = `${count === 1 ? '1 mapping was' : `${count} mappings were`} taken from the file.${goesOn(freed)}`;
	return { kind: 'mapped', count, freed, message };
}
