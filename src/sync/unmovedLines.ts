import { sum, uniq } from 'lodash';
import { localDay, plusDays } from '../domain/calendarDate';
import { lineState, rowsOfLine } from '../domain/lineState';
import { unitsOn } from '../domain/unitTimeline';
import type { SyncTask } from '../domain/task';
import type { AutotaskPort, Connection, LinkedLine, Ports } from './ports';

/**
 * The tasks whose subscriptions' lines hold today what was last written plus the other units.
 *
 * A task without a linked line is none of them: nothing can be compared. One read for all. Source: rule Q13.
 */
export async function withUnmovedLines(
	tasks: readonly SyncTask[],
	connection: Connection,
	ports: Ports,
	autotask: AutotaskPort,
): Promise<readonly SyncTask[]> {
	const { databaseId, id: connectionId } = connection;
	const ids = uniq(tasks.flatMap((task) => task.subscriptionIds));
	if (ids.length === 0) return [];
	const isOf = (line: LinkedLine, some: SyncTask['subscriptionIds']): boolean =>
		line.connectionId === connectionId && some.includes(line.subscriptionId);
	const own = (await ports.store.linkedLines(databaseId, { subscriptions: { connectionId, ids } })).filter((line) =>
		isOf(line, ids),
	);
	const contracts = uniq(own.map((line) => line.contractId));
	if (contracts.length === 0) return [];
	const today = localDay(ports.clock.now(), connection.timeZone);
	const linked = await ports.store.linkedLines(databaseId, { contracts });
	const others = await ports.store.otherUnits(
		databaseId,
		own.map((line) => line.contractServiceId),
	);
	const services = await autotask.contractServices(contracts);
	const rows = await autotask.unitRows(contracts, { from: today, before: plusDays(today, 1) });
	const isUnmoved = (line: (typeof services)[number]): boolean => {
		const onLine = linked.filter((one) => one.contractServiceId === line.id);
		const other = others.find((one) => one.contractServiceId === line.id)?.units ?? 0;
		const expected = sum(onLine.map((one) => unitsOn(one.units, today))) + other;
		return unitsOn(lineState(rowsOfLine(line, services, rows)).units, today) === expected;
	};
	return tasks.filter((task) => {
		const mine = own.filter((line) => isOf(line, task.subscriptionIds)).map((line) => line.contractServiceId);
		return mine.length > 0 && services.filter((line) => mine.includes(line.id)).every(isUnmoved);
	});
}
