import type { ProductId } from '../../../src/domain/ids';
import { asWord } from '../../../src/domain/answers/taskEntry';
import { heldAskedIn, heldStep } from '../../../src/domain/answers/heldBefore';
import { parseApproval } from '../../../src/domain/answers/approval';
import { tasksPage } from '../../../src/pages/board/tasksPage';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import type { SyncTask } from '../../../src/domain/task/task';
import type { TaskChange } from '../../../src/ports/store/tasks';
import type { ActResult } from '../../../simulators/marketplace/actKinds';
import { checkSettings, connection, planSettings, syncOptions } from '../../sync/fixtureClients';
import { sold, startWorld, type World } from '../../sync/fixtureWorld';
import { excludeFromBilling } from '../../../src/sync/deciding/excludeFromBilling';
import { openWizard } from '../wizard/wizard';
import { openPage, type OpenPage, textOf } from '../openPage';

const { connectionId } = connection;
const settings = { plan: planSettings, sync: syncOptions, check: { ...checkSettings, processAutomatically: false } };
const byHand = { check: { processAutomatically: false } };

let world: World;
let board: OpenPage;
let page: OpenPage;

beforeEach(async () => {
	world = await startWorld();
	board = openPage(tasksPage(settings), world);
	page = openWizard(world);
});

afterEach(async () => {
	await world.close();
});

async function waitingSale(quantity = 10): Promise<{ readonly order: ActResult; readonly task: SyncTask }> {
	const at = '2026-10-01T09:00:00Z';
	const order = world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity, at });
	await world.run(byHand);
	return { order, task: await world.taskOf(order) };
}

async function change(task: SyncTask, to: TaskChange): Promise<void> {
	await world.store.changeTasks(connectionId, [{ id: task.id, change: to }], world.clock.now());
}

async function followed(answer: PageAnswer): Promise<string> {
	expect([answer.statusCode, textOf(answer)]).toEqual([303, '']);
	const [path, query] = answer.location.split('?');
	const opened = path === 'task' ? page : board;
	return textOf(await opened.show(Object.fromEntries(new URLSearchParams(query))));
}

const notUnderstood = (message: string): TaskChange => ({
	attention: { reason: 'order not understood', message },
});

describe('the page of a task that waits', () => {
	it('offers to never bill its subscription or product, and the list to include it again', async () => {
		const { order, task } = await waitingSale();
		const shown = textOf(await page.show({ id: task.id }));
		expect(shown).toContain('Never bill this subscription or product');
		expect(shown).toContain(`Subscription ${order.subscriptionId} (Product PRD-1)`);
		expect(shown).toContain('Product Product PRD-1 (PRD-1), in all subscriptions');
		const thing = `subscription:${order.subscriptionId}`;
		const sent = await page.send({ id: task.id }, { action: 'exclude', thing, excludeReason: 'NFR <b>' });
		const said = await followed(sent);
		expect(said).toContain('is excluded and is never billed. 1 task of it is ignored.');
		expect(said).toContain('excluded: NFR <b>');
		expect(said).toContain('It is never billed. To bill it, include it again .');
		const list = await board.show({ view: 'excluded' });
		expect(list.body).not.toContain('NFR <b>');
		expect(textOf(list)).toMatch(/Never billed Why By Since .*NFR <b> Jane Doe 1 Oct 2026, .*Include again/);
		const back = await followed(await board.send({ view: 'excluded' }, { action: 'include', thing }));
		expect(back).toContain('is included again. What it holds is billed from 2026-10-01 on once you approve its plan');
		expect(back).toContain('Nothing is excluded.');
		expect(textOf(await page.show({ id: task.id }))).toContain('Bring back');
	});

	it('says which products of its order are never billed and left out', async () => {
		const items = [
			{ productId: 'PRD-1', quantity: 10 },
			{ productId: 'PRD-B', quantity: 4 },
		] as const;
		const order = world.order({ kind: 'bundle', customerId: '1', items, at: '2026-10-01T09:00:00Z' });
		await world.run(byHand);
		const thing = { kind: 'product', id: 'PRD-1' as ProductId } as const;
		await excludeFromBilling({ connectionId, thing, by: 'Ann', reason: 'NFR' }, world);
		await world.run(byHand);
		const { id } = await world.taskOf(order);
		const shown = textOf(await page.show({ id }));
		expect(shown).toContain('Never billed product Product PRD-1 (PRD-1) : NFR');
		expect(shown).toContain('£0.00 £50.00 +£50.00');
	});

	it.each([
		{ rule: 'no reason', form: { thing: 'product:PRD-1', excludeReason: ' ' }, says: 'Say why the product' },
		{ rule: 'nothing chosen', form: { thing: '', excludeReason: 'NFR' }, says: 'Choose a subscription or a product.' },
		{ rule: 'another thing', form: { thing: 'customer:1', excludeReason: 'NFR' }, says: 'Choose a subscription' },
	])('refuses $rule, and shows what was typed', async ({ form, says }) => {
		const { task } = await waitingSale();
		const answer = await page.send({ id: task.id }, { action: 'exclude', ...form });
		expect(answer.statusCode).toBe(422);
		expect(textOf(answer)).toContain(says);
		if (form.excludeReason.trim() !== '') expect(answer.body).toContain(`value="${form.excludeReason}"`);
		expect(await world.store.exclusions(connectionId)).toEqual([]);
	});

	it('says what is billed instead of excluding it', async () => {
		const order = await sold(world);
		const { task } = await waitingSale(3);
		const thing = `subscription:${order.subscriptionId}`;
		const answer = await page.send({ id: task.id }, { action: 'exclude', thing, excludeReason: 'NFR' });
		expect(answer.statusCode).toBe(422);
		expect(textOf(answer)).toContain('holds 10 units of it at 18.00: 180.00 a month');
	});

	it('does nothing with a token of another page, or without one', async () => {
		const { task } = await waitingSale();
		const form = { action: 'exclude', thing: 'product:PRD-1', excludeReason: 'NFR' };
		for (const token of ['', 'abc.1.00000000000000000000000000000000'])
			expect((await page.send({ id: task.id }, { ...form, token })).statusCode).toBe(403);
		expect(
			(await board.send({ view: 'excluded' }, { action: 'include', thing: form.thing, token: '' })).statusCode,
		).toBe(403);
		expect(await world.store.exclusions(connectionId)).toEqual([]);
	});
});

