import type { SyncTask } from '../../../src/domain/task/task';
import { connection } from '../../sync/fixtureClients';
import { check } from '../../sync/fixtureRun';
import {
	contract,
	contractId,
	editByHand,
	serviceId,
	sold,
	startUnconnected,
	startWorld,
	type World,
	type WorldOptions,
} from '../../sync/fixtureWorld';
import { type OpenPage, textOf } from '../openPage';
import { sentForm } from '../sentForm';
import { openWizard } from './wizard';

jest.setTimeout(60_000);

let world: World;
let wizard: OpenPage;

async function open(options: WorldOptions = {}): Promise<void> {
	world = await startWorld(options);
	wizard = openWizard(world, { priceSource: 'marketplace' });
}

afterEach(async () => {
	await world.close();
});

/** A rise from 10 to 13 on 16 October that waits at `approval`. */
async function rise(): Promise<SyncTask> {
	const sale = await sold(world, {}, { build: { priceSource: 'marketplace' } });
	const order = world.order({
		kind: 'change',
		subscriptionId: sale.subscriptionId ?? '',
		quantity: 13,
		at: '2026-10-16T09:00:00Z',
	});
	await world.run({ check: { processAutomatically: false }, build: { priceSource: 'marketplace' } });
	return await world.taskOf(order);
}

async function planOf(task: SyncTask) {
	const [plan] = await world.store.plans(connection.connectionId, [task.id]);
	if (!plan) throw new RangeError(`no plan of ${task.id}`);
	return plan;
}

async function rowOf(task: SyncTask): Promise<{ readonly row: string; readonly fingerprint: string }> {
	const { lines, fingerprint } = await planOf(task);
	const row = lines[0]?.row;
	if (row === undefined) throw new RangeError('the plan has no row');
	return { row, fingerprint };
}

