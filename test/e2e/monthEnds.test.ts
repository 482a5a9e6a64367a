import type { BilledItem } from './harness/simulators';
import { e5, premium, type SceneContract } from './harness/scene';
import { allPlansOf, approval, approveAndSync, plansOf, statesOf } from './harness/workflows';
import { importAll, startWorld, type World } from './harness/world';

jest.setTimeout(180_000);

async function inWorld(
	name: string,
	now: string,
	contract: SceneContract,
	test: (world: World) => Promise<void>,
): Promise<void> {
	const world = await startWorld({ name, now, contracts: [contract] });
	try {
		await test(world);
	} finally {
		await world.end();
	}
}

function billedOn(items: readonly BilledItem[]): readonly (readonly [string, number, number])[] {
	return items.map(({ itemDate, quantity, totalAmount }) => [itemDate.slice(0, 10), quantity, totalAmount] as const);
}

describe('at the ends of months', () => {
	it('on 28 February 2027 a contract anchored on the 31st is billed by its own days', async () => {
		const lines = [{ product: e5, units: 5 }];
		const contract = { id: 20_001, startDate: '2027-01-31', endDate: '2028-01-30', lines };
		await inWorld('february', '2027-02-28T09:00:00.000Z', contract, async (world) => {
			const { marketplace, autotask } = world;
			const { productId } = e5;
			const sale = { kind: 'sale', customerId: '1', productId, quantity: 5, subscriptionId: 'anchored' } as const;
			await marketplace.act({ ...sale, at: '2026-12-10T09:00:00Z' });
			await marketplace.act({ kind: 'change', subscriptionId: 'anchored', quantity: 6, at: '2027-02-20T09:00:00Z' });
			await marketplace.act({ kind: 'change', subscriptionId: 'anchored', quantity: 7, at: '2027-02-28T08:00:00Z' });
			const { checkChanges, syncChanges } = await importAll(world);
			const n8n = await world.start();
			const plans = allPlansOf(await n8n.rest.waitForExecution({ workflowId: checkChanges }));
			expect(plans.map(({ lines: [line] }) => [line?.effectiveDate, line?.quantityChange])).toEqual([
				['2027-02-20', 1],
				['2027-02-28', 1],
			]);
			const [first, second] = plans;
			const synced = await approveAndSync(n8n, syncChanges, [approval(first, 'own=5'), approval(second)]);
			expect(Object.values(statesOf(synced))).toEqual(['synced', 'synced']);
			expect(billedOn(await autotask.post({ through: '2027-03-30' }))).toEqual([
				['2027-01-31', 5, 110.71],
				['2027-02-20', 6, 53.14],
				['2027-02-28', 7, 217],
			]);
		});
	});

	it('on 1 November 2026 at 00:01 an order of 23:58 is billed from 31 October', async () => {
		const contract = { id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31' };
		await inWorld('midnight', '2026-11-01T00:00:50.000Z', contract, async (world) => {
			const at = '2026-10-31T23:58:00Z';
			const { productId } = premium;
			await world.marketplace.act({
				kind: 'sale',
				customerId: '1',
				productId,
				quantity: 10,
				subscriptionId: 'late',
				at,
			});
			const { checkChanges, syncChanges } = await importAll(world);
			const n8n = await world.start();
			const { late } = plansOf(await n8n.rest.waitForExecution({ workflowId: checkChanges }));
			expect(late?.lines).toEqual([expect.objectContaining({ effectiveDate: '2026-10-31', quantityChange: 10 })]);
			const synced = await approveAndSync(n8n, syncChanges, [approval(late)]);
			expect(Object.values(statesOf(synced))).toEqual(['synced']);
			const [adjustment] = (await world.autotask.writes()).filter(({ path }) => path.endsWith('/ServiceAdjustments'));
			expect(adjustment?.body).toMatchObject({ effectiveDate: expect.stringContaining('2026-10-31'), unitChange: 10 });
			expect(billedOn(await world.autotask.post({ through: '2026-11-30' }))).toEqual([
				['2026-10-31', 10, 5.81],
				['2026-11-01', 10, 180],
			]);
		});
	});
});
