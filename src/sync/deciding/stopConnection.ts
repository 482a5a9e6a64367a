import { timeText } from '../../domain/calendarDate';
import type { ConnectionId } from '../../domain/ids';
import type { Connection } from '../../ports/store/connections';
import type { Ports } from '../../ports/store/ports';
import { notCheckedYet } from './connectionState';

export interface StopRequest {
	readonly connectionId: ConnectionId;
	readonly by: string;
	/** Why; for the log, may be empty. */
	readonly reason: string;
}

export type StopOutcome =
	| { readonly kind: 'done'; readonly connection: Connection; readonly message: string }
	| { readonly kind: 'refused'; readonly why: string };

function unknown({ connectionId }: StopRequest): StopOutcome {
	return { kind: 'refused', why: notCheckedYet(connectionId) };
}

async function keep(
	connection: Connection,
	stoppedAt: Connection['stoppedAt'],
	said: { readonly action: 'stop' | 'start'; readonly message: string; readonly request: StopRequest },
	{ store, clock }: Ports,
): Promise<StopOutcome> {
	const { id } = connection;
	const { action, request } = said;
	const reason = request.reason.trim();
	const message = `${said.message}${reason === '' ? '' : ` Reason: ${reason}`}`;
	await store.changeConnection(id, { stoppedAt });
	await store.log([{ at: clock.now(), connectionId: id, action, by: request.by, message }]);
	return { kind: 'done', connection: { ...connection, stoppedAt }, message };
}

/**
 * Stops a connection: checks go on finding tasks and hand none on, and no write is sent until it is started again.
 *
 * A run that is under way sends nothing after the write that it has in flight; what is left goes on afterwards. A
 * connection that is stopped keeps its time. Source: rule T10.
 */
export async function stopConnection(request: StopRequest, ports: Ports): Promise<StopOutcome> {
	const connection = await ports.store.connection(request.connectionId);
	if (!connection) return unknown(request);
	if (connection.stoppedAt !== undefined)
		return { kind: 'done', connection, message: `It has been stopped since ${timeText(connection.stoppedAt)} UTC.` };
	const message = 'Stopped: nothing is written until it is started again.';
	return await keep(connection, ports.clock.now(), { action: 'stop', message, request }, ports);
}

/** Starts a stopped connection again; the next check hands on what has waited. Source: rule T10. */
export async function startConnection(request: StopRequest, ports: Ports): Promise<StopOutcome> {
	const connection = await ports.store.connection(request.connectionId);
	if (!connection) return unknown(request);
	if (connection.stoppedAt === undefined) return { kind: 'done', connection, message: 'It is not stopped.' };
	const message = `Started; it had been stopped since ${timeText(connection.stoppedAt)} UTC.`;
	return await keep(connection, undefined, { action: 'start', message, request }, ports);
}
