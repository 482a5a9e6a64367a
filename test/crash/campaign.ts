import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '../../simulators/autotask/admin/ledger';
import type { SyncTask } from '../../src/domain/task/task';
import { type OpenStore, openStore } from '../../src/store/openStore';
import { retryTasks } from '../../src/sync/deciding/retryTasks';
import { connection, StandingClock } from '../sync/fixtureClients';
import { runChain } from '../sync/fixtureRun';
import { areSameAmounts } from './amounts';
import { type Around, openCrossing } from './crossings';
import { isUnforeseen, problemOf } from './foreseen';
import { keepScene, type KeptScene, type StoreEngine } from './keptScene';
import { type Mishap, mishapsOf, type PlannedMishap } from './mishaps';
import { sceneNow, sceneSettings, type SceneSize } from './scene';

/** How a campaign of runs ended. */
export interface Campaign {
	readonly runs: number;
	/** Simulated time until the last task was synced. */
	readonly minutes: number;
	/** Tasks that a person had to retry, with what they said. */
	readonly retried: readonly string[];
	/** What stopped runs, each once. */
	readonly problems: readonly string[];
	/** What is wrong in the end; none where all is well. */
	readonly wrong: readonly string[];
}

/** Longest wait for an answer, in real time: what is held is given up soon. */
const timeoutMs = 250;
const runsAtMost = 14;
const homeZone = 'Zone 14';

/** Whether a request writes to Autotask. */
export function isWriteOf(what: string): boolean {
	return /^POST \/V1\.0\/Contracts\/\d+\//.test(what);
}

/** Lets mishaps happen to the requests they are planned for. */
class Fate {
	private readonly seen = { requests: 0, writes: 0 };

	constructor(
		private readonly kept: KeptScene,
		private readonly planned: readonly PlannedMishap[],
		private readonly clock: StandingClock,
	) {}

	readonly around: Around = async ({ at, what }, act) => {
		if (at === 'commit') return await act();
		this.seen.requests += 1;
		const isWrite = isWriteOf(what);
		if (isWrite) this.seen.writes += 1;
		for (const { of, nth, mishap } of this.planned)
			if (nth === this.seen[of] && (of === 'requests' || isWrite)) this.befall(mishap, what);
		return await act();
	};

	private befall(mishap: Mishap, what: string): void {
		const { autotaskSide, marketplaceSide } = this.kept.world;
		const side = /\/V1\.0\//i.test(what) ? autotaskSide : marketplaceSide;
		switch (mishap.kind) {
			case 'fault':
				side.addFault({ times: mishap.times, action: mishap.action });
				break;
			case 'tokensExpire':
				marketplaceSide.expireTokens();
				break;
			case 'zoneMoves':
				autotaskSide.moveToZone(Object.keys(autotaskSide.zoneUrls).find((zone) => zone !== homeZone) ?? homeZone);
				break;
			case 'clockJumps':
				this.clock.set(new Date(Date.parse(this.clock.now()) + mishap.minutes * 60_000).toISOString());
		}
	}

	/** What hung goes on, late as it is. */
	goOn(): void {
		this.kept.world.autotaskSide.release();
		this.kept.world.marketplaceSide.release();
	}
}

function unsyncedOf(tasks: readonly SyncTask[], orders: number): readonly string[] {
	const missing = tasks.length === orders ? [] : [`${orders} orders have ${tasks.length} tasks`];
	const open = tasks.filter((task) => task.state !== 'synced');
	return [...missing, ...open.map((task) => `${task.id} ${task.state}: ${task.attention?.message ?? task.note ?? ''}`)];
}

function minutesLater(now: string, minutes: number): string {
	return new Date(Date.parse(now) + minutes * 60_000).toISOString();
}

/** Minutes from one run to the next: soon after the first, then as soon as what was handed out is handed out again. */
const nextRunAfter = (run: number) => (run === 1 ? 1 : 31);

const isStuck = (task: SyncTask) => task.state === 'failed' || task.state === 'attention';

/** One run; what stopped it, in words. */
async function runOnce(
	kept: KeptScene,
	store: OpenStore,
	clock: StandingClock,
	fate: Fate,
): Promise<string | undefined> {
	try {
		const ports = await openCrossing({ places: kept.places, store, clock, around: fate.around, timeoutMs });
		await runChain(ports, sceneSettings);
		return undefined;
	} catch (error) {
		return problemOf(error);
	}
}

