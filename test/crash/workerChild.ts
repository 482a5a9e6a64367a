import { createInterface } from 'node:readline';
import type { TaskId } from '../../src/domain/ids';
import { openStore, type StoreLocation } from '../../src/store/openStore';
import { runChain, sync, type RunSettings } from '../sync/fixtureRun';
import { openCrossing, type Around, type Crossing, type Places } from './crossings';
import { problemOf } from './foreseen';
import { SharedClock } from './sharedClock';

/** What a worker does at one of its crossings. */
export interface Incident {
	readonly at: Crossing['at'];
	/** What the crossing's name matches, as a regular expression. */
	readonly what: string;
	/** Counted from 1. */
	readonly nth: number;
	readonly when: 'before' | 'after';
	/** Stops until somebody lets it go on, or lets time pass for everybody. */
	readonly does: { readonly kind: 'stop' } | { readonly kind: 'passTime'; readonly seconds: number };
}

/** What a worker does: it syncs the tasks that others are given too, or runs the whole chain. */
export interface WorkerJob {
	readonly place: StoreLocation;
	readonly places: Places;
	readonly clockFile: string;
	/** How far the clock of the worker's machine is ahead of the server's. */
	readonly aheadMs?: number;
	readonly settings: RunSettings;
	readonly taskIds?: readonly TaskId[];
	readonly incident?: Incident;
}

/** What a worker says at its end. */
export interface WorkerReply {
	readonly states: readonly string[];
	readonly problem?: string;
}

/** Said on the line before the worker stops. */
export const stopping = '"stopping"';

function incidentAround(incident: Incident | undefined, clock: SharedClock): Around {
	let seen = 0;
	const happen = async (): Promise<void> => {
		if (incident?.does.kind === 'passTime') return clock.pass(incident.does.seconds);
		process.stdout.write(`${stopping}\n`);
		process.kill(process.pid, 'SIGSTOP');
		await new Promise((resolve) => setImmediate(resolve));
	};
	return async (crossing, act) => {
		const isLike = incident?.at === crossing.at && new RegExp(incident.what).test(crossing.what);
		if (isLike) seen += 1;
		const isHere = isLike && seen === incident.nth;
		if (isHere && incident.when === 'before') await happen();
		const result = await act();
		if (isHere && incident.when === 'after') await happen();
		return result;
	};
}

async function perform({ place, places, settings, taskIds, incident, ...own }: WorkerJob): Promise<WorkerReply> {
	const clock = new SharedClock(own.clockFile, own.aheadMs);
	const store = await openStore(place, clock);
	try {
		const ports = await openCrossing({ places, store, clock: store.clock, around: incidentAround(incident, clock) });
		const outcomes = taskIds ? await sync(taskIds, ports, settings) : (await runChain(ports, settings)).synced;
		return { states: outcomes.map((one) => one.result.state) };
	} catch (error) {
		return { states: [], problem: problemOf(error) };
	} finally {
		await store.close();
	}
}

const jobs = createInterface(process.stdin);
jobs.on('line', (line) => {
	void perform(JSON.parse(line) as WorkerJob).then((reply) => process.stdout.write(`${JSON.stringify(reply)}\n`));
});
