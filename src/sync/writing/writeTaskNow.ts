import { taskEntry } from '../../domain/answers/taskEntry';
import type { ConnectionId, TaskId } from '../../domain/ids';
import { approveTasks } from '../deciding/approveTasks';
import type { SyncResult } from '../tasks/outcomes';
import { syncContracts } from './syncContracts';
import type { SyncOptions, SyncPorts } from './syncOptions';

export interface WriteNowRequest {
	readonly connectionId: ConnectionId;
	readonly taskId: TaskId;
	/** Of the plan that the person was shown. */
	readonly fingerprint: string;
	/** Words that answer what the plan asks, as `parseApproval` reads them. */
	readonly words?: readonly string[];
	readonly by: string;
}

/** `synced`, or why nothing or not all was written. */
export type WriteNowOutcome =
	| { readonly kind: 'written'; readonly result: SyncResult }
	/** Approved by the first of two people; nothing is written yet. */
	| { readonly kind: 'waitsForSecond'; readonly message: string }
	| {
			readonly kind: 'notWritten';
			readonly state: SyncResult['state'] | 'refused';
			readonly message: string;
			/** How the message begins, up to a next step that can be taken in a workflow only. */
			readonly what?: string;
	  };

function notWritten(
	state: SyncResult['state'] | 'refused',
	message: string,
	what: string | undefined,
): WriteNowOutcome {
	return { kind: 'notWritten', state, message, ...(what === undefined ? {} : { what }) };
}

/**
 * Approves one task's plan as it was shown and writes it in the same call.
 *
 * Where Autotask, the mapping or the order has moved since, nothing is written: the task is back at `approval` with the
 * new plan, which holds the approved one. Source: rule T9 and the write protocol.
 */
export async function writeTaskNow(
	request: WriteNowRequest,
	ports: SyncPorts,
	options: SyncOptions,
): Promise<WriteNowOutcome> {
	const { connectionId, taskId, fingerprint, words = [], by } = request;
	const text = [taskEntry(taskId, fingerprint), ...words].join(' ');
	const { approved, refused } = await approveTasks({ connectionId, text, by }, ports);
	const [entry] = approved;
	if (refused[0]?.isFirstOfTwo) return { kind: 'waitsForSecond', message: refused[0].reason };
	if (!entry) return notWritten('refused', refused[0]?.reason ?? `There is no task ${taskId}.`, refused[0]?.what);
	const [outcome] = await syncContracts([entry.task], ports, options);
	if (outcome?.result.state === 'synced') return { kind: 'written', result: outcome.result };
	const state = outcome?.result.state ?? 'waiting';
	const { message = `Task ${taskId} was not written.`, attention } = outcome?.result ?? {};
	return notWritten(state, message, attention?.what);
}
