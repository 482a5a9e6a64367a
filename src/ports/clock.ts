import { setTimeout as wait } from 'node:timers/promises';
import { instantFromMillis } from '../domain/calendarDate';
import type { Instant } from '../domain/ids';

/** The machine's own clock; everything else is handed one. */
export const realClock: Clock = {
	now: () => instantFromMillis(Date.now()),
	random: () => Math.random(),
	wait: async (millis, signal) => await wait(millis, undefined, signal ? { signal } : {}),
};

/** The only source of the present and of randomness. */
export interface Clock {
	now(): Instant;
	/** At least 0, below 1. */
	random(): number;
	/** Resolves after that long; rejects with the signal's reason when it is aborted. */
	wait(millis: number, signal?: AbortSignal): Promise<void>;
}
