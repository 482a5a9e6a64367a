import { connection } from '../fixtureClients';
import { approveAll, sync } from '../fixtureRun';
import { companyId, contract, contractId, startUnconnected, type World } from '../fixtureWorld';
import { approveTasks } from '../../../src/sync/deciding/approveTasks';

let world: World;

afterEach(async () => {
	await world.close();
});

const byHand = { check: { processAutomatically: false } };

async function approve(text: string) {
	return await approveTasks({ connectionId: connection.connectionId, text, by: 'Ann' }, world);
}

async function shown() {
	const [task] = await world.tasks();
	const [plan] = await world.store.plans(connection.connectionId, task ? [task.id] : []);
	if (!task || !plan) throw new RangeError('no plan is shown');
	return { task, plan };
}

describe('what is written is what the approver was shown', () => {
	it('a plan for one contract is asked again where another one with the same dates has taken its place', async () => {
		const both = [contract({}), contract({ id: contractId + 1, companyID: companyId, contractName: 'Other' })];
		world = await startUnconnected({ contracts: [both[0]!, { ...both[1]!, status: 0 }] });
		await world.run();
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-01T09:00:00Z' });
		await world.run(byHand);
		const { approved } = await approveAll(world);
		world.autotaskSide.seed({
			Contracts: [
				{ ...both[0]!, status: 0 },
				{ ...both[1]!, status: 1 },
			],
		});
		await sync(
			approved.map(({ task }) => task.id),
			world,
		);
		const { task, plan } = await shown();
		expect(task).toMatchObject({ state: 'attention', attention: { reason: 'approval' } });
		expect(plan.contractId).toBe(contractId + 1);
		expect(world.adjustments()).toEqual([]);
	});

	it('a number of own units that the plan does not ask for is refused', async () => {
		world = await startUnconnected({});
		await world.run();
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-01T09:00:00Z' });
		await world.run(byHand);
		const { task, plan } = await shown();
		const { approved, refused } = await approve(`${task.id}:${plan.fingerprint} own=3`);
		expect(approved).toEqual([]);
		expect(refused).toMatchObject([{ reason: expect.stringContaining('asks for no own units') }]);
	});
});
