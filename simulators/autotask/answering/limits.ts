import type { SimulatorClock } from '../../clock';
import { jsonAnswer, type Answer } from '../../http';
import type { Switches } from '../tenant/switches';

/** The figures of the limits. */
export interface LimitFigures {
	/** Calls in a rolling hour, all users together. */
	hourlyLimit: number;
	/** Calls in flight per integration code and entity. */
	threadLimit: number;
	/** How long a slot stays taken after the answer has gone out. */
	slotLagMs: number;
	/** How long each call takes at least. */
	latencyMs: number;
}

/** The vendor's figures. */
export const vendorLimits: Readonly<LimitFigures> = { hourlyLimit: 10_000, threadLimit: 3, slotLagMs: 0, latencyMs: 0 };

const hourMs = 3_600_000;

/** Counts the calls of the last hour and the calls in flight. */
export class Limits {
	readonly figures: LimitFigures = { ...vendorLimits };
	private readonly calls: number[] = [];
	private readonly inFlight = new Map<string, number>();

	constructor(
		private readonly clock: SimulatorClock,
		private readonly switches: Switches,
	) {}

	/** Calls counted in the last hour. */
	used(): number {
		const oldest = this.clock.now().getTime() - hourMs;
		while (this.calls[0] !== undefined && this.calls[0] <= oldest) this.calls.shift();
		return this.calls.length;
	}

	/** Makes the hour look as if so many calls had been made just now. */
	setUsed(count: number): void {
		const now = this.clock.now().getTime();
		this.calls.splice(0, this.calls.length, ...Array.from({ length: count }, () => now));
	}

	/** Counts a call; gives the refusal where the hour is used up. */
	count(): Answer | undefined {
		const used = this.used();
		if (used >= this.figures.hourlyLimit) return this.hourlyRefusal();
		this.calls.push(this.clock.now().getTime());
		return undefined;
	}

	/** Takes a slot and gives the function that frees it, or the refusal where none is free. */
	enter(integrationCode: string, endpoint: string): (() => void) | Answer {
		const key = JSON.stringify([integrationCode, endpoint]);
		const taken = this.inFlight.get(key) ?? 0;
		if (taken >= this.figures.threadLimit) return this.threadRefusal();
		this.inFlight.set(key, taken + 1);
		const free = (): void => {
			this.inFlight.set(key, (this.inFlight.get(key) ?? 1) - 1);
		};
		return () => {
			if (this.figures.slotLagMs > 0) setTimeout(free, this.figures.slotLagMs).unref();
			else free();
		};
	}

	private hourlyRefusal(): Answer {
		const text = `The Autotask API request threshold of ${this.figures.hourlyLimit} requests per hour has been exceeded`;
		return jsonAnswer(this.switches.hourlyRefusal === '429' ? 429 : 500, { errors: [text] }, this.retryAfter(60));
	}

	private threadRefusal(): Answer {
		const limit = this.figures.threadLimit;
		const text = `The Autotask API thread threshold of ${limit} threads has been exceeded`;
		const errors = this.switches.threadRefusal === 'codeIn500' ? ['Itgenatr005'] : [text];
		return jsonAnswer(this.switches.threadRefusal === '429' ? 429 : 500, { errors }, this.retryAfter(1));
	}

	private retryAfter(seconds: number): Record<string, string> {
		return this.switches.retryAfter === 'seconds' ? { 'Retry-After': String(seconds) } : {};
	}
}
