import { instant, plusMillis } from '../../src/domain/calendarDate';
import type { Clock } from '../../src/ports/clock';

/** A clock that stands still but for its waits, which end at once and are noted. */
export interface FakeClock extends Clock {
	readonly waits: readonly number[];
	advance(millis: number): void;
}

/** Starts on 16 October 2026 at noon; `random` is always one half. */
export function fakeClock(start = '2026-10-16T12:00:00Z'): FakeClock {
	let now = instant(start);
	const waits: number[] = [];
	const advance = (millis: number): void => {
		now = plusMillis(now, millis);
	};
	return {
		waits,
		advance,
		now: () => now,
		byServer: () => now,
		random: () => 0.5,
		wait: async (millis, signal) => {
			signal?.throwIfAborted();
			waits.push(millis);
			advance(millis);
		},
	};
}
