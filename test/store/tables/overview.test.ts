import { recurringNow } from '../../../src/domain/overview/revenue';
import { decimal } from '../../../src/domain/money';
import type { LineBill } from '../../../src/domain/plan/lineBills';
import type { ContractPlan } from '../../../src/domain/plan/plan';
import type { PlanMoney } from '../../../src/domain/plan/planMoney';
import type { OpenStore } from '../../../src/store/openStore';
import { engines } from '../engines';
import {
	at,
	chargeMapping,
	creation,
	customerMapping,
	customerId,
	day,
	elsewhere,
	here,
	line,
	linkedLine,
	plan,
	productId,
	productMapping,
	subscription,
	task,
	taskId,
} from '../samples';

const waits = (reason: 'approval' | 'customer not mapped' | 'product not mapped' | 'period posted') =>
	({ state: 'attention', attention: { reason, message: 'Look.' } }) as const;

type Bill = readonly [line: string, before: string, after: string, from?: string, periodType?: LineBill['periodType']];

/** A plan of lines with what each is billed, and of what is billed once. */
function planOf(id: string, bills: readonly Bill[], once = '0.00', more: Partial<ContractPlan> = {}): ContractPlan {
	const all = bills.map(([key, before, after, from = '2026-11-01', periodType = 'monthly']) => ({
		line: key,
		periodType,
		from: day(from),
		before: decimal(before),
		after: decimal(after),
	}));
	const money: PlanMoney = { recurring: all, once: decimal(once) };
	return { ...plan(id, 'f1'), currency: 'GBP', money, bills: all, ...more };
}

