import type { SyncTask } from '../../src/domain/task/task';
import type { StoreLocation } from '../../src/store/openStore';
import { type Incident, stopping, type WorkerReply } from './workerChild';
import type { Workshop } from './workers';

/** What became of tasks that one worker began and stopped in, and another one did meanwhile. */
export interface Stalled {
	readonly place: StoreLocation;
	/** Right after the other worker was done. */
	readonly meanwhile: readonly SyncTask[];
	/** When the stopped one had gone on to its end. */
	readonly after: readonly SyncTask[];
	readonly problems: readonly string[];
}

/**
 * Stops a worker (SIGSTOP) at a point, lets another do the same tasks once every lease and every settle time is over,
 * and lets the first go on (SIGCONT).
 *
 * @throws RangeError where the worker never came to that point
 */
export async function stall(workshop: Workshop, at: Pick<Incident, 'at' | 'what' | 'nth' | 'when'>): Promise<Stalled> {
	const { place, taskIds } = await workshop.planned();
	const [slow, quick] = [workshop.worker(), workshop.worker()];
	const stopped = await slow.ask(workshop.job({ place, taskIds }, { ...at, does: { kind: 'stop' } }));
	if (stopped !== stopping) throw new RangeError(`the worker did not stop at ${JSON.stringify(at)}: ${stopped}`);
	workshop.setNow(new Date(Date.parse(workshop.clock.now()) + 31 * 60_000).toISOString());
	const replies = [await quick.ask(workshop.job({ place }))];
	const meanwhile = await workshop.tasks(place);
	replies.push(await slow.goOn());
	const after = await workshop.tasks(place);
	await Promise.all([slow.close(), quick.close()]);
	return {
		place,
		meanwhile,
		after,
		problems: replies.flatMap((reply) => (JSON.parse(reply) as WorkerReply).problem ?? []),
	};
}
