import { byAutotask, byMarketplace } from '../fixtureBilled';
import { contract, sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
])('one bill for three months after a hold, prorated by %s', (_by, settings) => {
	it('A12: charges the usage of each month in it', async () => {
		world = await startWorld({ now: '2026-07-20T08:00:00Z' });
		const { subscriptionId } = await sold(world, { at: '2026-08-01T09:00:00Z' }, settings);
		const lines = [
			{ description: 'Traffic, August 2026', quantity: 5, unitPrice: '1.00' },
			{ description: 'Traffic 2026-09-01 - 2026-09-30', quantity: 6, unitPrice: '1.00' },
			{ description: 'Traffic', quantity: 7, unitPrice: '1.00' },
		];
		world.order({ kind: 'usage', subscriptionId, lines, at: '2026-11-02T09:00:00Z' });
		await world.run(settings);
		expect(world.charges()).toEqual(['5.00@2026-08-31', '6.00@2026-09-30', '7.00@2026-10-31']);
		world.post('2026-12-31');
		const billed = ['2026-08', '2026-09', '2026-10', '2026-11'].map((month) => world.billed(month).price);
		expect(billed).toEqual(['185.00', '186.00', '187.00', '180.00']);
	});

	it('A12: leaves a month from before the contract to a person', async () => {
		world = await startWorld({
			now: '2026-07-20T08:00:00Z',
			contracts: [contract({ startDate: '2026-10-01' })],
		});
		const { subscriptionId } = await sold(world, { at: '2026-10-01T09:00:00Z' }, settings);
		const lines = [
			{ description: 'Traffic, September 2026', quantity: 6, unitPrice: '1.00' },
			{ description: 'Traffic, October 2026', quantity: 7, unitPrice: '1.00' },
		];
		const bill = world.order({ kind: 'usage', subscriptionId, lines, at: '2026-11-02T09:00:00Z' });
		await world.run(settings);
		expect((await world.taskOf(bill)).attention).toMatchObject({
			reason: 'order not understood',
			message: expect.stringContaining('"Traffic, September 2026" is of 2026-09-01 to 2026-09-30') as string,
		});
		expect(world.charges()).toEqual([]);
	});

	it.each([
		{ rule: 'ten seats for three months', line: { quantity: 10, unitPrice: '18.00', periods: 3 } },
		{ rule: 'three months of a seat: 3 x 18.00 = 54.00', line: { quantity: 3, unitPrice: '18.00' } },
		{ rule: 'a seat for three months: 3 x 18.00 = 54.00', line: { quantity: 1, unitPrice: '18.00', periods: 3 } },
	])('A13: $rule are at 18.00 each', async ({ line }) => {
		world = await startWorld({ now: '2026-07-20T08:00:00Z' });
		const { subscriptionId } = await sold(world, { at: '2026-08-01T09:00:00Z' }, settings);
		const bill = { kind: 'usage', subscriptionId, lines: [{ type: 'recurring', ...line }] } as const;
		const order = world.order({ ...bill, at: '2026-11-02T09:00:00Z' });
		await world.run(settings);
		expect((await world.taskOf(order)).state).toBe('synced');
		world.post('2026-12-31');
		expect([world.billed('2026-11').price, world.billed('2026-12').price]).toEqual(['180.00', '180.00']);
	});
});
