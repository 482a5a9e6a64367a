import type { SubscriptionId, TaskId } from '../../../src/domain/ids';
import type { SyncTask } from '../../../src/domain/task/task';
import { answerPage } from '../../../src/pages/answerPage';
import { tasksPage } from '../../../src/pages/board/tasksPage';
import { formOf, makeToken } from '../../../src/pages/formToken';
import { logPage } from '../../../src/pages/log/logPage';
import type { PagePorts } from '../../../src/pages/page';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import { readPageRequest } from '../../../src/pages/pageRequest';
import { taskPage } from '../../../src/pages/wizard/taskPage';
import { apiUser, checkSettings, connection, planSettings, syncOptions } from '../../sync/fixtureClients';
import { contractId, serviceId, startUnconnected, startWorld, type World } from '../../sync/fixtureWorld';
import { manyTasks } from './manyTasks';

const { connectionId } = connection;
const board = tasksPage({
	plan: planSettings,
	sync: syncOptions,
	check: { ...checkSettings, processAutomatically: false },
});
const task = taskPage({ plan: planSettings, sync: syncOptions });
const jane = `Basic ${Buffer.from('Jane:secret').toString('base64')}`;
const byHand = { check: { processAutomatically: false } };

let world: World;
let drawn = 0;

afterEach(async () => {
	await world.close();
});

/** The clock of the world with numbers that differ, for one token after another. */
function pagePorts(): PagePorts {
	const { clock, store, autotask, marketplace } = world;
	const random = () => (drawn += 0.0137) % 1;
	const now = () => clock.now();
	const moving = { now, byServer: now, wait: (millis: number) => clock.wait(millis), random };
	return { clock: moving, store, autotask, marketplace, inputs: connection };
}

async function open(query: Record<string, string> = {}, page = board): Promise<string> {
	const answer = await answerPage(
		page,
		readPageRequest({ query, body: {}, headers: { authorization: jane } }),
		pagePorts(),
	);
	expect(answer.statusCode).toBe(200);
	return answer.body;
}

async function send(body: Record<string, unknown>, query: Record<string, string> = {}): Promise<PageAnswer> {
	const ports = pagePorts();
	const posted = {
		query,
		body: { token: makeToken(formOf('tasks', 'Jane'), ports), ...body },
		headers: { authorization: jane },
	};
	return await answerPage(board, readPageRequest(posted), ports);
}

/** What the page says after a form that was done. */
async function said(answer: PageAnswer): Promise<string> {
	expect(answer.statusCode).toBe(303);
	const query = Object.fromEntries(new URLSearchParams(answer.location.split('?')[1]));
	const body = await open(query);
	return /<div class="notice done"[^>]*>([^<]*)</.exec(body)?.[1] ?? '';
}

async function sell(quantity: number, at: string): Promise<TaskId> {
	const order = world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity, at });
	await world.run(byHand);
	return (await world.taskOf(order)).id;
}

/** The value of a field as a browser sends it: line breaks as it writes them. */
function valueIn(html: string, name: string): string {
	const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
	return value.replaceAll(/\r?\n/g, '\r\n').replaceAll('&amp;', '&');
}

async function entryOf(id: TaskId): Promise<string> {
	const [plan] = await world.store.plans(connectionId, [id]);
	return `${id}:${plan?.fingerprint ?? ''}`;
}

async function stateOf(id: TaskId): Promise<SyncTask['state'] | undefined> {
	return (await world.store.task(connectionId, id))?.state;
}

/** Somebody moves the contract's end in Autotask. */
async function endContract(endDate: string): Promise<void> {
	const headers = {
		'Content-Type': 'application/json',
		UserName: apiUser.userName,
		Secret: apiUser.secret,
		ApiIntegrationCode: apiUser.integrationCode,
	};
	const body = JSON.stringify({ id: contractId, endDate });
	const response = await fetch(`${world.addresses.autotaskUrl}/V1.0/Contracts`, { method: 'PATCH', headers, body });
	expect(response.status).toBe(200);
}

