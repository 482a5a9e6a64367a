import type { StorePort } from '../../src/ports/store/store';
import { openStore } from '../../src/store/openStore';
import { type Addresses, openAutotask, openMarketplace, StandingClock } from './fixtureClients';
import { approveAndSync, runChain, type RunSettings } from './fixtureRun';

/** One run in a process of its own, and where the process dies. */
export interface Job {
	readonly file: string;
	readonly addresses: Addresses;
	readonly now: string;
	readonly does: 'chain' | 'approve';
	readonly settings?: RunSettings;
	/** The nth call of the store's method; `before` its transaction or `after` it. */
	readonly dies?: {
		readonly at: 'intend' | 'settle' | 'settleTasks';
		readonly nth: number;
		readonly when: 'before' | 'after';
	};
}

function die(): never {
	process.kill(process.pid, 'SIGKILL');
	for (;;);
}

/** The store with one method that ends the process. */
function dying<Store extends StorePort>(store: Store, dies: Job['dies']): Store {
	if (!dies) return store;
	const { at, nth, when } = dies;
	const method = store[at] as (...given: readonly unknown[]) => Promise<unknown>;
	let calls = 0;
	return {
		...store,
		[at]: async (...given: readonly unknown[]) => {
			calls += 1;
			if (calls === nth && when === 'before') die();
			const result = await method(...given);
			if (calls === nth) die();
			return result;
		},
	};
}

async function perform(job: Job): Promise<void> {
	const clock = new StandingClock(job.now);
	const opened = await openStore({ engine: 'sqlite', file: job.file }, clock);
	const store = dying(opened, job.dies);
	const ports = {
		clock,
		store,
		autotask: openAutotask(job.addresses, clock, store),
		marketplace: openMarketplace(job.addresses, clock),
	};
	if (job.does === 'chain') await runChain(ports, job.settings);
	else await approveAndSync(ports, () => '', job.settings);
	await opened.close();
}

void perform(JSON.parse(process.env.SYNC_JOB ?? '{}') as Job);
