import { outputItems, type Execution } from '../../demo/n8n/executions';
import type { RunningN8n } from '../../demo/n8n/startN8n';
import { until } from '../../demo/n8n/until';
import { premium, standard } from './harness/scene';
import { approval, approveAndSync, editNodes, plansOf, statesOf, tasksInStore, withOption } from './harness/workflows';
import { canaries, importAll, pollNow, startWorld, waitForPolls, type Templates, type World } from './harness/world';

jest.setTimeout(180_000);

const lines = [{ product: premium, units: 10 }];
const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31', lines }];
const down = { times: 0, action: { kind: 'status', status: 503 } } as const;
const closed = { times: 0, action: { kind: 'closeBeforeEffect' } } as const;

let world: World;
let n8n: RunningN8n;
let ids: Templates;

beforeAll(async () => {
	world = await startWorld({ name: 'outages', now: '2026-10-16T09:00:00.000Z', contracts });
	const { productId } = premium;
	const sale = { kind: 'sale', customerId: '1', productId, quantity: 10, at: '2026-01-01T09:00:00Z' } as const;
	await world.marketplace.act({ ...sale, subscriptionId: 'seats' });
	ids = await importAll(world);
});

afterAll(async () => {
	await world.end();
});

function tasksIn(execution: Execution): readonly string[] {
	return outputItems(execution, 'Check Changes').map(({ json }) => (json['task'] as { readonly id: string }).id);
}

async function executionsAfter(workflowId: string, afterId: string): Promise<readonly Execution[]> {
	const executions = await n8n.rest.executions(workflowId, { includeData: true });
	return executions.filter(({ id }) => Number(id) > Number(afterId));
}

/** A person's copy of the template: another workflow with the same nodes and credentials. */
async function secondCheckChanges(): Promise<string> {
	const { name, nodes, connections } = await n8n.rest.api<Readonly<Record<string, unknown>>>(
		'GET',
		`/workflows/${ids.checkChanges}`,
	);
	const copy = { name: `${String(name)}, copy`, nodes, connections, settings: { executionOrder: 'v1' } };
	const { id } = await n8n.rest.api<{ readonly id: string }>('POST', '/workflows', copy);
	return id;
}

async function buy(subscriptionId: string, quantity: number): Promise<void> {
	await world.marketplace.act({
		kind: 'sale',
		customerId: '1',
		productId: standard.productId,
		quantity,
		subscriptionId,
	});
}

async function adjustments(): Promise<number> {
	return (await world.autotask.writes()).filter(({ path }) => path.endsWith('/ServiceAdjustments')).length;
}

function states(tasks: readonly { readonly id: string; readonly state: string }[]): Readonly<Record<string, string>> {
	return Object.fromEntries(tasks.map(({ id, state }) => [id, state]));
}

