import { setTimeout as wait } from 'node:timers/promises';
import { instantFromMillis } from '../domain/calendarDate';
import type { Instant } from '../domain/ids';

/** The machine's own clock; everything else is handed one. */
export const realClock: Clock = {
	now: () => instantFromMillis(Date.now()),
	byServer: (said) => said,
	random: () => Math.random(),
	wait: async (millis, signal) => await wait(millis, undefined, signal ? { signal } : {}),
};

/** The only source of the present and of randomness. */
export interface Clock {
	now(): Instant;
	/** The present by the clock of a server that machines share, which says this; a clock that is set by hand has its own. */
	byServer(said: Instant): Instant;
	/** At least 0, below 1. */
	random(): number;
	/** Resolves after that long; rejects with the signal's reason when it is aborted. */
	wait(millis: number, signal?: AbortSignal): Promise<void>;
}
