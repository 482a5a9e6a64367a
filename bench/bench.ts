import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { realClock } from '../src/ports/clock';
import { openStore } from '../src/store/openStore';
import { runChain } from '../test/sync/fixtureRun';
import { companyId, contract, contractId, startWorld } from '../test/sync/fixtureWorld';

/** Kinds of request to Autotask, counted. */
function counted(paths: readonly string[]): string {
	const counts = new Map<string, number>();
	for (const path of paths) {
		const name = path.replace(/^.*\/V1\.0\//i, '').replace(/\d+/g, '{id}');
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	return [...counts]
		.sort(([, a], [, b]) => b - a)
		.map(([name, count]) => `${count} ${name}`)
		.join(', ');
}

/** New sales first, one line of each customer, then a rise of every line: requests to Autotask for each. */
async function measureRequests(lines: number): Promise<void> {
	const contracts = Array.from({ length: lines }, (_, at) =>
		contract({ id: contractId + at, companyID: companyId + at, contractName: `Cloud ${at + 1}` }),
	);
	const world = await startWorld({ companies: lines, contracts });
	const report = async (what: string): Promise<void> => {
		world.autotaskSide.clearRequests();
		const began = performance.now();
		const { synced } = await runChain(world, { check: { batchSize: lines } });
		const requests = world.autotaskSide.requests();
		const written = requests.filter((one) => one.kind === 'write').length;
		const done = synced.filter((one) => one.result.state === 'synced').length;
		const ms = Math.round(performance.now() - began);
		const share = written === 0 ? '' : ` = ${(requests.length / written).toFixed(2)} for each`;
		console.log(
			`${what}, ${lines} tasks: ${done} synced, ${written} writes, ${requests.length} requests${share}; ${ms} ms`,
		);
		if (requests.length > 0) console.log(`  ${counted(requests.map((one) => one.path))}`);
	};
	const sales = Array.from({ length: lines }, (_, at) =>
		world.order({
			kind: 'sale',
			customerId: String(at + 1),
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
		}),
	);
	await report('new lines');
	for (const { subscriptionId } of sales)
		world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
	await report('rises of existing lines');
	await report('nothing new');
	await world.close();
}

const lockHolder = `
const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
const database = new DatabaseSync(process.argv[1]);
database.exec('begin immediate');
process.stdout.write('locked');
setTimeout(() => { database.exec('commit'); database.close(); }, Number(process.argv[2]));
`;

/** The longest time for which nothing else could run while the store waits for another process. */
async function measureStall(heldMs: number): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-'));
	const file = join(folder, 'store.sqlite');
	const store = await openStore({ engine: 'sqlite', file }, realClock);
	try {
		const holder = spawn(process.execPath, ['-e', lockHolder, file, String(heldMs)], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		await new Promise((resolve) => holder.stdout.once('data', resolve));
		const delay = monitorEventLoopDelay({ resolution: 1 });
		delay.enable();
		const began = performance.now();
		await store.saveLoginStop('bench', realClock.now());
		const waited = Math.round(performance.now() - began);
		delay.disable();
		console.log(
			`a writer waited ${waited} ms while another process held the write lock for ${heldMs} ms; longest stall of the event loop ${(delay.max / 1e6).toFixed(1)} ms`,
		);
	} finally {
		await store.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function bench(): Promise<void> {
	for (const lines of [30, 300, 1000]) await measureRequests(lines);
	await measureStall(2_000);
}

void bench();
