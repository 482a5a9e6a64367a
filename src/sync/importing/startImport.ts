import { timeText } from '../../domain/calendarDate';
import type { ConnectionId } from '../../domain/ids';
import type { MatchBy } from '../../domain/mapping/companyProfile';
import type { ImportRun } from '../../ports/store/imports';
import { loadCustomers } from '../mapping/loadCustomers';
import { importAlone } from './importAlone';
import { companiesToImport } from './importCandidates';
import type { ImportPorts } from './wantedImport';
import { whyStopped } from './whyStopped';

/** An import of all companies, as it is asked for. */
export interface WantedRun {
	readonly connectionId: ConnectionId;
	readonly matchBy: MatchBy;
	readonly language: string;
	readonly by: string;
}

/** A run that was begun, or one that is under way, or why there is none. */
export type StartedRun =
	| { readonly kind: 'started'; readonly run: ImportRun; readonly companies: number }
	| { readonly kind: 'underWay'; readonly run: ImportRun; readonly message: string }
	| { readonly kind: 'refused'; readonly message: string };

/** The run that has not ended; said without waiting for a slice that is at work. */
async function underWay(connectionId: ConnectionId, { store }: ImportPorts): Promise<StartedRun | undefined> {
	const run = await store.importRun(connectionId);
	if (!run || run.endedAt !== undefined) return undefined;
	const message = `${run.by || 'Somebody'} started an import at ${timeText(run.startedAt)} UTC; go on with it, or stop it.`;
	return { kind: 'underWay', message, run };
}

/**
 * Begins to go over all companies that the marketplace does not have; `importSlice` does it.
 *
 * Reads the marketplace's customers first. While a run of the connection has not ended there is no second one.
 * Source: rule M3.
 */
export async function startImport(wanted: WantedRun, ports: ImportPorts): Promise<StartedRun> {
	const { connectionId } = wanted;
	const { store, clock } = ports;
	const why = await whyStopped(connectionId, store);
	if (why !== undefined) return { kind: 'refused', message: why };
	if (!/^[a-z]{2}$/.test(wanted.language))
		return { kind: 'refused', message: 'The language is not two small letters, such as en.' };
	const before = await underWay(connectionId, ports);
	if (before) return before;
	const started = await importAlone(connectionId, ports, async (): Promise<StartedRun> => {
		const before = await underWay(connectionId, ports);
		if (before) return before;
		await loadCustomers(connectionId, ports);
		const companies = await companiesToImport(wanted, ports);
		const startedAt = clock.now();
		const id = store.keyedHash(`import ${connectionId} ${startedAt} ${clock.random()} ${clock.random()}`).slice(0, 32);
		const run: ImportRun = { ...wanted, id, startedAt };
		await store.startImportRun(run, companies);
		const message = `An import of ${companies.length} companies was begun.`;
		await store.log([{ at: startedAt, connectionId, action: 'import', message, by: wanted.by }]);
		return { kind: 'started', run, companies: companies.length };
	});
	return started ?? { kind: 'refused', message: 'Somebody else is beginning an import; look again in a minute.' };
}