describe('the page of a task', () => {
	it('leads to the list of tasks where its address names none', async () => {
		await open();
		expect(await wizard.show({})).toMatchObject({ statusCode: 303, location: 'tasks' });
		expect((await wizard.show({ find: 'SO-1' })).location).toBe('tasks?search=SO-1');
		expect(textOf(await wizard.show({ id: 'order-<b>none</b>' }))).toContain('There is no task order-<b>none</b>');
	});

	it('shows the plan with its figures, writes it as it was shown, and reads it back', async () => {
		await open();
		const task = await rise();
		const review = textOf(await wizard.show({ id: task.id }));
		for (const said of ['2026-10-16', '+3', '18', '27.87', '234.00', 'Prorated by Autotask, once (estimate)'])
			expect(review).toContain(said);
		const { fingerprint } = await rowOf(task);
		const sent = await wizard.send({ id: task.id }, { action: 'sync', fingerprint });
		expect(sent).toMatchObject({ statusCode: 303 });
		expect(sent.location).toContain('step=result');
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+3@2026-10-16']);
		const result = textOf(await wizard.show({ id: task.id, step: 'result' }));
		expect(result).toContain('approved by Jane Doe');
		expect(result).toMatch(/13 units\s+as written/);
	});

	it('writes once what was sent twice', async () => {
		await open();
		const task = await rise();
		const { fingerprint } = await rowOf(task);
		await wizard.send({ id: task.id }, { action: 'sync', fingerprint });
		const again = await wizard.send({ id: task.id }, { action: 'sync', fingerprint });
		expect(again.statusCode).toBe(422);
		expect(textOf(again)).toContain('is synced');
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+3@2026-10-16']);
	});

	it('writes nothing where somebody wrote the same in Autotask meanwhile, and shows both plans', async () => {
		await open();
		const task = await rise();
		const { fingerprint } = await rowOf(task);
		await editByHand(world, { effectiveDate: '2026-10-10', unitChange: 3 });
		const sent = await wizard.send({ id: task.id }, { action: 'sync', fingerprint });
		expect(sent.statusCode).toBe(422);
		expect(textOf(sent)).toContain('What was approved');
		expect(textOf(sent)).toContain('Autotask holds 13 units of this subscription already: nothing to write.');
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+3@2026-10-10']);
		expect((await planOf(task)).instead?.fingerprint).toBe(fingerprint);
	});

	it('asks for the other units where somebody changed the line in Autotask, and goes on with the answer', async () => {
		await open();
		const task = await rise();
		const { fingerprint } = await rowOf(task);
		await editByHand(world, { effectiveDate: '2026-10-10', unitChange: 2 });
		const sent = await wizard.send({ id: task.id }, { action: 'sync', fingerprint });
		expect(textOf(sent)).toContain(
			"How many of the 12 units that Autotask holds now are not this marketplace's? None, as before",
		);
		expect(textOf(sent)).toContain('Of 12 in Autotask; 0 were known before');
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+2@2026-10-10']);
		const field = `answer-${task.id}-others-0-12`;
		const none = await wizard.send({ id: task.id }, { action: 'answer', [field]: '' });
		expect(textOf(none)).toContain('Nothing is answered.');
		const odd = await wizard.send({ id: task.id }, { action: 'answer', [field]: 'two' });
		expect(textOf(odd)).toContain('Say how many units it is');
		await wizard.send({ id: task.id }, { action: 'answer', [field]: '2' });
		await wizard.send({ id: task.id }, { action: 'sync', fingerprint: (await rowOf(task)).fingerprint });
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+2@2026-10-10', '+3@2026-10-16']);
	});

	it.each([
		{ priceSource: 'autotask', billed: '210.60' },
		{ priceSource: 'marketplace', billed: '234.00' },
	])('asks whose price counts where somebody set another one, and goes on with $priceSource', async (row) => {
		await open();
		const sale = await sold(world, {}, { build: { priceSource: 'marketplace' } });
		await editByHand(world, { effectiveDate: '2026-10-05', unitChange: 0, adjustedUnitPrice: 16.2 });
		const { subscriptionId = '' } = sale;
		const order = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
		await world.run({ build: { priceSource: 'marketplace' } });
		const task = await world.taskOf(order);
		const asked = await wizard.show({ id: task.id, step: 'review' });
		expect(textOf(asked)).toContain('Autotask has 16.2, which this marketplace did not write.');
		const choose = (value: string) => ({
			action: 'answer',
			choose: `${task.id} answer-${task.id}-prices-16.2 ${value}`,
		});
		const none = await wizard.send({ id: task.id }, choose('mine'));
		expect(textOf(none)).toContain('Choose one of the answers that are shown.');
		expect(asked.body).toContain(`value="${choose(row.priceSource).choose}"`);
		await wizard.send({ id: task.id }, choose(row.priceSource));
		const { fingerprint } = await planOf(task);
		await wizard.send({ id: task.id }, { action: 'sync', fingerprint });
		expect(await world.taskOf(order)).toMatchObject({ state: 'synced' });
		world.post('2026-11-30');
		expect(world.billed('2026-11').price).toBe(row.billed);
	});

	it('asks whether a line is gone for good, and plans without it after the answer', async () => {
		await open();
		const sale = await sold(world, {}, { build: { priceSource: 'marketplace' } });
		const [line] = world.autotaskSide.state().entities.ContractServices ?? [];
		world.autotaskSide.removeLine(Number(line?.id));
		const { subscriptionId = '' } = sale;
		const order = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
		await world.run({ build: { priceSource: 'marketplace' } });
		const task = await world.taskOf(order);
		const asked = await wizard.show({ id: task.id, step: 'review' });
		expect(textOf(asked)).toContain(
			`If contract service ${line?.id} is gone for good, the task is planned without it.`,
		);
		expect(textOf(asked)).toContain('Say in the step Plan whether the line is gone for good.');
		const choose = (id: number) => ({ action: 'answer', choose: `${task.id} answer-${task.id}-gone-${id} ${id}` });
		expect(asked.body).toContain(`value="${choose(Number(line?.id)).choose}"`);
		const other = await wizard.send({ id: task.id }, choose(7));
		expect(textOf(other)).toContain('or the question has changed.');
		await wizard.send({ id: task.id }, choose(Number(line?.id)));
		expect(await world.taskOf(order)).toMatchObject({
			attention: { reason: 'approval' },
			answers: { goneLine: line?.id },
		});
		const again = await wizard.send({ id: task.id }, choose(Number(line?.id)));
		expect(textOf(again)).toContain('or the question has changed.');
		const { fingerprint } = await planOf(task);
		await wizard.send({ id: task.id }, { action: 'sync', fingerprint });
		expect(await world.taskOf(order)).toMatchObject({ state: 'synced' });
	});

	it('writes nothing where something else has moved since, and shows both plans', async () => {
		await open();
		const task = await rise();
		const { fingerprint } = await rowOf(task);
		const answers = { ...task.answers, priceSource: 'autotask' as const };
		await world.store.changeTasks(connection.connectionId, [{ id: task.id, change: { answers } }], world.clock.now());
		const sent = await wizard.send({ id: task.id }, { action: 'sync', fingerprint });
		expect(textOf(sent)).toContain('What was approved');
		expect(textOf(sent)).toContain('What will be written');
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
		expect((await planOf(task)).instead?.fingerprint).toBe(fingerprint);
	});

	it('writes the price and quantity that were set, and shows what the order had', async () => {
		await open();
		const task = await rise();
		const { row, fingerprint } = await rowOf(task);
		const form = { action: 'change', row, fingerprint, on: '2026-10-16', price: '17,50', cost: '14.4', quantity: '12' };
		expect(await wizard.send({ id: task.id, step: 'review', row }, form)).toMatchObject({ statusCode: 303 });
		const review = textOf(await wizard.show({ id: task.id }));
		expect(review).toContain('changed, was 18');
		expect(review).toContain('changed, was 3');
		const changed = await rowOf(task);
		expect(changed.fingerprint).not.toBe(fingerprint);
		const old = await wizard.send({ id: task.id }, { action: 'sync', fingerprint });
		expect(textOf(old)).toContain('has changed since');
		await wizard.send({ id: task.id }, { action: 'sync', fingerprint: changed.fingerprint });
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+2@2026-10-16']);
		world.post('2026-11-30');
		expect(world.billed('2026-11')).toMatchObject({ price: '210.00' });
	});

	it('takes changes back', async () => {
		await open();
		const task = await rise();
		const { row, fingerprint } = await rowOf(task);
		await wizard.send({ id: task.id }, { action: 'change', row, fingerprint, quantity: '12' });
		await wizard.send({ id: task.id }, { action: 'undo' });
		expect((await planOf(task)).fingerprint).toBe(fingerprint);
	});

	it('refuses what the rules forbid, stores nothing of it, and keeps what was typed', async () => {
		await open();
		const task = await rise();
		const { row, fingerprint } = await rowOf(task);
		const form = { action: 'change', row, fingerprint, price: '0', cost: '14.4', quantity: '13', on: '2026-10-16' };
		const sent = await wizard.send({ id: task.id, step: 'review', row }, form);
		expect(sent.statusCode).toBe(422);
		expect(textOf(sent)).toContain('a price is above 0');
		expect(sent.body).toMatch(/name="price"[^>]*value="0"/);
		expect((await planOf(task)).fingerprint).toBe(fingerprint);
		expect((await world.store.task(connection.connectionId, task.id))?.answers).toEqual({});
	});

	it('changes nothing of a plan of which something is written', async () => {
		await open();
		const task = await rise();
		const { row, fingerprint } = await rowOf(task);
		const written = {
			databaseId: connection.databaseId,
			connectionId: connection.connectionId,
			taskIds: [task.id],
			contractId: (await planOf(task)).contractId,
			kind: 'charge',
			key: 'a charge of the task',
			on: task.firstSeenOn,
			intendedAt: world.clock.now(),
		} as const;
		const entry = await world.store.intend(written);
		await world.store.settle(entry.id, { state: 'done', at: world.clock.now() });
		const sent = await wizard.send(
			{ id: task.id, step: 'review', row },
			{ action: 'change', row, fingerprint, quantity: '12' },
		);
		expect(textOf(sent)).toContain(`Part of task ${task.id} is written already, so its plan stays as it is.`);
		expect((await planOf(task)).fingerprint).toBe(fingerprint);
	});

	it.each([
		{ typed: { price: 'eighteen' }, says: 'The price is no number.' },
		{ typed: { cost: '1.2.3' }, says: 'The cost is no number.' },
		{ typed: { quantity: '1.5' }, says: 'The units are no whole number.' },
		{ typed: { on: '2026-13-01' }, says: 'The date is none.' },
		{ typed: {}, says: 'Nothing was changed in the row.' },
	])('says what is wrong with $typed', async ({ typed, says }) => {
		await open();
		const task = await rise();
		const { row, fingerprint } = await rowOf(task);
		const sent = await wizard.send(
			{ id: task.id, step: 'review', row },
			{ action: 'change', row, fingerprint, ...typed },
		);
		expect(textOf(sent)).toContain(says);
	});

	it('writes nothing of a task whose recurring row is not ticked', async () => {
		await open();
		const task = await rise();
		await wizard.send({ id: task.id }, { action: 'tick', ...(await rowOf(task)), ticked: 'no' });
		const { row, fingerprint } = await rowOf(task);
		const held = textOf(await wizard.show({ id: task.id }));
		expect(held).toContain('Nothing is written while Product PRD-1, monthly is');
		expect(held).toContain('Tick it again in the step Plan, then press Approve and write to Autotask.');
		expect(held).not.toContain('Look at the plan in the step Plan');
		const sent = await wizard.send({ id: task.id }, { action: 'sync', fingerprint });
		expect(textOf(sent)).toContain('is not ticked, so nothing of the task is written for now');
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
		await wizard.send({ id: task.id }, { action: 'tick', row, fingerprint, ticked: 'yes' });
		await wizard.send({ id: task.id }, { action: 'sync', fingerprint: (await rowOf(task)).fingerprint });
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+3@2026-10-16']);
	});

	it('ticks no row of a plan that has moved since it was shown', async () => {
		await open();
		const task = await rise();
		const shown = await rowOf(task);
		await wizard.send({ id: task.id, step: 'review', row: shown.row }, { action: 'change', ...shown, quantity: '12' });
		const sent = await wizard.send({ id: task.id }, { action: 'tick', ...shown, ticked: 'no' });
		expect(textOf(sent)).toContain('has changed since it was shown');
		expect((await planOf(task)).lines.map((line) => line.selected)).toEqual([true]);
	});

	it('loads prices from Autotask for one task', async () => {
		await open();
		const task = await rise();
		await wizard.send({ id: task.id }, { action: 'prices', priceSource: 'autotask' });
		expect((await planOf(task)).settings.priceSource).toBe('autotask');
		expect(textOf(await wizard.show({ id: task.id }))).toContain('Autotask keeps its own price.');
	});

	it('is at the contract where several fit, says why others do not, and goes on with the chosen one', async () => {
		const yearly = contract({ id: 20003, contractName: 'Yearly', contractPeriodType: 'Yearly' });
		const ended = contract({ id: 20004, contractName: 'Old', startDate: '2025-01-01', endDate: '2025-12-31' });
		await open({ contracts: [contract(), contract({ id: 20002, contractName: 'Other' }), yearly, ended] });
		const order = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
		});
		await world.run({ build: { priceSource: 'marketplace' } });
		const task = await world.taskOf(order);
		const step = textOf(await wizard.show({ id: task.id }));
		expect(step).toContain('several contracts fit');
		expect(step).toContain('it is billed yearly, the subscription monthly');
		expect(step).toContain('it ends on 2025-12-31, before 2026-10-01');
		const none = await wizard.send({ id: task.id }, { action: 'contract' });
		expect(textOf(none)).toContain('No contract is chosen.');
		const wrong = await wizard.send({ id: task.id }, { action: 'contract', contractId: '20003' });
		expect(wrong.statusCode).toBe(422);
		await wizard.send({ id: task.id }, { action: 'contract', contractId: String(contractId) });
		expect((await planOf(task)).contractId).toBe(contractId);
	});

	it('proposes a contract where none fits, and creates it when the plan is synced', async () => {
		await open({ contracts: [contract({ endDate: '2026-08-31' })] });
		const order = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
		});
		await world.run({ build: { priceSource: 'marketplace' } });
		const task = await world.taskOf(order);
		const step = textOf(await wizard.show({ id: task.id }));
		expect(step).toContain('it ends on 2026-08-31, before 2026-10-01');
		await wizard.send({ id: task.id }, { action: 'create' });
		expect(world.writeRequests()).toBe(0);
		expect(textOf(await wizard.show({ id: task.id }))).toContain('(to be created)');
		const { fingerprint } = await planOf(task);
		const sent = await wizard.send({ id: task.id }, { action: 'sync', fingerprint });
		expect(sent.statusCode).toBe(303);
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
		expect(textOf(await wizard.show({ id: task.id }))).not.toContain('differs');
	});

	it('asks how many units of a line of before are the subscription’s, and never assumes it', async () => {
		world = await startUnconnected({
			lines: [{ contractID: contractId, serviceID: serviceId, units: 12, unitPrice: 18 }],
		});
		wizard = openWizard(world, { priceSource: 'marketplace' });
		const sale = {
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-07-01T09:00:00Z',
		} as const;
		world.order(sale);
		world.setNow('2026-10-01T09:00:00Z');
		await world.run({ build: { priceSource: 'marketplace' } });
		const [task] = await world.tasks();
		if (!task) throw new RangeError('no task was found');
		const shown = await wizard.show({ id: task.id });
		const asked = textOf(shown);
		expect(asked).toContain('12 billed, 10 owned: £36.00 a month too much');
		expect(asked).toContain("Bill 10 all 12 are this subscription's Keep 12 2 are not from this marketplace");
		expect(asked).toContain('Say in the step Plan whose the units of its line are.');
		expect(shown.body).not.toContain('class="main"');
		const early = await wizard.send({ id: task.id }, { action: 'sync', fingerprint: (await planOf(task)).fingerprint });
		expect(textOf(early)).toContain('say how many');
		const [, own = ''] = /name="(own-[^"]+)"/.exec(shown.body) ?? [];
		const seen = (await planOf(task)).fingerprint;
		const said = async (units: string) =>
			await wizard.send({ id: task.id }, { action: 'sync', fingerprint: seen, [own]: units });
		expect(textOf(await said('ten'))).toContain('Say how many');
		await said('9');
		const { fingerprint, questions } = await planOf(task);
		expect(questions).toEqual([]);
		await wizard.send({ id: task.id }, { action: 'sync', fingerprint });
		expect(world.adjustments().map((one) => one.slice(0, 2))).toEqual(['+1']);
	});

	it('maps a customer on the way and goes on to the plan', async () => {
		await open({ company: { companyNumber: 'unknown' } });
		const order = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
		});
		await world.run();
		const task = await world.taskOf(order);
		expect(textOf(await wizard.show({ id: task.id }))).toContain('customer not mapped');
		const refused = await wizard.send({ id: task.id }, { action: 'map', customerId: '1' });
		expect(textOf(refused)).toContain('No company is chosen.');
		const sent = await wizard.send(
			{ id: task.id },
			{ action: 'map', customerId: '1', companyId: '1001', automatic: 'yes' },
		);
		expect(sent.statusCode).toBe(303);
		expect((await planOf(task)).contractId).toBe(contractId);
	});

	it('maps a kind of charge on the way', async () => {
		await open({ unmappedCharges: ['setup'] });
		const order = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			setup: '50.00',
			at: '2026-10-01T09:00:00Z',
		});
		await world.run();
		const task = await world.taskOf(order);
		expect(textOf(await wizard.show({ id: task.id }))).toContain('charge not mapped');
		expect(textOf(await wizard.show({ id: task.id, step: 'products', kind: 'setup' }))).toContain('Licences');
		await wizard.send({ id: task.id }, { action: 'map', kind: 'setup', target: 'billingCode 29680001' });
		expect((await planOf(task)).charges.map(({ amount }) => amount)).toEqual(['50']);
	});

	it('keeps every page under 200 kB with 10,000 tasks in the store', async () => {
		await open();
		const task = await rise();
		const many = Array.from({ length: 10_000 }, (_, at) => ({ ...task, id: `order-many-${at}` as SyncTask['id'] }));
		await world.store.addTasks(many);
		for (const query of [{ id: task.id }, { id: task.id, step: 'contract' }, { id: task.id, step: 'products' }])
			expect((await wizard.show(query)).body.length).toBeLessThan(200_000);
		expect(await check(world)).toBeDefined();
	});
});

