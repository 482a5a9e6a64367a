import { localDay } from '../domain/calendarDate';
import { lineKey } from '../domain/plan';
import { holdsWhatWeLeft } from '../domain/ownUnits';
import type { SyncTask } from '../domain/task';
import type { BatchFacts } from './readFacts';

/**
 * Whether the lines of the task's subscriptions hold, from the task's day on, what was last written plus the other units.
 *
 * Changes that were moved to a free day count on the day they are meant for. False where no line is linked: then nothing
 * can be compared. Source: rule Q13.
 */
export function hasUnmovedLines(task: SyncTask, { connection, ledger, autotask }: BatchFacts): boolean {
	const from = task.kind === 'initial' ? task.firstSeenOn : localDay(task.effectiveAt, connection.timeZone);
	const links = ledger.links.filter(
		(link) => link.connectionId === connection.id && task.subscriptionIds.includes(link.subscriptionId),
	);
	const lines = ledger.lines.filter((line) => links.some((link) => lineKey(link.line) === lineKey(line.target)));
	return (
		lines.length > 0 &&
		lines.every((line) => {
			const lastDay = autotask.contracts.find((contract) => contract.id === line.contractId)?.endsOn;
			return lastDay !== undefined && holdsWhatWeLeft(line, ledger, { from, lastDay });
		})
	);
}
