import { plusMillis } from '../../domain/calendarDate';
import type { CheckRun } from './checkRun';

/** How long the action log is kept unless the setting says otherwise. */
export const usualKeepLogDays = 400;

const hourMs = 60 * 60 * 1000;
/** A little less than a day: a daily check is never early for it. */
const pauseMs = 23 * hourMs;

/**
 * Deletes what has grown too old, once a day: log lines of ended tasks, and leases that ran out long ago.
 *
 * Tasks, plans, the journal, links and remembered orders stay: they say what has been written and what was seen.
 * Source: rule F4.
 */
export async function pruneStore({ ports, connection, settings, frame }: CheckRun): Promise<void> {
	const { keepLogDays = usualKeepLogDays } = settings;
	const { now } = frame;
	const isDue = await ports.store.takeLease(`prune/${connection.id}`, now, pauseMs);
	if (!isDue) return;
	const lines = await ports.store.pruneLog(connection.id, plusMillis(now, -keepLogDays * 24 * hourMs));
	if (lines === 0) return;
	const message = `${lines} log lines that were older than ${keepLogDays} days are deleted; those of unfinished tasks are kept.`;
	await ports.store.log([{ at: now, connectionId: connection.id, action: 'prune', message }]);
}
