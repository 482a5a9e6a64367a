import { plusMillis, timeText } from '../../domain/calendarDate';
import type { ConnectionId } from '../../domain/ids';
import type { MatchBy } from '../../domain/mapping/companyProfile';
import type { CompanyImport, ImportRun } from '../../ports/store/imports';
import { leaseMs } from '../../ports/store/leaseMs';
import { loadCustomers } from '../mapping/loadCustomers';
import { companiesToImport } from './importCandidates';
import { importCompany, whyStopped } from './importCompany';
import type { ImportOutcome } from './importOutcomes';
import type { ImportPorts } from './wantedImport';

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

/** Companies in one request of a browser. */
export const companiesPerSlice = 10;
const waitMs = 500;
const mostWaits = 40;

function leaseOf(connectionId: ConnectionId): string {
	return `import all ${connectionId}`;
}

/** Runs alone among the runs of the connection; undefined where somebody else works on it for 20 seconds. */
async function alone<Result>(
	connectionId: ConnectionId,
	{ store, clock }: ImportPorts,
	work: (renew: () => Promise<boolean>) => Promise<Result>,
): Promise<Result | undefined> {
	const holder = `${store.storeId}-${clock.random()}-${clock.random()}`;
	const take = async () =>
		await store.takeLease(leaseOf(connectionId), holder, clock.now(), plusMillis(clock.now(), leaseMs.import));
	for (let waits = 0; !(await take()); waits += 1) {
		if (waits === mostWaits) return undefined;
		await clock.wait(waitMs);
	}
	try {
		return await work(take);
	} finally {
		await store.releaseLease(leaseOf(connectionId), holder);
	}
}

/** The run that has not ended; said without waiting for a slice that is at work. */
async function underWay(connectionId: ConnectionId, { store }: ImportPorts): Promise<StartedRun | undefined> {
	const run = await store.importRun(connectionId);
	if (!run || run.endedAt !== undefined) return undefined;
	const message = `${run.by || 'Somebody'} has begun an import at ${timeText(run.startedAt)} UTC; go on with it, or stop it.`;
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
	const started = await alone(connectionId, ports, async (): Promise<StartedRun> => {
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

/** Keeps why a company was left out; the other outcomes are kept where they come to be. */
async function settleLeftOut(run: ImportRun, company: CompanyImport, outcome: ImportOutcome, ports: ImportPorts) {
	if (outcome.kind !== 'leftOut' && outcome.kind !== 'refused') return;
	const { connectionId } = run;
	const now = await ports.store.companyImport(connectionId, company.companyId);
	if (now?.state !== 'waiting') return;
	const { companyId, companyName, externalId } = company;
	await ports.store.settleImport({
		connectionId,
		company: { companyId, companyName, externalId },
		state: outcome.kind,
		message: outcome.message,
		keepsIntent: true,
		log: [],
	});
}

async function isGoingOn({ connectionId, id }: ImportRun, { store }: ImportPorts): Promise<boolean> {
	const now = await store.importRun(connectionId);
	return now?.id === id && now.endedAt === undefined;
}

async function oneOf(run: ImportRun, company: CompanyImport, ports: ImportPorts): Promise<ImportOutcome> {
	const { connectionId, matchBy, language, by } = run;
	const wishes = { matchBy, language };
	const outcome = await importCompany(
		{ connectionId, companyId: company.companyId, wishes, leavesOutNamesakes: true, by },
		ports,
	);
	await settleLeftOut(run, company, outcome, ports);
	if (outcome.kind === 'unproven') await keepUnproven(run, company, outcome.message, ports);
	return outcome;
}

/** A company whose earlier answer is still not known does not wait in this run any more. */
async function keepUnproven({ connectionId }: ImportRun, company: CompanyImport, message: string, ports: ImportPorts) {
	const { companyId, companyName, externalId } = company;
	await ports.store.settleImport({
		connectionId,
		company: { companyId, companyName, externalId },
		state: 'intended',
		message,
		keepsIntent: true,
		log: [],
	});
}

/** What a slice did. */
export type SliceOutcome =
	| { readonly kind: 'goesOn' | 'ended'; readonly outcomes: readonly ImportOutcome[] }
	| { readonly kind: 'refused'; readonly message: string };

/**
 * Imports the next companies of a run, ten at most; the run ends by itself after the last one.
 *
 * A company is taken in hand once, whoever asks; what a slice that was killed left waits for the next one.
 *
 * @throws what the two systems' faults throw; the company waits then.
 */
export async function importSlice(run: ImportRun, ports: ImportPorts): Promise<SliceOutcome> {
	const { connectionId } = run;
	const { store, clock } = ports;
	const why = await whyStopped(connectionId, store);
	if (why !== undefined) return { kind: 'refused', message: why };
	const done = await alone(connectionId, ports, async (renew): Promise<SliceOutcome> => {
		const outcomes: ImportOutcome[] = [];
		const next = { states: ['waiting'], offset: 0, limit: companiesPerSlice + 1 } as const;
		const waiting = await store.importsOfRun(connectionId, run.id, next);
		for (const company of waiting.slice(0, companiesPerSlice)) {
			if (!(await isGoingOn(run, ports)) || !(await renew())) return { kind: 'ended', outcomes };
			outcomes.push(await oneOf(run, company, ports));
		}
		if (waiting.length > companiesPerSlice) return { kind: 'goesOn', outcomes };
		await store.endImportRun(connectionId, run.id, clock.now());
		return { kind: 'ended', outcomes };
	});
	return done ?? { kind: 'refused', message: 'The import is at work in another window. Load this page again to see.' };
}

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
