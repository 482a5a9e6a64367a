import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { instant, plusMillis } from '../../src/domain/calendarDate';
import type { Instant } from '../../src/domain/ids';
import type { Clock } from '../../src/ports/clock';

/** Longest real time that a wait takes: others go on meanwhile. */
const longestWaitMs = 5;

/** The present of several processes, kept in a file, as the server has it and as their machines do; a wait gives the others a turn and leaves the present alone. */
export class SharedClock implements Clock {
	constructor(
		private readonly file: string,
		/** How much later than the present it is by the clock of this process's machine. */
		private readonly aheadMs = 0,
	) {}

	now(): Instant {
		return plusMillis(this.byServer(), this.aheadMs);
	}

	byServer(): Instant {
		return instant(readFileSync(this.file, 'utf8'));
	}

	random(): number {
		return 0.5;
	}

	async wait(millis: number): Promise<void> {
		await new Promise((resolve) => setTimeout(resolve, Math.min(millis, longestWaitMs)));
	}

	set(time: string): void {
		writeFileSync(`${this.file}.${process.pid}`, time);
		renameSync(`${this.file}.${process.pid}`, this.file);
	}

	/** Sets it forward. */
	pass(seconds: number): void {
		this.set(plusMillis(this.byServer(), seconds * 1000));
	}
}
