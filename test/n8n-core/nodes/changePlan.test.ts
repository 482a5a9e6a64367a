import type { ItemJson } from '../../../demo/n8n/executions';
import { premium } from '../../e2e/harness/scene';
import { plannedItems, polled, startNodeWorld, type NodeOutcome, type NodeWorld, type Parameters } from './nodeWorld';

jest.setTimeout(60_000);

let world: NodeWorld;
let taskId: string;
let fingerprint: string;

interface ShownPlan {
	readonly taskId: string;
	readonly fingerprint: string;
	readonly contractId: number;
	readonly lines: readonly { readonly row: string; readonly quantityChange: number; readonly price?: string }[];
	readonly settings: { readonly priceSource: string };
}

function planIn({ json }: ItemJson): ShownPlan {
	return json['plan'] as ShownPlan;
}

/** A sale of 10 that waits for approval, as the template plans it; one contract of two fits. */
async function start(): Promise<void> {
	const contracts = [
		{ id: 20_002, startDate: '2025-01-01', endDate: '2025-12-31' },
		{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31' },
	];
	world = await startNodeWorld({ now: '2026-10-16T09:00:00Z', contracts });
	const sale = { kind: 'sale', customerId: '1', productId: premium.productId } as const;
	world.marketplace.act({ ...sale, quantity: 10, subscriptionId: 'S1', at: '2026-10-16T08:00:00Z' });
	const [built] = await plannedItems(world, polled(await world.poll()));
	if (!built) throw new RangeError('nothing was planned');
	({ taskId, fingerprint } = planIn(built));
}

const fromList = (value: string | number) => ({ __rl: true, mode: 'list', value });

async function run(parameters: Parameters, input: readonly ItemJson[] = [{ json: {} }]): Promise<NodeOutcome> {
	return await world.run('syncTasks', input, { parameters });
}

async function firstRow(): Promise<string> {
	const { results } = await world.list('syncTasks', 'searchRows', { operation: 'change', taskId: fromList(taskId) });
	return String(results[0]?.value);
}

function onlyItem({ outputs, error }: NodeOutcome): ItemJson {
	expect(error).toBeUndefined();
	const [items = []] = outputs;
	expect(items).toHaveLength(1);
	return items[0] as ItemJson;
}

describe('Sync Tasks, Change Plan', () => {
	beforeEach(start);

	afterEach(async () => {
		await world.close();
	});

	it('sets units and price of a row from the list, and the new plan is approved and written as any', async () => {
		const changed = onlyItem(
			await run({
				operation: 'change',
				taskId: fromList(taskId),
				planChange: 'row',
				row: fromList(await firstRow()),
				rowChanges: { units: '8', price: '17.50' },
				fingerprint,
				by: 'Jane',
			}),
		);
		const plan = planIn(changed);
		expect(plan.fingerprint).not.toBe(fingerprint);
		expect(plan.lines[0]).toMatchObject({ quantityChange: 8, price: '17.5', changed: { quantity: '10' } });
		expect(changed.json).toMatchObject({
			manual: false,
			task: { state: 'attention', attention: { reason: 'approval' } },
		});
		expect(changed.json['message']).toContain(`approve ${taskId}:${plan.fingerprint}`);
		const approved = await run({ operation: 'approve', tasks: `${taskId}:${plan.fingerprint}` });
		const synced = await world.run('syncContract', approved.outputs[0] ?? []);
		expect(synced.outputs.map((items) => items.length)).toEqual([1, 0]);
		const log = await run({ operation: 'log', logTaskId: taskId, logAction: 'change', returnAll: true });
		expect(log.outputs[0]).toMatchObject([{ json: { action: 'change', by: 'Jane' } }]);
	});

	it('takes a task as plain text, as from the item before', async () => {
		const item = { json: { task: { id: taskId } } };
		const parameters = {
			operation: 'change',
			taskId: '={{ $json.task.id }}',
			planChange: 'prices',
			pricesFrom: 'marketplace',
		};
		const changed = onlyItem(await run(parameters, [item]));
		expect(planIn(changed).settings.priceSource).toBe('marketplace');
		expect(changed.pairedItem).toEqual({ item: 0 });
	});

	it('unticks a row, and takes all back', async () => {
		const row = await firstRow();
		const of = { operation: 'change', taskId };
		const off = onlyItem(await run({ ...of, planChange: 'row', row, rowChanges: { ticked: false } }));
		expect(planIn(off).lines[0]).toMatchObject({ selected: false });
		const back = onlyItem(await run({ ...of, planChange: 'takeBack' }));
		expect(planIn(back).fingerprint).toBe(fingerprint);
	});

	it('chooses a contract from those of the company', async () => {
		const of = { operation: 'change', planChange: 'contract', taskId: fromList(taskId) };
		const { results } = await world.list('syncTasks', 'searchContracts', of);
		expect(results).toEqual([
			{ name: expect.stringMatching(/\(20001\): fits$/), value: 20_001 },
			{ name: expect.stringMatching(/\(20002\): it ends on 2025-12-31, before 2026-10-16$/), value: 20_002 },
		]);
		expect(planIn(onlyItem(await run({ ...of, contractId: fromList(20_001) }))).contractId).toBe(20_001);
	});
});

describe('Sync Tasks', () => {
	beforeAll(start);

	afterAll(async () => {
		await world.close();
	});

	it.each([
		{
			rule: 'a row that the plan does not have',
			parameters: { row: 'product S9 P9', rowChanges: { units: '8' } },
			says: 'has no such row any more. Look at it again.',
		},
		{
			rule: 'units that are no number',
			parameters: { rowChanges: { units: 'eight' } },
			says: 'The units are no whole number. Write them like 12.',
		},
		{ rule: 'a price of nothing', parameters: { rowChanges: { price: '0' } }, says: 'a price is above 0' },
		{ rule: 'nothing at all', parameters: { rowChanges: {} }, says: 'Nothing was changed in the row.' },
		{
			rule: 'a plan that has moved',
			parameters: { rowChanges: { units: '8' }, fingerprint: '000000000000' },
			says: 'has changed since it was shown (000000000000)',
		},
		{
			rule: 'a task that is not there',
			parameters: { taskId: 'order-0', planChange: 'takeBack' },
			says: 'There is no task order-0',
		},
		{ rule: 'no task', parameters: { taskId: '={{ $json.none }}' }, says: 'No task is chosen.' },
		{ rule: 'no row', parameters: { row: '={{ $json.none }}' }, says: 'no row is chosen.' },
		{
			rule: 'no contract',
			parameters: { planChange: 'contract', contractId: '={{ $json.none }}' },
			says: 'no contract is chosen.',
		},
	])('refuses $rule, keeps the plan, and goes on with the other items where it may', async ({ parameters, says }) => {
		const named = { operation: 'change', taskId, planChange: 'row', row: await firstRow(), ...parameters };
		const stopped = await run(named);
		expect(stopped.error?.message).toContain(says);
		const setting = { parameters: named, onError: 'continueRegularOutput' } as const;
		const { status, outputs } = await world.run('syncTasks', [{ json: {} }, { json: {} }], setting);
		expect(status).toBe('success');
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(outputs[0]?.map(({ json }) => String(json['error']).includes(says))).toEqual([true, true]);
		expect(planIn(onlyItem(await run({ operation: 'get', taskId }))).fingerprint).toBe(fingerprint);
	});

	it('plans a task now and gives its plan', async () => {
		const planned = onlyItem(await run({ operation: 'plan', taskId: fromList(taskId) }));
		expect(planIn(planned).fingerprint).toBe(fingerprint);
		expect(planned.json).toMatchObject({ task: { id: taskId, attention: { reason: 'approval' } } });
	});

	it('gives the contracts of a task’s company with why one does not fit', async () => {
		const { outputs } = await run({ operation: 'contracts', taskId });
		const found = (outputs[0] ?? []).map(({ json }) => json);
		expect(found).toMatchObject([
			{ taskId, contract: { id: 20_001 }, fits: true },
			{ taskId, contract: { id: 20_002 }, fits: false, why: 'it ends on 2025-12-31, before 2026-10-16' },
		]);
	});

	it('gives the connection, and how many tasks are in each state', async () => {
		const { json } = onlyItem(await run({ operation: 'connection' }));
		const tasks = { attention: 1, synced: 0 };
		expect(json).toMatchObject({ isStopped: false, connection: { account: 'main' }, tasks });
		await run({ operation: 'stop' });
		expect(onlyItem(await run({ operation: 'connection' })).json).toMatchObject({ isStopped: true });
		await run({ operation: 'start' });
	});

	it.each([
		{ rule: 'tasks by customer', node: 'syncTasks', method: 'searchTasks', typed: 'harb' },
		{ rule: 'tasks to plan by customer', node: 'syncTasks', method: 'searchOpenTasks', typed: 'HARBOUR' },
		{ rule: 'customers by name', node: 'mapCustomer', method: 'searchCustomers', typed: 'harb' },
		{ rule: 'products by name', node: 'mapProduct', method: 'searchProducts', typed: 'prd-1' },
		{ rule: 'codes of charges by name', node: 'mapProduct', method: 'searchChargeBillingCodes', typed: 'charges' },
	] as const)('lists $rule', async ({ node, method, typed }) => {
		const { results, paginationToken } = await world.list(node, method, {}, typed);
		expect(results).toHaveLength(1);
		expect(paginationToken).toBeUndefined();
		expect((await world.list(node, method, {}, 'nobody%')).results).toEqual([]);
	});

	it('loads and lists what no task waits for', async () => {
		const loaded = await world.run('mapCustomer', [{ json: {} }], { parameters: { operation: 'load' } });
		expect(onlyItem(loaded).json).toMatchObject({ customers: 1 });
		const parameters = { operation: 'list', allSeen: true };
		const customers = await world.run('mapCustomer', [{ json: {} }], { parameters });
		expect(onlyItem(customers).json).toMatchObject({ customerName: 'Harbour Ltd', mapping: { companyId: 1001 } });
		const products = await world.run('mapProduct', [{ json: {} }], { parameters });
		expect(onlyItem(products).json).toMatchObject({ productId: 'PRD-1', productName: 'Product PRD-1' });
		const plans = await world.run('mapProduct', [{ json: {} }], { parameters: { operation: 'load' } });
		expect(onlyItem(plans).json).toHaveProperty('servicePlans');
	});

	it('reads back what was written for a task', async () => {
		const approved = await run({ operation: 'approve', tasks: `${taskId}:${fingerprint}` });
		await world.run('syncContract', approved.outputs[0] ?? []);
		const { json } = onlyItem(await run({ operation: 'get', taskId, readBack: true }));
		const back = json['readBack'] as readonly object[];
		expect(back).toContainEqual(
			expect.objectContaining({ expected: '10 units', held: '10 units', isAsExpected: true }),
		);
	});
});
