import type { ImportRun } from '../../ports/store/imports';
import type { ImportPorts } from './wantedImport';

/** Ends a run before its last company; what was imported stays. */
export async function stopImport(run: Pick<ImportRun, 'connectionId' | 'id'>, by: string, ports: ImportPorts) {
	const { connectionId, id } = run;
	const at = ports.clock.now();
	const now = await ports.store.importRun(connectionId);
	if (now?.id !== id || now.endedAt !== undefined) return 'The import has ended already.';
	await ports.store.endImportRun(connectionId, id, at);
	const message = 'The import of all companies was stopped; what was imported stays.';
	await ports.store.log([{ at, connectionId, action: 'import', message, by }]);
	return message;
}
