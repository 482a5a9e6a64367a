import { createInterface } from 'node:readline';
import { openStore, type StoreLocation } from '../../src/store/openStore';
import { StandingClock } from '../sync/fixtureClients';
import { runChain, type RunSettings } from '../sync/fixtureRun';
import { openCrossing, type Around, type Crossing, type Places } from './crossings';

/** The crossing at which a process is killed, and on which side of its effect. */
export interface Death {
	readonly at: Crossing['at'];
	/** Counted from 1, requests and commits each by themselves. */
	readonly nth: number;
	readonly when: 'before' | 'after';
}

/** One run of the whole chain in a process of its own. */
export interface Job {
	readonly place: StoreLocation;
	readonly places: Places;
	readonly now: string;
	readonly settings: RunSettings;
	readonly dies?: Death;
}

/** What a process says when its run is over. */
export interface Reply {
	readonly crossings: readonly Crossing[];
	/** When the run ended. */
	readonly now: string;
	/** What stopped the run, where it could not end as usual. */
	readonly problem?: string;
}

function die(): never {
	process.kill(process.pid, 'SIGKILL');
	for (;;);
}

async function perform(job: Job): Promise<Reply> {
	const crossings: Crossing[] = [];
	const around: Around = async (crossing, act) => {
		crossings.push(crossing);
		const nth = crossings.filter((one) => one.at === crossing.at).length;
		const isHere = job.dies?.at === crossing.at && job.dies.nth === nth;
		if (isHere && job.dies?.when === 'before') die();
		const result = await act();
		if (isHere) die();
		return result;
	};
	const clock = new StandingClock(job.now);
	const store = await openStore(job.place, clock);
	try {
		await runChain(await openCrossing({ places: job.places, store, clock, around }), job.settings);
		return { crossings, now: clock.now() };
	} catch (error) {
		return { crossings, now: clock.now(), problem: String(error) };
	} finally {
		await store.close();
	}
}

const jobs = createInterface(process.stdin);
jobs.on('line', (line) => {
	void perform(JSON.parse(line) as Job).then((reply) => process.stdout.write(`${JSON.stringify(reply)}\n`));
});
