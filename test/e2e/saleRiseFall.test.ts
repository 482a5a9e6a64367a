import { outputItems } from '../../demo/n8n/executions';
import type { RunningN8n } from '../../demo/n8n/startN8n';
import { e5, materialCodeId, premium, standard } from './harness/scene';
import type { BilledItem } from './harness/simulators';
import {
	approval,
	approveAndSync,
	bothCredentials,
	plansOf,
	runChain,
	statesOf,
	tasksInStore,
} from './harness/workflows';
import { tracesOf } from './harness/traces';
import { importAll, pollNow, startWorld, type Templates, type World } from './harness/world';

jest.setTimeout(180_000);

const lines = [
	{ product: premium, units: 10 },
	{ product: e5, units: 10 },
];
const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31', lines }];

let world: World;
let n8n: RunningN8n;
let ids: Templates;

/** Friday, 16 October 2026, 10:00 in London: two subscriptions that are billed by hand as they should be. */
beforeAll(async () => {
	world = await startWorld({ name: 'sale-rise-fall', now: '2026-10-16T09:00:00.000Z', contracts });
	const sale = { kind: 'sale', customerId: '1', quantity: 10, at: '2026-01-01T09:00:00Z' } as const;
	await world.marketplace.act({ ...sale, productId: premium.productId, subscriptionId: 'rise' });
	await world.marketplace.act({ ...sale, productId: e5.productId, subscriptionId: 'fall' });
	await world.autotask.post({ through: '2026-09-30' });
	ids = await importAll(world);
	n8n = await world.start();
});

afterAll(async () => {
	await world.end();
});

function billed(items: readonly BilledItem[], month: string): Readonly<Record<string, string>> {
	const sums: Record<string, number> = {};
	for (const item of items.filter(({ itemDate }) => itemDate.startsWith(month))) {
		const what =
			item.contractChargeID === undefined || item.contractChargeID === null ? `service ${item.serviceID}` : 'charge';
		sums[what] = (sums[what] ?? 0) + item.totalAmount;
	}
	return Object.fromEntries(Object.entries(sums).map(([what, sum]) => [what, sum.toFixed(2)]));
}

