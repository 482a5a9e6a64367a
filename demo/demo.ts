import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { approval } from './acts/approval';
import { firstConnection } from './acts/firstConnection';
import { newOrders } from './acts/newOrders';
import { quietCheck } from './acts/quietCheck';
import { openPages, pagesLogin } from './pages';
import { openScreen, type Screen } from './screen/screen';
import { shownDay } from './screen/days';
import { countLine, countTasks } from './tables/taskTables';
import { trafficTable, type ActFigures } from './tables/trafficTable';
import { startWorld, type Endings, type World } from './world';

/** A Friday morning in the middle of a billing period, at the marketplace and in n8n alike. */
const now = '2026-10-16T08:00:00Z';

async function demonstrate(world: World, screen: Screen): Promise<void> {
	const figures: ActFigures[] = [];
	const act = async <Result>(name: string, title: string, play: () => Promise<Result>): Promise<Result> => {
		screen.heading(title);
		const startedAt = screen.seconds();
		const marks = { autotask: await world.autotask.mark(), marketplace: await world.marketplace.mark() };
		const result = await play();
		figures.push({
			act: name,
			seconds: screen.seconds() - startedAt,
			traffic: await world.autotask.trafficSince(marks.autotask),
			marketplaceRequests: (await world.marketplace.pathsSince(marks.marketplace)).length,
		});
		return result;
	};
	await act('First connection', '1  First connection: everything waits for a person', () =>
		firstConnection(world, screen),
	);
	const bill = await act('Approval', '2  Approval: what a person has approved is written', () =>
		approval(world, screen),
	);
	const tasks = await act('New orders', '3  New orders: what may be written is written by itself', () =>
		newOrders(world, screen, bill),
	);
	await act('Nothing new', '4  Nothing new: nothing happens', () => quietCheck(world, screen));
	screen.heading('Totals');
	screen.lines(trafficTable(figures));
	screen.lines(['', `  ${countLine(countTasks(tasks))}.`]);
	screen.say(`${screen.seconds().toFixed(1)} s in all, set-up of the machine left out.`);
}

async function waitForInterrupt(world: World, screen: Screen): Promise<void> {
	const { n8n, addresses, workflows } = world;
	const home = await screen.step('The pages, published', () => openPages(n8n, workflows.pages));
	screen.heading('Left running');
	screen.lines([
		`  Home                    ${home}   ${pagesLogin.user} / ${pagesLogin.password}`,
		`  n8n’s editor            ${n8n.url}   ${n8n.login.email} / ${n8n.login.password}`,
		`  Autotask                ${addresses.autotask.pages.join('   ')}`,
		`  Reseller Marketplace    ${addresses.marketplace.pages.join('   ')}`,
		`  Logs                    ${n8n.userFolder}`,
		'',
		'  Ctrl-C ends everything.',
	]);
	await new Promise<never>(() => setInterval(() => undefined, 60_000));
}

/** On Ctrl-C ends what has been started and removes the folder; what is only just starting is ended by the exit. */
function endOnInterrupt(endAll: () => Promise<void>, folder: string): { readonly isEnding: () => boolean } {
	let isEnding = false;
	const interrupt = (): void => {
		if (isEnding) process.exit(130);
		isEnding = true;
		process.stdout.write('\nEnding …\n');
		endAll().finally(() => {
			process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
			process.exit(130);
		});
	};
	process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
	return { isEnding: () => isEnding };
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false } } });
	const screen = openScreen((text) => process.stdout.write(text), process.stdout.isTTY);
	const folder = await mkdtemp(join(tmpdir(), 'marketplace-autotask-demo-'));
	const endings: Endings = [];
	const endAll = async (): Promise<void> => {
		for (const ending of endings.splice(0).reverse()) await ending();
	};
	const { isEnding } = endOnInterrupt(endAll, folder);
	try {
		screen.heading(`From the Reseller Marketplace into Autotask contracts, on ${shownDay(now)}`);
		const world = await startWorld({ folder, now, screen, endings });
		await demonstrate(world, screen);
		if (values.keep) await waitForInterrupt(world, screen);
		await endAll();
		await rm(folder, { recursive: true, force: true });
	} catch (error) {
		if (isEnding()) return;
		await endAll();
		const why = error instanceof Error ? error.message : String(error);
		const logs = ['n8n.log', 'simulators.log'].map((name) => join(folder, name)).join(', ');
		process.stderr.write(`\nThe demonstration has failed. ${why}\nLogs: ${logs}\n`);
		process.exitCode = 1;
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
