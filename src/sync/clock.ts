import { setTimeout as wait } from 'node:timers/promises';
import { instantFromMillis } from '../domain/calendarDate';
import type { Clock } from './ports';

/** The machine's own clock; everything else is handed one. */
export const realClock: Clock = {
	now: () => instantFromMillis(Date.now()),
	random: () => Math.random(),
	wait: async (millis, signal) => await wait(millis, undefined, signal ? { signal } : {}),
};
