import type { AppliedFile } from '../../sync/catalogue/mappingFile';
import type { PagePorts } from '../page';
import { field, type PageRequest } from '../pageRequest';
import { unpackRows } from './keptRows';
import type { ShownFile } from './shownFile';

/** Takes the rows that the form has shown. */
export async function applyFile(file: ShownFile, request: PageRequest, ports: PagePorts): Promise<AppliedFile> {
	const rows = unpackRows(field(request, 'kept'));
	if (!rows) return { kind: 'refused', message: 'The rows did not arrive. Paste the file again.' };
	return await file.apply({ rows, seen: field(request, 'seen'), by: request.user }, ports);
}
