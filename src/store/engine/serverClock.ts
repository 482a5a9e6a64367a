import { instantFromMillis, millisOf, plusMillis } from '../../domain/calendarDate';
import type { Instant } from '../../domain/ids';
import type { Clock } from '../../ports/clock';

/** Of an answer that took longer it is not known when the server's clock was read. */
const quickMs = 1_000;

/**
 * A machine's clock, set by that of the database server: all who share the database have one present, whatever their own
 * clocks say. It is set again by each answer that carries the server's time, and runs as the machine's in between.
 */
export class ServerClock implements Clock {
	private aheadMs: number | undefined;

	constructor(private readonly machine: Clock) {}

	now(): Instant {
		const now = this.machine.now();
		return this.aheadMs === undefined ? now : plusMillis(now, this.aheadMs);
	}

	random(): number {
		return this.machine.random();
	}

	async wait(millis: number, signal?: AbortSignal): Promise<void> {
		await this.machine.wait(millis, signal);
	}

	byServer(said: Instant): Instant {
		return this.machine.byServer(said);
	}

	/** Asks the server for its time, in milliseconds of 1970; that time, and no guess of it, is returned. */
	async setBy(ask: () => Promise<number>): Promise<Instant> {
		const askedMs = millisOf(this.machine.now());
		const said = this.byServer(instantFromMillis(await ask()));
		const tookMs = millisOf(this.machine.now()) - askedMs;
		const isKnown = tookMs >= 0 && tookMs <= quickMs;
		if (isKnown || this.aheadMs === undefined) this.aheadMs = Math.round(millisOf(said) - askedMs - tookMs / 2);
		return said;
	}
}
