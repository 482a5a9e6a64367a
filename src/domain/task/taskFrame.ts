import type { CalendarDate } from '../calendarDate';
import type { ConnectionId, Instant } from '../ids';
import type { SelectableKind } from '../order/orderKind';

/** What a check gives to every task that it finds. */
export interface TaskFrame {
	readonly connectionId: ConnectionId;
	readonly connectedAt: Instant;
	readonly now: Instant;
	/** The marketplace's. */
	readonly timeZone: string;
	/** `now` in the marketplace's time zone. */
	readonly today: CalendarDate;
	readonly isFirst: boolean;
	readonly processAutomatically: boolean;
	readonly orderKinds: readonly SelectableKind[];
}
