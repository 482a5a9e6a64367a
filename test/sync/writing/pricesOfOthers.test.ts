import { editByHand, sold, startWorld, type World } from '../fixtureWorld';
import { approveAndSync, type RunSettings } from '../fixtureRun';

let world: World;

afterEach(async () => {
	await world.close();
});

const settings: RunSettings = { build: { priceSource: 'marketplace' } };

/** Ten at 18.00 on the contract, and what somebody sets by hand as the price from a day on. */
async function pricedByHand(on: string): Promise<string> {
	world = await startWorld();
	const { subscriptionId } = await sold(world, {}, settings);
	world.setNow('2026-10-02T09:00:00Z');
	await editByHand(world, { unitChange: 0, effectiveDate: on, adjustedUnitPrice: 25 });
	return subscriptionId;
}

async function reprice(subscriptionId: string, at: string): Promise<void> {
	world.order({ kind: 'change', subscriptionId, price: '20.00', cost: '14.40', at });
	world.setNow(at.replace('09:00', '12:00'));
	await world.run(settings);
	await approveAndSync(world, undefined, settings);
}

describe('a price that somebody set in Autotask', () => {
	it.each([
		{ rule: 'on a later day stays, and nothing is charged for it', on: '2026-12-01', at: '2026-11-16T09:00:00Z' },
		{
			rule: 'on an earlier day ends with ours, and nothing is charged for it',
			on: '2026-10-20',
			at: '2026-11-16T09:00:00Z',
		},
	])('$rule', async ({ on, at }) => {
		const subscriptionId = await pricedByHand(on);
		await reprice(subscriptionId, at);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced']);
		expect(world.charges()).toEqual([]);
	});
});
