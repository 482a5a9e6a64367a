import { plusMillis } from '../../../src/domain/calendarDate';
import { type Clock, realClock } from '../../../src/ports/clock';
import { type OpenStore, openStore } from '../../../src/store/openStore';
import { emptyDatabase, locationOf, releaseDatabase } from '../postgresServer';

jest.setTimeout(30_000);

/** The clock of a machine that is set wrong, by so many milliseconds now. */
function wrongClock(aheadMs: number): Clock & { aheadMs: number } {
	const clock = { ...realClock, aheadMs, now: () => plusMillis(realClock.now(), clock.aheadMs) };
	return clock;
}

let name: string;
let stores: OpenStore[];

beforeEach(async () => {
	name = await emptyDatabase();
	stores = [];
});

afterEach(async () => {
	await Promise.all(stores.map(async (store) => await store.close()));
	releaseDatabase(name);
});

async function openOn(clock: Clock): Promise<OpenStore> {
	const store = await openStore(locationOf(name), clock);
	stores.push(store);
	return store;
}

const apart = (store: OpenStore) => Math.abs(Date.parse(store.clock.now()) - Date.now());

describe('processes on one PostgreSQL whose machines have clocks of their own', () => {
	it.each([2, 120, 300, -2, -120, -300])(
		'keep each other from a lease, and hold their own, where one clock is %i seconds ahead',
		async (seconds) => {
			const [one, other] = [await openOn(realClock), await openOn(wrongClock(seconds * 1_000))];
			expect(await one.takeLease('contract 7', 'one', 90_000)).toBe(true);
			expect(await other.takeLease('contract 7', 'other', 90_000)).toBe(false);
			expect(await one.holdsLease('contract 7', 'one')).toBe(true);
			expect(await other.takeLease('contract 8', 'other', 90_000)).toBe(true);
			expect(await one.takeLease('contract 8', 'one', 90_000)).toBe(false);
			expect(await other.holdsLease('contract 8', 'other')).toBe(true);
		},
	);

	it('have the present of the server', async () => {
		for (const seconds of [0, 300, -86_400]) expect(apart(await openOn(wrongClock(seconds * 1_000)))).toBeLessThan(500);
	});

	it('have it again once they have asked, when the clock of the machine was set meanwhile', async () => {
		const clock = wrongClock(0);
		const store = await openOn(clock);
		clock.aheadMs = 300_000;
		await store.holdsLease('contract 7', 'one');
		expect(apart(store)).toBeLessThan(500);
		clock.aheadMs = -300_000;
		await store.releaseLease('contract 7', 'one');
		expect(apart(store)).toBeLessThan(500);
	});

	it('do not take over what the server said before they stood still for a while', async () => {
		const clock = wrongClock(0);
		const store = await openOn(clock);
		let nows = 0;
		const { now } = clock;
		// The machine's clock is looked at before asking and after the answer: between the two a minute passes.
		clock.now = () => plusMillis(now(), (nows += 1) > 1 ? 60_000 : 0);
		await store.holdsLease('contract 7', 'one');
		clock.now = now;
		expect(apart(store)).toBeLessThan(500);
	});
});
