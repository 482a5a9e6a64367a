import { localDay } from '../../domain/calendarDate';
import type { TaskFrame } from '../../domain/task/taskFrame';
import type { Clock } from '../../ports/clock';
import type { Connection } from '../../ports/store/connections';
import type { CheckSettings } from './checkRun';

/** What the tasks of this check have in common. */
export function taskFrame(connection: Connection, settings: CheckSettings, clock: Clock): TaskFrame {
	const now = clock.now();
	return {
		connectionId: connection.id,
		connectedAt: connection.connectedAt,
		now,
		timeZone: settings.timeZone,
		today: localDay(now, settings.timeZone),
		isFirst: connection.firstCheckDoneAt === undefined,
		processAutomatically: settings.processAutomatically,
		orderKinds: settings.orderKinds,
	};
}
