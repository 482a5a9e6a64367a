import { connection } from '../fixtureClients';
import { approveAll, type RunSettings, sync } from '../fixtureRun';
import { companyId, contract, contractId, editByHand, serviceId, startUnconnected, type World } from '../fixtureWorld';
import { approveTasks } from '../../../src/sync/deciding/approveTasks';
import { ignoreTasks } from '../../../src/sync/deciding/ignoreTasks';
import { retryTasks } from '../../../src/sync/deciding/retryTasks';

let world: World;

afterEach(async () => {
	await world.close();
});

const byHand = { check: { processAutomatically: false } };

async function approve(text: string) {
	return await approveTasks({ connectionId: connection.connectionId, text, by: 'Ann' }, world);
}

/** A world with a line of ten that was there before us, and a sale of ten that is shown with its plan. */
async function saleOnHeldLine(build: RunSettings['build'] = {}): Promise<void> {
	world = await startUnconnected({
		lines: [{ id: 901, contractID: contractId, serviceID: serviceId, unitPrice: 18, unitCost: 14.4 }],
	});
	await editByHand(world, { unitChange: 10, effectiveDate: '2026-01-01' });
	await world.run();
	world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-01T09:00:00Z' });
	await world.run({ ...byHand, build });
}

async function benAnswers(words: string): Promise<void> {
	const { task } = await shown();
	await retryTasks({ connectionId: connection.connectionId, text: `${task.id} ${words}`, by: 'Ben' }, world);
}

async function shown(nth = 0) {
	const task = (await world.tasks())[nth];
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

	it('an approval of a plan is refused where somebody has said since whose the units are, with the plan that it is now', async () => {
		await saleOnHeldLine();
		const { task, plan } = await shown();
		expect(plan.lines).toMatchObject([{ quantityChange: 10 }]);
		await benAnswers('own=10');
		await world.run(byHand);
		const { plan: now } = await shown();
		expect(now.lines).toMatchObject([{ quantityChange: 0 }]);
		const { approved, refused } = await approve(`${task.id}:${plan.fingerprint}`);
		expect(approved).toEqual([]);
		expect(refused).toMatchObject([{ reason: expect.stringContaining(`the plan now is ${now.fingerprint}`) }]);
	});

	it('an approved plan is shown again where somebody says before it is written whose the units are', async () => {
		await saleOnHeldLine();
		const { task } = await shown();
		await approveAll(world);
		await benAnswers('own=10');
		await sync([task.id], world);
		const { task: now, plan } = await shown();
		expect(now).toMatchObject({ state: 'attention', attention: { reason: 'approval' } });
		expect(plan.lines).toMatchObject([{ quantityChange: 0 }]);
		expect(world.adjustments()).toEqual(['+10@2026-01-01']);
	});

	// The line of ten costs 14.40; somebody sets 13.00 from September on after the approval.
	it.each([
		{ rule: 'with Autotask’s prices', build: { priceSource: 'autotask' } },
		{ rule: 'beside a price of the marketplace', build: { costSource: 'none' } },
	] as const)('a cost that the line keeps $rule is shown again where somebody changes it', async ({ build }) => {
		await saleOnHeldLine(build);
		const { task, plan } = await shown();
		expect(plan.lines).toMatchObject([{ quantityChange: 10, cost: '14.4' }]);
		await approveAll(world);
		await editByHand(world, { unitChange: 0, adjustedUnitCost: 13, effectiveDate: '2026-09-01' });
		await sync([task.id], world);
		expect((await shown()).plan.lines).toMatchObject([{ quantityChange: 10, cost: '13' }]);
		expect(world.adjustments().slice(2)).toEqual([]);
	});

	it('an answer that says what the plan assumes leaves its approval', async () => {
		await saleOnHeldLine();
		const { task } = await shown();
		await approveAll(world);
		await benAnswers('own=0');
		await sync([task.id], world);
		expect(world.adjustments()).toEqual(['+10@2026-01-01', '+10@2026-10-01']);
	});

	it('a plan that counted on a task which is ignored since is approved anew', async () => {
		world = await startUnconnected({});
		await world.run();
		const { subscriptionId = '' } = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
		});
		world.order({ kind: 'change', subscriptionId, quantity: 12, at: '2026-10-16T09:00:00Z' });
		await world.run(byHand);
		const [sale, rise] = [await shown(0), await shown(1)];
		expect(rise.plan.lines).toMatchObject([{ quantityChange: 2 }]);
		const { connectionId } = connection;
		await ignoreTasks({ connectionId, text: sale.task.id, by: 'Ben', reason: 'entered by hand' }, world);
		await world.run(byHand);
		expect((await shown(1)).plan.lines).toMatchObject([{ quantityChange: 12 }]);
		const { approved } = await approve(`${rise.task.id}:${rise.plan.fingerprint}`);
		expect(approved).toEqual([]);
	});

	it('a change that Autotask refuses on its day is shown on the next free one before it is written there', async () => {
		world = await startUnconnected({
			lines: [{ id: 901, contractID: contractId, serviceID: serviceId, unitPrice: 18, unitCost: 14.4 }],
			switches: { sameDate: 'refused' },
		});
		await editByHand(world, { unitChange: 12, effectiveDate: '2026-01-01' });
		await world.run();
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-01T09:00:00Z' });
		await editByHand(world, { unitChange: -2, effectiveDate: '2026-10-02' });
		await world.run(byHand);
		const days = async () => (await shown()).plan.lines.map((line) => `${line.quantityChange}@${line.effectiveDate}`);
		expect(await days()).toEqual(['10@2026-10-01', '2@2026-10-02']);
		await approveAll(world);
		const { task } = await shown();
		await sync([task.id], world);
		expect(world.adjustments().slice(2)).toEqual(['+10@2026-10-01']);
		expect(await days()).toEqual(['2@2026-10-03']);
		await approveAll(world);
		await sync([task.id], world);
		expect(world.adjustments().slice(2)).toEqual(['+10@2026-10-01', '+2@2026-10-03']);
	});
});
