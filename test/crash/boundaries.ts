import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Crossing } from './crossings';
import type { Death } from './crashChild';
import { keepScene, tasksIn, type KeptScene, type StoreEngine } from './keptScene';
import { buildProgram, Processes } from './processes';
import { sceneNow, sceneSettings, type SceneSize } from './scene';

/** How a crash ended. */
export interface Recovery {
	readonly death: Death;
	/** Processes started until every task was synced. */
	readonly restarts: number;
	/** Simulated time from the start of the run that was killed. */
	readonly minutes: number;
	/** Tasks that are not synced, and why; none where all is well. */
	readonly unsynced: readonly string[];
	readonly bills: unknown;
}

/** Every point at which the run can be killed: before and after each of its crossings. */
export function deathsOf(crossings: readonly Crossing[]): readonly Death[] {
	return (['request', 'commit'] as const).flatMap((at) =>
		crossings
			.filter((crossing) => crossing.at === at)
			.flatMap((_, index): Death[] => [
				{ at, nth: index + 1, when: 'before' },
				{ at, nth: index + 1, when: 'after' },
			]),
	);
}

const checkEveryMinutes = 5;
const giveUpAfterMinutes = 120;

function minutesLater(now: string, minutes: number): string {
	return new Date(Date.parse(now) + minutes * 60_000).toISOString();
}

/** Minutes after the start at which a process is started again: every check, or only those that are expected to do something. */
export type Checks = 'every' | 'telling';

function* checkMinutes(checks: Checks): Generator<number> {
	if (checks === 'telling') yield 1;
	const first = checks === 'every' ? checkEveryMinutes : 35;
	for (let minutes = first; minutes <= giveUpAfterMinutes; minutes += checkEveryMinutes) yield minutes;
}

/** The run without a crash: what it crosses and what is billed in the end. */
export async function undisturbed(
	kept: KeptScene,
	processes: Processes,
): Promise<{ readonly crossings: readonly Crossing[]; readonly bills: unknown; readonly unsynced: readonly string[] }> {
	const place = await kept.putBack();
	const reply = await processes.run({ place, places: kept.places, now: sceneNow, settings: sceneSettings });
	return { crossings: reply.crossings, unsynced: await unsyncedIn(kept, place, sceneNow), bills: kept.bills() };
}

async function unsyncedIn(kept: KeptScene, place: Awaited<ReturnType<KeptScene['putBack']>>, now: string) {
	const tasks = await tasksIn(place, now);
	const orders = kept.world.marketplaceSide.state().orders.length;
	const missing = tasks.length === orders ? [] : [`${orders} orders have ${tasks.length} tasks`];
	return [
		...missing,
		...tasks
			.filter((task) => task.state !== 'synced')
			.map((task) => `${task.id} ${task.state}: ${task.attention?.message ?? task.note ?? ''}`),
	];
}

/** Kills a run at one point and starts it again, in further processes, until every task is synced. */
export async function recover(
	kept: KeptScene,
	processes: Processes,
	death: Death,
	checks: Checks = 'telling',
): Promise<Recovery> {
	const place = await kept.putBack();
	const job = { place, places: kept.places, settings: sceneSettings };
	await processes.kill({ ...job, now: sceneNow, dies: death });
	let restarts = 0;
	let unsynced: readonly string[] = ['not started again'];
	let minutes = 0;
	for (minutes of checkMinutes(checks)) {
		const now = minutesLater(sceneNow, minutes);
		kept.setNow(now);
		const { problem } = await processes.run({ ...job, now });
		restarts += 1;
		unsynced = problem === undefined ? await unsyncedIn(kept, place, now) : [problem];
		if (unsynced.length === 0) break;
	}
	return { death, restarts, minutes, unsynced, bills: kept.bills() };
}

/** What came of many crashes. */
export interface CrashReport {
	/** Requests and commits of the undisturbed run. */
	readonly requests: number;
	readonly commits: number;
	readonly killed: number;
	readonly mostRestarts: number;
	readonly mostMinutes: number;
	/** Each crash that did not end as the undisturbed run, in words. */
	readonly wrong: readonly string[];
}

function described({ death, unsynced }: Recovery, crossings: readonly Crossing[]): string {
	const crossing = crossings.filter((one) => one.at === death.at)[death.nth - 1];
	const what = unsynced.length > 0 ? unsynced.join('; ') : 'Autotask is left in another state';
	return `killed ${death.when} ${death.at} ${death.nth} (${crossing?.what ?? ''}): ${what}`;
}

/** Kills a run at the chosen points, one after another, and compares how each ends. */
export async function crash(options: {
	readonly size: SceneSize;
	readonly engine: StoreEngine;
	readonly choose: (deaths: readonly Death[]) => readonly Death[];
	readonly checks?: Checks;
	readonly said?: (line: string) => void;
}): Promise<CrashReport> {
	const folder = mkdtempSync(join(tmpdir(), 'crash-'));
	const kept = await keepScene(options.size, folder, options.engine);
	const processes = new Processes(buildProgram('crashChild', folder), folder);
	try {
		const { crossings, bills, unsynced } = await undisturbed(kept, processes);
		if (unsynced.length > 0) throw new RangeError(`the undisturbed run: ${unsynced.join('; ')}`);
		const recoveries: Recovery[] = [];
		const wrong: string[] = [];
		for (const death of options.choose(deathsOf(crossings))) {
			const recovery = await recover(kept, processes, death, options.checks);
			recoveries.push(recovery);
			if (recoveries.length % 50 === 0) options.said?.(`killed ${recoveries.length} times, ${wrong.length} wrong`);
			if (recovery.unsynced.length === 0 && isDeepStrictEqual(recovery.bills, bills)) continue;
			wrong.push(described(recovery, crossings));
			options.said?.(wrong.at(-1) ?? '');
		}
		return {
			requests: crossings.filter((one) => one.at === 'request').length,
			commits: crossings.filter((one) => one.at === 'commit').length,
			killed: recoveries.length,
			mostRestarts: Math.max(...recoveries.map((one) => one.restarts)),
			mostMinutes: Math.max(...recoveries.map((one) => one.minutes)),
			wrong,
		};
	} finally {
		await processes.close();
		await kept.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A report in one line. */
export function inOneLine({ requests, commits, killed, mostRestarts, mostMinutes, wrong }: CrashReport): string {
	return (
		`${2 * (requests + commits)} boundaries (${requests} requests, ${commits} commits, before and after each); ` +
		`killed at ${killed}, ${wrong.length} wrong; slowest recovery ${mostMinutes} min, ${mostRestarts} restarts`
	);
}
