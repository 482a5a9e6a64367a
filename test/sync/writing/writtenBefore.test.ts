import type { ContractId } from '../../../src/domain/ids';
import type { WriteKind } from '../../../src/ports/store/journal';
import { connection } from '../fixtureClients';
import { approveAll, sync } from '../fixtureRun';
import { companyId, contract, contractId, startWorld, type World } from '../fixtureWorld';

const otherContract = 20011;

let world: World;

beforeEach(async () => {
	world = await startWorld({ contracts: [contract(), contract({ id: otherContract, companyID: companyId + 1 })] });
});

afterEach(async () => {
	await world.close();
});

/** The journal says that it was created; Autotask no longer shows it. */
async function createdBefore(kind: WriteKind, key: string, on: number): Promise<void> {
	await world.store.adopt([
		{
			databaseId: world.autotask.databaseId,
			connectionId: connection.connectionId,
			taskIds: ['earlier' as never],
			contractId: on as ContractId,
			kind,
			state: 'done',
			key,
			on: '2026-10-01' as never,
			intendedAt: world.clock.now(),
		},
	]);
}

describe('what was created before, and Autotask no longer shows', () => {
	it.each([
		{ rule: 'a line', kind: 'contractService', on: contractId },
		{ rule: 'a line, on another contract', kind: 'contractService', on: 20099 },
		{ rule: 'a charge', kind: 'charge', on: contractId },
		{ rule: 'a charge, on another contract', kind: 'charge', on: 20099 },
	] as const)('stops its own task, and no other: $rule', async ({ kind, on }) => {
		const charged = kind === 'charge' ? { setup: '50.00' } : {};
		const sale = { kind: 'sale', quantity: 10, ...charged, at: '2026-10-01T09:00:00Z' } as const;
		const own = world.order({ ...sale, customerId: '1', productId: 'PRD-1' });
		const other = world.order({ ...sale, customerId: '2', productId: 'PRD-B' });
		await world.run({ check: { processAutomatically: false } });
		const { approved } = await approveAll(world);
		const { plan } = approved.find(({ task }) => task.orderId === own.orderId) ?? {};
		const line = plan?.changes[0]?.target;
		const key = kind === 'charge' ? plan?.charges[0]?.key : line?.kind === 'new' ? line.key : undefined;
		await createdBefore(kind, key ?? '', on);
		await sync(
			approved.map(({ task }) => task.id),
			world,
		);
		expect(await world.taskOf(own)).toMatchObject({
			state: 'attention',
			attention: { reason: 'changed in Autotask', message: expect.stringContaining('no longer') },
		});
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
		expect(await world.taskOf(other)).toMatchObject({ state: 'synced' });
	});
});
