import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAll, approveAndSync, retry, type RunSettings } from '../fixtureRun';
import { contractId, editByHand, serviceId, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

/** A line of ten that somebody has scheduled for November; ten are sold on 16 October. */
async function soldBesideScheduled(settings: RunSettings, price?: string) {
	const line = { id: 30001, contractID: contractId, serviceID: serviceId, unitPrice: 18, unitCost: 14.4, units: 0 };
	world = await startWorld({ lines: [line] });
	const rate = { adjustedUnitPrice: 18, adjustedUnitCost: 14.4 };
	await editByHand(world, { contractServiceID: 30001, unitChange: 10, effectiveDate: '2026-11-01', ...rate });
	const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-16T09:00:00Z' } as const;
	const order = world.order(price === undefined ? sale : { ...sale, price });
	await world.run(settings);
	return await world.taskOf(order);
}

function written() {
	const adjustments = world.adjustments().slice(1);
	const charges = world.charges();
	world.post('2026-12-31');
	return { adjustments, charges, billed: ['2026-10', '2026-11'].map((month) => world.billed(month).price) };
}

/** 10 x 18.00 x 16/31 = 92.90. */
describe('a line that holds units on later days only', () => {
	it.each([
		{
			rule: 'by Autotask, whose day of the change takes no other',
			settings: byAutotask,
			adjustments: ['+10@2026-10-16', '-10@2026-11-02'],
			charges: ['-6.00@2026-11-01'],
		},
		{ rule: 'by the marketplace', settings: byMarketplace, adjustments: [], charges: ['92.90@2026-10-16'] },
	])('is asked about, and billed once where the units are the sale itself, $rule', async (of) => {
		const { state, attention } = await soldBesideScheduled(of.settings);
		expect([state, attention?.reason]).toEqual(['attention', 'approval']);
		expect(attention?.message).toContain('own=10');
		await approveAndSync(world, () => 'own=10', of.settings);
		expect(written()).toEqual({ adjustments: of.adjustments, charges: of.charges, billed: ['92.90', '180.00'] });
	});

	it.each([
		{ rule: 'by Autotask', settings: byAutotask, adjustments: ['+10@2026-10-16'], charges: [] },
		{
			rule: 'by the marketplace',
			settings: byMarketplace,
			adjustments: ['+10@2026-11-01'],
			charges: ['92.90@2026-10-16'],
		},
	])('stays as it is where the units are not the sale, which has a line of its own, $rule', async (of) => {
		const { id } = await soldBesideScheduled(of.settings);
		await retry(`${id} own=0`, world);
		await world.run(of.settings);
		await approveAndSync(world, () => '', of.settings);
		expect(written()).toEqual({ adjustments: of.adjustments, charges: of.charges, billed: ['92.90', '360.00'] });
	});

	it('is asked about again where a part of the units is said to be the sale', async () => {
		await soldBesideScheduled(byAutotask);
		await approveAll(world, () => 'own=4');
		await world.run(byAutotask);
		expect(world.adjustments()).toHaveLength(1);
		expect((await world.tasks()).map(({ attention }) => attention?.reason)).toEqual(['approval']);
	});

	it('is nothing to a sale at another price, which has a line of its own', async () => {
		const { state } = await soldBesideScheduled(byAutotask, '17.00');
		expect(state).toBe('synced');
		expect(written().billed).toEqual(['87.74', '350.00']);
	});
});
