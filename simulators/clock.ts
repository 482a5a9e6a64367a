/**
 * The present of a simulator. It follows the process's own `Date` (so a time shift preloaded into the process
 * shifts it too) until it is set; from then on time flows on from the instant that was set.
 */
export class SimulatorClock {
	private offsetMs = 0;

	/** The present instant. */
	now(): Date {
		return new Date(Date.now() + this.offsetMs);
	}

	/** The present day in UTC, as YYYY-MM-DD. */
	today(): string {
		return this.now().toISOString().slice(0, 10);
	}

	/** Sets the present; without an instant the process's own time is followed again. */
	set(instant?: string): void {
		if (instant === undefined) {
			this.offsetMs = 0;
			return;
		}
		const wanted = Date.parse(instant);
		if (Number.isNaN(wanted)) throw new RangeError(`not an instant: ${instant}`);
		this.offsetMs = wanted - Date.now();
	}
}
