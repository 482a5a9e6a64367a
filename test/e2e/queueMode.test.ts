import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../demo/n8n/installed';
import type { Execution } from '../../demo/n8n/executions';
import type { RunningN8n } from '../../demo/n8n/startN8n';
import { billedByContract, writesByContract } from './harness/byContract';
import type { N8nWorker } from './harness/n8nWorker';
import { startQueueWorld, storeCredential, type QueueWorld } from './harness/queueWorld';
import { e5, premium, standard } from './harness/scene';
import { templateInZone } from './harness/testN8n';
import {
	approval,
	bothCredentials,
	editNodes,
	plansOf,
	refusedPublication,
	runChain,
	startSync,
	statesOf,
	tasksInStore,
	withOption,
} from './harness/workflows';
import { firstSecrets, pollNow, type Templates } from './harness/world';

jest.setTimeout(240_000);

const customers = Array.from({ length: 8 }, (_, at) => at + 1);
const contracts = customers.map((n) => ({
	id: 20_000 + n,
	companyId: 1000 + n,
	startDate: '2026-01-01',
	endDate: '2027-12-31',
	lines: [{ product: premium, units: 10 }],
}));
const ownNodes = 'n8n-nodes-marketplace-autotask.';
const withStore = { ...bothCredentials, syncStore: storeCredential };

let world: QueueWorld;
let n8n: RunningN8n;
let ids: Templates;
let workers: readonly N8nWorker[];

/** Friday, 16 October 2026, 10:00 in London: each customer has ten seats, billed by hand as they should be. */
beforeAll(async () => {
	const now = '2026-10-16T09:00:00.000Z';
	world = await startQueueWorld({ name: 'queue-mode', now, contracts, customers: customers.length });
	for (const n of customers) await buy(n, `seats-${n}`, premium.productId, '2026-01-01T09:00:00Z');
	await world.autotask.post({ through: '2026-09-30' });
	const { cli } = world.prepared;
	await cli.importCredentials([...world.credentials(firstSecrets), world.syncStore]);
	const files = ['check-changes', 'sync-changes'].map((name) => templateInZone(name));
	const [checkChanges = '', syncChanges = ''] = await cli.importWorkflows(files);
	ids = { checkChanges, syncChanges };
	n8n = await world.start();
	// The nodes have no store yet: n8n tries to activate the trigger again and again while the workers start.
	await n8n.rest.publish(checkChanges);
	workers = await world.startWorkers(2);
});

afterAll(async () => {
	await world.end();
});

async function buy(customer: number, subscriptionId: string, productId: string, at?: string): Promise<void> {
	const sale = { kind: 'sale', customerId: String(customer), productId, quantity: 10, subscriptionId } as const;
	await world.marketplace.act({ ...sale, ...(at !== undefined && { at }) });
}

/** Gives all nodes of ours in a workflow the Sync Store credential, as a person does in the editor. */
async function giveStore(workflowId: string): Promise<void> {
	await editNodes(n8n, workflowId, (node) => {
		const credentials = { ...node.credentials, syncStore: storeCredential };
		return node.type.startsWith(ownNodes) ? { ...node, credentials } : node;
	});
}

/** The next poll, and what a worker made of what it found. */
async function check(): Promise<Execution> {
	const afterId = await n8n.rest.newestExecutionId(ids.checkChanges);
	await pollNow(world, n8n, ids.checkChanges);
	return await n8n.rest.waitForExecution({ workflowId: ids.checkChanges, afterId });
}

/** One execution of Sync Changes for each list, started without waiting for the one before. */
async function syncAtOnce(lists: readonly (readonly string[])[]): Promise<readonly Execution[]> {
	const started: string[] = [];
	for (const tasks of lists) started.push(await startSync(n8n, ids.syncChanges, tasks));
	return await Promise.all(started.map(async (id) => await n8n.rest.waitForEnd(id)));
}

function begunByEach(): readonly number[] {
	return workers.map((worker) => worker.begun().length);
}

function forEachContract<What>(what: What): Readonly<Record<string, What>> {
	return Object.fromEntries(contracts.map(({ id }) => [id, what]));
}

