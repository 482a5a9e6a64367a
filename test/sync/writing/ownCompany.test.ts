import { byAutotask, byMarketplace } from '../fixtureBilled';
import { contract, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

// October 10 x 18.00 + 3 x 18.00 x 16 / 31, November 13 x 18.00.
it.each([
	{ by: 'Autotask', settings: byAutotask },
	{ by: 'the marketplace', settings: byMarketplace },
])(
	"a customer that is the provider's own company, whose id is 0, is billed as any other, prorated by $by",
	async (of) => {
		world = await startWorld({ contracts: [contract({ companyID: 0 })] });
		const [company] = world.autotaskSide.state().entities.Companies ?? [];
		world.autotaskSide.seed({ Companies: [{ ...company, id: 0, companyName: 'Provider', companyNumber: 'C-0' }] });
		const [customer] = world.marketplaceSide.state().customers;
		if (!customer) throw new RangeError('no customer');
		world.marketplaceSide.seed({ customers: [{ ...customer, id: '77', externalId: 'C-0', name: 'Provider' }] });
		const sale = { kind: 'sale', customerId: '77', productId: 'PRD-1', quantity: 10 } as const;
		const { subscriptionId } = world.order({ ...sale, at: '2026-10-01T09:00:00Z' });
		await world.run(of.settings);
		world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
		await world.run(of.settings);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced']);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['207.87', '234.00']);
	},
);
