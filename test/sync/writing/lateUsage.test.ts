import type { Product } from '../../../simulators/marketplace/records';
import { approveAndSync } from '../fixtureRun';
import { contract, contractId, sold, startWorld, type World, type WorldOptions } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const nextId = 20002;
const toOctober = contract({ endDate: '2026-10-31' });
const fromNovember = contract({ id: nextId, contractName: 'Next', startDate: '2026-11-01' });
const onThe10th = '2026-11-10T09:00:00Z';
const october = { description: 'Traffic, October 2026', quantity: 5, unitPrice: '1.00' };

/** Amount, day and contract of all charges. */
function chargedOn(): readonly string[] {
	return (world.autotaskSide.state().entities.ContractCharges ?? []).map(
		(one) =>
			`${Number(one.unitPrice).toFixed(2)}@${String(one.datePurchased).slice(0, 10)} on ${String(one.contractID)}`,
	);
}

const metered: Product = {
	mpn: 'MPN-U',
	vendor: 'Microsoft',
	id: 'PRD-U',
	serviceName: 'Azure',
	name: 'Metered',
	prices: [{ currency: 'GBP', amount: '1.00', type: 'overuse', model: 'FLAT' }],
	costs: [],
	billingPeriod: { type: 'month', duration: 1 },
	subscriptionPeriod: { type: 'year', duration: 1 },
	billingModel: 'chargeExternalRating',
};

describe('usage that is billed late', () => {
	// Sold on 20 September: its own periods begin on the 20th; what names no days is of 20 September to 19 October.
	it('A12: is dated in the month that its lines name, whatever the subscription’s own boundary', async () => {
		world = await startWorld({ now: '2026-09-10T08:00:00Z' });
		const { subscriptionId } = await sold(world, { at: '2026-09-20T09:00:00Z' });
		const lines = [october, { description: 'Traffic', quantity: 7, unitPrice: '1.00' }];
		const bill = world.order({ kind: 'usage', subscriptionId, lines, at: onThe10th });
		await world.run();
		expect((await world.taskOf(bill)).state).toBe('synced');
		expect(world.charges()).toEqual(['5.00@2026-10-31', '7.00@2026-10-19']);
	});

	it.each<{ rule: string; options: WorldOptions; endedOn?: string; charged: readonly string[] }>([
		{
			rule: 'that was cancelled in the month',
			options: {},
			endedOn: '2026-10-20T09:00:00Z',
			charged: [`5.00@2026-10-31 on ${contractId}`],
		},
		{
			rule: 'whose contract ended with the month',
			options: { contracts: [toOctober] },
			charged: [`5.00@2026-10-31 on ${contractId}`],
		},
		{
			rule: 'whose contract ended with the month, and another took over',
			options: { contracts: [toOctober, fromNovember] },
			charged: [`5.00@2026-10-31 on ${contractId}`],
		},
	])(
		'A12: is charged on the contract that covered the day, of a subscription $rule',
		async ({ options, endedOn, charged }) => {
			world = await startWorld(options);
			const { subscriptionId } = await sold(world);
			if (endedOn !== undefined) {
				world.order({ kind: 'cancellation', subscriptionId, at: endedOn });
				await world.run();
			}
			const bill = world.order({ kind: 'usage', subscriptionId, lines: [october], at: onThe10th });
			await world.run();
			expect((await world.taskOf(bill)).attention?.message ?? (await world.taskOf(bill)).state).toBe('synced');
			expect(chargedOn()).toEqual(charged);
		},
	);

	it.each([
		{ rule: 'a subscription with seats', isMetered: false },
		{ rule: 'a metered subscription', isMetered: true },
	])('A12: goes on each contract for its own months: $rule', async ({ isMetered }) => {
		const renewed = { ...toOctober, renewedContractID: nextId };
		world = await startWorld({ contracts: [renewed, fromNovember] });
		world.marketplaceSide.seed({ products: [metered] });
		const sale = isMetered ? { productId: 'PRD-U', quantity: 1, setup: '50.00' } : {};
		const { subscriptionId } = await sold(world, sale);
		const billed = [october, { description: 'Traffic, November 2026', quantity: 6, unitPrice: '1.00' }];
		const bill = world.order({ kind: 'usage', subscriptionId, lines: billed, at: '2026-12-10T09:00:00Z' });
		await world.run();
		await approveAndSync(world);
		expect((await world.taskOf(bill)).attention?.message ?? (await world.taskOf(bill)).state).toBe('synced');
		expect(chargedOn().filter((one) => !one.startsWith('50.00'))).toEqual([
			`5.00@2026-10-31 on ${contractId}`,
			`6.00@2026-11-30 on ${nextId}`,
		]);
	});
});
