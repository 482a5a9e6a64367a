import type { Kysely } from 'kysely';
import { omit } from 'lodash';
import type { CompanyId, ConnectionId, Instant } from '../../domain/ids';
import type {
	CompanyImport,
	CompanyToImport,
	ImportRun,
	ImportSettlement,
	ImportState,
} from '../../ports/store/imports';
import { parts, present } from '../schema/rows';
import type { ImportRow, Schema } from '../schema/schema';
import { addToLog } from './actionLog';
import { saveCustomerMapping } from './mappings';

/** Replaces the connection's run; the companies wait in it. An intent that is open keeps its time. */
export async function startImportRun(
	database: Kysely<Schema>,
	run: Omit<ImportRun, 'endedAt'>,
	companies: readonly CompanyToImport[],
): Promise<void> {
	const row = { ...run, endedAt: null };
	await database
		.insertInto('importRuns')
		.values(row)
		.onConflict((conflict) => conflict.column('connectionId').doUpdateSet(omit(row, 'connectionId')))
		.execute();
	const rows = companies.map((company): ImportRow => ({
		...company,
		connectionId: run.connectionId,
		runId: run.id,
		state: 'waiting',
		message: '',
		customerId: null,
		intendedAt: null,
	}));
	for (const some of parts(rows)) {
		await database
			.insertInto('imports')
			.values([...some])
			.onConflict((conflict) =>
				conflict.columns(['connectionId', 'companyId']).doUpdateSet((eb) => ({
					runId: eb.ref('excluded.runId'),
					companyName: eb.ref('excluded.companyName'),
					externalId: eb.ref('excluded.externalId'),
					state: eb.ref('excluded.state'),
					message: eb.ref('excluded.message'),
				})),
			)
			.execute();
	}
}

/** The connection's newest run. */
export async function readImportRun(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
): Promise<ImportRun | undefined> {
	const row = await database
		.selectFrom('importRuns')
		.selectAll()
		.where('connectionId', '=', connectionId)
		.executeTakeFirst();
	return row && present(row);
}

/** Nothing happens where it has ended, or where another run has taken its place. */
export async function endImportRun(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	id: string,
	at: Instant,
): Promise<void> {
	await database
		.updateTable('importRuns')
		.set({ endedAt: at })
		.where('connectionId', '=', connectionId)
		.where('id', '=', id)
		.where('endedAt', 'is', null)
		.execute();
}

/** How many companies of a run are in which state. */
export async function countImports(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	runId: string,
): Promise<Readonly<Record<ImportState, number>>> {
	const rows = await database
		.selectFrom('imports')
		.select(['state', (eb) => eb.fn.countAll<number | string>().as('count')])
		.where('connectionId', '=', connectionId)
		.where('runId', '=', runId)
		.groupBy('state')
		.execute();
	const counts = Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]));
	return { waiting: 0, intended: 0, imported: 0, leftOut: 0, refused: 0, ...counts };
}

function importOf(row: ImportRow): CompanyImport {
	return { ...present(omit(row, 'runId')), companyId: Number(row.companyId) as CompanyId };
}

/** One page of a run's companies, by id. */
export async function readImportsOfRun(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	runId: string,
	search: { readonly states: readonly ImportState[]; readonly offset: number; readonly limit: number },
): Promise<readonly CompanyImport[]> {
	const rows = await database
		.selectFrom('imports')
		.selectAll()
		.where('connectionId', '=', connectionId)
		.where('runId', '=', runId)
		.where('state', 'in', [...search.states])
		.orderBy('companyId')
		.limit(search.limit)
		.offset(search.offset)
		.execute();
	return rows.map(importOf);
}

/** What became of one company; undefined where nobody tried. */
export async function readImport(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	id: CompanyId,
): Promise<CompanyImport | undefined> {
	const row = await database
		.selectFrom('imports')
		.selectAll()
		.where('connectionId', '=', connectionId)
		.where('companyId', '=', id)
		.executeTakeFirst();
	return row && importOf(row);
}

async function saveImport(database: Kysely<Schema>, row: Omit<ImportRow, 'runId'>): Promise<void> {
	await database
		.insertInto('imports')
		.values({ ...row, runId: '' })
		.onConflict((conflict) =>
			conflict.columns(['connectionId', 'companyId']).doUpdateSet(omit(row, ['connectionId', 'companyId'])),
		)
		.execute();
}

/** Keeps that the marketplace is about to be asked; in the run that the company is in, if any. */
export async function intendImport(
	database: Kysely<Schema>,
	connectionId: ConnectionId,
	company: CompanyToImport,
	at: Instant,
): Promise<void> {
	await saveImport(database, {
		...company,
		connectionId,
		state: 'intended',
		message: '',
		customerId: null,
		intendedAt: at,
	});
}

/** Keeps what became of a company, with the mapping of its customer and the log. */
export async function settleImport(database: Kysely<Schema>, settlement: ImportSettlement): Promise<void> {
	const { connectionId, company, state, message, mapping, log, keepsIntent } = settlement;
	const before = keepsIntent === true ? await readImport(database, connectionId, company.companyId) : undefined;
	await saveImport(database, {
		...company,
		connectionId,
		state,
		message,
		customerId: mapping?.customerId ?? null,
		intendedAt: before?.intendedAt ?? null,
	});
	if (mapping) await saveCustomerMapping(database, mapping);
	await addToLog(database, log);
}
