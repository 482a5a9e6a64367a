import { sum } from 'lodash';
import { type AutotaskLimits, createAutotaskLimits } from '../../src/autotask/limits';
import { StoreSlots } from '../../src/autotask/slots';
import { instant, instantFromMillis, millisOf, plusMillis } from '../../src/domain/calendarDate';
import type { DatabaseId } from '../../src/domain/ids';
import type { Clock } from '../../src/ports/clock';
import { type OpenStore, openStore } from '../../src/store/openStore';

/** Time that goes on to the next wait as soon as nothing else is to be done. */
class JumpingClock implements Clock {
	private millis = millisOf(instant('2026-10-16T08:00:00Z'));
	private readonly waits: { readonly at: number; readonly wake: () => void }[] = [];
	private seed = 1;

	now() {
		return instantFromMillis(this.millis);
	}

	byServer() {
		return this.now();
	}

	/** The same row of numbers in each run. */
	random(): number {
		this.seed = (this.seed * 16_807) % 2_147_483_647;
		return this.seed / 2_147_483_647;
	}

	async wait(millis: number, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		await new Promise<void>((resolve, reject) => {
			this.waits.push({ at: this.millis + millis, wake: resolve });
			signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
		});
	}

	async runUntil(isOver: () => boolean): Promise<void> {
		while (!isOver()) {
			await new Promise((resolve) => setImmediate(resolve));
			this.waits.sort((a, b) => a.at - b.at);
			const next = this.waits.shift();
			if (!next) continue;
			this.millis = Math.max(this.millis, next.at);
			next.wake();
		}
	}

	passed(): number {
		return this.millis - millisOf(instant('2026-10-16T08:00:00Z'));
	}
}

let clock: JumpingClock;
let store: OpenStore;
let trips: number;

beforeEach(async () => {
	clock = new JumpingClock();
	store = await openStore({ engine: 'sqlite', file: ':memory:' }, clock);
	trips = 0;
});

afterEach(async () => {
	await store.close();
});

const database = 12 as DatabaseId;

/** The limits as one process of several has them, on a machine whose clock may be ahead. */
function processWith(name: string, aheadMs = () => 0): AutotaskLimits {
	const own: Clock = {
		now: () => plusMillis(clock.now(), aheadMs()),
		byServer: (said) => said,
		random: () => clock.random(),
		wait: async (millis, signal) => await clock.wait(millis, signal),
	};
	const counted = {
		takeLease: async (...given: Parameters<OpenStore['takeLease']>) => {
			trips += 1;
			return await store.takeLease(...given);
		},
		releaseLease: async (...given: Parameters<OpenStore['releaseLease']>) => {
			trips += 1;
			await store.releaseLease(...given);
		},
	};
	return createAutotaskLimits(new StoreSlots(database, name, counted, own));
}

class Traffic {
	readonly most = { perEndpoint: 0, writes: 0 };
	private readonly underWay = new Map<string, number>();
	readonly done = new Map<string, number[]>();

	/** One call of 200 milliseconds. */
	async call(process: string, limits: AutotaskLimits, kind: 'read' | 'write', endpoint: string): Promise<void> {
		const within = kind === 'read' ? limits.read(endpoint) : limits.write(endpoint);
		await within(async () => {
			const now = (key: string, by: number) => {
				this.underWay.set(key, (this.underWay.get(key) ?? 0) + by);
				return this.underWay.get(key) ?? 0;
			};
			this.most.perEndpoint = Math.max(this.most.perEndpoint, now(endpoint, 1));
			if (kind === 'write') this.most.writes = Math.max(this.most.writes, now('writes', 1));
			await clock.wait(200);
			now(endpoint, -1);
			if (kind === 'write') now('writes', -1);
			this.done.set(process, [...(this.done.get(process) ?? []), clock.passed()]);
		});
	}
}

async function play(work: () => Promise<unknown>): Promise<void> {
	let isOver = false;
	const playing = work().finally(() => (isOver = true));
	await clock.runUntil(() => isOver);
	await playing;
}

const kinds = ['read', 'write', 'read', 'read'] as const;

async function busy(traffic: Traffic, name: string, calls: number, aheadMs = () => 0): Promise<void> {
	const limits = processWith(name, aheadMs);
	const one = async (lane: number) => {
		for (let at = 0; at < calls; at += 1) {
			const kind = kinds[(at + lane) % kinds.length] ?? 'read';
			await traffic.call(name, limits, kind, at % 3 === 0 ? 'ContractCharges' : 'Contracts');
		}
	};
	await Promise.all([0, 1, 2, 3].map(one));
}

/** How long a process waited for the end of its next call, at most. */
function longestGap(traffic: Traffic, name: string): number {
	const times = traffic.done.get(name) ?? [Infinity];
	return Math.max(...times.map((time, at) => time - (times[at - 1] ?? 0)));
}

