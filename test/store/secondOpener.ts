import { once } from 'node:events';
import { realClock } from '../../src/ports/clock';
import { openStore, type StoreLocation } from '../../src/store/openStore';
import { adjustment, at, here, task } from './samples';

/** Opens the store as soon as its input ends, together with other processes, and writes to it; prints what it saw. */
async function main(location: StoreLocation, name: string): Promise<void> {
	process.stdout.write('ready\n');
	process.stdin.resume();
	await once(process.stdin, 'end');
	const store = await openStore(location, realClock);
	const journal: number[] = [];
	for (let round = 0; round < 20; round += 1) journal.push((await store.intend(adjustment)).id);
	const shared = await store.addTasks(Array.from({ length: 30 }, (_, number) => task(`shared-${number}`)));
	await store.addTasks([task(`own-${name}`)]);
	const offered = await store.offerTasks(here, { limit: 5, now: at('09:00'), until: at('10:00') });
	const leased = await store.takeLease('contract 7', name, 3_600_000);
	const tasks = { added: shared.length, offered: offered.map((each) => each.id) };
	process.stdout.write(`${JSON.stringify({ storeId: store.storeId, journal, leased, ...tasks })}\n`);
	await store.close();
}

const [, , location = '', name = ''] = process.argv;
void main(JSON.parse(location) as StoreLocation, name);
