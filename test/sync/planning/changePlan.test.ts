import type { SyncTask } from '../../../src/domain/task/task';
import { changePlan, type ChangePlanRequest } from '../../../src/sync/planning/changePlan';
import type { PlanChange } from '../../../src/sync/planning/planChange';
import { buildSettings, connection } from '../fixtureClients';
import { contractId, editByHand, serviceId, sold, startUnconnected, startWorld, type World } from '../fixtureWorld';

jest.setTimeout(60_000);

const { connectionId } = connection;
const build = { priceSource: 'marketplace' } as const;

let world: World;
let task: SyncTask;

/** A rise from 10 to 13 on 16 October that waits at `approval`. */
async function rise(): Promise<void> {
	world = await startWorld();
	const { subscriptionId = '' } = await sold(world, {}, { build });
	const order = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
	await world.run({ check: { processAutomatically: false }, build });
	task = await world.taskOf(order);
}

afterEach(async () => {
	await world.close();
});

async function plan() {
	const [stored] = await world.store.plans(connectionId, [task.id]);
	if (!stored) throw new RangeError('no plan');
	return stored;
}

async function changed(change: PlanChange, more: Partial<ChangePlanRequest> = {}) {
	const settings = {
		matchCompanyBy: 'companyNumber',
		severalProducts: 'refuse',
		build: { ...buildSettings, ...build },
	};
	const request = { connectionId, taskId: task.id, by: 'Ann', change, ...more };
	return await changePlan(request, world, settings as Parameters<typeof changePlan>[2]);
}

async function seats(): Promise<string> {
	return (await plan()).lines[0]?.row ?? '';
}

describe('a change of a plan', () => {
	beforeEach(rise);

	it('ends in a plan that waits for approval, is logged by name, and writes nothing', async () => {
		const { fingerprint } = await plan();
		const row = await seats();
		const outcome = await changed({ kind: 'row', row, typed: { quantity: '12' }, selected: true }, { fingerprint });
		expect(outcome).toMatchObject({
			kind: 'looked',
			task: { state: 'attention', attention: { reason: 'approval' } },
			plan: { lines: [{ quantityChange: 2 }] },
		});
		expect((await plan()).fingerprint).not.toBe(fingerprint);
		const [first] = (await world.store.readLog(connectionId, { taskId: task.id })).filter(
			({ action }) => action === 'change',
		);
		expect(first).toMatchObject({ by: 'Ann', message: expect.stringMatching(/quantity 12\. Ticked /) });
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
	});

	it('is refused where the plan has moved since it was shown, with the one that it has now', async () => {
		const { fingerprint } = await plan();
		const row = await seats();
		await changed({ kind: 'row', row, typed: { quantity: '12' } });
		const now = await plan();
		const late = await changed({ kind: 'row', row, typed: { quantity: '11' } }, { fingerprint });
		expect(late).toEqual({
			kind: 'refused',
			message: `The plan of task ${task.id} has changed since it was shown (${fingerprint}); it is ${task.id}:${now.fingerprint} now. Look at it again, then change it.`,
		});
		expect(await plan()).toEqual(now);
	});

	it.each([
		{
			rule: 'a row that is not in the plan',
			change: { row: 'charge none', typed: {} },
			says: 'has no such row any more',
		},
		{ rule: 'a row without a name', change: { row: '', typed: {} }, says: 'has no such row any more' },
		{
			rule: 'units that are none',
			change: { kind: 'ownUnits', product: 'PRD-1', units: '-1' },
			says: 'Say how many units it is',
		},
		{
			rule: 'other units of an unknown number',
			change: { kind: 'otherUnits', units: '2', seenInForce: '' },
			says: 'Say how many units it is',
		},
		{
			rule: 'a product that is not in the plan',
			change: { kind: 'ownUnits', product: 'PRD-9', units: '1' },
			says: 'Its plan has no product PRD-9.',
		},
		{ rule: 'nothing', change: { typed: {} }, says: 'Nothing was changed in the row.' },
		{ rule: 'what cannot be read', change: { typed: { price: 'x' } }, says: 'The price is no number.' },
		{ rule: 'what the rules forbid', change: { typed: { price: '0' } }, says: 'a price is above 0' },
	])('is refused for $rule, by the name of the task or its order', async ({ change, says }) => {
		const before = await plan();
		const outcome = await changed({ kind: 'row', row: await seats(), ...change } as PlanChange);
		expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining(says) });
		expect(outcome).toMatchObject({ message: expect.stringMatching(`^(Task ${task.id}|Order ${task.orderNumber})`) });
		expect(await plan()).toEqual(before);
	});

	it('takes prices from Autotask for this task alone, and is taken back with the rows only', async () => {
		const { fingerprint } = await plan();
		await changed({ kind: 'row', row: await seats(), typed: { quantity: '12' } });
		await changed({ kind: 'takeBack' });
		expect((await plan()).fingerprint).toBe(fingerprint);
		const outcome = await changed({ kind: 'prices', from: 'autotask' });
		expect(outcome).toMatchObject({ plan: { settings: { priceSource: 'autotask' } } });
	});
});

describe('an answer of how many units are whose', () => {
	it('of a line of before: 9 of 12 are the subscription’s, and one is added for its 10', async () => {
		const line = { contractID: contractId, serviceID: serviceId, units: 12, unitPrice: 18 };
		world = await startUnconnected({ lines: [line] });
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-07-01T09:00:00Z' });
		world.setNow('2026-10-01T09:00:00Z');
		await world.run({ build });
		[task] = (await world.tasks()) as [SyncTask];
		expect((await plan()).questions).toMatchObject([{ inForce: 12, suggestion: 10 }]);
		const outcome = await changed({ kind: 'ownUnits', product: 'PRD-1', units: '9' });
		expect(outcome).toMatchObject({ plan: { questions: [], lines: [{ quantityChange: 1 }] } });
	});

	it('of a line that somebody has changed: 2 of 12 are not ours, and the rise is planned', async () => {
		await rise();
		await editByHand(world, { effectiveDate: '2026-10-10', unitChange: 2 });
		await changed({ kind: 'takeBack' });
		expect((await world.store.task(connectionId, task.id))?.attention?.reason).toBe('changed in Autotask');
		const outcome = await changed({ kind: 'otherUnits', units: '2', seenInForce: '12' });
		expect(outcome).toMatchObject({ plan: { lines: [{ quantityChange: 3 }] } });
	});
});
