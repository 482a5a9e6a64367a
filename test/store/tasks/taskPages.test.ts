import type { Instant } from '../../../src/domain/ids';
import type { Customer } from '../../../src/domain/order/order';
import type { LogSearch } from '../../../src/ports/store/actionLog';
import type { TaskSearch } from '../../../src/ports/store/tasks';
import type { OpenStore } from '../../../src/store/openStore';
import { engines } from '../engines';
import { at, customerId, elsewhere, here, subscriptionId, task, taskId } from '../samples';

const all = { offset: 0, limit: 50 };

/** Minutes of one hour, so that a higher number is newer. */
function minute(number: number): Instant {
	return at(`08:${String(number).padStart(2, '0')}`);
}

const seen = { id: customerId('7'), name: 'Söhne 100% Ltd', externalId: 'X_7' } as Customer;

for (const { engine, openEmpty } of engines) {
	describe(`pages of tasks on ${engine}`, () => {
		let store: OpenStore;
		beforeEach(async () => {
			store = await openEmpty();
			await store.saveCustomers(here, [seen], minute(0));
			await store.addTasks([
				task('order-1', {
					orderNumber: 'SO001',
					customerId: customerId('7'),
					createdAt: minute(1),
					state: 'failed',
					isFirst: true,
				}),
				task('order-2', {
					orderNumber: 'SO002',
					customerId: customerId('8'),
					createdAt: minute(2),
					state: 'attention',
					attention: { reason: 'approval', message: 'Look.' },
					kind: 'change',
					subscriptionIds: [subscriptionId('Sub-A')],
				}),
				task('order-3', {
					orderNumber: 'SO003',
					customerId: customerId('8'),
					createdAt: minute(3),
					state: 'attention',
					attention: { reason: 'customer not mapped', message: 'Map.' },
				}),
				task('order-4', { connectionId: elsewhere, orderNumber: 'SO001', state: 'open' }),
			]);
		});
		afterEach(async () => await store.close());

		const found = async (search: Partial<TaskSearch>) =>
			(await store.taskPage(here, { ...all, ...search })).rows.map(({ id }) => id);

		it.each<{ rule: string; search: Partial<TaskSearch>; ids: readonly string[] }>([
			{ rule: 'lists the newest first, of one connection', search: {}, ids: ['order-3', 'order-2', 'order-1'] },
			{ rule: 'finds part of an order number in any case', search: { search: 'so002' }, ids: ['order-2'] },
			{ rule: 'finds part of a name with an accent', search: { search: 'SÖHNE' }, ids: ['order-1'] },
			{ rule: 'takes a sign of the pattern for itself', search: { search: '0% L' }, ids: ['order-1'] },
			{ rule: 'finds nothing by a pattern', search: { search: 'S%1' }, ids: [] },
			{ rule: 'takes a statement for a text', search: { search: "'; drop table tasks; --" }, ids: [] },
			{ rule: 'takes a condition for a text', search: { search: "x' or '1'='1" }, ids: [] },
			{ rule: 'takes a condition for an id', search: { customerId: customerId("8' or '1'='1") }, ids: [] },
			{ rule: 'finds a subscription', search: { search: 'sub-a' }, ids: ['order-2'] },
			{ rule: 'narrows by state', search: { states: ['failed'] }, ids: ['order-1'] },
			{ rule: 'narrows by reason', search: { reasons: ['approval'] }, ids: ['order-2'] },
			{ rule: 'narrows by kind', search: { kinds: ['change'] }, ids: ['order-2'] },
			{ rule: 'narrows by customer', search: { customerId: customerId('8') }, ids: ['order-3', 'order-2'] },
			{ rule: 'narrows to the first check', search: { isFirst: true }, ids: ['order-1'] },
			{ rule: 'goes on where the page before ended', search: { offset: 1, limit: 1 }, ids: ['order-2'] },
		])('$rule', async ({ search, ids }) => {
			expect(await found(search)).toEqual(ids);
		});

		it('counts states and reasons, whichever of them is searched for', async () => {
			const page = await store.taskPage(here, { ...all, states: ['failed'], search: 'SO00' });
			expect(page.total).toBe(1);
			expect(page.counts).toHaveLength(3);
			expect(page.counts).toEqual(
				expect.arrayContaining([
					{ state: 'failed', count: 1 },
					{ state: 'attention', reason: 'approval', count: 1 },
					{ state: 'attention', reason: 'customer not mapped', count: 1 },
				]),
			);
		});

		it('names the customer as seen last', async () => {
			const { rows } = await store.taskPage(here, all);
			expect(rows.map(({ customerName }) => customerName)).toEqual([undefined, undefined, 'Söhne 100% Ltd']);
		});

		it.each<{ rule: string; search: Partial<LogSearch>; messages: readonly string[] }>([
			{ rule: 'lists the newest first', search: {}, messages: ['Third', 'Second', 'First'] },
			{ rule: 'narrows by task', search: { taskId: taskId('order-1') }, messages: ['Second', 'First'] },
			{ rule: 'narrows by action', search: { action: 'approve' }, messages: ['Second'] },
			{ rule: 'finds who did it', search: { search: 'jane' }, messages: ['Second'] },
			{ rule: 'narrows by who did it', search: { by: 'JAN' }, messages: ['Second'] },
			{ rule: 'narrows to a time on', search: { from: minute(2) }, messages: ['Third', 'Second'] },
			{ rule: 'narrows to before a time', search: { until: minute(2) }, messages: ['First'] },
			{ rule: 'finds a correlation id', search: { search: 'CORR-9' }, messages: ['First'] },
			{ rule: 'finds the tasks of a customer by name', search: { customer: 'söhne' }, messages: ['Second', 'First'] },
			{ rule: 'goes on where the page before ended', search: { offset: 2 }, messages: ['First'] },
		])('shows pages of the log: $rule', async ({ search, messages }) => {
			await store.log([
				{
					at: minute(1),
					connectionId: here,
					taskId: taskId('order-1'),
					action: 'check',
					message: 'First',
					correlationId: 'corr-9',
				},
				{
					at: minute(2),
					connectionId: here,
					taskId: taskId('order-1'),
					action: 'approve',
					message: 'Second',
					by: 'Jane',
				},
				{ at: minute(3), connectionId: here, action: 'stop', message: 'Third' },
				{ at: minute(4), connectionId: elsewhere, action: 'stop', message: 'Elsewhere' },
			]);
			const page = await store.logPage(here, { ...all, ...search });
			expect(page.rows.map(({ message }) => message)).toEqual(messages);
			expect(page.rows.map(({ customerName }) => customerName)).toEqual(
				page.rows.map(({ taskId: of }) => (of === undefined ? undefined : 'Söhne 100% Ltd')),
			);
		});
	});
}
