import { byAutotaskAtItsPrice, byMarketplace, byMarketplaceAtAutotasksPrice } from '../fixtureBilled';
import { startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

describe('the worked cases that write nothing', () => {
	const refusals = [
		{
			rule: 'case 10: an order in another currency than the contract',
			options: { company: { currencyID: 2 } },
			productId: 'PRD-1',
			reason: 'currency differs',
		},
		{
			rule: 'case 11: a yearly subscription on a monthly contract',
			options: {},
			productId: 'PRD-Y',
			reason: 'billing period differs',
		},
	] as const;
	const settings = [
		{ by: "by Autotask, at Autotask's price", settings: byAutotaskAtItsPrice },
		{ by: 'by the marketplace', settings: byMarketplace },
		{ by: "by the marketplace, at Autotask's price", settings: byMarketplaceAtAutotasksPrice },
	];

	it.each(refusals.flatMap((one) => settings.map((by) => ({ ...one, ...by }))))(
		'$rule, $by',
		async ({ options, productId, reason, settings: chosen }) => {
			world = await startWorld(options);
			const at = '2026-10-01T09:00:00Z';
			const order = world.order({ kind: 'sale', customerId: '1', productId, quantity: 10, at });
			await world.run(chosen);
			expect(await world.taskOf(order)).toMatchObject({ state: 'attention', attention: { reason } });
			expect(world.writeRequests()).toBe(0);
		},
	);
});