describe('n8n and outages of both systems, each step on the one before', () => {
	it('starts during an outage of the marketplace, stays published, and the next poll finds everything', async () => {
		await world.marketplace.addFault(down);
		n8n = await world.start();
		const workflow = await n8n.rest.api<{ readonly active: boolean }>('GET', `/workflows/${ids.checkChanges}`);
		expect(workflow.active).toBe(true);
		await waitForPolls(world, 1);
		expect(await n8n.rest.executions(ids.checkChanges)).toEqual([]);
		await world.marketplace.clearFaults();
		await pollNow(world, n8n, ids.checkChanges);
		const execution = await n8n.rest.waitForExecution({ workflowId: ids.checkChanges });
		expect(Object.keys(plansOf(execution))).toEqual(['seats']);
		const synced = await approveAndSync(n8n, ids.syncChanges, [approval(plansOf(execution)['seats'], 'own=10')]);
		expect(statesOf(synced)).toEqual({ 'initial-seats': 'synced' });
	});

	it('a write whose answer is lost before Autotask fails and n8n is killed is there once', async () => {
		const afterId = await n8n.rest.newestExecutionId(ids.checkChanges);
		await world.marketplace.act({ kind: 'change', subscriptionId: 'seats', quantity: 13 });
		await pollNow(world, n8n, ids.checkChanges);
		const planned = await n8n.rest.waitForExecution({ workflowId: ids.checkChanges, afterId });
		const path = '/ServiceAdjustments$';
		await world.autotask.addFault({ method: 'POST', path, action: { kind: 'loseAnswerAfterEffect' } });
		await world.autotask.addFault({ ...closed, path: 'ContractServiceUnits', nth: 2 });
		const synced = await approveAndSync(n8n, ids.syncChanges, [approval(plansOf(planned)['seats'])]);
		expect(statesOf(synced)).toEqual({ 'order-1000002': 'waiting' });
		await n8n.kill();
		const soon = '2026-10-16T09:05:00.000Z';
		await Promise.all([world.autotask.setNow(soon), world.marketplace.setNow(soon)]);
		n8n = await world.startAt(soon);
		const inOutage = await n8n.rest.waitForExecution({ workflowId: ids.checkChanges, afterId: planned.id });
		expect(inOutage.status).toBe('error');
		expect(inOutage.data?.resultData.error?.message).toContain('Autotask gave no answer');
		await n8n.stop();
		await world.autotask.clearFaults();
		const later = '2026-10-16T11:00:00.000Z';
		await Promise.all([world.autotask.setNow(later), world.marketplace.setNow(later)]);
		n8n = await world.startAt(later);
		const recovered = await n8n.rest.waitForExecution({ workflowId: ids.checkChanges, afterId: inOutage.id });
		expect(statesOf(recovered)).toEqual({ 'order-1000002': 'synced' });
		expect(await adjustments()).toBe(1);
		expect(states(await tasksInStore(n8n))).toEqual({ 'initial-seats': 'synced', 'order-1000002': 'synced' });
	});

	it('two workflows that poll at once take no task twice', async () => {
		const afterId = await n8n.rest.newestExecutionId(ids.checkChanges);
		const copy = await secondCheckChanges();
		await n8n.rest.unpublish(ids.checkChanges);
		await buy('second', 2);
		await buy('third', 3);
		await world.marketplace.addFault({ path: '/orders$', action: { kind: 'hold', effect: 'beforeRelease' } });
		await n8n.rest.publish(ids.checkChanges);
		await world.marketplace.waitForHeld();
		await n8n.rest.publish(copy);
		await world.lineInLog('Another check of this connection is under way');
		await world.marketplace.release();
		await world.marketplace.clearFaults();
		await n8n.rest.waitForExecution({ workflowId: ids.checkChanges, afterId });
		const executions = [...(await executionsAfter(ids.checkChanges, afterId)), ...(await executionsAfter(copy, '0'))];
		expect(executions.flatMap(tasksIn).sort()).toEqual(['order-1000003', 'order-1000004']);
		await n8n.rest.unpublish(copy);
	});

	it('an outage of Autotask in the middle of a batch loses nothing and doubles nothing', async () => {
		const checks = await executionsAfter(ids.checkChanges, '0');
		const plans = checks.map(plansOf).reduce((newest, older) => ({ ...older, ...newest }));
		await world.autotask.addFault({ ...down, nth: 3, method: 'POST', path: '/Contracts/' });
		const tasks = [approval(plans['second']), approval(plans['third'])];
		const synced = await approveAndSync(n8n, ids.syncChanges, tasks);
		expect(Object.values(statesOf(synced))).toContain('waiting');
		await n8n.kill();
		await world.autotask.clearFaults();
		const later = '2026-10-16T13:00:00.000Z';
		await Promise.all([world.autotask.setNow(later), world.marketplace.setNow(later)]);
		n8n = await world.startAt(later);
		await n8n.rest.waitForExecution({ workflowId: ids.checkChanges, afterId: checks[0]?.id });
		expect(states(await tasksInStore(n8n))).toMatchObject({ 'order-1000003': 'synced', 'order-1000004': 'synced' });
		const bills = (await world.autotask.post({ through: '2026-11-01' })).filter((one) => one.itemDate >= '2026-10');
		const october = bills.filter((one) => one.itemDate < '2026-11').reduce((sum, one) => sum + one.totalAmount, 0);
		const november = bills.filter((one) => one.itemDate >= '2026-11').map((one) => one.totalAmount);
		expect(october.toFixed(2)).toBe('254.32');
		expect(november.reduce((sum, one) => sum + one, 0).toFixed(2)).toBe('324.00');
	});

	it('new secrets in both systems and in n8n make no new task', async () => {
		const tasks = await tasksInStore(n8n);
		const secrets = canaries('two');
		await world.rotateSecrets(secrets);
		await world.prepared.cli.importCredentials(world.credentials(secrets));
		const before = await n8n.rest.newestExecutionId(ids.checkChanges);
		await pollNow(world, n8n, ids.checkChanges);
		expect(await n8n.rest.newestExecutionId(ids.checkChanges)).toBe(before);
		expect(await tasksInStore(n8n)).toEqual(tasks);
		await buy('fourth', 1);
		await pollNow(world, n8n, ids.checkChanges);
		const execution = await n8n.rest.waitForExecution({ workflowId: ids.checkChanges, afterId: before });
		expect(Object.keys(plansOf(execution))).toEqual(['fourth']);
	});

	it('an option that alone has changed counts from the poll that its publication makes', async () => {
		const before = (await tasksInStore(n8n)).map(({ id }) => id);
		await buy('fifth', 1);
		await editNodes(n8n, ids.checkChanges, (node) =>
			node.name === 'Check Changes' ? withOption(node, { orderKinds: ['change'] }) : node,
		);
		await n8n.rest.publishAndWait(ids.checkChanges);
		const found = await until('the order to be found', 60_000, async () => {
			const tasks = (await tasksInStore(n8n)).filter(({ id }) => !before.includes(id));
			return tasks.length > 0 ? tasks : undefined;
		});
		expect(found.map(({ state }) => state)).toEqual(['ignored']);
	});

	it('the secrets, old and new, lie nowhere but in the encrypted credentials', async () => {
		expect(await world.traces()).toEqual([]);
	});
});
