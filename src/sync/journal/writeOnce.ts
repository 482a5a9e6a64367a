import { plusMillis } from '../../domain/calendarDate';
import type { ContractServiceId, Instant } from '../../domain/ids';
import type { SendOptions } from '../../ports/sending';
import type { JournalEntry } from '../../ports/store/journal';
import type { Ports } from '../../ports/store/ports';
import type { StorePort } from '../../ports/store/store';
import type { ContractLeases } from './contractLeases';
import { isJudgedAlready, proofOf } from './writeErrors';
import { sendWithinMs } from './writeTimes';

/** What became of one write. */
export type Sent<Id> =
	| { readonly kind: 'done'; readonly id: Id }
	| { readonly kind: 'refused'; readonly reasons: readonly string[] }
	/** Nothing was sent, and nothing more can be in this run. */
	| { readonly kind: 'stopped'; readonly why: string }
	| { readonly kind: 'unproven'; readonly why: string }
	/** Autotask took it after another writer had judged it as not written: it may be there twice. */
	| { readonly kind: 'late'; readonly why: string; readonly intent: Intent };

export type Intent = Omit<JournalEntry, 'id' | 'state' | 'intendedAt'>;

/** Under what one write is sent. */
export interface SendingContext {
	readonly leases: ContractLeases;
	readonly signal?: AbortSignal;
}

/** The write is not sent: the lease was lost, the time ran out, the execution was cancelled, or the connection stopped. */
class NotSentError extends Error {
	override readonly name = 'NotSentError';
}

/** Looks, just before sending and after all waiting, whether the write may still be sent. */
async function checkTurn(
	{ contractId, connectionId }: Intent,
	intendedAt: Instant,
	{ leases, signal }: SendingContext,
	{ clock, store }: Ports,
): Promise<void> {
	if (signal?.aborted === true)
		throw new NotSentError('The execution was cancelled; the task goes on with the next check.');
	if ((await store.connection(connectionId))?.stoppedAt !== undefined)
		throw new NotSentError('The connection was stopped; the task goes on when it is started again in Sync Tasks.');
	if (!(await leases.holds(contractId)))
		throw new NotSentError(`Another writer has taken over contract ${contractId}.`);
	if (clock.now() > plusMillis(intendedAt, sendWithinMs))
		throw new NotSentError(`Autotask made contract ${contractId} wait too long; the task goes on with the next check.`);
}

/** Commits the outcome of a write; false where another writer has judged the write meanwhile, and its word stays. */
async function settledFirst(
	...[id, outcome, store]: [...Parameters<StorePort['settle']>, StorePort]
): Promise<boolean> {
	try {
		await store.settle(id, outcome);
		return true;
	} catch (error) {
		if (isJudgedAlready(error)) return false;
		throw error;
	}
}

/** Commits the intent; undefined where the same has been created already, which holds up no other write. */
async function intended(
	...[intent, store]: [...Parameters<StorePort['intend']>, StorePort]
): Promise<JournalEntry | undefined> {
	try {
		return await store.intend(intent);
	} catch (error) {
		if (isJudgedAlready(error)) return undefined;
		throw error;
	}
}

/**
 * Steps 1 to 3 of the write protocol: the lease is renewed, the intent is committed, the write is sent once, its
 * outcome is committed. Without proof the intent stays open. A process that stalled before sending until its intent was
 * judged sends late: then both may have written.
 */
export async function writeOnce<Id extends number>(
	intent: Intent,
	send: (options: SendOptions) => Promise<{ readonly id: Id }>,
	context: SendingContext,
	ports: Ports,
): Promise<Sent<Id>> {
	const { clock, store } = ports;
	const takenOver = `Another writer has taken over contract ${intent.contractId}.`;
	if (!(await context.leases.renew(intent.contractId))) return { kind: 'stopped', why: takenOver };
	const intendedAt = clock.now();
	const entry = await intended({ ...intent, intendedAt }, store);
	if (!entry) return { kind: 'refused', reasons: ['It was written before and is no longer to be seen in Autotask.'] };
	let isSent = false;
	const beforeSend = async (): Promise<void> => {
		await checkTurn(intent, intendedAt, context, ports);
		isSent = true;
	};
	try {
		const answer = await send({ beforeSend });
		const created =
			intent.kind === 'contractService' ? { contractServiceId: answer.id as number as ContractServiceId } : {};
		const done = { state: 'done', at: clock.now(), autotaskId: answer.id, ...created } as const;
		const isFirst = await settledFirst(entry.id, done, store);
		return isFirst ? { kind: 'done', id: answer.id } : { kind: 'late', why: takenOver, intent };
	} catch (error) {
		const proof = proofOf(error, isSent);
		if (proof.kind === 'unproven') return proof;
		const state = proof.kind === 'refused' ? 'refused' : 'unwritten';
		const note = proof.kind === 'refused' ? proof.reasons.join(' ') : proof.why;
		const isFirst = await settledFirst(entry.id, { state, at: clock.now(), note: note.slice(0, 500) }, store);
		return isFirst ? proof : { kind: 'stopped', why: takenOver };
	}
}