describe('the task board', () => {
	it('writes a plan as it was shown, in the name of who is logged in', async () => {
		world = await startWorld();
		const id = await sell(10, '2026-10-16T09:00:00Z');
		const view = await open({ review: id });
		expect(view).toContain(`value="${await entryOf(id)}"`);
		const answer = await send({ action: 'sync', plans: await entryOf(id) }, { review: id });
		expect(await said(answer)).toBe('1 of 1 task written.');
		expect(await stateOf(id)).toBe('synced');
		expect(world.adjustments()).toEqual(['+10@2026-10-16']);
		const log = await open({ search: 'jane', action: 'approve' }, logPage);
		expect(log).toContain(id);
		expect(log).toContain('1 to 1 of 1');
	});

	it.each([
		['a line break', (id: string) => `order-x\n${id}`],
		['a comma', (id: string) => `order-x,${id}`],
		['a semicolon', (id: string) => `${id};1`],
		['a colon', (id: string) => `${id}:1`],
		['a blank', (id: string) => `${id} own=1`],
		['a percent sign', (id: string) => `${id}%2C${id}`],
	])('reviews, approves and ignores a task whose id has %s, and no other', async (_, strangeOf) => {
		world = await startWorld();
		const id = await sell(10, '2026-10-16T09:00:00Z');
		const strange = strangeOf(id) as TaskId;
		const [task, [plan]] = [await world.store.task(connectionId, id), await world.store.plans(connectionId, [id])];
		if (!task || !plan) throw new RangeError('no plan');
		const subscriptionIds = ['strange' as SubscriptionId];
		await world.store.addTasks([{ ...task, id: strange, orderNumber: 'SX1', subscriptionIds }]);
		await world.store.savePlans(connectionId, [{ ...plan, taskId: strange, fingerprint: 'abc' }]);
		const value = valueIn(await open({ search: 'SX1' }), 'tasks');
		const review = await send({ action: 'review', tasks: value });
		const shown = await open(Object.fromEntries(new URLSearchParams(review.location?.split('?')[1])));
		expect(shown).toContain('Sync SX1 as shown');
		expect(shown).not.toContain(`Sync ${task.orderNumber ?? ''} as shown`);
		await send({ action: 'sync', plans: valueIn(shown, 'plans') });
		expect(await world.store.task(connectionId, strange)).toMatchObject({
			approval: { fingerprint: 'abc', by: 'Jane' },
		});
		expect(await world.store.task(connectionId, id)).not.toHaveProperty('approval');
		await send({ action: 'ignore', reason: 'none of ours', tasks: value });
		expect([await stateOf(id), await stateOf(strange)]).toEqual(['attention', 'ignored']);
	});

	it('writes nothing of a plan that has moved since it was shown, and shows both', async () => {
		world = await startWorld();
		const id = await sell(10, '2026-10-16T09:00:00Z');
		const approved = await entryOf(id);
		await endContract('2027-11-30');
		const answer = await send({ action: 'sync', plans: approved }, { review: id });
		expect(await said(answer)).toMatch(/^0 of 1 task written\. Task order-\d+: What was approved .* has moved since/);
		expect(world.adjustments()).toEqual([]);
		expect(await entryOf(id)).not.toBe(approved);
		const view = await open({ id }, task);
		expect(view).toContain('What was approved and has moved since');
		expect(view).toContain(`Plan ${approved.split(':')[1] ?? ''}<`);
		const [, now = ''] = (await entryOf(id)).split(':');
		expect(view).toContain(`name="fingerprint" value="${now}"`);
		expect(view).not.toContain(`value="${approved.split(':')[1] ?? ''}"`);
	});

	it.each([
		{ rule: 'made up', fingerprintOf: async () => await Promise.resolve('0000') },
		{
			rule: "another task's",
			fingerprintOf: async (other: TaskId) => (await entryOf(other)).split(':')[1] ?? '',
		},
	])('refuses a fingerprint that is not the plan of now, and keeps what was ticked: $rule', async (given) => {
		world = await startWorld();
		const [first, second] = [await sell(10, '2026-10-16T09:00:00Z'), await sell(3, '2026-10-16T10:00:00Z')];
		const review = { review: `${first},${second}` };
		expect(await open(review)).toContain(`Plan of SO`);
		const plans = `${first}:${await given.fingerprintOf(second)}`;
		const answer = await send({ action: 'sync', plans }, review);
		expect(answer.statusCode).toBe(422);
		expect(answer.body).toContain('The plan of task');
		expect(world.writeRequests()).toBe(0);
	});

	it('writes several plans that were ticked together', async () => {
		world = await startWorld();
		const [first, second] = [await sell(10, '2026-10-16T09:00:00Z'), await sell(3, '2026-10-16T10:00:00Z')];
		const plans = [await entryOf(first), await entryOf(second)];
		const answer = await send({ action: 'sync', plans }, { review: `${first},${second}` });
		expect(await said(answer)).toBe('2 of 2 tasks written.');
		expect([await stateOf(first), await stateOf(second)]).toEqual(['synced', 'synced']);
	});

	it.each([
		{
			rule: 'ignores with a reason',
			body: { action: 'ignore', reason: 'by hand' },
			says: '1 task ignored; nothing is written.',
			state: 'ignored',
		},
		{
			rule: 'lets a task be looked at again',
			body: { action: 'retry' },
			says: '1 task will be checked again with the next check.',
			state: 'open',
		},
	])('$rule', async ({ body, says, state }) => {
		world = await startWorld();
		const id = await sell(10, '2026-10-16T09:00:00Z');
		expect(await said(await send({ ...body, tasks: id }))).toBe(says);
		expect(await stateOf(id)).toBe(state);
	});

	it('refuses to ignore without a reason, with one that is too long, and where nothing is ticked', async () => {
		world = await startWorld();
		const id = await sell(10, '2026-10-16T09:00:00Z');
		const without = await send({ action: 'ignore', tasks: id, reason: ' ' });
		expect([without.statusCode, without.body]).toEqual([422, expect.stringContaining(`Say why ${id} is ignored.`)]);
		const long = await send({ action: 'ignore', tasks: id, reason: 'x'.repeat(501) });
		expect(long.body).toContain('longer than 500 characters');
		expect(long.body).toContain(`name="tasks" value="${id}" checked`);
		expect((await send({ action: 'retry' })).body).toContain('Nothing is ticked.');
		expect(await stateOf(id)).toBe('attention');
	});

	it('brings ignored tasks back', async () => {
		world = await startWorld();
		const id = await sell(10, '2026-10-16T09:00:00Z');
		await send({ action: 'ignore', tasks: id, reason: 'by hand' });
		expect(await said(await send({ action: 'restore', tasks: id }))).toMatch(/^1 task brought back/);
		expect(await stateOf(id)).toBe('open');
	});

	it('shows a page on which it can be checked', async () => {
		world = await startWorld();
		expect(await open()).toContain('<form method="post" action="tasks">');
	});

	it('checks nothing before the trigger has told the time zone', async () => {
		world = await startUnconnected();
		const answer = await send({ action: 'check' });
		expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining('has had no check yet')]);
		expect(await world.store.connection(connectionId)).toBeUndefined();
	});

	it('stops the connection with a reason, writes nothing then, and starts it again', async () => {
		world = await startWorld();
		const id = await sell(10, '2026-10-16T09:00:00Z');
		expect((await send({ action: 'stop', brakeReason: '' })).statusCode).toBe(422);
		expect(await said(await send({ action: 'stop', brakeReason: 'month end' }))).toContain('Reason: month end');
		await send({ action: 'sync', plans: await entryOf(id) });
		expect(world.adjustments()).toEqual([]);
		expect(await said(await send({ action: 'start', brakeReason: 'done' }))).toMatch(/^Started/);
	});

	it('links lines that were there before as they are, and lists what differs', async () => {
		const lines = [{ contractID: contractId, serviceID: serviceId, units: 10 }];
		world = await startUnconnected({ lines, now: '2026-04-20T08:00:00Z' });
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-05-01T09:00:00Z' });
		world.setNow('2026-09-20T08:00:00Z');
		await world.run();
		const [task] = await world.tasks();
		const id = task?.id as TaskId;
		expect(await open({ view: 'first' })).toContain(`name="own-${id}-0"`);
		const wrong = await send(
			{ action: 'adopt', which: 'named', lines: await entryOf(id), [`own-${id}-0`]: 'ten' },
			{ view: 'first' },
		);
		expect(wrong.body).toContain('is not a whole number');
		expect(wrong.body).toContain('value="ten"');
		const answer = await send(
			{ action: 'adopt', which: 'named', lines: await entryOf(id), [`own-${id}-0`]: '10' },
			{ view: 'first' },
		);
		expect(await said(answer)).toBe('1 linked as they are and synced. Nothing was written to Autotask.');
		expect(await stateOf(id)).toBe('synced');
		expect(world.writeRequests()).toBe(0);
	});

	it('leads to the page of a task from the address that it had', async () => {
		world = await startWorld();
		const request = readPageRequest({ query: { task: 'order-1' }, body: {}, headers: { authorization: jane } });
		expect(await answerPage(board, request, pagePorts())).toMatchObject({
			statusCode: 303,
			location: 'task?id=order-1',
		});
	});

	it('gives the list and the log as files', async () => {
		world = await startWorld();
		const id = await sell(10, '2026-10-16T09:00:00Z');
		expect(await open({ as: 'csv' })).toContain(`${id},SO`);
		expect(await open({ as: 'csv', task: id }, logPage)).toMatch(new RegExp(`,check,Order SO.*,Customer 1,,,,${id},`));
	});
});

