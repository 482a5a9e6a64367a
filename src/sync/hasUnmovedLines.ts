import { sum } from 'lodash';
import { localDay, plusDays } from '../domain/calendarDate';
import { lineState, rowsOfLine } from '../domain/lineState';
import { unitsOn } from '../domain/unitTimeline';
import type { SyncTask } from '../domain/task';
import type { AutotaskPort, Connection, Ports } from './ports';

/**
 * Whether the lines of the task's subscriptions hold today what was last written plus the other units.
 *
 * False where no line is linked: then nothing can be compared. Source: rule Q13.
 */
export async function hasUnmovedLines(
	task: SyncTask,
	connection: Connection,
	ports: Ports,
	autotask: AutotaskPort,
): Promise<boolean> {
	const { databaseId, id: connectionId } = connection;
	const own = await ports.store.linkedLines(databaseId, { subscriptions: { connectionId, ids: task.subscriptionIds } });
	const mine = own.filter(
		(line) => line.connectionId === connectionId && task.subscriptionIds.includes(line.subscriptionId),
	);
	const contracts = [...new Set(mine.map((line) => line.contractId))];
	if (contracts.length === 0) return false;
	const today = localDay(ports.clock.now(), connection.timeZone);
	const linked = await ports.store.linkedLines(databaseId, { contracts });
	const others = await ports.store.otherUnits(
		databaseId,
		mine.map((line) => line.contractServiceId),
	);
	const services = await autotask.contractServices(contracts);
	const rows = await autotask.unitRows(contracts, { from: today, before: plusDays(today, 1) });
	return services
		.filter((line) => mine.some((one) => one.contractServiceId === line.id))
		.every((line) => {
			const expected = sum(
				linked.filter((one) => one.contractServiceId === line.id).map((one) => unitsOn(one.units, today)),
			);
			const other = others.find((one) => one.contractServiceId === line.id)?.units ?? 0;
			return unitsOn(lineState(rowsOfLine(line, services, rows)).units, today) === expected + other;
		});
}
