import { StoreError, type StoreErrorCode } from '../schema/storeError';

/** The connection was not made, or broke. What had been asked for has no effect, except perhaps a commit. */
export class ConnectionFailure extends Error {
	override readonly name = 'ConnectionFailure';

	constructor(
		readonly during: 'opening' | 'use' | 'commit',
		override readonly cause: unknown,
	) {
		super(`connection failed during ${during}: ${textOf(cause)}`, { cause });
	}
}

function textOf(error: unknown): string {
	return error instanceof Error ? error.message || codeOf(error) || error.name : String(error);
}

function codeOf(error: unknown): string {
	if (!(error !== null && typeof error === 'object' && 'code' in error)) return '';
	return typeof error.code === 'string' ? error.code : '';
}

/** The server's own code for what it answered; undefined where it did not answer. Source: PostgreSQL, appendix A. */
function sqlStateOf(error: unknown): string | undefined {
	const isAnswer = error !== null && typeof error === 'object' && 'severity' in error;
	return isAnswer ? codeOf(error) || undefined : undefined;
}

/** Whether the connection is gone: no answer of the server, or one with which it hangs up. */
export function endsConnection(error: unknown): boolean {
	const state = sqlStateOf(error);
	return state === undefined || /^(08...|57P0.|25P0[34])$/.test(state);
}

const othersHoldLocks: readonly string[] = ['40001', '40P01', '55P03'];
const mayPass: readonly string[] = ['ECONNREFUSED', 'ECONNRESET', '53300', '57P01', '57P02', '57P03'];

/**
 * Why nothing was changed and the same may be tried again: somebody else held a lock, or the connection was lost.
 *
 * A connection that cannot be made counts as lost only where it worked before; the first one tells at once.
 */
export function passing(error: unknown, hasWorked: boolean): 'locked' | 'lost' | undefined {
	if (error instanceof ConnectionFailure) {
		if (error.during === 'use') return 'lost';
		return error.during === 'opening' && hasWorked && mayPass.includes(codeOf(error.cause)) ? 'lost' : undefined;
	}
	return othersHoldLocks.includes(sqlStateOf(error) ?? '') ? 'locked' : undefined;
}

interface Explanation {
	readonly when: RegExp;
	readonly code: StoreErrorCode;
	readonly sentence: (place: string) => string;
}

const unopened: readonly Explanation[] = [
	{
		when: /^28P01$/,
		code: 'cannotOpen',
		sentence: (place) => `User or password is wrong for ${place}; correct them in Sync Store.`,
	},
	{
		when: /^(28000|42501)$/,
		code: 'cannotOpen',
		sentence: (place) =>
			`This user may not connect to ${place}; correct User or SSL in Sync Store, or let the user in (pg_hba.conf, grant connect).`,
	},
	{
		when: /^3D000$/,
		code: 'cannotOpen',
		sentence: (place) => `Does not exist: ${place}; create the database, or correct its name in Sync Store.`,
	},
	{
		when: /^53300$/,
		code: 'cannotOpen',
		sentence: (place) =>
			`Too many connections to ${place}; raise max_connections there (each n8n process takes up to 4), then run again.`,
	},
	{
		when: /^57P0.$/,
		code: 'cannotOpen',
		sentence: (place) => `Starting or stopping: the server of ${place}; run again when it is up.`,
	},
	{
		when: /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/,
		code: 'cannotOpen',
		sentence: (place) => `No server answers for ${place}; start it, or correct Host and Port in Sync Store.`,
	},
	{
		when: /^(ENOTFOUND|EAI_AGAIN)$/,
		code: 'cannotOpen',
		sentence: (place) => `The host is unknown: ${place}; correct Host in Sync Store.`,
	},
	{
		when: /CERT|SIGNATURE|SIGNED/,
		code: 'cannotOpen',
		sentence: (place) =>
			`The certificate of the server is not trusted: ${place}; start n8n with NODE_EXTRA_CA_CERTS naming the file of its authority, and use the host name that the certificate names.`,
	},
];

const nothingChanged = 'nothing was changed';

const refused: readonly Explanation[] = [
	{
		when: /^23/,
		code: 'conflict',
		sentence: (place) => `The change contradicts what ${place} holds; ${nothingChanged}.`,
	},
	{
		when: /^(42501|3F000)$/,
		code: 'cannotWrite',
		sentence: (place) =>
			`The user may not make or use tables in ${place}; make it the owner of the database, or grant it usage and create on its schema.`,
	},
	{
		when: /^25006$/,
		code: 'cannotWrite',
		sentence: (place) => `Read-only: ${place}; name the primary server in Sync Store.`,
	},
	{
		when: /^53100$/,
		code: 'cannotWrite',
		sentence: (place) => `The disk of ${place} is full; free some space, then run again.`,
	},
	{
		when: /^XX00[12]$/,
		code: 'corrupt',
		sentence: (place) => `Damaged: ${place}; restore it from its last backup.`,
	},
	{
		when: /^57014$/,
		code: 'busy',
		sentence: (place) =>
			`A statement on ${place} took longer than 15 seconds and was ended, so ${nothingChanged}; end what keeps its tables locked or its server busy, then run again.`,
	},
	{
		when: /^(40001|40P01|55P03)$/,
		code: 'busy',
		sentence: (place) => `Another process has locked ${place}; run again when it is done.`,
	},
];

/** The driver's error in our words; undefined for an error of somebody else. */
export function explained(error: unknown, place: string): StoreError | undefined {
	if (error instanceof ConnectionFailure) return connectionError(error, place);
	const state = sqlStateOf(error);
	if (state === undefined) return undefined;
	const found = refused.find(({ when }) => when.test(state));
	const sentence = found?.sentence(place) ?? `A statement failed on ${place} (${state}); ${nothingChanged}.`;
	return new StoreError(found?.code ?? 'failed', sentence, error);
}

function connectionError({ during, cause }: ConnectionFailure, place: string): StoreError {
	if (during === 'commit') {
		const message = `The connection to ${place} was lost while a change was being committed: it may be stored or not. Run again; what was written to Autotask is read again first.`;
		return new StoreError('outcomeUnknown', message, cause);
	}
	if (during === 'use') {
		const message = `The connection to ${place} was lost and did not come back; ${nothingChanged}. Run again when the server can be reached.`;
		return new StoreError('unreachable', message, cause);
	}
	const found = unopened.find(({ when }) => when.test(codeOf(cause)));
	if (found) return new StoreError(found.code, found.sentence(place), cause);
	const message = `Cannot connect to ${place}: ${textOf(cause)}. Check Host, Port and SSL in Sync Store.`;
	return new StoreError('cannotOpen', message, cause);
}
