import type { Crossing } from './crossings';
import type { Death } from './crashChild';
import { tasksIn, type KeptScene } from './keptScene';
import type { Processes } from './processes';
import { sceneNow, sceneSettings } from './scene';

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
