import { checkChanges } from '../../../src/sync/checking/checkChanges';
import { checkSettings, connection, openMarketplace } from '../fixtureClients';
import { startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

describe('a check whose time runs out', () => {
	it('ends its wait for the marketplace at once, hands on what it has found, and the next one finds the rest', async () => {
		world = await startWorld();
		const sell = (customer: string, at: string) =>
			world.order({ kind: 'sale', customerId: customer, productId: 'PRD-1', quantity: 1, at });
		sell('1', '2026-10-01T09:00:00Z');
		const outOfTime = new AbortController();
		let waits = 0;
		const clock = {
			now: () => world.clock.now(),
			byServer: () => world.clock.now(),
			random: () => 0.5,
			wait: async (_millis: number, signal?: AbortSignal) => {
				waits += 1;
				outOfTime.abort();
				signal?.throwIfAborted();
				await Promise.resolve();
			},
		};
		world.marketplaceSide.addFault({
			path: '/orders/.+$',
			times: 0,
			action: { kind: 'status', status: 429, retryAfter: '170' },
		});
		const marketplace = openMarketplace(world.addresses, clock, { signal: outOfTime.signal });
		const options = { signal: outOfTime.signal };
		const outcome = await checkChanges({ ...world, clock, marketplace }, connection, checkSettings, options);
		expect(waits).toBe(1);
		expect(outcome).toMatchObject({ offered: [], found: 0 });
		world.marketplaceSide.clearFaults();
		const again = await checkChanges(world, connection, checkSettings);
		expect(again.offered).toHaveLength(1);
	});
});
