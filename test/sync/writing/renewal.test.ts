import { type BilledCase, byAutotask, byMarketplace, expectedOf, play } from '../fixtureBilled';
import { contract, startWorld, type World, type WorldOptions } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const sinceLastYear: WorldOptions = {
	now: '2025-10-10T08:00:00Z',
	contracts: [contract({ startDate: '2025-01-01', endDate: '2027-12-31' })],
};
const onThe15th = { at: '2025-10-15T09:00:00Z' };
const yearly: WorldOptions = {
	now: '2026-03-01T08:00:00Z',
	contracts: [contract({ contractPeriodType: 'Yearly', startDate: '2026-03-15', endDate: '2028-03-14' })],
};
const twelveYearly = { productId: 'PRD-Y', quantity: 12, at: '2026-03-15T09:00:00Z' };

const cases: readonly BilledCase[] = [
	{
		rule: 'case 16: a renewal a day early reprices from the new term, by Autotask',
		world: sinceLastYear,
		sale: onThe15th,
		settings: byAutotask,
		then: [{ kind: 'renewal', price: '20.00', cost: '16.00', at: '2026-10-14T09:00:00Z' }],
		adjustments: ['+10@2025-10-15', '+0@2026-10-15'],
		billed: { '2026-10': '190.97', '2026-11': '200.00' },
		cost: { '2026-11': '160.00' },
	},
	{
		rule: 'case 16: a renewal reprices from the new term, by the marketplace',
		world: { ...sinceLastYear, now: '2025-09-20T08:00:00Z' },
		sale: { at: '2025-10-01T09:00:00Z' },
		settings: byMarketplace,
		then: [{ kind: 'renewal', price: '20.00', cost: '16.00', at: '2026-10-01T09:00:00Z' }],
		adjustments: ['+10@2025-10-01', '+0@2026-10-01'],
		billed: { '2026-09': '180.00', '2026-10': '200.00', '2026-11': '200.00' },
	},
	{
		rule: 'case 17: a yearly fall is billed from the renewal',
		world: yearly,
		sale: twelveYearly,
		settings: byAutotask,
		then: [{ kind: 'renewal', quantity: 8, at: '2027-03-14T09:00:00Z' }],
		adjustments: ['+12@2026-03-15', '-4@2027-03-15'],
		billed: { '2026-03': '2592.00', '2027-03': '1728.00' },
	},
	{
		rule: 'case 17: a yearly fall under marketplace proration, provisioned days later',
		world: yearly,
		sale: twelveYearly,
		settings: byMarketplace,
		then: [{ kind: 'renewal', quantity: 8, at: '2027-03-18T09:00:00Z' }],
		adjustments: ['+12@2026-03-15', '-4@2027-03-15'],
		billed: { '2026-03': '2592.00', '2027-03': '1728.00' },
	},
	{
		rule: 'a rise by a renewal, by the marketplace: price from the day, seats charged until the boundary',
		world: sinceLastYear,
		sale: onThe15th,
		settings: byMarketplace,
		then: [{ kind: 'renewal', quantity: 12, price: '20.00', cost: '16.00', at: '2026-10-15T09:00:00Z' }],
		adjustments: ['+10@2025-11-01', '+0@2026-10-15', '+2@2026-11-01'],
		charges: ['98.71@2025-10-15', '21.94@2026-10-15'],
		billed: { '2026-10': '212.91', '2026-11': '240.00' },
	},
];

describe('renewals, billed', () => {
	it.each(cases)('$rule', async (of) => {
		world = await startWorld(of.world);
		expect(await play(world, of)).toEqual(expectedOf(of));
	});
});
