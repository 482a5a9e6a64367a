import { errorField } from '../tasks/errorField';

/** What a failed write proves. */
export type WriteProof =
	/** Autotask said no: nothing was written, and it will say no again. */
	| { readonly kind: 'refused'; readonly reasons: readonly string[] }
	/** Nothing was sent or a limit or the login stopped it: nothing was written, and everything else will be stopped too. */
	| { readonly kind: 'stopped'; readonly why: string }
	/** It may have been written: only looking at Autotask tells. */
	| { readonly kind: 'unproven'; readonly why: string };

const stops: readonly string[] = ['LoginRefusedError', 'LimitError', 'NotSentError'];

/**
 * Reads what an error of a write proves. Errors are known by their names: n8n and test runners have copies of classes.
 *
 * `isSent`: whether a request may have left. Then whatever is not known to have stopped before Autotask is taken as
 * unproven. Source: the write protocol, steps 3 and 7.
 */
export function proofOf(error: unknown, isSent: boolean): WriteProof {
	const name = errorField(error, 'name');
	const message = String(errorField(error, 'message') ?? 'unknown error');
	if (name === 'RefusedError') {
		const reasons = errorField(error, 'reasons');
		return { kind: 'refused', reasons: Array.isArray(reasons) ? reasons.map(String) : [message] };
	}
	if (!isSent || stops.includes(String(name))) return { kind: 'stopped', why: message };
	if (errorField(errorField(error, 'cause'), 'reason') === 'unreachable') return { kind: 'stopped', why: message };
	const status = errorField(error, 'status');
	if (name !== 'UnprovenError' && typeof status === 'number' && status >= 400 && status < 500)
		return { kind: 'stopped', why: message };
	return { kind: 'unproven', why: message };
}

/** The store's refusal of an outcome for a write that somebody else has judged meanwhile, or of a second creation with one key. */
export function isJudgedAlready(error: unknown): boolean {
	return errorField(error, 'name') === 'StoreError' && errorField(error, 'code') === 'conflict';
}

/** Autotask's refusal of a second adjustment of one line on one date. Source: rule Q7. */
export function isSecondChangeOnDate(reasons: readonly string[]): boolean {
	return reasons.some((reason) => reason.toLowerCase().includes('duplicate data into contract_service_period'));
}

/** Autotask's refusal to change a posted period. Source: rule P4. */
export function isPostedPeriod(reasons: readonly string[]): boolean {
	return reasons.some((reason) => reason.toLowerCase().includes('already approved and posted'));
}
