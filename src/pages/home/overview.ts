import { type CalendarDate, latest, localDay, plusDays, plusMonths, startOfDay } from '../../domain/calendarDate';
import type { Instant } from '../../domain/ids';
import { monthsFrom, type Revenue, revenueByMonth } from '../../domain/overview/revenue';
import type { Connection } from '../../ports/store/connections';
import type { BlockedTasks, CountedPlans, DifferingLines, LargeChange, SetUp } from '../../ports/store/overview';
import type { PagePorts } from '../page';

/** What Home shows; no plan and no order is read for it. */
export interface Overview {
	readonly connection: Connection;
	readonly now: Instant;
	readonly waiting: CountedPlans;
	readonly blocked: BlockedTasks;
	readonly failed: number;
	readonly differing: readonly DifferingLines[];
	readonly doneToday: CountedPlans;
	readonly revenue: readonly Revenue[];
	readonly changes: readonly LargeChange[];
	readonly setUp: SetUp;
}

const shownChanges = 5;
const daysOfChanges = 30;

/** From the connection's first month, or eleven months ago, to two months ahead; half a year at least. */
export function monthsShown(connectedOn: CalendarDate, today: CalendarDate): readonly CalendarDate[] {
	const present = `${today.slice(0, 7)}-01` as CalendarDate;
	const first = latest(`${connectedOn.slice(0, 7)}-01` as CalendarDate, plusMonths(present, -11));
	return monthsFrom(first, latest(plusMonths(present, 2), plusMonths(first, 5)));
}

/** Counts and sums everything. */
export async function readOverview(connection: Connection, ports: PagePorts): Promise<Overview> {
	const { store, clock } = ports;
	const { id, timeZone, connectedAt } = connection;
	const now = clock.now();
	const today = localDay(now, timeZone);
	const since = startOfDay(plusDays(today, -daysOfChanges), timeZone);
	const months = monthsShown(localDay(connectedAt, timeZone), today);
	return {
		connection,
		now,
		waiting: await store.countPlans(id, { states: ['attention'], reasons: ['approval'] }),
		blocked: await store.blockedTasks(id),
		failed: (await store.countTasks(id)).failed,
		differing: await store.differingLines(id),
		doneToday: await store.countPlans(id, { states: ['synced'], since: startOfDay(today, timeZone) }),
		revenue: revenueByMonth(await store.revenueSteps(id), months, today),
		changes: await store.largestChanges(id, { since, limit: shownChanges }),
		setUp: await store.setUp(id),
	};
}
