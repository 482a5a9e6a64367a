import type { PagePorts } from '../page';

/** A list that can be given as a file. */
export interface ExportedList<Row> {
	readonly read: (
		window: {
			readonly search: string;
			readonly onlyUnmapped: boolean;
			readonly offset: number;
			readonly limit: number;
		},
		ports: PagePorts,
	) => Promise<{ readonly rows: readonly Row[] }>;
	readonly csv: {
		readonly heads: readonly string[];
		readonly cells: (row: Row) => readonly string[];
		/** Rows of mappings that are in no list, such as of products that nobody holds any more. */
		readonly unlisted: (listed: readonly Row[], ports: PagePorts) => Promise<readonly (readonly string[])[]>;
	};
}

const mostExported = 20_000;

/** The rows of a file, its heads first; of a whole list also mappings that it does not show. */
export async function exportedRows<Row>(
	{ read, csv }: ExportedList<Row>,
	{ search, onlyUnmapped }: { readonly search: string; readonly onlyUnmapped: boolean },
	ports: PagePorts,
): Promise<readonly (readonly string[])[]> {
	const { rows } = await read({ search, onlyUnmapped, offset: 0, limit: mostExported }, ports);
	const isWhole = search === '' && !onlyUnmapped;
	const unlisted = isWhole ? await csv.unlisted(rows, ports) : [];
	return [csv.heads, ...rows.map((row) => csv.cells(row)), ...unlisted];
}
