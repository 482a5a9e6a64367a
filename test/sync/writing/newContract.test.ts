import type { FaultAction } from '../../../simulators/faults';
import type { ActResult } from '../../../simulators/marketplace/actKinds';
import { approveTasks } from '../../../src/sync/deciding/approveTasks';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { connection } from '../fixtureClients';
import { approveAndSync, retry, type RunSettings, sync } from '../fixtureRun';
import { contract, contractId, serviceId, startWorld, type World, type WorldOptions } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const creating: RunSettings = { build: { whenNoContract: 'create' } };
const creatingBy = ({ build }: RunSettings): RunSettings => ({ build: { ...build, whenNoContract: 'create' } });

function buy(productId = 'PRD-1', at = '2026-10-20T09:00:00Z'): ActResult {
	return world.order({ kind: 'sale', customerId: '1', productId, quantity: 10, at });
}

function contracts() {
	return (world.autotaskSide.state().entities.Contracts ?? []).map(
		(one) =>
			`${String(one.contractNumber).replace(/^MA-[a-z0-9]{8}-/, '')} ${String(one.startDate).slice(0, 10)} ${String(one.endDate).slice(0, 10)}`,
	);
}

describe('a contract that is created', () => {
	it.each([
		{ rule: 'prorated by Autotask', settings: byAutotask, adjustments: ['+10@2026-10-20'], charges: [] },
		{ rule: 'prorated by the marketplace', settings: byMarketplace, adjustments: ['+10@2026-10-20'], charges: [] },
	])("has the subscription's own term and bills it from its first day, $rule", async (of) => {
		world = await startWorld({ contracts: [] });
		const sale = buy();
		await world.run(creatingBy(of.settings));
		expect(world.writeRequests()).toBe(0);
		expect((await world.taskOf(sale)).attention).toMatchObject({
			reason: 'approval',
			message: expect.stringContaining('is created, from 2026-10-20 to 2027-10-19, and cannot be taken away again'),
		});
		await approveAndSync(world);
		expect((await world.taskOf(sale)).state).toBe('synced');
		expect(contracts()).toEqual(['C1001-monthly-GBP-2026-10-20 2026-10-20 2027-10-19']);
		expect(world.adjustments()).toEqual(of.adjustments);
		expect(world.charges()).toEqual(of.charges);
		world.post('2027-12-31');
		expect([world.billed('2026-10').price, world.billed('2026-11').price, world.billed('2027-09').price]).toEqual([
			'180.00',
			'180.00',
			'180.00',
		]);
		expect(world.billed('2027-10').price).toBe('0.00');
	});
});

describe('the tasks of one company', () => {
	it('that would create the same contract share one', async () => {
		world = await startWorld({ contracts: [] });
		const first = buy();
		const second = buy('PRD-31', '2026-10-20T10:00:00Z');
		await world.run(creating);
		await approveAndSync(world);
		expect([(await world.taskOf(first)).state, (await world.taskOf(second)).state]).toEqual(['synced', 'synced']);
		expect(contracts()).toHaveLength(1);
		world.post('2026-11-30');
		expect(world.billed('2026-10').price).toBe('490.00');
	});
});

describe('a plan that counts on the contract of another', () => {
	it('is not written before that one, and goes on the contract once it is there', async () => {
		world = await startWorld({ contracts: [] });
		const first = buy();
		const second = buy('PRD-31', '2026-10-20T10:00:00Z');
		await world.run(creating);
		const entryOf = async (order: ActResult) => {
			const { id } = await world.taskOf(order);
			const [known] = await world.store.plans(connection.connectionId, [id]);
			return `${id}:${known?.fingerprint ?? ''}`;
		};
		const approve = async (order: ActResult) =>
			await approveTasks({ connectionId: connection.connectionId, text: await entryOf(order), by: 'Ann' }, world);
		expect((await approve(second)).refused).toMatchObject([{ reason: expect.stringContaining('counts on') }]);
		const one = await approve(first);
		await sync(
			one.approved.map(({ task }) => task.id),
			world,
		);
		expect(contracts()).toHaveLength(1);
		const other = await approve(second);
		await sync(
			other.approved.map(({ task }) => task.id),
			world,
		);
		expect((await world.taskOf(second)).state).toBe('synced');
		expect(contracts()).toHaveLength(1);
		world.post('2026-11-30');
		expect(world.billed('2026-10').price).toBe('490.00');
	});
});