function secondsSince(start: number): string {
	return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

function say(text: string): void {
	process.stdout.write(`queue mode: ${text}\n`);
}

describe('n8n in queue mode with two workers, each step on the one before', () => {
	it('without a Sync Store credential every node refuses and says so, the trigger on main, the others on the workers', async () => {
		const says = /queue mode.*Sync Store credential/;
		const names = ['mapCustomer', 'mapProduct', 'buildContractServices', 'syncContract', 'syncTasks'];
		for (const name of names) {
			const node = { type: `${ownNodes}${name}`, parameters: {}, credentials: bothCredentials };
			const execution = await runChain(n8n, [node]);
			expect(execution.data?.resultData.error?.message).toMatch(says);
		}
		expect(workers.flatMap((worker) => worker.begun())).toHaveLength(names.length);
		expect(await refusedPublication(n8n, ids.checkChanges)).toMatch(says);
		expect(await world.autotask.requests()).toEqual([]);
	});

	it('with it the first connection plans a task for each subscription, and approval links the lines as they are', async () => {
		await giveStore(ids.checkChanges);
		await giveStore(ids.syncChanges);
		const execution = await check();
		expect(execution.status).toBe('success');
		expect(workers.flatMap((worker) => worker.begun())).toContain(execution.id);
		const plans = plansOf(execution);
		expect(Object.keys(plans).sort()).toEqual(customers.map((n) => `seats-${n}`));
		const linked = await syncAtOnce([Object.values(plans).map((plan) => approval(plan, 'own=10'))]);
		expect(linked.map(statesOf)).toEqual([Object.fromEntries(customers.map((n) => [`initial-seats-${n}`, 'synced']))]);
		expect(await world.autotask.writes()).toEqual([]);
	});

	it('many approvals at once, each given twice, are written by both workers, and each line once', async () => {
		for (const n of customers) {
			await world.marketplace.act({ kind: 'change', subscriptionId: `seats-${n}`, quantity: 13 });
			await buy(n, `more-${n}`, standard.productId);
		}
		const plans = plansOf(await check());
		const approvals = customers.map((n) => [approval(plans[`seats-${n}`]), approval(plans[`more-${n}`])]);
		await world.autotask.clearRequests();
		const before = begunByEach();
		const startedAt = performance.now();
		const executions = await syncAtOnce(approvals.flatMap((tasks) => [tasks, tasks]));
		const shares = begunByEach().map((count, at) => count - (before[at] ?? 0));
		const writes = (await world.autotask.writes()).length;
		const requests = (await world.autotask.requests()).length;
		say(`${shares.join(' + ')} executions, ${writes} writes, ${requests} requests in ${secondsSince(startedAt)}`);
		expect(new Set(executions.map(({ status }) => status))).toEqual(new Set(['success']));
		expect(executions.flatMap((one) => Object.values(statesOf(one))).filter((one) => one === 'synced')).toHaveLength(
			16,
		);
		expect(shares.every((share) => share > 0)).toBe(true);
		const oneLineChangedOneNew = ['ServiceAdjustments', 'ServiceAdjustments', 'Services'];
		expect(writesByContract(await world.autotask.writes())).toEqual(forEachContract(oneLineChangedOneNew));
	});

	it('a worker killed in the middle of a sync leaves its tasks to the next check, and nothing is written twice', async () => {
		for (const n of customers) await buy(n, `mail-${n}`, e5.productId);
		await editNodes(n8n, ids.checkChanges, (node) =>
			node.name === 'Check Changes' ? withOption(node, { processAutomatically: true }) : node,
		);
		await world.autotask.clearRequests();
		const lastAnswer = { kind: 'hold', effect: 'beforeRelease' } as const;
		await world.autotask.addFault({ method: 'POST', path: '/ServiceAdjustments$', nth: 4, action: lastAnswer });
		await pollNow(world, n8n, ids.checkChanges);
		await world.autotask.waitForHeld();
		const broken = String(Math.max(...workers.flatMap((worker) => worker.begun()).map(Number)));
		const victim = workers.find((worker) => worker.begun().includes(broken));
		const survivor = workers.find((worker) => worker !== victim);
		await victim?.kill();
		const killedAt = performance.now();
		await world.autotask.clearFaults();
		await world.autotask.release();
		const sent = (await world.autotask.writes()).map(({ path }) => path.split('/').at(-1));
		expect(sent.filter((what) => what === 'ServiceAdjustments')).toHaveLength(4);
		const left = (await tasksInStore(n8n, withStore)).filter(({ state }) => state !== 'synced');
		expect(left.map(({ state }) => state)).toEqual(customers.map(() => 'syncing'));

		await world.leapBy(60 * 60 * 1000);
		const later = '2026-10-16T11:00:00.000Z';
		await Promise.all([world.autotask.setNow(later), world.marketplace.setNow(later)]);
		const recovered = await check();
		const recovery = secondsSince(killedAt);
		expect(survivor?.begun()).toContain(recovered.id);
		expect(statesOf(recovered)).toEqual(Object.fromEntries(left.map(({ id }) => [id, 'synced'])));
		expect(writesByContract(await world.autotask.writes())).toEqual(
			forEachContract(['ServiceAdjustments', 'Services']),
		);
		const ended = await n8n.rest.waitForEnd(broken);
		say(`recovered in ${recovery} after the kill; n8n gave the execution up after ${secondsSince(killedAt)}`);
		expect(ended.status).toBe('error');
		expect(workers.flatMap((worker) => worker.begun()).filter((id) => id === broken)).toHaveLength(1);
	});

	it('all tasks are synced, and the bills are those of the rules', async () => {
		const tasks = await tasksInStore(n8n, withStore);
		expect(tasks).toHaveLength(32);
		expect(new Set(tasks.map(({ state }) => state))).toEqual(new Set(['synced']));
		const items = await world.autotask.post({ through: '2026-11-30' });
		expect(billedByContract(items, '2026-10')).toEqual(forEachContract({ 801: '207.87', 802: '92.90', 803: '160.00' }));
		expect(billedByContract(items, '2026-11')).toEqual(
			forEachContract({ 801: '234.00', 802: '180.00', 803: '310.00' }),
		);
		say(`${begunByEach().join(' + ')} executions by the two workers in all`);
	});

	it('the compose file of the README sets the variables that these processes have in common, and the time zone', () => {
		const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
		const [, environment = ''] = /x-n8n:[^]*?environment:\n([^]*?)\n *volumes:/.exec(readme) ?? [];
		const named = [...environment.matchAll(/^ +([A-Z0-9_]+): /gm)].map(([, name]) => name);
		expect(named.sort()).toEqual([...world.sharedVariables, 'GENERIC_TIMEZONE'].sort());
	});

	it('the secrets lie nowhere but in the encrypted credentials: not in logs, queue or databases', async () => {
		const searched = await world.placesOf(['order-1000009', ids.syncChanges]);
		const wanted = [
			'n8n.log',
			/worker-\w+\/n8n\.log/,
			'appendonly',
			'n8n public.execution_data',
			'marketplace_autotask public.tasks',
		];
		for (const place of wanted) expect(searched).toContainEqual(expect.stringMatching(place));
		expect(await world.traces()).toEqual([]);
	});
});
