import type { PlannedCharge } from '../../../src/domain/plan/plan';
import { decimal } from '../../../src/domain/money';
import { connection } from '../fixtureClients';
import { approveAll, sync } from '../fixtureRun';
import { contractId, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

/** A sale whose setup is charged, approved; the charge is in Autotask with the amount, and our journal says what we wrote. */
async function approvedWithCharge(there: string, written: string): Promise<PlannedCharge | undefined> {
	world = await startWorld();
	world.order({
		kind: 'sale',
		customerId: '1',
		productId: 'PRD-1',
		quantity: 10,
		setup: '50.00',
		at: '2026-10-01T09:00:00Z',
	});
	await world.run({ check: { processAutomatically: false } });
	const { approved } = await approveAll(world);
	const [charge] = approved[0]?.plan.charges ?? [];
	if (!approved[0] || !charge) throw new RangeError('no charge was planned');
	world.autotaskSide.seed({
		ContractCharges: [
			{
				id: 4001,
				contractID: contractId,
				name: charge.name,
				datePurchased: charge.on,
				unitQuantity: 1,
				unitPrice: Number(there),
				internalPurchaseOrderNumber: charge.key,
			},
		],
	});
	await world.store.adopt([
		{
			databaseId: world.autotask.databaseId,
			connectionId: connection.connectionId,
			taskIds: [approved[0].task.id],
			contractId: charge.contractId,
			kind: 'charge',
			state: 'done',
			key: charge.key,
			on: charge.on,
			amount: decimal(written),
			intendedAt: world.clock.now(),
		},
	]);
	await sync([approved[0].task.id], world);
	return charge;
}

describe('a charge that is in Autotask already', () => {
	it('is left as it is where it is the planned one, even edited', async () => {
		await approvedWithCharge('45.00', '50.00');
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced']);
		expect(world.charges()).toHaveLength(1);
	});

	it('stops the task where it was written at another amount than the plan has come to', async () => {
		await approvedWithCharge('45.00', '45.00');
		const [task] = await world.tasks();
		expect(task).toMatchObject({ state: 'attention', attention: { reason: 'changed in Autotask' } });
		expect(task?.attention?.message).toContain('written as 45');
		expect(task?.attention?.message).toContain('come to 50');
		expect(world.adjustments()).toEqual([]);
	});

	it('lets the task go on once its amount is corrected', async () => {
		await approvedWithCharge('50.00', '45.00');
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced']);
		expect(world.charges()).toHaveLength(1);
	});
});
