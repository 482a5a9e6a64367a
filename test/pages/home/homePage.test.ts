import type { StorePort } from '../../../src/ports/store/store';
import type { CustomerId, TaskId } from '../../../src/domain/ids';
import { homePage } from '../../../src/pages/home/homePage';
import { monthsShown } from '../../../src/pages/home/overview';
import { calendarDate, instant } from '../../../src/domain/calendarDate';
import { changeSettings } from '../../../src/sync/settings/changeSettings';
import { settingsOfNode } from '../../../src/sync/settings/nodeSettings';
import { connection } from '../../sync/fixtureClients';
import {
	companyId,
	contract,
	contractId,
	serviceId,
	startUnconnected,
	startWorld,
	type World,
} from '../../sync/fixtureWorld';
import { manyTasks } from '../board/manyTasks';
import { openPage, textOf } from '../openPage';

const { connectionId } = connection;
const byHand = { check: { processAutomatically: false } };

let world: World;

afterEach(async () => await world.close());

async function text(): Promise<string> {
	return textOf(await openPage(homePage, world).show());
}

function sell(quantity: number, productId = 'PRD-1', customerId = '1') {
	return world.order({ kind: 'sale', customerId, productId, quantity, at: '2026-10-16T09:00:00Z' });
}

describe('Home', () => {
	it('says before the first check what is to be done', async () => {
		world = await startUnconnected();
		expect(await text()).toContain('There was no check yet. Choose the time zone in Settings');
	});

	it('shows what waits with its money, a way to the review, and what was done', async () => {
		world = await startWorld();
		sell(10);
		await world.run(byHand);
		// 16 of 31 days of 180.00.
		expect(await text()).toContain('To approve 1 +£180.00 a month +£92.90 once Review 1 plan');
		expect((await openPage(homePage, world).show()).body).toContain('href="tasks?review=all"');
		expect(await text()).toContain('Done today 0');
	});

	it('says what is blocked, what that costs, and what lets most of it go on', async () => {
		world = await startWorld();
		sell(10, 'PRD-1', '1');
		sell(4, 'PRD-B', '2');
		sell(5, 'PRD-1', '2');
		await world.store.removeCustomerMapping(connectionId, '2' as CustomerId);
		world.autotaskSide.seed({ Companies: [{ id: companyId + 1, companyName: 'Gone', isActive: false }] } as never);
		await world.run(byHand);
		const said = await text();
		// 4 x 12.50 + 5 x 18.00.
		expect(said).toContain('Blocked 2 £140.00 a month not billed through here Map Customer 2 frees 2');
	});

	it('says what lines bill beside what their subscriptions have', async () => {
		const lines = [{ contractID: contractId, serviceID: serviceId, units: 11 }];
		world = await startUnconnected({ lines, now: '2026-04-20T08:00:00Z' });
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 9, at: '2026-05-01T09:00:00Z' });
		world.setNow('2026-09-20T08:00:00Z');
		await world.run();
		expect(await text()).toContain('Billing differs 1 £36.00 a month too much on 1 line');
	});

	it('shows how far the set-up is, until it is done', async () => {
		world = await startWorld({ unmappedCharges: ['fee'] });
		sell(10);
		await world.run(byHand);
		expect(await text()).toContain(
			'Set up Customers mapped 1/1 Done Products mapped 1/1 Done Kinds of charges mapped 4/5',
		);
		const [mapping] = await world.store.chargeMappings(connectionId);
		if (mapping) await world.store.saveChargeMapping({ ...mapping, kind: 'fee' });
		expect(await text()).not.toContain('Set up Customers');
	});

	it.each([
		['when the next check comes', '2026-10-16T09:30:00Z', /Next check 16 Oct 2026, 10:30/],
		[
			'that it is late',
			'2026-10-16T06:00:00Z',
			/late was due 16 Oct 2026, 07:00: is the workflow that checks published\?/,
		],
	])('says %s', async (_, next, expected) => {
		world = await startWorld();
		world.setNow('2026-10-16T09:00:00Z');
		await world.store.changeConnection(connectionId, { nextCheckAt: instant(next) });
		expect(await text()).toMatch(expected);
	});

	it('says whether changes are written without a person, and that the connection is stopped', async () => {
		world = await startWorld();
		expect(await text()).toContain('Automatic off');
		const values = { processAutomatically: true };
		await changeSettings({ connectionId, values, by: 'Jane' }, world);
		expect(await text()).toContain('Automatic on');
		const place = { workflowId: '1', workflowName: 'Check Changes', node: 'Trigger' };
		await settingsOfNode(connectionId, { own: { processAutomatically: false }, place }, world);
		expect(await text()).toContain('Automatic on a node has another value');
		await world.store.changeConnection(connectionId, { stoppedAt: world.clock.now() });
		expect(await text()).toContain('Automatic stopped since 20 Sep 2026, 09:00');
	});

	it('leads to all other pages from an address without their folder', async () => {
		world = await startWorld();
		const { body } = await openPage(homePage, world).show({ done: 'abc' });
		const [, base = ''] = /<base href="([^"]*)"/.exec(body) ?? [];
		const from = new URL(base, 'https://n8n.example/webhook/marketplace');
		const to = (address: string) => new URL(address, from).pathname;
		const links = [...body.matchAll(/<a (?:class="[^"]*" )?href="([^"]*)"/g)].map(([, href = '']) =>
			href.replaceAll('&amp;', '&'),
		);
		expect(links.map(to)).toEqual(
			expect.arrayContaining(['tasks', 'customers', 'log', 'settings'].map((one) => `/webhook/marketplace/${one}`)),
		);
		expect(to(links[1] ?? '')).toBe('/webhook/marketplace');
		expect(new URL(links[0] ?? '', from).href).toBe('https://n8n.example/webhook/marketplace?done=abc#content');
		expect(to(/action="([^"]*)"/.exec(body)?.[1] ?? '')).toBe('/webhook/marketplace/tasks');
	});

	it('shows names of others as they are written, and runs none of it', async () => {
		world = await startWorld({ contracts: [contract()] });
		const hostile = '<script>alert(1)</script>';
		sell(10, 'PRD-1', '2');
		await world.run(byHand);
		const [task] = await world.tasks();
		await world.store.saveCustomers(
			connectionId,
			[{ id: task?.customerId as CustomerId, name: hostile }],
			world.clock.now(),
		);
		await world.store.changeTasks(
			connectionId,
			[
				{
					id: task?.id as TaskId,
					change: { state: 'attention', attention: { reason: 'customer not mapped', message: hostile } },
				},
			],
			world.clock.now(),
		);
		const { body } = await openPage(homePage, world).show();
		expect(body).not.toContain(hostile);
		expect(body).toContain('Map &lt;script>');
	});
});