describe('the page of an order that is not understood', () => {
	it('offers to enter it by hand, to read it again, and to never bill it', async () => {
		const { order, task } = await waitingSale();
		await change(task, notUnderstood('It names product A twice.'));
		const shown = textOf(await page.show({ id: task.id }));
		expect(shown).toMatch(/What you can do Enter it by hand, or ignore it .* Read it again .* Never bill it/);
		expect(shown).not.toContain('before this order');
		const sent = await page.send({ id: task.id }, { action: 'byHand', tasks: task.id, reason: '+10 on 1 Oct' });
		expect(await followed(sent)).toContain('1 task marked as entered by hand; nothing is written.');
		expect(await world.taskOf(order)).toMatchObject({
			state: 'ignored',
			note: 'Entered by hand: +10 on 1 Oct',
		});
	});

	it('asks for the units before it where those are what it lacks', async () => {
		const { task } = await waitingSale();
		await change(task, notUnderstood(`It cannot be told.${heldStep('PRD 1' as ProductId)}`));
		const shown = await page.show({ id: task.id });
		expect(textOf(shown)).toContain('Units of product PRD 1 before this order');
		const [, field = ''] = /name="(answer-[^"]*held-[^"]*)"/.exec(shown.body) ?? [];
		const wrong = await page.send({ id: task.id }, { action: 'answer', [field]: '1.5' });
		expect([wrong.statusCode, textOf(wrong)]).toEqual([422, expect.stringContaining('as a whole number')]);
		await followed(await page.send({ id: task.id }, { action: 'answer', [field]: '12' }));
		const [stored] = (await world.tasks()).filter(({ id }) => id === task.id);
		expect(stored).toMatchObject({ attention: { reason: 'approval' }, answers: { ownUnitsOf: { 'PRD 1': 12 } } });
	});
});

describe('heldStep', () => {
	it.each(['PRD-1', 'a b', 'x[1]'])('asks of %p, and is answered of it', (id) => {
		const product = id as ProductId;
		expect(heldAskedIn({ message: `Why.${heldStep(product)}` })).toBe(id);
		expect(parseApproval(`order-1 own[${asWord(product)}]=4`)).toMatchObject([{ entry: { ownUnitsOf: { [id]: 4 } } }]);
	});

	it('is not read from other causes', () => {
		expect(heldAskedIn({ message: 'Retry the task with own=10.' })).toBeUndefined();
	});
});
