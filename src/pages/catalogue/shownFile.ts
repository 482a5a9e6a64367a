import { applyMappings, type AppliedFile, lookAtMappings, type MappingFile } from '../../sync/catalogue/mappingFile';
import { type FileReading, type FileRow, readMappingFile } from '../../sync/catalogue/readMappingFile';
import type { PagePorts } from '../page';

/** What became of one row: the columns of the page. */
export interface ShownVerdict {
	readonly kind: 'new' | 'changed' | 'unchanged' | 'refused';
	readonly line: number;
	readonly name: string;
	readonly before?: string;
	readonly after?: string;
	readonly why?: string;
}

/** A file of mappings as the page works with it, whatever is mapped. */
export interface ShownFile {
	readonly columns: MappingFile<unknown>['columns'];
	readonly read: (text: string) => FileReading;
	readonly look: (
		rows: readonly FileRow[],
		ports: PagePorts,
	) => Promise<{
		readonly verdicts: readonly ShownVerdict[];
		readonly rows: readonly FileRow[];
		readonly fingerprint: string;
	}>;
	readonly apply: (
		asked: { readonly rows: readonly FileRow[]; readonly seen: string; readonly by: string },
		ports: PagePorts,
	) => Promise<AppliedFile>;
}

/** Gives the page a file of one kind of mapping. */
export function shownFile<Mapping>(file: MappingFile<Mapping>): ShownFile {
	return {
		columns: file.columns,
		read: (text) => readMappingFile(text, file.columns),
		look: async (rows, ports) => await lookAtMappings(file, { connectionId: ports.inputs.connectionId, rows }, ports),
		apply: async (asked, ports) =>
			await applyMappings(file, { connectionId: ports.inputs.connectionId, ...asked }, ports),
	};
}