describe('Home of 10,000 tasks', () => {
	it('stays under 200 kB and reads no plan and no task', async () => {
		world = await startWorld();
		const order = sell(10);
		await world.run(byHand);
		await manyTasks(world.store, connectionId, (await world.taskOf(order)).id);
		const read: string[] = [];
		const store: StorePort = new Proxy(world.store, {
			get: (target, name: keyof StorePort) => {
				read.push(name);
				return target[name];
			},
		});
		const answer = await openPage(homePage, { ...world, store: store as never }).show();
		expect(textOf(answer)).toContain('To approve 2,501');
		expect(textOf(answer)).toContain('Blocked 2,500');
		expect(answer.body.length).toBeLessThan(50_000);
		expect(
			read.filter((name) => ['plans', 'tasks', 'tasksById', 'subscriptionsOf', 'linkedLines'].includes(name)),
		).toEqual([]);
	});
});

describe('the months on Home', () => {
	it.each([
		[
			'begin with the month of the connection, and are half a year at least',
			'2026-10-16',
			'2026-10-01',
			'2027-03-01',
			6,
		],
		['go on to two months ahead', '2026-02-03', '2026-02-01', '2026-12-01', 11],
		['go back eleven months', '2020-02-03', '2025-11-01', '2026-12-01', 14],
	])('%s', (_, connected, first, last, count) => {
		const months = monthsShown(calendarDate(connected), calendarDate('2026-10-16'));
		expect([months[0], months.at(-1), months.length]).toEqual([first, last, count]);
	});
});
