import type { CompanyImport, ImportRun } from '../../ports/store/imports';
import { importAlone } from './importAlone';
import { importCompany } from './importCompany';
import { readable } from '../reading/readable';
import { type ImportOutcome, leftOut } from './importOutcomes';
import type { ImportPorts } from './wantedImport';
import { whyStopped } from './whyStopped';

/** Companies in one request of a browser. */
const companiesPerSlice = 10;

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
	const { companyId, companyName } = company;
	const wanted = { connectionId, companyId, wishes: { matchBy, language }, leavesOutNamesakes: true, by };
	const read = await readable(async () => await importCompany(wanted, ports));
	const outcome =
		'value' in read
			? read.value
			: leftOut(
					companyId,
					`Company ${companyName} (${companyId}) was not imported: ${read.why}. Correct it there, then import it again.`,
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
	const done = await importAlone(connectionId, ports, async (renew): Promise<SliceOutcome> => {
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
