import { omit } from 'lodash';
import { type SyncTask, type TaskState, taskStates } from '../../../src/domain/task/task';
import { taskTransitions } from '../../../src/domain/task/taskTransitions';
import type { TaskChange, TaskFilter } from '../../../src/ports/store/tasks';
import type { OpenStore } from '../../../src/store/openStore';
import { engines } from '../engines';
import {
	at,
	contract,
	customerId,
	day,
	elsewhere,
	fullTask,
	here,
	orderId,
	plan,
	subscriptionId,
	task,
	taskId,
} from '../samples';

for (const { engine, openEmpty } of engines) {
	describe(`sync tasks on ${engine}`, () => {
		let store: OpenStore;
		beforeEach(async () => {
			store = await openEmpty();
		});
		afterEach(async () => await store.close());

		const ids = (tasks: readonly SyncTask[]) => tasks.map((each) => each.id);

		it('keeps every field of a task', async () => {
			await store.addTasks([fullTask]);
			expect(await store.task(here, fullTask.id)).toEqual(fullTask);
		});

		it('keeps a task with nothing optional, without inventing fields', async () => {
			const bare = task('initial-1', { subscriptionIds: [] });
			await store.addTasks([bare]);
			expect(Object.keys((await store.task(here, bare.id)) ?? {}).sort()).toEqual(Object.keys(bare).sort());
			expect(await store.task(here, bare.id)).toEqual(bare);
		});

		it('adds a task once, returns only the new ones and leaves the old one alone', async () => {
			expect(ids(await store.addTasks([task('a'), task('b')]))).toEqual(['a', 'b']);
			const again = await store.addTasks([task('b', { state: 'synced' }), task('c'), task('c', { note: 'twice' })]);
			expect(again).toEqual([task('c')]);
			expect((await store.task(here, taskId('b')))?.state).toBe('open');
		});

		it('takes one task id in two connections for two tasks', async () => {
			expect(await store.addTasks([task('a'), task('a', { connectionId: elsewhere, state: 'failed' })])).toHaveLength(
				2,
			);
			expect((await store.tasksById([taskId('a')])).map((each) => each.connectionId).sort()).toEqual([here, elsewhere]);
			expect(await store.tasks(elsewhere)).toEqual([task('a', { connectionId: elsewhere, state: 'failed' })]);
		});

		it.each<{ rule: string; now: Partial<SyncTask> }>([
			{ rule: 'another state', now: { state: 'syncing' } },
			{ rule: 'other answers', now: { answers: { ownUnits: 4 } } },
		])('leaves a task alone that has $rule than it was seen with, and changes the others', async ({ now }) => {
			const seen = { state: 'attention', answers: { ownUnits: 3 } } as const;
			await store.addTasks([task('a', { ...seen, ...now }), task('b', seen)]);
			const change: TaskChange = { state: 'open', answers: {} };
			const changes = ['a', 'b'].map((id) => ({ id: taskId(id), change, seen: task(id, seen) }));
			expect(await store.changeTasks(here, changes, at('12:00'))).toEqual(['b']);
			expect(await store.task(here, taskId('a'))).toEqual(task('a', { ...seen, ...now }));
			expect(await store.task(here, taskId('b'))).toMatchObject({ state: 'open', answers: {} });
		});

		it('adds more tasks than one statement takes', async () => {
			const many = Array.from({ length: 2_500 }, (_, number) => task(`order-${number}`));
			expect(await store.addTasks(many)).toHaveLength(2_500);
			expect(await store.tasksById(ids(many))).toHaveLength(2_500);
			const bySubscription = await store.tasks(here, { subscriptionIds: many.flatMap((each) => each.subscriptionIds) });
			expect(bySubscription).toHaveLength(2_500);
		});

		describe('lists', () => {
			beforeEach(async () => {
				await store.addTasks([
					task('late', {
						effectiveAt: at('12:00'),
						orderNumber: 'SO3',
						subscriptionIds: [subscriptionId('S-1'), subscriptionId('S-2')],
					}),
					task('early', {
						effectiveAt: at('07:00'),
						state: 'attention',
						attention: { reason: 'approval', message: '' },
					}),
					task('other', {
						effectiveAt: at('09:00'),
						state: 'attention',
						attention: { reason: 'price conflict', message: '' },
					}),
					task('done', {
						effectiveAt: at('10:00'),
						state: 'synced',
						customerId: customerId('2000'),
						subscriptionIds: [subscriptionId('S-2')],
					}),
				]);
			});

			it.each<{ rule: string; filter: TaskFilter | undefined; expected: string[] }>([
				{ rule: 'all, oldest first', filter: undefined, expected: ['early', 'other', 'done', 'late'] },
				{ rule: 'some states', filter: { states: ['open', 'synced'] }, expected: ['done', 'late'] },
				{ rule: 'no state', filter: { states: [] }, expected: [] },
				{ rule: 'a reason', filter: { reasons: ['approval'] }, expected: ['early'] },
				{ rule: 'a customer', filter: { customerId: customerId('2000') }, expected: ['done'] },
				{ rule: 'an order number', filter: { orderNumber: 'SO3' }, expected: ['late'] },
				{
					rule: 'a subscription among others',
					filter: { subscriptionIds: [subscriptionId('S-2')] },
					expected: ['done', 'late'],
				},
				{
					rule: 'a task of two subscriptions once',
					filter: { subscriptionIds: [subscriptionId('S-1'), subscriptionId('S-2')] },
					expected: ['done', 'late'],
				},
				{
					rule: 'a subscription and a state',
					filter: { subscriptionIds: [subscriptionId('S-2')], states: ['open'] },
					expected: ['late'],
				},
				{ rule: 'a page', filter: { limit: 2, offset: 1 }, expected: ['other', 'done'] },
				{ rule: 'the rest after a page', filter: { offset: 3 }, expected: ['late'] },
				{
					rule: 'a page of a subscription',
					filter: { subscriptionIds: [subscriptionId('S-2')], limit: 1, offset: 1 },
					expected: ['late'],
				},
				{ rule: 'a page of none', filter: { limit: 0 }, expected: [] },
			])('$rule', async ({ filter, expected }) => {
				expect(ids(await store.tasks(here, filter))).toEqual(expected);
			});

			it('nothing of another connection', async () => {
				expect(await store.tasks(elsewhere)).toEqual([]);
				expect(await store.task(elsewhere, taskId('late'))).toBeUndefined();
			});

			it('every state with its number, 0 included', async () => {
				const none = { approved: 0, syncing: 0, failed: 0, ignored: 0 };
				expect(await store.countTasks(here)).toEqual({ ...none, open: 1, attention: 2, synced: 1 });
			});
		});

		describe('changes', () => {
			beforeEach(async () => void (await store.addTasks([fullTask, task('order-2')])));

			it.each<{ rule: string; change: TaskChange }>([
				{ rule: 'one field', change: { state: 'ignored' } },
				{
					rule: 'a reason with its message',
					change: { attention: { reason: 'contract ended', message: 'Extend it.' } },
				},
				{ rule: 'a switch', change: { processAutomatically: false, isFirst: false } },
				{
					rule: 'what is kept as JSON',
					change: { answers: {}, approval: { fingerprint: 'x', by: 'Bo', at: at('11:00') } },
				},
				{ rule: 'days and times', change: { firstSeenOn: day('2026-10-20'), effectiveAt: at('23:00') } },
			])('$rule and nothing else', async ({ change }) => {
				await store.changeTasks(here, [{ id: fullTask.id, change }], at('12:00'));
				expect(await store.task(here, fullTask.id)).toEqual({ ...fullTask, ...change, updatedAt: at('12:00') });
				expect(await store.task(here, taskId('order-2'))).toEqual(task('order-2'));
			});

			it.each([
				{ field: 'attention' },
				{ field: 'waitsFor' },
				{ field: 'note' },
				{ field: 'approval' },
				{ field: 'offeredUntil' },
				{ field: 'offers' },
				{ field: 'causeCheckedAt' },
				{ field: 'order' },
				{ field: 'snapshot' },
				{ field: 'orderId' },
			] as const)('undefined clears $field', async ({ field }) => {
				await store.changeTasks(here, [{ id: fullTask.id, change: { [field]: undefined } }], at('12:00'));
				const rest = { ...omit(fullTask, field), updatedAt: at('12:00') };
				expect(await store.task(here, fullTask.id)).toStrictEqual(rest);
			});

			it('finds a task by its new subscriptions only', async () => {
				await store.changeTasks(
					here,
					[{ id: fullTask.id, change: { subscriptionIds: [subscriptionId('S-3')] } }],
					at('12:00'),
				);
				expect(await store.tasks(here, { subscriptionIds: [subscriptionId('S-9')] })).toEqual([]);
				expect(ids(await store.tasks(here, { subscriptionIds: [subscriptionId('S-3')] }))).toEqual([fullTask.id]);
			});

			it('all or none: an unknown task undoes the others', async () => {
				const changes = [
					{ id: fullTask.id, change: { state: 'ignored' as const } },
					{ id: taskId('nobody'), change: { state: 'ignored' as const } },
				];
				await expect(store.changeTasks(here, changes, at('12:00'))).rejects.toMatchObject({
					code: 'notFound',
					message: expect.stringContaining('nobody'),
				});
				expect((await store.task(here, fullTask.id))?.state).toBe('attention');
			});

			it('all or none: one into a state that its state does not lead to undoes the others', async () => {
				const changes = [
					{ id: taskId('order-2'), change: { state: 'ignored' as const } },
					{ id: fullTask.id, change: { state: 'synced' as const } },
				];
				await expect(store.changeTasks(here, changes, at('12:00'))).rejects.toMatchObject({
					code: 'conflict',
					message: expect.stringContaining('order-1 is attention by now and cannot become synced'),
				});
				expect((await store.task(here, taskId('order-2')))?.state).toBe('open');
			});

			it.each(taskStates)(
				'takes a task that is %s into the states that it leads to, and into no other',
				async (from) => {
					const taken: string[] = [];
					for (const to of taskStates) {
						await store.addTasks([task(`to-${to}`, { state: from })]);
						const change = [{ id: taskId(`to-${to}`), change: { state: to } }];
						await store.changeTasks(here, change, at('12:00')).then(
							() => taken.push(to),
							() => undefined,
						);
					}
					expect(taken.sort()).toEqual([from, ...taskTransitions[from]].sort());
				},
			);

			it('lets one of several who approve at the same moment take a task, and nobody one that is not to be approved', async () => {
				const waits = { reason: 'approval' as const, message: 'Look at it.' };
				await store.addTasks([
					task('wait-1', { state: 'attention', attention: waits }),
					task('wait-2', { state: 'attention', attention: waits }),
					task('free', { state: 'approved' }),
					task('taken', { state: 'approved', offeredUntil: at('13:00') }),
					task('other', { state: 'attention', attention: { ...waits, reason: 'period posted' } }),
					task('done', { state: 'synced' }),
				]);
				const change = { state: 'approved' as const, attention: undefined, offeredUntil: at('13:00') };
				const named = ['wait-2', 'taken', 'done', 'wait-1', 'other', 'free'];
				const all = named.map((id) => ({
					id: taskId(id),
					change,
					plan: plan(id, 'f1'),
					seen: task(id, {}),
				}));
				const take = async (changes: typeof all) => await store.takeApprovals(here, changes, at('12:00'));
				const [one, two] = await Promise.all([take(all), take([...all].reverse())]);
				expect([...one, ...two].sort()).toEqual(['free', 'wait-1', 'wait-2']);
				const kept = named.map(async (id) => await store.approvedPlan(here, taskId(id)));
				const plans = (await Promise.all(kept)).flatMap((one) => one?.taskId ?? []);
				expect(plans.sort()).toEqual(['free', 'wait-1', 'wait-2']);
				expect((await store.task(here, taskId('done')))?.state).toBe('synced');
				expect((await store.task(here, taskId('other')))?.attention?.reason).toBe('period posted');
			});

			it('keeps the word of one of two people who are the first to approve a task at the same moment', async () => {
				const waits = { reason: 'approval' as const, message: 'Look at it.' };
				const seen = task('two', { state: 'attention', attention: waits });
				await store.addTasks([seen]);
				const first = (by: string) => ({ fingerprint: 'f1', by, at: at('12:00') });
				const say = async (by: string, of: typeof seen) =>
					await store.takeApprovals(
						here,
						[{ id: of.id, seen: of, change: { state: 'attention', firstApproval: first(by) } }],
						at('12:00'),
					);
				const taken = await Promise.all([say('Ann', seen), say('Ben', seen)]);
				expect(taken.flat()).toEqual(['two']);
				const kept = await store.task(here, seen.id);
				expect(['Ann', 'Ben']).toContain(kept?.firstApproval?.by);
				expect(await store.approvedPlan(here, seen.id)).toBeUndefined();
				if (kept) expect(await say('Cid', kept)).toEqual(['two']);
			});

			it('refuses to clear what a task cannot be without', async () => {
				const clearing = store.changeTasks(here, [{ id: fullTask.id, change: { state: undefined } }], at('12:00'));
				await expect(clearing).rejects.toMatchObject({ name: 'StoreError', code: 'conflict' });
			});
		});

		describe('offers', () => {
			const until = at('10:00');
			const offer = async (limit: number, now = at('09:00')) =>
				ids(await store.offerTasks(here, { limit, now, until }));
			const assign = async (...pairs: [string, number][]) =>
				await store.saveAssignments(
					pairs.map(([id, contractId]) => ({
						connectionId: here,
						subscriptionId: subscriptionId(`S-${id}`),
						contractId: contract(contractId),
						from: day('2026-01-01'),
					})),
				);

			it.each<{ state: TaskState; offered: boolean }>([
				{ state: 'open', offered: true },
				{ state: 'approved', offered: true },
				{ state: 'syncing', offered: true },
				{ state: 'attention', offered: false },
				{ state: 'synced', offered: false },
				{ state: 'failed', offered: false },
				{ state: 'ignored', offered: false },
			])('a task at $state: $offered', async ({ state, offered }) => {
				await store.addTasks([task('a', { state })]);
				expect(await offer(10)).toEqual(offered ? ['a'] : []);
			});

			it('no task that waits for another, and none of another connection', async () => {
				await store.addTasks([task('a', { waitsFor: taskId('b') }), task('b', { connectionId: elsewhere })]);
				expect(await offer(10)).toEqual([]);
			});

			it('a task to one of two callers, and again when its time is over', async () => {
				await store.addTasks([task('a'), task('b')]);
				const both = await Promise.all([offer(1), offer(1)]);
				expect(both.flat().sort()).toEqual(['a', 'b']);
				expect(await offer(10)).toEqual([]);
				expect(await offer(10, at('09:59'))).toEqual([]);
				expect(await offer(10, until)).toEqual(['a', 'b']);
			});

			it('with the time until which it is taken', async () => {
				await store.addTasks([task('a')]);
				expect(await store.offerTasks(here, { limit: 1, now: at('09:00'), until })).toEqual([
					task('a', { offeredUntil: until, offers: 1, updatedAt: at('09:00') }),
				]);
				expect((await store.task(here, taskId('a')))?.offeredUntil).toBe(until);
			});

			it('the oldest first, up to the limit', async () => {
				await store.addTasks([
					task('a', { effectiveAt: at('08:30') }),
					task('b', { effectiveAt: at('08:10') }),
					task('c', { effectiveAt: at('08:20') }),
				]);
				expect(await offer(2)).toEqual(['b', 'c']);
				expect(await offer(2)).toEqual(['a']);
			});

			it('only tasks in the states that are asked for', async () => {
				await store.addTasks([task('a'), task('b', { state: 'approved' }), task('c', { state: 'attention' })]);
				const offering = { limit: 10, now: at('09:00'), until, states: ['open', 'attention'] } as const;
				expect(ids(await store.offerTasks(here, offering))).toEqual(['a']);
			});

			it('only the tasks that it is to begin with, and those of their contracts', async () => {
				await store.addTasks(['a', 'b', 'c', 'd'].map((id, hour) => task(id, { effectiveAt: at(`0${hour}:00`) })));
				await assign(['b', 7], ['d', 7]);
				const beginning = { limit: 10, now: at('09:00'), until, beginWith: [taskId('d')] };
				expect(ids(await store.offerTasks(here, beginning))).toEqual(['b', 'd']);
				expect(await offer(10)).toEqual(['a', 'c']);
			});

			it('a contract whole, in order of age, even beyond the limit', async () => {
				await store.addTasks(['a', 'b', 'c', 'd'].map((id, hour) => task(id, { effectiveAt: at(`0${hour}:00`) })));
				await assign(['b', 7], ['d', 7]);
				expect(await offer(2)).toEqual(['a', 'b', 'd']);
				expect(await offer(2)).toEqual(['c']);
			});

			it('no further contract once the limit is reached', async () => {
				await store.addTasks(['a', 'b', 'c'].map((id, hour) => task(id, { effectiveAt: at(`0${hour}:00`) })));
				await assign(['a', 7], ['b', 8], ['c', 8]);
				expect(await offer(1)).toEqual(['a']);
				expect(await offer(1)).toEqual(['b', 'c']);
			});

			it('contracts that one order joins, together', async () => {
				await store.addTasks([
					task('a', { effectiveAt: at('01:00') }),
					task('b', { effectiveAt: at('02:00'), subscriptionIds: [subscriptionId('S-a'), subscriptionId('S-c')] }),
					task('c', { effectiveAt: at('03:00') }),
				]);
				await assign(['a', 7], ['c', 8]);
				expect(await offer(1)).toEqual(['a', 'b', 'c']);
			});

			it('nothing for a limit of 0', async () => {
				await store.addTasks([task('a')]);
				expect(await offer(0)).toEqual([]);
			});
		});

		it('knows an order that has a task or is remembered', async () => {
			await store.addTasks([fullTask]);
			await store.rememberOrders([
				{
					connectionId: here,
					orderId: orderId('2'),
					status: 'processing',
					createdAt: at('08:00'),
					firstSeenAt: at('08:00'),
				},
			]);
			expect(await store.knownOrders(here, ['1', '2', '3'].map(orderId))).toEqual(new Set(['1', '2']));
			expect(await store.knownOrders(elsewhere, ['1', '2'].map(orderId))).toEqual(new Set());
		});
	});
}
