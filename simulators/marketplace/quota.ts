import type { Marketplace } from './marketplace';
import { Refusal } from './refusal';

/** Counts the calls of the last minute by the marketplace's clock. */
export class Quota {
	private times: number[] = [];

	constructor(private readonly market: Marketplace) {}

	/** @throws Refusal where the minute's calls are used up; such a call is not counted. */
	take(): void {
		const { requestsPerMinute, overLimit, retryAfter } = this.market.switches;
		if (requestsPerMinute === 0) return;
		const now = this.market.clock.now().getTime();
		this.times = this.times.filter((time) => time > now - 60_000 && time <= now);
		const oldest = this.times[0];
		if (oldest === undefined || this.times.length < requestsPerMinute) {
			this.times.push(now);
			return;
		}
		const seconds = Math.max(1, Math.ceil((oldest + 60_000 - now) / 1000));
		const headers: Record<string, string> = retryAfter === 'sent' ? { 'Retry-After': String(seconds) } : {};
		if (overLimit === 'forbidden') throw new Refusal(403, 'QuotaExceeded', 'Out of call volume quota.', headers);
		throw new Refusal(429, 'TooManyRequests', 'Rate limit is exceeded. Try again later.', headers);
	}
}
