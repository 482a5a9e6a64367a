import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Ledger } from '../../simulators/autotask/admin/ledger';
import type { TaskId } from '../../src/domain/ids';
import type { SyncTask } from '../../src/domain/task/task';
import type { StoreLocation } from '../../src/store/openStore';
import { StandingClock } from '../sync/fixtureClients';
import { check, plan, runChain } from '../sync/fixtureRun';
import { type Around, openCrossing } from './crossings';
import { isUnforeseen } from './foreseen';
import { keepScene, type KeptScene, type StoreEngine, tasksIn, withStore } from './keptScene';
import { buildProgram, Talker } from './processes';
import { sceneNow, sceneSettings, type SceneSize } from './scene';
import { below, seeded } from './seeded';
import { SharedClock } from './sharedClock';
import type { Incident, WorkerJob, WorkerReply } from './workerChild';

/** A kept scene and the worker processes that write it. */
export interface Workshop {
	readonly kept: KeptScene;
	readonly clock: SharedClock;
	/** What is billed where one process did everything. */
	readonly undisturbed: Ledger;
	/** Puts everything back, with every task planned and approved. */
	planned(): Promise<{ readonly place: StoreLocation; readonly taskIds: readonly TaskId[] }>;
	/** The job of a worker. */
	job(of: Pick<WorkerJob, 'place' | 'taskIds'>, incident?: Incident): WorkerJob;
	/** A further worker process. */
	worker(): Talker;
	tasks(place: StoreLocation): Promise<readonly SyncTask[]>;
	/** Sets the present of everybody. */
	setNow(time: string): void;
	close(): Promise<void>;
}

const plainly: Around = async (_, act) => await act();

/** Opens a workshop. */
export async function openWorkshop(
	size: SceneSize,
	engine: StoreEngine,
	switches: Parameters<typeof keepScene>[3] = {},
): Promise<Workshop> {
	const folder = mkdtempSync(join(tmpdir(), 'workers-'));
	const kept = await keepScene(size, folder, engine, switches);
	const program = buildProgram('workerChild', folder);
	const clockFile = join(folder, 'clock');
	const clock = new SharedClock(clockFile);
	const workers: Talker[] = [];
	const within = async <Result>(
		place: StoreLocation,
		act: (ports: Awaited<ReturnType<typeof openCrossing>>) => Promise<Result>,
	) =>
		await withStore(place, sceneNow, async (store) => {
			const opening = { places: kept.places, store, clock: new StandingClock(sceneNow), around: plainly };
			return await act(await openCrossing(opening));
		});
	await within(await kept.putBack(), async (ports) => await runChain(ports, sceneSettings));
	const undisturbed = kept.bills();
	return {
		kept,
		clock,
		undisturbed,
		planned: async () => {
			const place = await kept.putBack();
			clock.set(sceneNow);
			const taskIds = await within(place, async (ports) => {
				const offered = await check(ports, sceneSettings);
				await plan(offered, ports, sceneSettings);
				return offered;
			});
			kept.world.autotaskSide.clearRequests();
			return { place, taskIds };
		},
		job: (of, incident) => ({
			...of,
			places: kept.places,
			clockFile,
			settings: sceneSettings,
			...(incident ? { incident } : {}),
		}),
		worker: () => {
			const worker = new Talker(program, folder);
			workers.push(worker);
			return worker;
		},
		tasks: async (place) => await tasksIn(place, clock.now()),
		setNow: (time) => {
			clock.set(time);
			kept.setNow(time);
		},
		close: async () => {
			await Promise.all(workers.map(async (worker) => await worker.close()));
			await kept.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** A lease ends after 90 seconds, an unproven write is judged after 120: time passes the one and not the other. */
const pastTheLease = 95;
const mostRounds = 6;
const roundsWithIncident = 2;

/** How workers on the same tasks ended. */
export interface WorkersReport {
	readonly rounds: number;
	readonly wrong: readonly string[];
}

/**
 * Lets some workers sync the same tasks at the same time, with the leases of all ending in the middle, and run the
 * whole chain half an hour later until every task is synced. `aheadMs`: how far the clock of each one's machine is ahead.
 */
export async function workTogether(
	workshop: Workshop,
	workers: readonly Talker[],
	seed: number,
	aheadMs: (worker: number) => number = () => 0,
): Promise<WorkersReport> {
	const random = seeded(seed);
	const { place, taskIds } = await workshop.planned();
	const problems: string[] = [];
	let open: readonly SyncTask[] = [];
	let rounds = 0;
	do {
		const incident: Incident = {
			at: 'commit',
			what: '^(intend|settle|takeLease)$',
			nth: 1 + below(20, random),
			when: random() < 0.5 ? 'before' : 'after',
			does: { kind: 'passTime', seconds: pastTheLease },
		};
		const unlucky = below(workers.length, random);
		const replies = await Promise.all(
			workers.map(async (worker, at) =>
				worker.ask({
					...workshop.job(
						rounds === 0 ? { place, taskIds } : { place },
						at === unlucky && rounds < roundsWithIncident ? incident : undefined,
					),
					aheadMs: aheadMs(at),
				}),
			),
		);
		problems.push(...replies.flatMap((reply) => (JSON.parse(reply) as WorkerReply).problem ?? []));
		open = (await workshop.tasks(place)).filter((task) => task.state !== 'synced');
		workshop.setNow(new Date(Date.parse(workshop.clock.now()) + 31 * 60_000).toISOString());
		rounds += 1;
	} while (open.length > 0 && rounds < mostRounds);
	const isAsOwed = isDeepStrictEqual(workshop.kept.bills(), workshop.undisturbed);
	return {
		rounds,
		wrong: [
			...problems.filter(isUnforeseen),
			...open.map((task) => `${task.id} ${task.state}: ${task.attention?.message ?? task.note ?? ''}`),
			...(open.length === 0 && !isAsOwed ? ['Autotask is left in another state'] : []),
		],
	};
}
