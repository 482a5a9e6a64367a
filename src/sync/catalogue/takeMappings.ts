import type { ConnectionId } from '../../domain/ids';
import { applyMappings, type FilePorts, lookAtMappings, type MappingFile, type RowVerdict } from './mappingFile';
import { readMappingFile } from './readMappingFile';

/** What a file is, and whether it is only looked at. */
export interface GivenFile {
	readonly connectionId: ConnectionId;
	readonly text: string;
	readonly isDryRun: boolean;
	readonly by: string;
}

export type TakenFile<Mapping> =
	| { readonly kind: 'looked' | 'mapped'; readonly verdicts: readonly RowVerdict<Mapping>[]; readonly message: string }
	| { readonly kind: 'refused'; readonly message: string };

/**
 * Takes the mappings of a file without asking in between; rows that are refused are left out. A dry run only says what
 * would change. Source: rule M1.
 */
export async function takeMappings<Mapping>(
	file: MappingFile<Mapping>,
	{ connectionId, text, isDryRun, by }: GivenFile,
	ports: FilePorts,
): Promise<TakenFile<Mapping>> {
	const reading = readMappingFile(text, file.columns);
	if (reading.kind === 'refused') return reading;
	const { verdicts, rows, fingerprint } = await lookAtMappings(file, { connectionId, rows: reading.rows }, ports);
	if (isDryRun) return { kind: 'looked', verdicts, message: 'This was a dry run: nothing was mapped.' };
	if (rows.length === 0) return { kind: 'looked', verdicts, message: 'No row changes anything.' };
	const applied = await applyMappings(file, { connectionId, rows, seen: fingerprint, by }, ports);
	return applied.kind === 'refused' ? applied : { kind: 'mapped', verdicts, message: applied.message };
}
