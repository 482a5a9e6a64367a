import { damageAnswers } from './crash/badAnswers';
import { spoilRows } from './crash/badRows';
import { crash, inOneLine } from './crash/boundaries';
import { campaigns, faultsInOneLine } from './crash/campaign';
import { startOwnPostgres } from './crash/ownPostgres';
import { seeded, someOf } from './crash/seeded';
import { openWorkshop, workTogether } from './crash/workers';
import { soakApprovals } from './laws/approvals/explore';
import { soakBooks } from './laws/books/explore';
import { soakOrders } from './laws/orders/explore';
import { soakLaws } from './laws/soak';
import { onAllCores, type Share, tellWrong, wholeSoak } from './shares';

function said(line: string): void {
	console.log(line);
}

/** Every boundary, or as many as wanted; a tenth of them on PostgreSQL too, and a few with a check every five minutes. */
async function soakCrashes(count: number, seed: number): Promise<number> {
	const random = seeded(seed);
	const chosen = (share: number) => ({
		choose: <Death>(deaths: readonly Death[]) => someOf(deaths, Math.min(share, count / deaths.length), random),
		said,
	});
	let wrong = 0;
	for (const run of [
		{ size: 'all', engine: 'sqlite', ...chosen(1) },
		{ size: 'some', engine: 'postgres', ...chosen(1) },
		{ size: 'all', engine: 'sqlite', ...chosen(0.05), checks: 'every' },
	] as const) {
		const report = await crash(run);
		said(`${run.engine}, ${run.size} kinds: ${inOneLine(report)}`);
		wrong += report.wrong.length;
	}
	return wrong;
}

async function soakFaults(count: number, seed: number): Promise<number> {
	let wrong = 0;
	let from = seed;
	for (const [size, engine, share] of [
		['some', 'sqlite', 0.8],
		['all', 'sqlite', 0.1],
		['some', 'postgres', 0.1],
	] as const) {
		const own = Math.max(1, Math.round(count * share));
		const report = await campaigns({ size, engine, firstSeed: from, count: own, said });
		said(`${engine}, ${size} kinds, from seed ${from}: ${faultsInOneLine(report)}`);
		wrong += report.wrong.length;
		from += own;
	}
	return wrong;
}

/** Two to eight workers on the same tasks, one number after another. */
async function soakWorkers(count: number, seed: number): Promise<number> {
	const workshop = await openWorkshop('all', 'postgres');
	const workers = Array.from({ length: 8 }, () => workshop.worker());
	let wrong = 0;
	try {
		for (let at = 0; at < count; at += 1) {
			const report = await workTogether(workshop, workers.slice(0, 2 + (at % 7)), seed + at);
			wrong += report.wrong.length === 0 ? 0 : 1;
			for (const line of report.wrong) said(`seed ${seed + at}, ${2 + (at % 7)} workers: ${line}`);
		}
	} finally {
		await workshop.close();
	}
	return wrong;
}

async function soakAnswers(count: number, seed: number): Promise<number> {
	const report = await damageAnswers({ firstSeed: seed, count, said });
	said(`${report.seeds} damaged answers, ${report.stopped} stopped a run`);
	return report.wrong.length;
}

async function soakRows(count: number, seed: number): Promise<number> {
	const report = await spoilRows({ firstSeed: seed, count, said });
	said(`${report.seeds} bad rows, ${report.felt} felt by their own customer`);
	return report.wrong.length;
}

interface Soak {
	/** How many without a count of one's own. */
	readonly usually: number;
	/** How many went wrong. */
	readonly run: (count: number, seed: number, share: Share) => Promise<number>;
	/** Whether processes share its draws. */
	readonly isShared?: true;
}

const soaks: Readonly<Record<string, Soak>> = {
	books: { usually: 10_000, run: soakBooks, isShared: true },
	laws: { usually: 5000, run: soakLaws, isShared: true },
	approvals: { usually: 2000, run: soakApprovals, isShared: true },
	crashes: { usually: 10_000, run: soakCrashes },
	faults: { usually: 2000, run: soakFaults },
	workers: { usually: 100, run: soakWorkers },
	answers: { usually: 2000, run: soakAnswers },
	rows: { usually: 2000, run: soakRows },
	orders: { usually: 10_000, run: soakOrders },
};

function soakOf(name: string): Soak {
	const one = soaks[name];
	if (!one) throw new RangeError(`no soak ${name}; there are ${Object.keys(soaks).join(', ')}`);
	return one;
}

async function soak(names: readonly string[], wanted: number | undefined, seed: number): Promise<number> {
	const endPostgres = await startOwnPostgres();
	let wrong = 0;
	try {
		for (const name of names) {
			const { usually, run, isShared } = soakOf(name);
			const count = wanted ?? usually;
			const began = performance.now();
			const own = isShared
				? await onAllCores(__filename, [name, String(count), String(seed)])
				: await run(count, seed, wholeSoak);
			wrong += own;
			said(`${name}: ${own} wrong, ${Math.round((performance.now() - began) / 1000)} s`);
		}
	} finally {
		await endPostgres();
	}
	return wrong;
}

async function main(): Promise<void> {
	const [, , named = 'all', count, seed = 1, nth, of] = process.argv;
	if (of !== undefined)
		return tellWrong(await soakOf(named).run(Number(count), Number(seed), { nth: Number(nth), of: Number(of) }));
	const names = named === 'all' ? Object.keys(soaks) : [named];
	const wrong = await soak(names, count === undefined ? undefined : Number(count), Number(seed));
	process.exitCode = wrong === 0 ? 0 : 1;
}

void main();
