import { decimal } from '../../../src/domain/money';
import type { LinkedLine, Settlement } from '../../../src/ports/store/lines';
import type { OpenStore } from '../../../src/store/openStore';
import { engines, stoppedClock, type StoppedClock } from '../engines';
import {
	adjustment,
	at,
	contract,
	creation,
	database,
	day,
	elsewhere,
	here,
	line,
	linkedLine,
	otherDatabase,
	productId,
	subscriptionId,
	task,
	taskId,
} from '../samples';

for (const { engine, openEmpty } of engines) {
	describe(`writing on ${engine}`, () => {
		let store: OpenStore;
		let clock: StoppedClock;
		beforeEach(async () => {
			clock = stoppedClock();
			store = await openEmpty(clock);
		});
		afterEach(async () => await store.close());

		const nothing: Settlement = {
			connectionId: here,
			now: at('09:00'),
			lines: [],
			otherUnits: [],
			assignments: [],
			tasks: [],
			recorded: [],
			log: [],
		};
		const settleLines = async (...lines: LinkedLine[]) => await store.settleTasks({ ...nothing, lines });

		describe('the journal', () => {
			it('gives each intent a higher number and keeps all of its fields', async () => {
				const first = await store.intend(adjustment);
				const second = await store.intend(creation);
				expect(first).toEqual({ ...adjustment, id: first.id, state: 'open' });
				expect(second.id).toBeGreaterThan(first.id);
				expect(await store.journal(database, [contract(7)])).toEqual([first, second]);
			});

			it('keeps the outcome beside the intent', async () => {
				const { id } = await store.intend(creation);
				await store.settle(id, {
					state: 'done',
					at: at('09:00'),
					autotaskId: 4711,
					contractServiceId: line(71),
					note: 'found again',
				});
				const expected = {
					...creation,
					id,
					state: 'done',
					autotaskId: 4711,
					contractServiceId: 71,
					note: 'found again',
					settledAt: at('09:00'),
				};
				expect(await store.journal(database, [contract(7)])).toEqual([expected]);
			});

			it('leaves a write open, with a note, without an end', async () => {
				const entry = await store.intend(adjustment);
				await store.settle(entry.id, { state: 'open', at: at('09:00'), note: 'no answer' });
				expect(await store.journal(database, [contract(7)], ['open'])).toEqual([{ ...entry, note: 'no answer' }]);
			});

			it('is read by database, contract and state', async () => {
				const open = await store.intend(adjustment);
				const refused = await store.intend({ ...adjustment, contractId: contract(8) });
				await store.intend({ ...adjustment, databaseId: otherDatabase });
				await store.settle(refused.id, { state: 'refused', at: at('09:00') });
				const read = async (...states: ('open' | 'refused')[]) =>
					(await store.journal(database, [contract(8), contract(7)], states)).map((entry) => entry.id);
				expect(await read('open', 'refused')).toEqual([open.id, refused.id]);
				expect(await read('refused')).toEqual([refused.id]);
				expect(await store.journal(database, [])).toEqual([]);
			});

			it.each([
				{ rule: 'open', states: ['open'] as const },
				{ rule: 'done', states: ['done'] as const },
				{ rule: 'recorded', states: ['done', 'recorded'] as const },
			])('refuses a second creation with a key of which one is $rule', async ({ states }) => {
				const { id } = await store.intend(creation);
				for (const state of states) await store.settle(id, { state, at: at('09:00') });
				await expect(store.intend(creation)).rejects.toMatchObject({ name: 'StoreError', code: 'conflict' });
				expect(await store.journal(database, [contract(7)])).toHaveLength(1);
			});

			it.each(['refused', 'unwritten'] as const)('takes a creation again after one that is %s', async (state) => {
				const { id } = await store.intend(creation);
				await store.settle(id, { state, at: at('09:00') });
				expect((await store.intend(creation)).state).toBe('open');
			});

			it('takes one key in two databases, and adjustments as often as they are made', async () => {
				await store.intend(creation);
				await store.intend({ ...creation, databaseId: otherDatabase });
				await store.intend(adjustment);
				await store.intend(adjustment);
				expect(await store.journal(database, [contract(7)])).toHaveLength(3);
			});

			it.each([
				{ from: ['done'], to: 'unwritten', allowed: false },
				{ from: ['done'], to: 'open', allowed: false },
				{ from: ['done'], to: 'done', allowed: true },
				{ from: ['done'], to: 'recorded', allowed: true },
				{ from: ['done', 'recorded'], to: 'done', allowed: false },
				{ from: [], to: 'recorded', allowed: false },
				{ from: ['unwritten'], to: 'done', allowed: false },
				{ from: ['refused'], to: 'open', allowed: false },
			] as const)('goes from $from to $to: $allowed', async ({ from, to, allowed }) => {
				const { id } = await store.intend(adjustment);
				for (const state of from) await store.settle(id, { state, at: at('09:00') });
				const settling = store.settle(id, { state: to, at: at('10:00') });
				const answer = await settling.catch((error: unknown) => error);
				expect(answer).toEqual(allowed ? undefined : expect.objectContaining({ name: 'StoreError', code: 'conflict' }));
				expect((await store.journal(database, [contract(7)]))[0]?.state).toBe(allowed ? to : (from.at(-1) ?? 'open'));
			});

			it('knows no outcome without an intent', async () => {
				await expect(store.settle(99, { state: 'done', at: at('09:00') })).rejects.toMatchObject({ code: 'notFound' });
			});
		});

		describe('lines', () => {
			const ofOther = { ...linkedLine, connectionId: elsewhere };
			const find = async (by: Parameters<OpenStore['linkedLines']>[1]) => await store.linkedLines(database, by);

			it('are replaced by subscription, product and line', async () => {
				const seats = [
					{ from: day('2026-10-16'), units: 2 },
					{ from: day('2026-11-01'), units: 0 },
				];
				const price = decimal('12.34');
				const changed: LinkedLine = {
					...linkedLine,
					units: [],
					owed: {
						price: [{ from: day('2026-10-16'), amount: price }, { from: day('2026-11-01') }],
						cost: [],
						asides: [
							{ id: 'order-1', units: seats, rate: { price } },
							{ id: 'order-2', units: [], stated: { amount: decimal('-3.5'), units: seats, price } },
						],
					},
					settled: { price: [{ from: day('2026-10-01'), amount: price }], cost: [], foundOn: day('2026-10-16') },
				};
				const ofAnotherProduct = { ...linkedLine, productId: productId('900') };
				await settleLines(linkedLine, ofAnotherProduct);
				await settleLines(changed);
				expect(await find({ contracts: [contract(7)] })).toEqual([changed, ofAnotherProduct]);
				await settleLines(linkedLine);
				expect(await find({ contracts: [contract(7)] })).toEqual([linkedLine, ofAnotherProduct]);
			});

			it.each([
				{
					rule: 'of a contract, over all connections',
					by: { contracts: [contract(7)] },
					expected: [linkedLine, ofOther],
				},
				{
					rule: 'of a subscription, in its connection',
					by: { subscriptions: { connectionId: here, ids: [subscriptionId('S-1')] } },
					expected: [linkedLine],
				},
				{
					rule: 'of both, each once',
					by: { contracts: [contract(7)], subscriptions: { connectionId: here, ids: [subscriptionId('S-1')] } },
					expected: [linkedLine, ofOther],
				},
				{ rule: 'of nothing', by: {}, expected: [] },
				{ rule: 'of another contract', by: { contracts: [contract(8)] }, expected: [] },
			])('are found: $rule', async ({ by, expected }) => {
				await settleLines(linkedLine, ofOther);
				expect(await find(by)).toEqual(expected);
				expect(await store.linkedLines(otherDatabase, by)).toEqual([]);
			});

			it('of a product are one current one, and those that it has left', async () => {
				const left = { ...linkedLine, units: [], leftOn: day('2026-11-01') };
				const current = { ...linkedLine, contractServiceId: line(71) };
				await settleLines(linkedLine);
				await settleLines(current, left);
				expect(await find({ contracts: [contract(7)] })).toEqual([left, current]);
				await settleLines(linkedLine, { ...current, leftOn: day('2026-12-01') });
				expect(await find({ contracts: [contract(7)] })).toEqual([
					linkedLine,
					{ ...current, leftOn: day('2026-12-01') },
				]);
			});

			it('a current line that is gone counts nothing once another takes its place', async () => {
				const current = { ...linkedLine, contractServiceId: line(71) };
				await settleLines(linkedLine);
				await settleLines(current);
				expect(await find({ contracts: [contract(7)] })).toEqual([{ ...linkedLine, leftOn: '0001-01-01' }, current]);
			});

			it('hold other units once for each database', async () => {
				const other = { databaseId: database, contractServiceId: line(70), units: 4, existedBefore: true };
				await store.settleTasks({ ...nothing, otherUnits: [other, { ...other, databaseId: otherDatabase, units: 1 }] });
				await store.settleTasks({ ...nothing, otherUnits: [{ ...other, units: 6 }] });
				expect(await store.otherUnits(database, [line(70), line(71)])).toEqual([{ ...other, units: 6 }]);
			});
		});

		it('a settlement is recorded whole or not at all', async () => {
			await store.addTasks([task('a', { state: 'syncing' }), task('b')]);
			const { id: written } = await store.intend(adjustment);
			await store.settle(written, { state: 'done', at: at('09:00') });
			const { id: open } = await store.intend(adjustment);
			const settlement: Settlement = {
				...nothing,
				lines: [linkedLine],
				otherUnits: [{ databaseId: database, contractServiceId: line(70), units: 0, existedBefore: false }],
				assignments: [
					{
						connectionId: here,
						subscriptionId: subscriptionId('S-1'),
						contractId: contract(7),
						from: day('2026-10-16'),
					},
				],
				tasks: [{ id: taskId('a'), change: { state: 'synced', offeredUntil: undefined } }],
				recorded: [written],
				log: [{ at: at('09:00'), connectionId: here, action: 'write', message: 'written' }],
			};
			const missing = { id: taskId('nobody'), change: { state: 'synced' as const } };
			const recorded = async () => ({
				lines: await store.linkedLines(database, { contracts: [contract(7)] }),
				otherUnits: await store.otherUnits(database, [line(70)]),
				assignments: await store.assignments(here, [subscriptionId('S-1')]),
				tasks: (await store.tasks(here, { states: ['synced'] })).map((each) => each.id),
				recorded: (await store.journal(database, [contract(7)], ['recorded'])).map((entry) => entry.id),
				log: await store.readLog(here),
			});
			for (const [refused, code] of [
				[{ ...settlement, tasks: [...settlement.tasks, missing] }, 'notFound'],
				[{ ...settlement, recorded: [written, open] }, 'conflict'],
				[{ ...settlement, recorded: [written, 99] }, 'notFound'],
			] as const) {
				await expect(store.settleTasks(refused)).rejects.toMatchObject({ name: 'StoreError', code });
				expect(await recorded()).toEqual({
					lines: [],
					otherUnits: [],
					assignments: [],
					tasks: [],
					recorded: [],
					log: [],
				});
			}
			await store.settleTasks(settlement);
			const { lines, otherUnits, assignments, log } = settlement;
			expect(await recorded()).toEqual({ lines, otherUnits, assignments, tasks: ['a'], recorded: [written], log });
		});

		describe('leases', () => {
			const hourMs = 60 * 60_000;
			const take = async (holder: string, now: string, forMs = hourMs) => {
				clock.set(now);
				return await store.takeLease('contract 7', holder, forMs);
			};

			it('are held by one at a time, until they end or are given back', async () => {
				expect(await take('me', '08:00')).toBe(true);
				expect(await take('you', '08:59')).toBe(false);
				expect(await store.takeLease('contract 8', 'you', hourMs)).toBe(true);
				expect(await take('you', '09:00')).toBe(true);
				expect(await take('me', '09:30')).toBe(false);
				await store.releaseLease('contract 7', 'me');
				expect(await take('me', '09:30')).toBe(false);
				await store.releaseLease('contract 7', 'you');
				expect(await take('me', '09:30')).toBe(true);
			});

			it('are renewed by their holder', async () => {
				await take('me', '08:00');
				expect(await take('me', '08:30', 2 * hourMs)).toBe(true);
				expect(await take('you', '09:30')).toBe(false);
			});

			it.each([
				{ holder: 'me', now: '08:59', held: true },
				{ holder: 'me', now: '09:00', held: false },
				{ holder: 'you', now: '08:30', held: false },
			])('at $now $holder holds it: $held', async ({ holder, now, held }) => {
				await take('me', '08:00');
				clock.set(now);
				expect(await store.holdsLease('contract 7', holder)).toBe(held);
			});

			it('go to one of two who ask at once', async () => {
				const both = await Promise.all([take('me', '08:00'), take('you', '08:00')]);
				expect(both.sort()).toEqual([false, true]);
			});
		});

		it('a login stop is replaced by a later one', async () => {
			expect(await store.loginStop('hash')).toBeUndefined();
			await store.saveLoginStop('hash', at('08:15'));
			await store.saveLoginStop('hash', at('08:30'));
			expect(await store.loginStop('hash')).toBe(at('08:30'));
			expect(await store.loginStop('other')).toBeUndefined();
		});

		it('each store has its own id and its own hashes', async () => {
			const second = await openEmpty();
			expect(store.storeId).toMatch(/^[a-z0-9]{8}$/);
			expect(second.storeId).not.toBe(store.storeId);
			expect(store.keyedHash('secret')).toBe(store.keyedHash('secret'));
			expect(store.keyedHash('secret')).not.toBe(store.keyedHash('secret '));
			expect(store.keyedHash('secret')).not.toBe(second.keyedHash('secret'));
			expect(store.keyedHash('secret')).not.toContain('secret');
			await second.close();
		});

		it('what was begun is done before the store closes', async () => {
			const begun = store.addTasks([task('a')]);
			const closed = store.close();
			expect(await begun).toHaveLength(1);
			await closed;
			store = await openEmpty();
		});
	});
}