describe('a month in October 2026, each step on the one before', () => {
	it('the first connection plans a task for each subscription, and writes nothing', async () => {
		const execution = await n8n.rest.waitForExecution({ workflowId: ids.checkChanges });
		expect(execution.status).toBe('success');
		expect(Object.keys(plansOf(execution)).sort()).toEqual(['fall', 'rise']);
		expect(outputItems(execution, 'Sync Contract')).toEqual([]);
		expect(await world.autotask.writes()).toEqual([]);
		const digest = outputItems(execution, 'Digest').map(({ json }) => json['subject']);
		expect(digest).toEqual(['Marketplace: 2 to approve (no change)']);
	});

	it('approval through Sync Changes links the lines as they are', async () => {
		const first = await n8n.rest.waitForExecution({ workflowId: ids.checkChanges });
		const { rise, fall } = plansOf(first);
		const synced = await approveAndSync(n8n, ids.syncChanges, [approval(rise, 'own=10'), approval(fall, 'own=10')]);
		expect(synced.status).toBe('success');
		expect(statesOf(synced)).toEqual({ 'initial-rise': 'synced', 'initial-fall': 'synced' });
		expect(await world.autotask.writes()).toEqual([]);
	});

	it('a check with nothing new starts no execution and asks Autotask nothing', async () => {
		const before = await n8n.rest.newestExecutionId(ids.checkChanges);
		await world.autotask.clearRequests();
		await world.marketplace.clearRequests();
		await pollNow(world, n8n, ids.checkChanges);
		expect(await world.autotask.requests()).toEqual([]);
		expect((await world.marketplace.requests()).length).toBeGreaterThan(0);
		expect(await n8n.rest.newestExecutionId(ids.checkChanges)).toBe(before);
	});

	it('a sale, a rise and a fall are planned from their day, and the setup fee asks for its mapping', async () => {
		const afterId = await n8n.rest.newestExecutionId(ids.checkChanges);
		const sale = { kind: 'sale', customerId: '1', productId: standard.productId } as const;
		await world.marketplace.act({ ...sale, quantity: 10, setup: '50.00', subscriptionId: 'sale' });
		await world.marketplace.act({ kind: 'change', subscriptionId: 'rise', quantity: 13 });
		await world.marketplace.act({ kind: 'change', subscriptionId: 'fall', quantity: 6 });
		await pollNow(world, n8n, ids.checkChanges);
		const execution = await n8n.rest.waitForExecution({ workflowId: ids.checkChanges, afterId });
		expect(execution.status).toBe('success');
		const plans = plansOf(execution);
		expect(plans['rise']?.lines).toEqual([expect.objectContaining({ effectiveDate: '2026-10-16', quantityChange: 3 })]);
		expect(plans['fall']?.lines).toEqual([
			expect.objectContaining({ effectiveDate: '2026-11-01', quantityChange: -4 }),
		]);
		const waiting = [1, 2].flatMap(() => outputItems(execution, 'Map Product', 1));
		const reasons = [...waiting, ...outputItems(execution, 'Build Contract Services', 1)].map(
			({ json }) => (json['attention'] as { readonly reason: string }).reason,
		);
		expect(reasons).toContain('charge not mapped');
		expect(await world.autotask.writes()).toEqual([]);
	});

	it('mapping the setup fee frees the sale at the next poll', async () => {
		const afterId = await n8n.rest.newestExecutionId(ids.checkChanges);
		const parameters = { resource: 'chargeKind', operation: 'map', chargeKind: 'setup', targetId: materialCodeId };
		const type = 'n8n-nodes-marketplace-autotask.mapProduct';
		const mapped = await runChain(n8n, [{ type, parameters, credentials: bothCredentials }]);
		expect(mapped.status).toBe('success');
		await pollNow(world, n8n, ids.checkChanges);
		const execution = await n8n.rest.waitForExecution({ workflowId: ids.checkChanges, afterId });
		expect(Object.keys(plansOf(execution))).toEqual(['sale']);
	});

	it('approval writes the three, once', async () => {
		const checks = await n8n.rest.executions(ids.checkChanges, { includeData: true });
		const plans = checks.map(plansOf).reduce((newest, older) => ({ ...older, ...newest }));
		const tasks = ['rise', 'fall', 'sale'].map((name) => approval(plans[name]));
		const synced = await approveAndSync(n8n, ids.syncChanges, tasks);
		expect(Object.values(statesOf(synced))).toEqual(['synced', 'synced', 'synced']);
		const kinds = (await world.autotask.writes()).map(({ path }) => path.split('/').at(-1));
		expect(kinds.sort()).toEqual([
			'Charges',
			'ServiceAdjustments',
			'ServiceAdjustments',
			'ServiceAdjustments',
			'Services',
		]);
		const again = await approveAndSync(n8n, ids.syncChanges, tasks);
		expect(Object.values(statesOf(again)).every((said) => said.includes('needs no approval'))).toBe(true);
		expect(await world.autotask.writes()).toHaveLength(kinds.length);
	});

	it('the bills are those of the rules', async () => {
		const items = await world.autotask.post({ through: '2026-11-30' });
		expect(billed(items, '2026-10')).toEqual({
			'service 801': '207.87',
			'service 802': '92.90',
			'service 803': '310.00',
			charge: '50.00',
		});
		expect(billed(items, '2026-11')).toEqual({
			'service 801': '234.00',
			'service 802': '180.00',
			'service 803': '186.00',
		});
	});

	it('all tasks are synced, and a further check finds nothing', async () => {
		const before = await n8n.rest.newestExecutionId(ids.checkChanges);
		await pollNow(world, n8n, ids.checkChanges);
		expect(await n8n.rest.newestExecutionId(ids.checkChanges)).toBe(before);
		const tasks = await tasksInStore(n8n);
		expect(tasks).toHaveLength(5);
		expect(new Set(tasks.map(({ state }) => state))).toEqual(new Set(['synced']));
	});

	it('the secrets lie nowhere but in the encrypted credentials', async () => {
		const { userFolder } = world.prepared;
		const searched = tracesOf(['order-1000003', 'Check Changes'], userFolder).map(({ file }) =>
			file.replace(/-wal$/, ''),
		);
		const wanted = ['.n8n/database.sqlite', '.n8n/marketplace-autotask.sqlite', 'n8n.log'];
		expect([...new Set(searched)]).toEqual(expect.arrayContaining(wanted));
		expect(await world.traces()).toEqual([]);
	});
});