describe('a mapping that is made in a step', () => {
	it('has every task planned that waited for it', async () => {
		await open({ company: { companyNumber: 'unknown' } });
		const at = '2026-10-01T09:00:00Z';
		const sale = { kind: 'sale', customerId: '1', quantity: 10, at } as const;
		const orders = [world.order({ ...sale, productId: 'PRD-1' }), world.order({ ...sale, productId: 'PRD-B' })];
		await world.run({ check: { processAutomatically: false } });
		const [first, second] = [await world.taskOf(orders[0] as never), await world.taskOf(orders[1] as never)];
		const form = { action: 'map', customerId: '1', companyId: '1001', automatic: 'yes' };
		const sent = await wizard.send({ id: first.id, step: 'customer' }, form);
		const said = textOf(await wizard.show(Object.fromEntries(new URLSearchParams(sent.location.split('?')[1]))));
		expect(said).toContain('The task was planned. Look at it, then sync it. 1 other task was planned too.');
		for (const { id } of [first, second])
			expect(await world.store.task(connection.connectionId, id)).toMatchObject({ attention: { reason: 'approval' } });
		expect(world.writeRequests()).toBe(0);
	});
});

describe('the steps of a task', () => {
	it('say how far it is and what each came to, and show the lines of each contract', async () => {
		await open();
		const task = await rise();
		const plan = textOf(await wizard.show({ id: task.id }));
		expect(plan).toMatch(/Customer done Company 1001 \(1001\) Products done .* Contract done Cloud \(20001\) Plan now/);
		expect(plan).toContain('Premium 10 to 13: +£54.00 a month, +£27.87 once');
		expect(plan).toContain('Written to come');
		const contracts = textOf(await wizard.show({ id: task.id, step: 'contract' }));
		expect(contracts).toContain('Premium: 10, £180.00 bills this product £180.00');
	});

	it('approve with the number that the plan was made with, and plan again with another one', async () => {
		world = await startUnconnected({
			lines: [{ contractID: contractId, serviceID: serviceId, units: 8, unitPrice: 18 }],
		});
		wizard = openWizard(world, { priceSource: 'marketplace' });
		const at = '2026-07-01T09:00:00Z';
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at });
		world.setNow('2026-10-01T09:00:00Z');
		await world.run({ build: { priceSource: 'marketplace' } });
		const [task] = await world.tasks();
		if (!task) throw new RangeError('no task was found');
		const shown = await wizard.show({ id: task.id });
		expect(textOf(shown)).toContain('8 billed, 10 owned: £36.00 a month too little');
		const form = sentForm(shown.body, 'sync');
		const [field = ''] = Object.keys(form).filter((name) => name.startsWith('own-'));
		const other = await wizard.send({ id: task.id }, { ...form, [field]: '6' });
		expect(other.statusCode).toBe(303);
		expect(world.writeRequests()).toBe(0);
		expect((await planOf(task)).questions).toEqual([]);
		const { fingerprint } = await planOf(task);
		await wizard.send({ id: task.id }, { action: 'sync', fingerprint });
		expect(world.adjustments().map((one) => one.slice(0, 2))).toEqual(['+4']);
	});
});
