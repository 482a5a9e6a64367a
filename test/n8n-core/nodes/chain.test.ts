import type { ItemJson } from '../../../demo/n8n/executions';
import { premium, standard } from '../../e2e/harness/scene';
import { approvalsOf, plannedItems, polled, startNodeWorld, type NodeName, type NodeWorld } from './nodeWorld';

jest.setTimeout(60_000);

const lines = [{ product: premium, units: 10 }];
const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31', lines }];

let world: NodeWorld;

/** A subscription billed by hand for months, and one bought today; a customer and a product that nobody has mapped. */
beforeEach(async () => {
	world = await startNodeWorld({ now: '2026-10-16T09:00:00Z', contracts });
	const { marketplace } = world;
	const [customer] = marketplace.state().customers;
	const [product] = marketplace.state().products;
	if (!customer || !product) throw new RangeError('the scene is empty');
	const { externalId: _, ...stranger } = { ...customer, id: '9', name: 'Stranger Ltd' };
	marketplace.seed({ customers: [stranger], products: [{ ...product, id: 'PRD-9' }] });
	const sale = { kind: 'sale', customerId: '1' } as const;
	const at = '2026-10-16T08:00:00Z';
	marketplace.act({
		...sale,
		productId: premium.productId,
		quantity: 10,
		subscriptionId: 'S1',
		at: '2026-01-01T09:00:00Z',
	});
	marketplace.act({ ...sale, productId: standard.productId, quantity: 10, subscriptionId: 'S2', at });
	marketplace.act({ ...sale, productId: 'PRD-9', quantity: 3, subscriptionId: 'S3', at });
	marketplace.act({ ...sale, productId: standard.productId, customerId: '9', quantity: 3, subscriptionId: 'S4', at });
});

afterEach(async () => {
	await world.close();
});

interface ListedTask {
	readonly state: string;
	readonly orderNumber?: string;
	readonly attention?: { readonly reason: string; readonly message: string };
}

function subscriptionsOf(items: readonly ItemJson[] | undefined): readonly unknown[] {
	return (items ?? []).map(({ json }) => (json['subscription'] as { readonly id: string }).id);
}

function reasonsOf(items: readonly ItemJson[] | undefined): readonly unknown[] {
	return (items ?? []).map(({ json }) => (json['attention'] as { readonly reason: string }).reason);
}

describe('the chain of nodes', () => {
	it('hands on one item per task, with its store, its order and its subscription', async () => {
		const items = polled(await world.poll());
		expect([...subscriptionsOf(items)].sort()).toEqual(['S1', 'S2', 'S3', 'S4']);
		for (const { json } of items) {
			expect(json).toMatchObject({
				storeId: expect.any(String),
				manual: false,
				task: { state: 'open', isFirst: true },
			});
		}
		expect(items.map(({ json }) => 'order' in json).sort()).toEqual([false, true, true, true]);
	});

	it('splits the tasks on named outputs, keeps their json and pairs each with its input', async () => {
		const input = polled(await world.poll());
		const customers = await world.run('mapCustomer', input);
		expect(subscriptionsOf(customers.outputs[1])).toEqual(['S4']);
		expect(reasonsOf(customers.outputs[1])).toEqual(['customer not mapped']);
		const products = await world.run('mapProduct', customers.outputs[0] ?? []);
		expect(subscriptionsOf(products.outputs[1])).toEqual(['S3']);
		expect(reasonsOf(products.outputs[1])).toEqual(['product not mapped']);
		const built = await world.run('buildContractServices', products.outputs[0] ?? []);
		expect(built.outputs[0]).toEqual([]);
		expect(reasonsOf(built.outputs[1])).toEqual(['approval', 'approval']);
		const gained = [customers, products, built].flatMap(({ outputs }) => outputs.flat());
		expect(gained.every(({ json }) => 'storeId' in json && 'task' in json && 'subscription' in json)).toBe(true);
		const pairs = customers.outputs.flat().map(({ json, pairedItem }) => [json['subscription'], pairedItem]);
		const wanted = input.map(({ json }, item) => [json['subscription'], { item }]);
		expect(pairs).toHaveLength(wanted.length);
		expect(pairs).toEqual(expect.arrayContaining(wanted));
	});

	it('writes what was approved, once, and says so on each item', async () => {
		const built = await plannedItems(world, polled(await world.poll()));
		const parameters = { operation: 'approve', tasks: approvalsOf(built, { 'initial-S1': 'own=10' }), by: 'Jane' };
		const approved = await world.run('syncTasks', [{ json: {} }], { parameters });
		const first = await world.run('syncContract', approved.outputs[0] ?? []);
		expect(first.outputs[0]?.map(({ json }) => json['result'])).toEqual([
			expect.objectContaining({ state: 'synced', linesWritten: 2 }),
			expect.objectContaining({ state: 'synced', lines: [] }),
		]);
		const writes = (): number => world.autotask.requests().filter(({ kind }) => kind === 'write').length;
		expect(writes()).toBe(2);
		const second = await world.run('syncContract', approved.outputs[0] ?? []);
		expect(second.status).toBe('success');
		expect(writes()).toBe(2);
	});

	it('sends what cannot be approved to Failed, with the reason', async () => {
		const parameters = { operation: 'approve', tasks: 'order-0:abc', by: 'Jane' };
		const approved = await world.run('syncTasks', [{ json: {} }], { parameters });
		expect(approved.outputs[0]?.[0]?.json['refused']).toBe('There is no task order-0; list the tasks for their ids.');
		const { outputs } = await world.run('syncContract', approved.outputs[0] ?? []);
		expect(outputs[0]).toEqual([]);
		expect(outputs[1]?.map(({ json }) => json['entry'])).toEqual(['order-0:abc']);
	});
});