describe('slots in the store', () => {
	it.each([1, 2, 5])(
		'let %d processes together have two calls of an endpoint and one write under way',
		async (count) => {
			const traffic = new Traffic();
			const names = Array.from({ length: count }, (_, at) => `process ${at}`);
			await play(async () => await Promise.all(names.map(async (name) => await busy(traffic, name, 25))));
			expect(traffic.most).toEqual({ perEndpoint: 2, writes: 1 });
			expect(names.map((name) => traffic.done.get(name)?.length)).toEqual(names.map(() => 100));
		},
	);

	it('let no process wait for the end of another one', async () => {
		const traffic = new Traffic();
		await play(async () => await Promise.all(['a', 'b'].map(async (name) => await busy(traffic, name, 100))));
		const firsts = ['a', 'b'].map((name) => traffic.done.get(name)?.[0] ?? Infinity);
		expect(Math.max(...firsts)).toBeLessThan(5_000);
		expect(Math.max(...['a', 'b'].map((name) => longestGap(traffic, name)))).toBeLessThan(10_000);
	});

	it.each([2, -30, 120, 300])(
		'let no process wait for the end of another one whose clock is %d seconds ahead, and stay two and one',
		async (seconds) => {
			const traffic = new Traffic();
			const both = [busy(traffic, 'behind', 100), busy(traffic, 'ahead', 100, () => seconds * 1_000)];
			await play(async () => await Promise.all(both));
			expect(traffic.most).toEqual({ perEndpoint: 2, writes: 1 });
			expect(Math.max(...['behind', 'ahead'].map((name) => longestGap(traffic, name)))).toBeLessThan(10_000);
		},
	);

	it.each([-3_600, 3_600])('share on when the clock of one process is set by %d seconds meanwhile', async (seconds) => {
		const traffic = new Traffic();
		const setMeanwhile = () => (clock.passed() > 5_000 ? seconds * 1_000 : 0);
		const both = [busy(traffic, 'set', 100, setMeanwhile), busy(traffic, 'right', 100)];
		await play(async () => await Promise.all(both));
		expect(traffic.most).toEqual({ perEndpoint: 2, writes: 1 });
		expect(Math.max(...['set', 'right'].map((name) => longestGap(traffic, name)))).toBeLessThan(10_000);
	});

	it('cost one process that is alone about one trip to the store every two seconds', async () => {
		const traffic = new Traffic();
		await play(async () => await busy(traffic, 'alone', 250));
		expect(sum([...traffic.done.values()].map((times) => times.length))).toBe(1_000);
		expect(trips / (clock.passed() / 1_000)).toBeLessThan(1);
	});

	it('are free at once after the last call, and after 75 seconds where a process died with them', async () => {
		const traffic = new Traffic();
		await play(async () => await traffic.call('a', processWith('a'), 'write', 'Contracts'));
		await play(async () => await clock.wait(1_000));
		const began = clock.passed();
		await play(async () => await traffic.call('b', processWith('b'), 'write', 'Contracts'));
		expect(clock.passed() - began).toBeLessThan(1_000);
		await play(async () => await clock.wait(1_000));
		const dead = processWith('dead');
		void dead.write('Contracts')(async () => await new Promise(() => undefined));
		await play(async () => await clock.wait(100));
		const died = clock.passed();
		await play(async () => await traffic.call('c', processWith('c'), 'write', 'Contracts'));
		expect(clock.passed() - died).toBeGreaterThan(70_000);
		expect(clock.passed() - died).toBeLessThan(77_000);
	});
});

describe('a call that waits for its turn', () => {
	it.each(['read', 'write'] as const)(
		'is given up at once when it is cancelled, and what is under way is not (%s)',
		async (kind) => {
			const limits = createAutotaskLimits();
			const within = kind === 'read' ? limits.read('Contracts') : limits.write('Contracts');
			const cancelling = new AbortController();
			let finish = (): void => undefined;
			const longCall = async () => await new Promise<string>((resolve) => (finish = () => resolve('done')));
			const underWay = [within(longCall, cancelling.signal), ...(kind === 'read' ? [within(longCall)] : [])];
			let isSent = false;
			const waits = within(async () => await Promise.resolve((isSent = true)), cancelling.signal);
			cancelling.abort();
			await expect(waits).rejects.toMatchObject({ name: 'AbortError' });
			finish();
			expect(await underWay.at(-1)).toBe('done');
			expect(isSent).toBe(false);
		},
	);

	it('is given up at once where another process has the place', async () => {
		const first = processWith('first');
		void first.write('Contracts')(async () => await new Promise(() => undefined));
		await play(async () => await clock.wait(10));
		const cancelling = new AbortController();
		const waits = processWith('second').write('Contracts')(
			async () => await Promise.resolve('sent'),
			cancelling.signal,
		);
		const refused = expect(waits).rejects.toMatchObject({ name: 'AbortError' });
		await play(async () => await clock.wait(500));
		cancelling.abort();
		await refused;
	});
});
