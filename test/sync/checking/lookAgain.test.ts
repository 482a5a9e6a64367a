import { byAutotask, byMarketplace } from '../fixtureBilled';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

// Ten at 18.00; a Change to 13 on 16 October, and one to 15 on the 17th whose row could not be read at first.
describe.each([
	['Autotask', byAutotask, '225.30'],
	['the marketplace', byMarketplace, '225.29'],
])('an order that explains what the subscription holds, prorated by %s', (_by, settings, october) => {
	it('lets the orders before it go on by themselves once it can be read', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		const first = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
		const second = world.order({ kind: 'change', subscriptionId, quantity: 15, at: '2026-10-17T09:00:00Z' });
		const spoils = [{ where: { id: second.orderId }, set: { customerId: '' } }];
		world.marketplaceSide.addFault({ path: '/orders', times: 0, action: { kind: 'spoilRows', spoils } });
		await world.run(settings);
		expect((await world.taskOf(first)).attention?.message).toMatch(/the orders end at 13 .* the subscription holds 15/);
		world.marketplaceSide.clearFaults();
		await world.run(settings);
		await world.run(settings);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced', 'synced']);
		world.post('2026-11-30');
		// 180.00 and 54.00 x 16/31 and 36.00 x 15/31; Autotask rounds three rows.
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual([october, '270.00']);
	});
});