describe('an order that nobody can understand', () => {
	it('waits with a word of its own, and holds up no other task', async () => {
		world.marketplace.act({
			kind: 'unknown',
			subscriptionId: 'S2',
			prefix: 'XO',
			amount: '5.00',
			at: '2026-10-16T08:30:00Z',
		});
		const built = await plannedItems(world, polled(await world.poll()));
		expect([...reasonsOf(built)].sort()).toEqual(['approval', 'approval', 'order not understood']);
		const listed = await world.run('syncTasks', [{ json: {} }], { parameters: { operation: 'list', returnAll: true } });
		const tasks = (listed.outputs[0] ?? []).map(({ json }) => json['task'] as ListedTask);
		expect(tasks).toHaveLength(5);
		const unknown = tasks.find(({ orderNumber }) => orderNumber?.startsWith('XO'));
		expect(unknown).toMatchObject({ state: 'attention', attention: { reason: 'order not understood' } });
		expect(unknown?.attention?.message).toMatch(/XO\d+/);
		expect(tasks.every(({ state }) => ['attention', 'approved', 'synced', 'failed', 'ignored'].includes(state))).toBe(
			true,
		);
	});
});

describe('the nodes in n8n', () => {
	it('have the names and outputs that workflows are built on', async () => {
		const descriptions = await world.core.descriptions();
		const outputs = descriptions.map(({ name, outputs }) => [
			String(name).replace(/^.*\./, ''),
			(outputs as readonly { readonly displayName: string }[]).map(({ displayName }) => displayName),
		]);
		expect(Object.fromEntries(outputs)).toEqual({
			resellerMarketplaceTrigger: ['Tasks'],
			importCustomersTrigger: [],
			marketplacePagesTrigger: [],
			mapCustomer: ['Mapped', 'Needs Attention'],
			mapProduct: ['Mapped', 'Needs Attention'],
			buildContractServices: ['Ready', 'Needs Attention'],
			syncContract: ['Synced', 'Failed'],
			syncTasks: ['Tasks'],
		});
	});
});

describe('a mapping that is made by hand', () => {
	const byId = (value: string): object => ({ __rl: true, mode: 'id', value });

	it.each([
		{
			rule: 'frees the tasks of a customer',
			waits: 'S4',
			node: 'mapCustomer' as NodeName,
			parameters: { operation: 'map', customerId: '9', companyId: byId('1001') },
		},
		{
			rule: 'frees the tasks of a product',
			waits: 'S3',
			node: 'mapProduct' as NodeName,
			parameters: { resource: 'product', operation: 'map', productId: 'PRD-9', serviceId: byId('803') },
		},
	])('$rule at once', async ({ waits, node, parameters }) => {
		await plannedItems(world, polled(await world.poll()));
		expect((await world.poll()).output).toBeNull();
		const mapped = await world.run(node, [{ json: {} }], { parameters });
		expect(mapped.error).toBeUndefined();
		expect(mapped.outputs.map((items) => items.length)).toEqual([1, 0]);
		expect(subscriptionsOf(polled(await world.poll()))).toEqual([waits]);
	});
});

describe('an item shown by hand', () => {
	it('shows what a poll would hand on, at most ten, and takes none', async () => {
		for (let index = 0; index < 10; index++) {
			const sale = { kind: 'sale', customerId: '1', productId: standard.productId, quantity: 1 } as const;
			world.marketplace.act({ ...sale, at: '2026-10-16T08:30:00Z', subscriptionId: `M${index}` });
		}
		const shown = polled(await world.poll({ mode: 'manual' }));
		expect(shown).toHaveLength(10);
		expect(shown.every(({ json }) => json['manual'] === true)).toBe(true);
		expect(polled(await world.poll())).toHaveLength(14);
	});

	it('goes through the whole chain as a dry run that says so, and leaves nothing behind', async () => {
		const shown = polled(await world.poll({ mode: 'manual' }));
		const { outputs } = await world.run('mapCustomer', shown, { mode: 'manual' });
		const products = await world.run('mapProduct', outputs[0] ?? [], { mode: 'manual' });
		const built = await world.run('buildContractServices', products.outputs[0] ?? [], { mode: 'manual' });
		const synced = await world.run('syncContract', built.outputs.flat(), { mode: 'manual' });
		expect(synced.error).toBeUndefined();
		expect(synced.hints.join(' ')).toContain('nothing was written to Autotask');
		expect(world.autotask.requests().filter(({ kind }) => kind === 'write')).toEqual([]);
		const listed = await world.run('syncTasks', [{ json: {} }], { parameters: { operation: 'list' } });
		expect(listed.outputs[0]).toEqual([]);
	});

	it('is no different for Sync Contract from its own setting Dry Run', async () => {
		const built = await plannedItems(world, polled(await world.poll()));
		const tasks = approvalsOf(built, { 'initial-S1': 'own=10' });
		const approved = await world.run('syncTasks', [{ json: {} }], { parameters: { operation: 'approve', tasks } });
		const synced = await world.run('syncContract', approved.outputs[0] ?? [], { parameters: { dryRun: true } });
		expect(synced.hints.join(' ')).toContain('nothing was written to Autotask');
		const states = synced.outputs.flat().map(({ json }) => (json['result'] as { readonly state: string }).state);
		expect(states).toEqual(['dryRun', 'dryRun']);
		expect(world.autotask.requests().filter(({ kind }) => kind === 'write')).toEqual([]);
	});
});
