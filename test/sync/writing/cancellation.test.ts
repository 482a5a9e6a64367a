import { type BilledCase, byAutotask, byMarketplace, expectedOf, play } from '../fixtureBilled';
import { contract, sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const autotaskPrice = { build: { proration: 'marketplace', priceSource: 'autotask' } } as const;
const onTheFifth = { kind: 'cancellation', refund: true, at: '2026-10-05T09:00:00Z' } as const;

const cases: readonly BilledCase[] = [
	{
		rule: 'case 4: the period is billed, the fee is charged, by Autotask',
		sale: { quantity: 5 },
		settings: byAutotask,
		then: [{ kind: 'cancellation', fee: '25.00', at: '2026-10-11T09:00:00Z' }],
		adjustments: ['+5@2026-10-01', '-5@2026-11-01'],
		charges: ['25.00@2026-10-11'],
		billed: { '2026-10': '115.00', '2026-11': '0.00' },
	},
	{
		rule: 'case 4: the period is billed, the fee is charged, by the marketplace',
		sale: { quantity: 5 },
		settings: byMarketplace,
		then: [{ kind: 'cancellation', fee: '25.00', at: '2026-10-11T09:00:00Z' }],
		adjustments: ['+5@2026-10-01', '-5@2026-11-01'],
		charges: ['25.00@2026-10-11'],
		billed: { '2026-10': '115.00', '2026-11': '0.00' },
	},
	{
		rule: 'case 5: refund lines are credited',
		settings: byAutotask,
		then: [onTheFifth],
		adjustments: ['+10@2026-10-01', '-10@2026-11-01'],
		charges: ['-156.77@2026-10-05'],
		billed: { '2026-10': '23.23', '2026-11': '0.00' },
	},
	{
		rule: "case 5: refund lines are credited at Autotask's price",
		settings: autotaskPrice,
		then: [onTheFifth],
		adjustments: ['+10@2026-10-01', '-10@2026-11-01'],
		charges: ['-156.77@2026-10-05'],
		billed: { '2026-10': '23.23', '2026-11': '0.00' },
	},
	{
		rule: 'case 13: a setup that is given back',
		sale: { setup: '50.00' },
		settings: byMarketplace,
		then: [{ ...onTheFifth, setupRefund: '50.00' }],
		adjustments: ['+10@2026-10-01', '-10@2026-11-01'],
		charges: ['50.00@2026-10-01', '-50.00@2026-10-05', '-156.77@2026-10-05'],
		billed: { '2026-10': '23.23', '2026-11': '0.00' },
	},
	{
		rule: 'a sale that is charged until the boundary and cancelled before it bills nothing more',
		sale: { at: '2026-10-20T09:00:00Z', alignedTo: 1 },
		settings: byMarketplace,
		then: [{ kind: 'cancellation', at: '2026-10-25T09:00:00Z' }],
		adjustments: ['+10@2026-11-01', '-10@2026-11-02'],
		charges: ['69.68@2026-10-20', '-6.00@2026-11-01'],
		billed: { '2026-10': '69.68', '2026-11': '0.00', '2026-12': '0.00' },
	},
	{
		rule: 'at the end of the term, on a boundary, nothing more is billed',
		world: {
			now: '2025-09-20T08:00:00Z',
			contracts: [contract({ startDate: '2025-01-01', endDate: '2027-12-31' })],
		},
		sale: { at: '2025-10-01T09:00:00Z' },
		then: [{ kind: 'cancellation', at: '2026-10-01T09:00:00Z' }],
		adjustments: ['+10@2025-10-01', '-10@2026-10-01'],
		billed: { '2026-09': '180.00', '2026-10': '0.00' },
	},
	{
		rule: 'a yearly plan that is broken off is billed to the end of its year',
		world: {
			now: '2026-03-01T08:00:00Z',
			contracts: [contract({ contractPeriodType: 'Yearly', startDate: '2026-03-15', endDate: '2028-03-14' })],
		},
		sale: { productId: 'PRD-Y', at: '2026-03-15T09:00:00Z' },
		then: [{ kind: 'cancellation', at: '2026-09-01T09:00:00Z' }],
		adjustments: ['+10@2026-03-15', '-10@2027-03-15'],
		billed: { '2026-03': '2160.00', '2027-03': '0.00' },
	},
];

describe('cancellations, billed', () => {
	it.each(cases)('$rule', async (of) => {
		world = await startWorld(of.world);
		expect(await play(world, of)).toEqual(expectedOf(of));
	});

	it('case 12: of a line that two subscriptions share only its own units go', async () => {
		world = await startWorld();
		await sold(world);
		const second = await sold(world, { quantity: 5, at: '2026-10-02T10:00:00Z' }, byMarketplace);
		world.order({ kind: 'cancellation', subscriptionId: second.subscriptionId, at: '2026-11-11T11:00:00Z' });
		await world.run(byMarketplace);
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+5@2026-11-01', '-5@2026-12-01']);
		world.post('2026-12-31');
		expect([world.billed('2026-11').price, world.billed('2026-12').price]).toEqual(['270.00', '180.00']);
	});

	it('a sale and its cancellation that are found together are written as one', async () => {
		world = await startWorld();
		const sale = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
		});
		world.order({
			kind: 'cancellation',
			subscriptionId: sale.subscriptionId,
			refund: true,
			at: '2026-10-05T09:00:00Z',
		});
		await world.run(byAutotask);
		expect((await world.tasks()).map((task) => task.state)).toEqual(['synced', 'synced']);
		expect([world.adjustments(), world.charges()]).toEqual([
			['+10@2026-10-01', '-10@2026-11-01'],
			['-156.77@2026-10-05'],
		]);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['23.23', '0.00']);
	});

	it('running again after a cancellation writes nothing', async () => {
		world = await startWorld();
		const sale = await sold(world);
		world.order({
			kind: 'cancellation',
			subscriptionId: sale.subscriptionId,
			fee: '25.00',
			at: '2026-10-11T09:00:00Z',
		});
		await world.run();
		const before = world.writeRequests();
		await world.run();
		expect(world.writeRequests()).toBe(before);
	});
});
