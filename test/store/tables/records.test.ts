import type { CompanyId } from '../../../src/domain/ids';
import { feeOf } from '../../../src/domain/order/planFee';
import type { ActionLogEntry } from '../../../src/ports/store/actionLog';
import type { RememberedOrder } from '../../../src/ports/store/orders';
import type { OpenStore } from '../../../src/store/openStore';
import { engines } from '../engines';
import {
	at,
	chargeMapping,
	connection,
	contract,
	customerId,
	customerMapping,
	day,
	elsewhere,
	here,
	orderId,
	plan,
	productId,
	productMapping,
	subscription,
	subscriptionId,
	taskId,
} from '../samples';

for (const { engine, openEmpty } of engines) {
	describe(`records on ${engine}`, () => {
		let store: OpenStore;
		beforeEach(async () => {
			store = await openEmpty();
		});
		afterEach(async () => await store.close());

		describe('imports', () => {
			const harbour = { companyId: 1001 as CompanyId, companyName: 'Harbour Ltd', externalId: 'C-1' };
			const wishes = { matchBy: 'companyNumber', language: 'en', by: 'Jane Doe' } as const;
			const run = { connectionId: here, id: 'run-1', ...wishes, startedAt: at('08:00') };

			it('wait in the newest run, and what is intended keeps its time over a new one', async () => {
				await store.startImportRun(run, [harbour, { ...harbour, companyId: 1002 as CompanyId }]);
				await store.intendImport(here, harbour, at('08:01'));
				await store.startImportRun({ ...run, id: 'run-2' }, [harbour]);
				expect(await store.importRun(here)).toEqual({ ...run, id: 'run-2' });
				const waiting = { states: ['waiting'], offset: 0, limit: 10 } as const;
				expect(await store.importsOfRun(here, 'run-2', waiting)).toEqual([
					{ connectionId: here, ...harbour, state: 'waiting', message: '', intendedAt: at('08:01') },
				]);
				expect(await store.countImports(here, 'run-2')).toMatchObject({ waiting: 1, imported: 0 });
			});

			it('settle with mapping and log, and end their run once', async () => {
				await store.startImportRun(run, [harbour]);
				await store.intendImport(here, harbour, at('08:01'));
				const log = [{ at: at('08:02'), connectionId: here, action: 'import', message: 'made' }];
				const settled = { connectionId: here, company: harbour, state: 'imported', message: 'made', log } as const;
				await store.settleImport({ ...settled, mapping: customerMapping });
				expect(await store.companyImport(here, harbour.companyId)).toEqual({
					connectionId: here,
					...harbour,
					state: 'imported',
					message: 'made',
					customerId: customerMapping.customerId,
				});
				expect(await store.customerMappings(here)).toEqual([customerMapping]);
				expect(await store.readLog(here)).toMatchObject([{ action: 'import' }]);
				await store.endImportRun(here, 'run-1', at('09:00'));
				await store.endImportRun(here, 'run-1', at('10:00'));
				expect(await store.importRun(here)).toEqual({ ...run, endedAt: at('09:00') });
			});
		});

		describe('connections', () => {
			it('are unknown until saved', async () => {
				expect(await store.connection(here)).toBeUndefined();
				expect(await store.connections()).toEqual([]);
			});

			it('change by named fields', async () => {
				await store.saveConnection({ ...connection, watermark: at('07:00') });
				await store.saveConnection({ ...connection, timeZone: 'Europe/Zurich', sweptOn: day('2026-10-16') });
				const expected = {
					...connection,
					timeZone: 'Europe/Zurich',
					watermark: at('07:00'),
					sweptOn: day('2026-10-16'),
				};
				expect(await store.connection(here)).toEqual(expected);
				expect(await store.connections()).toEqual([expected]);
			});
		});

		describe('a connection of two processes', () => {
			it('has what each of them has changed, however old what the other one has read is', async () => {
				await store.saveConnection({ ...connection, stoppedAt: at('07:00') });
				await store.changeConnection(here, { stoppedAt: undefined });
				await store.changeConnection(here, { watermark: at('08:00'), sweptOn: day('2026-10-16') });
				const expected = { ...connection, watermark: at('08:00'), sweptOn: day('2026-10-16') };
				expect(await store.connection(here)).toEqual(expected);
				await store.changeConnection(elsewhere, { stoppedAt: at('09:00') });
				expect(await store.connections()).toEqual([expected]);
			});
		});

		describe('remembered orders', () => {
			const processing: RememberedOrder = {
				connectionId: here,
				orderId: orderId('2'),
				status: 'processing',
				createdAt: at('07:00'),
				firstSeenAt: at('08:00'),
			};

			it('keep the time they were first seen at, and take the newest status', async () => {
				await store.rememberOrders([processing]);
				await store.rememberOrders([{ ...processing, status: 'error', firstSeenAt: at('12:00') }]);
				expect(await store.rememberedOrders(here)).toEqual([{ ...processing, status: 'error' }]);
			});

			it('come oldest first and are forgotten by id within their connection', async () => {
				const others = ['4', '3'].map((id, hour) => ({
					...processing,
					orderId: orderId(id),
					createdAt: at(`0${hour}:00`),
				}));
				await store.rememberOrders([processing, ...others, { ...processing, connectionId: elsewhere }]);
				expect((await store.rememberedOrders(here)).map((order) => order.orderId)).toEqual(['4', '3', '2']);
				await store.forgetOrders(here, ['2', '3', 'unknown'].map(orderId));
				expect((await store.rememberedOrders(here)).map((order) => order.orderId)).toEqual(['4']);
				expect(await store.rememberedOrders(elsewhere)).toHaveLength(1);
			});
		});

		describe('subscriptions', () => {
			const expiring = (on: string) => subscription('S-1', { expirationOn: day(on) });
			const seen = async () => (await store.subscriptionsById(here, [subscriptionId('S-1')]))[0];

			it('are kept as seen, by id and by customer', async () => {
				await store.saveSubscriptions(
					here,
					[expiring('2026-12-01'), subscription('S-2', { customerId: customerId('2000') })],
					at('08:00'),
				);
				expect(await seen()).toEqual({ ...expiring('2026-12-01'), seenAt: at('08:00'), earlierExpirations: [] });
				const ofCustomers = await store.subscriptionsOfCustomers(here, [customerId('2000')]);
				expect(ofCustomers.map((each) => each.id)).toEqual(['S-2']);
				expect(await store.subscriptionsById(elsewhere, [subscriptionId('S-1')])).toEqual([]);
			});

			it.each([
				{
					rule: 'an unchanged end is no earlier one',
					sights: [
						['2026-12-01', '08:00'],
						['2026-12-01', '09:00'],
					],
					newest: '2026-12-01',
					earlier: [],
				},
				{
					rule: 'earlier ends stay, oldest first',
					sights: [
						['2026-12-01', '08:00'],
						['2027-12-01', '09:00'],
						['2028-12-01', '10:00'],
					],
					newest: '2028-12-01',
					earlier: ['2026-12-01', '2027-12-01'],
				},
				{
					rule: 'a sight that comes late does not replace a newer one',
					sights: [
						['2027-12-01', '09:00'],
						['2026-12-01', '08:00'],
					],
					newest: '2027-12-01',
					earlier: ['2026-12-01'],
				},
				{
					rule: 'an end that comes back is the present one again',
					sights: [
						['2026-12-01', '08:00'],
						['2027-12-01', '09:00'],
						['2026-12-01', '10:00'],
					],
					newest: '2026-12-01',
					earlier: ['2027-12-01'],
				},
			])('$rule', async ({ sights, newest, earlier }) => {
				for (const [end = '', time = ''] of sights) await store.saveSubscriptions(here, [expiring(end)], at(time));
				expect(await seen()).toMatchObject({ expirationOn: newest, earlierExpirations: earlier });
			});

			it('keep the fee that an order has told, in whichever order sights come', async () => {
				const plain = subscription('S-1', { planId: '7' });
				const told = { ...plain, products: [...plain.products, feeOf(plain)] };
				const hasFee = async () => (await seen())?.products.map(({ productId }) => productId);
				await store.saveSubscriptions(here, [told, plain], at('08:00'));
				const expected = [...plain.products.map(({ productId }) => productId), 'fee-of-plan-7'];
				expect(await hasFee()).toEqual(expected);
				await store.saveSubscriptions(here, [plain], at('09:00'));
				expect(await hasFee()).toEqual(expected);
				const other = { ...plain, products: [...plain.products, feeOf({ ...plain, planId: '8' })] };
				await store.saveSubscriptions(here, [other], at('10:00'));
				expect((await hasFee())?.at(-1)).toBe('fee-of-plan-8');
				await store.saveSubscriptions(elsewhere, [plain], at('10:00'));
				await store.saveSubscriptions(elsewhere, [told], at('09:00'));
				const [late] = await store.subscriptionsById(elsewhere, [subscriptionId('S-1')]);
				expect(late?.products.at(-1)?.productId).toBe('fee-of-plan-7');
			});

			it('drop a field that the newest sight no longer has, but not the end of the term', async () => {
				await store.saveSubscriptions(
					here,
					[subscription('S-1', { expirationOn: day('2026-12-01'), renewalOn: day('2026-12-01') })],
					at('08:00'),
				);
				await store.saveSubscriptions(here, [subscription('S-1', { status: 'terminated' })], at('09:00'));
				expect(await seen()).toEqual({
					...subscription('S-1', { status: 'terminated' }),
					seenAt: at('09:00'),
					earlierExpirations: ['2026-12-01'],
				});
			});
		});

		describe('mappings', () => {
			it('a customer has one', async () => {
				await store.saveCustomerMapping(customerMapping);
				await store.saveCustomerMapping({ ...customerMapping, companyName: 'Birch', processAutomatically: false });
				expect(await store.customerMappings(here)).toEqual([
					{ ...customerMapping, companyName: 'Birch', processAutomatically: false },
				]);
			});

			it('of named customers only, where some are named', async () => {
				await store.saveCustomerMapping(customerMapping);
				await store.saveCustomerMapping({ ...customerMapping, customerId: customerId('2000'), customerName: 'Aspen' });
				expect((await store.customerMappings(here)).map((each) => each.customerName)).toEqual(['Alder Ltd', 'Aspen']);
				expect(await store.customerMappings(here, [customerId('1000'), customerId('9')])).toEqual([customerMapping]);
				expect(await store.customerMappings(here, [])).toEqual([]);
				await store.removeCustomerMapping(here, customerId('1000'));
				expect(await store.customerMappings(here, [customerId('1000')])).toEqual([]);
			});

			it('a product has one for each period type', async () => {
				const yearly = { ...productMapping, periodType: 'yearly' as const };
				await store.saveProductMapping(productMapping);
				await store.saveProductMapping(yearly);
				await store.saveProductMapping({ ...yearly, serviceName: 'Mailbox, yearly' });
				expect(await store.productMappings(here, [productId('812')])).toEqual([
					productMapping,
					{ ...yearly, serviceName: 'Mailbox, yearly' },
				]);
			});

			it.each([
				{ rule: 'for one period type', periodType: 'yearly' as const, left: 1 },
				{ rule: 'for all', periodType: undefined, left: 0 },
			])('a product loses its mapping $rule', async ({ periodType, left }) => {
				await store.saveProductMapping(productMapping);
				await store.saveProductMapping({ ...productMapping, periodType: 'yearly' });
				await store.removeProductMapping(here, productId('812'), periodType);
				expect(await store.productMappings(here)).toHaveLength(left);
			});

			it('a kind of charge has a default and one for each product', async () => {
				const ofProduct = { ...chargeMapping, productId: productId('812'), targetName: 'Set-up of mailboxes' };
				await store.saveChargeMapping({ ...chargeMapping, targetName: 'old' });
				await store.saveChargeMapping(chargeMapping);
				await store.saveChargeMapping(ofProduct);
				expect(await store.chargeMappings(here)).toEqual([chargeMapping, ofProduct]);
				await store.removeChargeMapping(here, 'setup');
				expect(await store.chargeMappings(here)).toEqual([ofProduct]);
				await store.removeChargeMapping(here, 'setup', productId('812'));
				expect(await store.chargeMappings(here)).toEqual([]);
			});
		});

		it('a subscription belongs to one contract from a day on', async () => {
			const first = {
				connectionId: here,
				subscriptionId: subscriptionId('S-1'),
				contractId: contract(7),
				from: day('2026-10-01'),
			};
			const later = { ...first, contractId: contract(8), from: day('2026-11-01') };
			await store.saveAssignments([later, { ...first, contractId: contract(9) }]);
			await store.saveAssignments([first]);
			expect(await store.assignments(here, [subscriptionId('S-1')])).toEqual([first, later]);
			expect(await store.assignments(elsewhere, [subscriptionId('S-1')])).toEqual([]);
		});

		it('a task has the plan saved last, and plans come in the order asked for', async () => {
			await store.savePlans(here, [plan('a', 'old'), plan('b', 'b1')]);
			await store.savePlans(here, [plan('a', 'new')]);
			expect(await store.plans(here, ['b', 'a', 'nobody'].map(taskId))).toEqual([plan('b', 'b1'), plan('a', 'new')]);
			expect(await store.plans(elsewhere, [taskId('a')])).toEqual([]);
		});

		describe('the action log', () => {
			const entry = (message: string, more: Partial<ActionLogEntry> = {}): ActionLogEntry => ({
				at: at('08:00'),
				connectionId: here,
				action: 'check',
				message,
				...more,
			});
			const full = entry('full', {
				taskId: taskId('a'),
				by: 'Ada',
				correlationId: 'c-1',
				details: { before: 1, after: '2', ok: true },
			});

			it('is read newest first, also where times are equal', async () => {
				await store.log([entry('one'), full]);
				await store.log([entry('three'), entry('elsewhere', { connectionId: elsewhere })]);
				await store.log([]);
				expect(await store.readLog(here)).toEqual([entry('three'), full, entry('one')]);
			});

			it('is read by task and by page', async () => {
				await store.log([entry('one'), full, entry('three'), entry('four')]);
				expect(await store.readLog(here, { taskId: taskId('a') })).toEqual([full]);
				expect((await store.readLog(here, { limit: 2, offset: 1 })).map((each) => each.message)).toEqual([
					'three',
					'full',
				]);
			});
		});
	});
}
