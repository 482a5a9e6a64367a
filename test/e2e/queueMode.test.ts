import { groupBy, mapValues, sumBy } from 'lodash';
import type { Execution } from '../../demo/n8n/n8nRest';
import type { RunningN8n } from '../../demo/n8n/startN8n';
import type { N8nWorker } from './harness/n8nWorker';
import { startQueueWorld, storeCredential, type QueueWorld } from './harness/queueWorld';
import { e5, premium, standard } from './harness/scene';
import {
	approval,
	bothCredentials,
	editNodes,
	plansOf,
	runChain,
	startSync,
	statesOf,
	tasksInStore,
} from './harness/workflows';
import type { BilledItem } from './harness/simulators';
import { firstSecrets, pollNow, type Templates } from './harness/world';
import { templateFile } from './harness/testN8n';

jest.setTimeout(240_000);

const customers = 8;
const all = Array.from({ length: customers }, (_, at) => at + 1);
const contracts = all.map((n) => ({
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
	world = await startQueueWorld({ name: 'queue-mode', now: '2026-10-16T09:00:00.000Z', contracts, customers });
	for (const n of all) await buy(n, `seats-${n}`, premium.productId, { at: '2026-01-01T09:00:00Z' });
	await world.autotask.post({ through: '2026-09-30' });
	const { cli } = world.prepared;
	await cli.importCredentials([...world.credentials(firstSecrets), world.syncStore]);
	const [checkChanges = '', syncChanges = ''] = await cli.importWorkflows(
		['check-changes', 'sync-changes'].map(templateFile),
	);
	ids = { checkChanges, syncChanges };
	[n8n, workers] = await Promise.all([world.start(), world.startWorkers(2)]);
});

afterAll(async () => {
	require('node:child_process').execSync(
		`rm -rf /tmp/qlog; mkdir /tmp/qlog; cp ${world.prepared.userFolder}/n8n.log /tmp/qlog/main.log; for w in ${world.prepared.userFolder}/worker-*; do cp $w/n8n.log /tmp/qlog/$(basename $w).log; done`,
	); // DEBUG
	await world.end();
});

async function buy(customer: number, subscriptionId: string, productId: string, more: { at?: string } = {}) {
	const customerId = String(customer);
	await world.marketplace.act({ kind: 'sale', customerId, productId, quantity: 10, subscriptionId, ...more });
}

async function giveStore(workflowId: string): Promise<void> {
	await editNodes(n8n, workflowId, (node) =>
		node.type.startsWith(ownNodes)
			? { ...node, credentials: { ...node.credentials, syncStore: storeCredential } }
			: node,
	);
}

/** What the trigger found at its next poll, planned by a worker. */
async function check(): Promise<Execution> {
	const afterId = await n8n.rest.newestExecutionId(ids.checkChanges);
	await pollNow(world, n8n, ids.checkChanges);
	return await n8n.rest.waitForExecution({ workflowId: ids.checkChanges, afterId });
}

/** The plans approved at once, one execution for each list. */
async function approveAtOnce(lists: readonly (readonly string[])[]): Promise<readonly Execution[]> {
	const started: string[] = [];
	for (const tasks of lists) started.push(await startSync(n8n, ids.syncChanges, tasks));
	return await Promise.all(started.map(async (id) => await n8n.rest.waitForEnd(id)));
}

/** What was written to each contract since the log was cleared, as the last parts of the paths, sorted. */
async function writesByContract(): Promise<Readonly<Record<string, readonly string[]>>> {
	const written: Record<string, string[]> = {};
	for (const { path } of await world.autotask.writes()) {
		const [, contract = '', what = ''] = /Contracts\/(\d+)\/(\w+)$/.exec(path) ?? [];
		(written[contract] ??= []).push(what);
	}
	return Object.fromEntries(Object.entries(written).map(([contract, what]) => [contract, what.sort()]));
}

function forEachContract<What>(what: What): Readonly<Record<string, What>> {
	return Object.fromEntries(contracts.map(({ id }) => [id, what]));
}

function executionsBy(worker: N8nWorker | undefined): readonly string[] {
	return worker?.begun() ?? [];
}

/** What each contract is billed for a month, by service, as amounts. */
function billed(
	items: readonly BilledItem[],
	month: string,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
	const ofMonth = items.filter(({ itemDate }) => itemDate.startsWith(month));
	const byContract = groupBy(ofMonth, ({ contractID }) => contractID);
	return mapValues(byContract, (some) =>
		mapValues(
			groupBy(some, ({ serviceID }) => serviceID),
			(lines) => sumBy(lines, ({ totalAmount }) => totalAmount).toFixed(2),
		),
	);
}

function say(text: string): void {
	process.stdout.write(`queue mode: ${text}\n`);
}

describe('n8n in queue mode with two workers, each step on the one before', () => {
	it('without a Sync Store credential every node refuses and says so, on main and on the workers', async () => {
		const says = /queue mode.*Sync Store credential/;
		await n8n.rest.publish(ids.checkChanges);
		const names = ['mapCustomer', 'mapProduct', 'buildContractServices', 'syncContract', 'syncTasks'];
		for (const name of names) {
			const node = { type: `${ownNodes}${name}`, parameters: {}, credentials: bothCredentials };
			const execution = await runChain(n8n, [node]);
			expect(execution.data?.resultData.error?.message).toMatch(says);
		}
		expect(workers.flatMap(executionsBy)).toHaveLength(names.length);
		await world.lineInLog('Give this node a Sync Store credential');
		console.log(JSON.stringify(await n8n.rest.get(`/workflows/${ids.checkChanges}/publication-status`)));
		expect(await world.autotask.requests()).toEqual([]);
	});

	it('with it the first connection plans a task for each subscription, on a worker', async () => {
		await giveStore(ids.checkChanges);
		await giveStore(ids.syncChanges);
		const execution = await check();
		expect(execution.status).toBe('success');
		expect(Object.keys(plansOf(execution)).sort()).toEqual(all.map((n) => `seats-${n}`));
		expect(workers.flatMap(executionsBy)).toContain(execution.id);
		const [linked] = await approveAtOnce([Object.values(plansOf(execution)).map((plan) => approval(plan, 'own=10'))]);
		expect(new Set(Object.values(statesOf(linked as Execution)))).toEqual(new Set(['synced']));
		expect(await world.autotask.writes()).toEqual([]);
	});

	it('approvals of many orders at once are written by both workers, each line once', async () => {
		for (const n of all) {
			await world.marketplace.act({ kind: 'change', subscriptionId: `seats-${n}`, quantity: 13 });
			await buy(n, `more-${n}`, standard.productId);
		}
		const plans = plansOf(await check());
		const approvals = all.map((n) => [approval(plans[`seats-${n}`]), approval(plans[`more-${n}`])]);
		await world.autotask.clearRequests();
		const before = workers.map((worker) => executionsBy(worker).length);
		const startedAt = performance.now();
		const executions = await approveAtOnce(approvals);
		const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
		const shares = workers.map((worker, at) => executionsBy(worker).length - (before[at] ?? 0));
		expect(executions.map(({ status }) => status)).toEqual(all.map(() => 'success'));
		expect(shares.every((share) => share > 0)).toBe(true);
		expect(await writesByContract()).toEqual(forEachContract(['ServiceAdjustments', 'ServiceAdjustments', 'Services']));
		const requests = (await world.autotask.requests()).length;
		say(`${shares.join(' and ')} executions by the two workers, ${requests} Autotask requests, ${seconds} s`);
	});

	it('a worker killed in the middle of a sync leaves its tasks to the next check, and nothing is written twice', async () => {
		for (const n of all) await buy(n, `mail-${n}`, e5.productId);
		await editNodes(n8n, ids.checkChanges, (node) =>
			node.name === 'Check Changes'
				? { ...node, parameters: { ...node.parameters, processAutomatically: true } }
				: node,
		);
		await world.autotask.clearRequests();
		const path = '/Contracts/\\d+/';
		await world.autotask.addFault({ method: 'POST', path, nth: 8, action: { kind: 'hold', effect: 'beforeRelease' } });
		const afterId = await n8n.rest.newestExecutionId(ids.checkChanges);
		await pollNow(world, n8n, ids.checkChanges);
		await world.autotask.waitForHeld();
		const broken = String(Math.max(...workers.flatMap(executionsBy).map(Number)));
		expect(Number(broken)).toBeGreaterThan(Number(afterId));
		const victim = workers.find((worker) => worker.begun().includes(broken));
		const survivor = workers.find((worker) => worker !== victim);
		await victim?.kill();
		const killedAt = performance.now();
		await world.autotask.release();
		await world.autotask.clearFaults();
		expect(await world.autotask.writes()).toHaveLength(8);
		console.log(JSON.stringify((await tasksInStore(n8n, withStore)).filter((t) => t.state !== 'synced')));
		world.leap.by(60 * 60 * 1000);
		const later = '2026-10-16T11:00:00.000Z';
		await Promise.all([world.autotask.setNow(later), world.marketplace.setNow(later)]);
		const recovered = await check();
		const seconds = ((performance.now() - killedAt) / 1000).toFixed(1);
		expect(survivor?.begun()).toContain(recovered.id);
		console.log(JSON.stringify(statesOf(recovered)));
		expect(await writesByContract()).toEqual(forEachContract(['ServiceAdjustments', 'Services']));
		const ended = await n8n.rest.waitForEnd(broken);
		console.log(ended.status, ended.data?.resultData.error?.message, ended.mode);
		const seconds2 = ((performance.now() - killedAt) / 1000).toFixed(1);
		expect(workers.flatMap(executionsBy).filter((id) => id === broken)).toHaveLength(1);
		say(`recovered ${seconds} s after the kill; n8n called it ${ended.status} after ${seconds2} s`);
	});

	it('all tasks are synced, and the bills are those of the rules', async () => {
		const tasks = await tasksInStore(n8n, withStore);
		expect(tasks).toHaveLength(4 * customers);
		expect(new Set(tasks.map(({ state }) => state))).toEqual(new Set(['synced']));
		const items = await world.autotask.post({ through: '2026-11-30' });
		expect(billed(items, '2026-10')).toEqual(forEachContract({ 801: '207.87', 802: '92.90', 803: '160.00' }));
		expect(billed(items, '2026-11')).toEqual(forEachContract({ 801: '234.00', 802: '180.00', 803: '310.00' }));
	});

	it('the secrets lie nowhere but in the encrypted credentials: not in logs, queue or databases', async () => {
		expect(await world.traces()).toEqual([]);
	});
});