describe('a board of 10,000 tasks', () => {
	it('stays under 200 kB on every page, counts them all, and finds one', async () => {
		world = await startWorld();
		const id = await sell(10, '2026-10-16T09:00:00Z');
		const planned = await manyTasks(world.store, connectionId, id);
		const [long = '' as TaskId] = planned.slice(-1);
		const [plan] = await world.store.plans(connectionId, [long]);
		const [line] = plan?.lines ?? [];
		if (!plan || !line) throw new RangeError('no plan');
		await world.store.savePlans(connectionId, [{ ...plan, lines: Array.from({ length: 400 }, () => line) }]);
		const views = [
			{},
			{ page: '150' },
			{ state: 'failed' },
			{ reason: 'customer not mapped' },
			{ search: 'SX77' },
			{ view: 'first' },
			{ review: planned.slice(0, 50).join(',') },
		];
		for (const query of views) expect(Buffer.byteLength(await open(query))).toBeLessThan(200_000);
		expect(Buffer.byteLength(await open({ customer: '1' }, logPage))).toBeLessThan(200_000);
		const all = await open();
		expect(all).toContain('1 to 50 of 10001');
		expect(all).toContain('Failed <strong>5000</strong>');
		expect(all).toContain('customer not mapped (2500)');
		expect(await open({ search: 'sx9999' })).toContain('1 to 1 of 1');
		expect(await open({ review: planned.slice(0, 50).join(',') })).toContain('38 more do not fit on this page');
		for (const id of [planned[0] ?? '', long])
			expect(Buffer.byteLength(await open({ id }, task))).toBeLessThan(200_000);
		expect(await open({ review: long })).not.toContain('name="plans"');
	});
});