/** What a person does who sees tasks that need something: looks, and retries them. */
async function retryAll(
	{ places }: KeptScene,
	tasks: readonly SyncTask[],
	store: OpenStore,
	clock: StandingClock,
): Promise<readonly string[]> {
	const stuck = tasks.filter(isStuck);
	if (stuck.length > 0)
		await retryTasks(
			{ connectionId: connection.connectionId, text: stuck.map((task) => task.id).join('\n'), by: 'Ann' },
			await openCrossing({ places, store, clock, around: async (_, act) => await act() }),
		);
	return stuck.map((task) => `${task.id} ${task.state}: ${task.attention?.message ?? task.note ?? ''}`);
}

/**
 * Runs the chain again and again while mishaps befall it, with a person who retries what needs one, until every task is
 * synced; then compares what is billed with the undisturbed bills.
 */
export async function campaign(
	kept: KeptScene,
	mishaps: readonly PlannedMishap[],
	undisturbed?: Ledger,
): Promise<Campaign> {
	const clock = new StandingClock(sceneNow);
	const store = await openStore(await kept.putBack(), clock);
	const fate = new Fate(kept, mishaps, clock);
	const orders = kept.world.marketplaceSide.state().orders.length;
	const [retried, problems]: [string[], string[]] = [[], []];
	let [run, now] = [0, sceneNow];
	let unsynced: readonly string[] = ['no run'];
	try {
		while (unsynced.length > 0 && run < runsAtMost) {
			now = run === 0 ? now : minutesLater(now, nextRunAfter(run));
			kept.setNow(now);
			clock.set(now);
			fate.goOn();
			const problem = await runOnce(kept, store, clock, fate);
			if (problem !== undefined && !problems.includes(problem)) problems.push(problem);
			const tasks = await store.tasks(connection.connectionId);
			unsynced = unsyncedOf(tasks, orders);
			const waits = tasks.some((task) => task.state !== 'synced' && !isStuck(task));
			if (!waits) retried.push(...(await retryAll(kept, tasks, store, clock)));
			run += 1;
		}
	} finally {
		await store.close();
	}
	fate.goOn();
	const bills = kept.bills();
	const isAsOwed = undisturbed === undefined || areSameAmounts(bills, undisturbed);
	const wrong = [
		...unsynced,
		...problems.filter(isUnforeseen),
		...(unsynced.length === 0 && !isAsOwed ? ['Autotask bills something else'] : []),
	];
	return { runs: run, minutes: (Date.parse(now) - Date.parse(sceneNow)) / 60_000, retried, problems, wrong };
}

/** What came of many campaigns. */
export interface FaultReport {
	readonly seeds: number;
	readonly runs: number;
	readonly mostRuns: number;
	readonly mostMinutes: number;
	/** Campaigns in which a person had to retry something. */
	readonly retried: number;
	/** Each campaign that did not end as the undisturbed run, in words. */
	readonly wrong: readonly string[];
}

/** Runs a campaign for each seed, on one kept scene. */
export async function campaigns(options: {
	readonly size: SceneSize;
	readonly engine: StoreEngine;
	readonly firstSeed: number;
	readonly count: number;
	readonly said?: (line: string) => void;
}): Promise<FaultReport> {
	const folder = mkdtempSync(join(tmpdir(), 'faults-'));
	const kept = await keepScene(options.size, folder, options.engine);
	try {
		await campaign(kept, []);
		const undisturbed = kept.bills();
		const ended: Campaign[] = [];
		const wrong: string[] = [];
		for (let seed = options.firstSeed; ended.length < options.count; seed += 1) {
			const mishaps = mishapsOf(seed);
			const own = await campaign(kept, mishaps, undisturbed);
			ended.push(own);
			if (ended.length % 100 === 0) options.said?.(`${ended.length} seeds, ${wrong.length} wrong`);
			if (own.wrong.length === 0) continue;
			wrong.push(`seed ${seed}, ${JSON.stringify(mishaps)}: ${own.wrong.join('; ')}`);
			options.said?.(wrong.at(-1) ?? '');
		}
		return {
			seeds: ended.length,
			runs: ended.reduce((sum, one) => sum + one.runs, 0),
			mostRuns: Math.max(...ended.map((one) => one.runs)),
			mostMinutes: Math.max(...ended.map((one) => one.minutes)),
			retried: ended.filter((one) => one.retried.length > 0).length,
			wrong,
		};
	} finally {
		await kept.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A report in one line. */
export function faultsInOneLine({ seeds, runs, mostRuns, mostMinutes, retried, wrong }: FaultReport): string {
	return (
		`${seeds} seeds of mishaps, ${runs} runs, ${wrong.length} wrong; retried by a person in ${retried}; ` +
		`slowest ${mostMinutes} min, ${mostRuns} runs`
	);
}
