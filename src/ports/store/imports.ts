import type { CompanyId, ConnectionId, CustomerId, Instant } from '../../domain/ids';
import type { MatchBy } from '../../domain/mapping/companyProfile';
import type { ActionLogEntry } from './actionLog';
import type { CustomerMapping } from './mappings';

/** Going over all companies that may be imported, begun by a person and done in slices. Source: rule M3. */
export interface ImportRun {
	readonly connectionId: ConnectionId;
	/** Cannot be guessed: whoever has it goes on with the run. */
	readonly id: string;
	readonly matchBy: MatchBy;
	readonly language: string;
	readonly by: string;
	readonly startedAt: Instant;
	readonly endedAt?: Instant;
}

/**
 * `waiting` in a run; `intended`: the marketplace was asked to make the customer and its answer is not known;
 * `imported`; `leftOut`: the profile lacks something, or the customer is there already; `refused` by the marketplace.
 */
export type ImportState = 'waiting' | 'intended' | 'imported' | 'leftOut' | 'refused';

export interface CompanyToImport {
	readonly companyId: CompanyId;
	readonly companyName: string;
	readonly externalId: string;
}

export interface CompanyImport extends CompanyToImport {
	readonly connectionId: ConnectionId;
	readonly state: ImportState;
	/** What it lacks, or why it was refused. */
	readonly message: string;
	readonly customerId?: CustomerId;
	/** When the marketplace was asked, where it is not known what it did. */
	readonly intendedAt?: Instant;
}

export interface ImportSettlement {
	readonly connectionId: ConnectionId;
	readonly company: CompanyToImport;
	readonly state: ImportState;
	readonly message: string;
	/** Keeps what is intended open: its answer is still not known. */
	readonly keepsIntent?: boolean;
	/** Where it is imported. */
	readonly mapping?: CustomerMapping;
	readonly log: readonly ActionLogEntry[];
}

export interface ImportStore {
	/** Makes a run the connection's only one, with these companies waiting; intents that are open stay open. */
	startImportRun(run: Omit<ImportRun, 'endedAt'>, companies: readonly CompanyToImport[]): Promise<void>;
	/** The connection's newest run. */
	importRun(connectionId: ConnectionId): Promise<ImportRun | undefined>;
	endImportRun(connectionId: ConnectionId, id: string, at: Instant): Promise<void>;
	countImports(connectionId: ConnectionId, runId: string): Promise<Readonly<Record<ImportState, number>>>;
	/** Companies of a run, by id. */
	importsOfRun(
		connectionId: ConnectionId,
		runId: string,
		search: { readonly states: readonly ImportState[]; readonly offset: number; readonly limit: number },
	): Promise<readonly CompanyImport[]>;
	companyImport(connectionId: ConnectionId, id: CompanyId): Promise<CompanyImport | undefined>;
	/** Commits the intent before the customer is made. */
	intendImport(connectionId: ConnectionId, company: CompanyToImport, at: Instant): Promise<void>;
	/** Commits what became of it: the customer's mapping and the log with it, in one transaction. */
	settleImport(settlement: ImportSettlement): Promise<void>;
}
