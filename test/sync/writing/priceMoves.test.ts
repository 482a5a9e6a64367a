import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAndSync } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

// Ten at 18.00, found on 2 November; used for 7.00 in October.
describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
])('prices that move in Billing orders, prorated by %s', (_by, settings) => {
	it.each([
		{ unitPrice: '12.00', says: /moves from 18 to 12: by -33.33 %, more than 20 %/, approved: '120.00' },
		{ unitPrice: '14.00', says: /moves from 18 to 14: by -22.22 %, .* below its cost of 14.4/, approved: '140.00' },
		{ unitPrice: '15.00', says: undefined, approved: '150.00' },
	])('T10: to $unitPrice, usage goes on alone', async ({ unitPrice, says, approved }) => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		const lines = [
			{ type: 'recurring', quantity: 10, unitPrice },
			{ quantity: 7, unitPrice: '1.00' },
		] as const;
		world.order({ kind: 'usage', subscriptionId, lines, at: '2026-11-02T09:00:00Z' });
		await world.run(settings);
		await world.run(settings);
		const waiting = (await world.tasks()).flatMap(({ attention }) => attention ?? []);
		expect(waiting.map(({ reason }) => reason)).toEqual(says ? ['approval'] : []);
		expect(waiting.map(({ message }) => message).join()).toMatch(says ?? /^$/);
		expect([world.charges(), world.adjustments().length]).toEqual([['7.00@2026-10-31'], says ? 1 : 2]);
		await approveAndSync(world, () => '', settings);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['187.00', approved]);
	});

	it('T10: with a limit of 50 waits for nobody', async () => {
		world = await startWorld();
		const far = { build: { ...settings.build, priceChangeLimit: 50 } };
		const { subscriptionId } = await sold(world, { cost: '10.00' }, far);
		const lines = [{ type: 'recurring', quantity: 10, unitPrice: '12.00' }] as const;
		world.order({ kind: 'usage', subscriptionId, lines, at: '2026-11-02T09:00:00Z' });
		await world.run(far);
		world.post('2026-11-30');
		expect(world.billed('2026-11').price).toBe('120.00');
	});
});
