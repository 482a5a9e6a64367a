import type { Instant } from '../../domain/ids';
import type { CheckRun } from './checkRun';

const mostNamed = 5;
const hourMs = 60 * 60 * 1000;
/** A little less than a day: a daily check is never early for it. */
const pauseMs = 23 * hourMs;

/** What a check met that could not be read and could become no task, in one sentence; empty where all could. */
export function unreadText({ unread }: Pick<CheckRun, 'unread'>): string {
	if (unread.length === 0) return '';
	const rest = unread.length > mostNamed ? ` and ${unread.length - mostNamed} more` : '';
	const named = unread.slice(0, mostNamed).join('; ');
	return ` ${unread.length} rows of the marketplace could not be read and have no task: ${named}${rest}. Have them repaired there; the next check reads them again.`;
}

/** Says so in the log, once a day. */
export async function logUnread(run: CheckRun): Promise<void> {
	const { ports, connection, frame } = run;
	const { now }: { readonly now: Instant } = frame;
	const message = unreadText(run).trim();
	if (message === '') return;
	const isDue = await ports.store.takeLease(`unread/${connection.id}`, now, pauseMs);
	if (isDue) await ports.store.log([{ at: now, connectionId: connection.id, action: 'check', message }]);
}