for (const { engine, openEmpty } of engines) {
	describe(`what a connection comes to on ${engine}`, () => {
		let store: OpenStore;
		beforeEach(async () => {
			store = await openEmpty();
		});
		afterEach(async () => await store.close());

		it('sums the plans of the tasks that are meant, each currency and length of period by itself', async () => {
			await store.addTasks([
				task('a', waits('approval')),
				task('b', waits('approval')),
				task('c', waits('approval')),
				task('d', waits('period posted')),
				task('e', { ...waits('approval'), connectionId: elsewhere }),
				task('f', waits('approval')),
			]);
			await store.savePlans(here, [
				planOf('a', [['line:1', '180.00', '234.00']], '27.87'),
				planOf('b', [['line:2', '0', '216.00', '2026-11-01', 'yearly']], '-10.10'),
				planOf('c', [['line:3', '10', '5']], '1', { currency: 'EUR' }),
				planOf('d', [['line:4', '1', '2']]),
			]);
			await store.savePlans(here, [planOf('a', [['line:1', '180.00', '252.00']], '36.00')]);
			expect(await store.countPlans(here, { states: ['attention'], reasons: ['approval'] })).toEqual({
				tasks: 4,
				untold: 1,
				sums: expect.arrayContaining([
					{ currency: 'EUR', before: 0, after: 100 },
					{ currency: 'EUR', periodType: 'monthly', before: 1_000, after: 500 },
					{ currency: 'GBP', before: 0, after: 2_590 },
					{ currency: 'GBP', periodType: 'monthly', before: 18_000, after: 25_200 },
					{ currency: 'GBP', periodType: 'yearly', before: 0, after: 21_600 },
				]) as unknown,
			});
			expect(await store.countPlans(here, { states: ['attention'], notReasons: ['approval'] })).toMatchObject({
				tasks: 1,
				sums: [
					{ periodType: 'monthly', before: 100, after: 200 },
					{ before: 0, after: 0 },
				],
			});
			expect(await store.countPlans(here, { states: ['attention'], since: at('09:00') })).toMatchObject({ tasks: 0 });
		});

		it('sums no amount that is larger than any bill', async () => {
			await store.addTasks([task('a', waits('approval'))]);
			await store.savePlans(here, [planOf('a', [['line:1', '0', '99999999999999999999.00']])]);
			const { sums } = await store.countPlans(here, { states: ['attention'] });
			expect(sums).toEqual([{ currency: 'GBP', before: 0, after: 0 }]);
		});

		it('follows each line through its plans, written ones before those that wait, by the number that it gets', async () => {
			const when = (hour: number) => ({ effectiveAt: at(`1${hour}:00`) });
			await store.addTasks([
				task('a', { state: 'synced', ...when(0) }),
				task('b', { state: 'synced', ...when(1) }),
				task('c', { ...waits('approval'), ...when(2) }),
				task('d', { ...waits('approval'), ...when(3) }),
				task('e', { state: 'failed', ...when(4) }),
				task('f', { ...waits('approval'), ...when(0) }),
			]);
			await store.savePlans(here, [
				planOf('a', [['new:key-1', '0', '180.00', '2026-10-01']]),
				planOf('b', [['line:70', '180.00', '234.00', '2026-11-01']]),
				planOf('c', [['line:70', '234.00', '252.00', '2026-11-01']]),
				planOf('d', [['line:70', '252.00', '240.00', '2026-12-01']]),
				planOf('e', [['line:71', '1', '2']]),
				planOf('f', [['line:72', '50.00', '40.00', '2027-02-01', 'yearly']]),
			]);
			const made = { ...creation, kind: 'contractService' as const, key: 'key-1', contractServiceId: line(70) };
			const { id } = await store.intend({ ...made, taskIds: [taskId('a')] });
			await store.settle(id, { state: 'done', contractServiceId: line(70), settledAt: at('10:00') } as never);
			const { base, steps } = await store.revenueSteps(here);
			const gbp = { currency: 'GBP', periodType: 'monthly' } as const;
			expect(base.toSorted((one, other) => one.amount - other.amount)).toEqual([
				{ ...gbp, amount: 0 },
				{ ...gbp, periodType: 'yearly', amount: 5_000 },
			]);
			expect(steps.toSorted((one, other) => (one.month + one.amount < other.month + other.amount ? -1 : 1))).toEqual([
				{ ...gbp, month: '2026-10', isWaiting: false, amount: 18_000 },
				{ ...gbp, month: '2026-11', isWaiting: true, amount: 1_800 },
				{ ...gbp, month: '2026-11', isWaiting: false, amount: 5_400 },
				{ ...gbp, month: '2026-12', isWaiting: true, amount: -1_200 },
				{ ...gbp, periodType: 'yearly', month: '2027-02', isWaiting: true, amount: -1_000 },
			]);
		});

		it('follows the lines of one customer alone, with what the plans of others make of them', async () => {
			const of = (customer: string, hour: number) => ({
				customerId: customerId(customer),
				effectiveAt: at(`1${hour}:00`),
			});
			await store.addTasks([
				task('a', { state: 'synced', ...of('1', 0) }),
				task('b', { state: 'synced', ...of('2', 1) }),
				task('c', { ...waits('approval'), ...of('1', 2) }),
				task('d', { ...waits('approval'), ...of('2', 3) }),
			]);
			await store.savePlans(here, [
				planOf('a', [['line:70', '0', '180.00', '2026-10-01']]),
				planOf('b', [['line:70', '180.00', '234.00', '2026-10-01']]),
				planOf('c', [['line:70', '234.00', '252.00', '2026-11-01']]),
				planOf('d', [['line:71', '10.00', '40.00', '2026-11-01']]),
			]);
			const gbp = { currency: 'GBP', periodType: 'monthly' } as const;
			const { base, steps } = await store.revenueSteps(here, customerId('1'));
			expect(base).toEqual([{ ...gbp, amount: 0 }]);
			expect(recurringNow({ base, steps })).toEqual([{ ...gbp, written: 23_400, withWaiting: 25_200 }]);
			const which = { states: ['attention'], customerId: customerId('2') } as const;
			expect(await store.countPlans(here, which)).toMatchObject({ tasks: 1 });
		});

		it('says what is held up, by what, and what of it has no line yet', async () => {
			const priced = (id: string, customer: string, product: string, price: string) =>
				subscription(id, {
					customerId: customerId(customer),
					billingPeriod: { type: 'month', duration: 1 },
					products: [
						{
							productId: productId(product),
							name: `Product ${product}`,
							quantity: decimal('3'),
							unitPrice: { currency: 'GBP', amount: decimal(price) },
						},
					],
				});
			await store.saveSubscriptions(
				here,
				[
					priced('S-a', '1', '812', '2.50'),
					priced('S-b', '1', '812', '1'),
					priced('S-c', '2', '813', '10'),
					priced('S-1', '3', '812', '100'),
					priced('S-e', '3', '812', '1000'),
				],
				at('08:00'),
			);
			const of = (id: string, customer: string, reason: Parameters<typeof waits>[0]) =>
				task(id, { ...waits(reason), customerId: customerId(customer) });
			await store.addTasks([
				of('a', '1', 'customer not mapped'),
				of('b', '1', 'customer not mapped'),
				of('c', '2', 'product not mapped'),
				of('1', '3', 'period posted'),
				of('e', '3', 'approval'),
			]);
			const settlement = { connectionId: here, now: at('08:00'), otherUnits: [], assignments: [], tasks: [] };
			await store.settleTasks({ ...settlement, lines: [linkedLine], recorded: [], log: [] });
			await store.saveProductMapping(productMapping);
			expect(await store.blockedTasks(here)).toEqual({
				tasks: 4,
				ofBilled: 1,
				unbilled: [{ currency: 'GBP', periodType: 'monthly', amount: 750 + 300 + 3_000 }],
				groups: [
					{ reason: 'customer not mapped', tasks: 2, customer: { id: '1' } },
					{ reason: 'product not mapped', tasks: 1, product: { id: '813', name: 'Product 813' } },
					{ reason: 'period posted', tasks: 1 },
				],
			});
		});

		it('says what was changed most since a day, and how far all is set up', async () => {
			await store.addTasks([
				task('a', { state: 'synced', isFirst: true }),
				task('b', { state: 'synced', isFirst: true }),
				task('c', { state: 'synced', updatedAt: at('07:00') }),
				task('d', { ...waits('approval'), isFirst: true }),
			]);
			await store.savePlans(here, [
				planOf('a', [['line:1', '0', '100', '2026-11-01', 'yearly']]),
				planOf('b', [['line:2', '20', '10']]),
				planOf('c', [['line:3', '0', '1000']]),
				planOf('d', [['line:4', '0', '1000']]),
			]);
			const largest = await store.largestChanges(here, { since: at('08:00'), limit: 1 });
			expect(largest).toMatchObject([{ taskId: 'b', sums: [{ before: 2_000, after: 1_000 }, { after: 0 }] }]);
			await store.saveSubscriptions(
				here,
				[
					subscription('S-1', { billingPeriod: { type: 'month', duration: 1 } }),
					subscription('S-2', { customerId: customerId('7') }),
				],
				at('08:00'),
			);
			await store.saveCustomerMapping(customerMapping);
			await store.saveProductMapping(productMapping);
			await store.saveChargeMapping(chargeMapping);
			expect(await store.setUp(here)).toEqual({
				customers: { done: 1, total: 2 },
				products: { done: 1, total: 1 },
				charges: { done: 1, total: 5 },
				firstTasks: { done: 2, total: 3 },
			});
			expect(await store.setUp(elsewhere)).toMatchObject({ firstTasks: { done: 0, total: 0 } });
		});
	});
}