describe('no contract is created', () => {
	it.each<{ rule: string; world: WorldOptions; settings: RunSettings; reason: string; says: string }>([
		{
			rule: 'unless the setting says so',
			world: { contracts: [] },
			settings: {},
			reason: 'no contract fits',
			says: 'Create or activate one',
		},
		{
			rule: 'where the company has the service on another contract, an ended one too',
			world: {
				contracts: [contract({ endDate: '2026-03-31' })],
				lines: [{ contractID: contractId, serviceID: serviceId, units: 3 }],
			},
			settings: creating,
			reason: 'no contract fits',
			says: 'Cloud (20001) of Company 1001 has the service already',
		},
		{
			rule: "in another currency than the order's",
			world: { contracts: [], company: { currencyID: 2 } },
			settings: creating,
			reason: 'currency differs',
			says: 'EUR',
		},
		{
			rule: 'where several fit',
			world: { contracts: [contract(), contract({ id: 20002, contractName: 'Other' })] },
			settings: creating,
			reason: 'several contracts fit',
			says: '(20002)',
		},
	])('$rule', async ({ world: options, settings, reason, says }) => {
		world = await startWorld(options);
		const before = contracts();
		const sale = buy();
		await world.run(settings);
		expect((await world.taskOf(sale)).attention).toMatchObject({ reason, message: expect.stringContaining(says) });
		await approveAndSync(world);
		expect(world.writeRequests()).toBe(0);
		expect(contracts()).toEqual(before);
	});

	it('where another one fits by the time that it is written', async () => {
		world = await startWorld({ contracts: [] });
		const sale = buy();
		await world.run(creating);
		world.autotaskSide.seed({ Contracts: [contract()] });
		await approveAndSync(world);
		expect(world.writeRequests()).toBe(0);
		await world.run(creating);
		expect((await world.taskOf(sale)).attention?.message).toMatch(
			/^What was approved has moved since\. Look at the plan/,
		);
		await approveAndSync(world);
		expect((await world.taskOf(sale)).state).toBe('synced');
		expect((world.autotaskSide.state().entities.Contracts ?? []).map((one) => one.id)).toEqual([contractId]);
	});

	it('in a dry run, which says what would be', async () => {
		world = await startWorld({ contracts: [] });
		buy();
		await world.run(creating);
		const [outcome] = await approveAndSync(world, () => '', { sync: { dryRun: true } });
		expect(outcome?.result.message).toBe(
			'Dry run: contract Company 1001, monthly from 2026-10-20 would be created; 1 writes, none of them made.',
		);
		expect(world.writeRequests()).toBe(0);
	});
});

describe('a creation', () => {
	function later(minutes: number): void {
		world.setNow(new Date(Date.parse(world.clock.now()) + minutes * 60_000).toISOString());
	}

	it.each<{ fault: string; action: FaultAction }>([
		{ fault: 'its answer is lost', action: { kind: 'loseAnswerAfterEffect' } },
		{ fault: 'the connection is closed before it', action: { kind: 'closeBeforeEffect' } },
		{ fault: 'a 500 without reasons comes after it', action: { kind: 'status', status: 500, afterEffect: true } },
		{ fault: 'its answer breaks off', action: { kind: 'truncateJson' } },
	])('is made once where $fault', async ({ action }) => {
		world = await startWorld({ contracts: [] });
		const sale = buy();
		await world.run(creating);
		world.autotaskSide.addFault({ method: 'POST', path: '/Contracts$', action });
		const [first] = await approveAndSync(world);
		expect(first?.result.state).toBe('waiting');
		expect(world.adjustments()).toEqual([]);
		later(31);
		await world.run(creating);
		expect((await world.taskOf(sale)).state).toBe('synced');
		expect(contracts()).toHaveLength(1);
		expect(world.adjustments()).toEqual(['+10@2026-10-20']);
	});

	it('that Autotask refuses fails the task, and a retry makes it', async () => {
		world = await startWorld({ contracts: [] });
		const sale = buy();
		await world.run(creating);
		const body = '{"errors":["No contracts today."]}';
		world.autotaskSide.addFault({ method: 'POST', path: '/Contracts$', action: { kind: 'status', status: 500, body } });
		await approveAndSync(world);
		const failed = await world.taskOf(sale);
		expect(failed).toMatchObject({ state: 'failed', note: expect.stringContaining('No contracts today.') });
		await retry(failed.id, world);
		await world.run(creating);
		expect((await world.taskOf(sale)).state).toBe('synced');
		expect(contracts()).toHaveLength(1);
	});
});
