import { millisOf } from '../domain/calendarDate';
import type { DatabaseId } from '../domain/ids';
import type { Clock } from '../ports/clock';
import { leaseMs } from '../ports/store/leaseMs';
import type { StorePort } from '../ports/store/store';

/** Where the places are kept, for all processes to see. */
export type SlotStore = Pick<StorePort, 'takeLease' | 'releaseLease'>;

/** Lets a call go when one of the database's places is free, over all processes that share the store. */
export interface Slots {
	run<T>(kind: 'read' | 'write', endpoint: string, call: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

const renewAfterMs = 10_000;
/** How long a process goes on without looking whether another one waits. */
const turnMs = 2_000;
/** How long a mark of waiting stands, and after what it is renewed. */
const markMs = 1_500;
const idleMs = 500;
const pollMs = 120;

/** Whether so long has passed since then; also where the clock was set back in between, and it cannot be told. */
function isOver(sinceMs: number | undefined, forMs: number, nowMs: number): boolean {
	return sinceMs === undefined || nowMs < sinceMs || nowMs - sinceMs >= forMs;
}

/** One lease of a database: a place, in which one call per endpoint may be under way, or the right to write. */
class Place {
	heldSinceMs: number | undefined;
	readonly busy = new Set<string>();

	constructor(readonly name: string) {}

	get isHeld(): boolean {
		return this.heldSinceMs !== undefined;
	}
}

/**
 * The places of one Autotask database for this process.
 *
 * There are two places and one right to write, each a lease in the store. Places are kept while calls go on: the store is
 * asked at the beginning, every two seconds (does another process wait? then all are given up for a moment), and once
 * more half a second after the last call. A process that dies keeps its places for 75 seconds. Source: rule F2.
 */
export class StoreSlots implements Slots {
	private readonly places: readonly Place[];
	private readonly writing: Place;
	private readonly wanted: string;
	private lookedAtMs: number | undefined;
	private markedAtMs: number | undefined;
	private underWay = 0;
	private isYielding = false;
	private looking: Promise<void> = Promise.resolve();
	private readonly waiting = new Set<() => void>();

	constructor(
		databaseId: DatabaseId,
		private readonly holder: string,
		private readonly store: SlotStore,
		private readonly clock: Clock,
	) {
		const base = `slot/${databaseId}`;
		this.places = [new Place(`${base}/1`), new Place(`${base}/2`)];
		this.writing = new Place(`${base}/write`);
		this.wanted = `${base}/wanted`;
	}

	async run<T>(kind: 'read' | 'write', endpoint: string, call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		const taken = await this.enter(kind, endpoint.toLowerCase(), signal);
		try {
			return await call();
		} finally {
			this.leave(taken, endpoint.toLowerCase());
		}
	}

	private async enter(kind: 'read' | 'write', endpoint: string, signal?: AbortSignal): Promise<readonly Place[]> {
		for (;;) {
			signal?.throwIfAborted();
			await this.look(kind);
			const place = this.places.find((one) => one.isHeld && !one.busy.has(endpoint));
			const mayWrite = kind === 'read' || (this.writing.isHeld && this.writing.busy.size === 0);
			if (place && mayWrite && !this.isYielding) {
				const taken = kind === 'read' ? [place] : [place, this.writing];
				for (const one of taken) one.busy.add(endpoint);
				this.underWay += 1;
				return taken;
			}
			await this.waitForOthers(signal);
		}
	}

	private leave(taken: readonly Place[], endpoint: string): void {
		for (const one of taken) one.busy.delete(endpoint);
		this.underWay -= 1;
		for (const wake of [...this.waiting]) wake();
		if (this.underWay === 0) void this.giveUpWhenIdle();
	}

	/** What a call of this process leaves, or, without one under way, what another process gives up. */
	private async waitForOthers(signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		if (this.underWay === 0) {
			await this.mark();
			await this.clock.wait(pollMs * (0.5 + this.clock.random() / 2), signal);
			return;
		}
		await new Promise<void>((resolve) => {
			const done = (): void => {
				this.waiting.delete(done);
				signal?.removeEventListener('abort', done);
				resolve();
			};
			this.waiting.add(done);
			signal?.addEventListener('abort', done, { once: true });
		});
	}

	/** Looks are made one after another: two at once would take what the other gives up. */
	private async look(kind: 'read' | 'write'): Promise<void> {
		const looked = this.looking.then(async () => await this.lookNow(kind));
		this.looking = looked.catch(() => undefined);
		await looked;
	}

	private async lookNow(kind: 'read' | 'write'): Promise<void> {
		const now = millisOf(this.clock.now());
		const hasEnough = this.places.some((one) => one.isHeld) && (kind === 'read' || this.writing.isHeld);
		const isTurnOver = isOver(this.lookedAtMs, turnMs, now);
		if (hasEnough && !this.isYielding && !isTurnOver && !this.hasOld(now)) return;
		const isDue = isTurnOver && isOver(this.markedAtMs, markMs / 2, now);
		if (this.held().length > 0 && isDue) this.isYielding = !(await this.take(this.wanted, 0));
		if (this.isYielding) {
			if (this.underWay > 0) return;
			await this.giveUp();
			await this.clock.wait(pollMs * (2 + this.clock.random()));
			this.isYielding = false;
		}
		for (const place of this.places) await this.hold(place);
		if (kind === 'write' && this.places.some((one) => one.isHeld)) await this.hold(this.writing);
		if (isDue) this.lookedAtMs = millisOf(this.clock.now());
	}

	private hasOld(now: number): boolean {
		return this.held().some((one) => isOver(one.heldSinceMs, renewAfterMs, now));
	}

	private held(): readonly Place[] {
		return [...this.places, this.writing].filter((one) => one.isHeld);
	}

	private async hold(place: Place): Promise<void> {
		const now = millisOf(this.clock.now());
		if (!isOver(place.heldSinceMs, renewAfterMs, now)) return;
		place.heldSinceMs = (await this.take(place.name, leaseMs.slot)) ? now : undefined;
	}

	private async take(name: string, millis: number): Promise<boolean> {
		return await this.store.takeLease(name, this.holder, millis);
	}

	private async mark(): Promise<void> {
		const now = millisOf(this.clock.now());
		if (!isOver(this.markedAtMs, markMs / 2, now)) return;
		await this.take(this.wanted, markMs);
		this.markedAtMs = now;
	}

	private async giveUp(): Promise<void> {
		for (const place of this.held()) {
			place.heldSinceMs = undefined;
			await this.store.releaseLease(place.name, this.holder);
		}
	}

	/** A store that cannot be asked any more gives the places back by itself, when they run out. */
	private async giveUpWhenIdle(): Promise<void> {
		await this.clock.wait(idleMs);
		const isIdle = this.underWay === 0;
		const gaveUp = this.looking.then(async () => (isIdle && this.underWay === 0 ? await this.giveUp() : undefined));
		this.looking = gaveUp.catch(() => undefined);
		await this.looking;
	}
}
