import type { CompanyId, ConnectionId, CustomerId, ProductId, ServiceId } from '../../../src/domain/ids';
import type { SyncTask } from '../../../src/domain/task/task';
import { checkChanges } from '../../../src/sync/checking/checkChanges';
import { haveCustomersLoaded } from '../../../src/sync/mapping/loadCustomers';
import { listChargeMappings, mapCharge, unmapCharge } from '../../../src/sync/mapping/manageChargeMappings';
import {
	listCustomerMappings,
	mapCustomer,
	setProcessAutomatically,
	unmapCustomer,
} from '../../../src/sync/mapping/manageCustomerMappings';
import { listProductMappings, mapProduct, unmapProduct } from '../../../src/sync/mapping/manageProductMappings';
import { resolveCustomers } from '../../../src/sync/mapping/resolveCustomers';
import { resolveProducts } from '../../../src/sync/mapping/resolveProducts';
import { materialCodeId, serviceId, startSyncWorld, type SyncWorld, usualCheck } from '../syncWorld';

let world: SyncWorld;
let connectionId: ConnectionId;

beforeEach(async () => {
	world = await startSyncWorld();
	connectionId = world.inputs.connectionId;
});

afterEach(async () => {
	await world.close();
});

async function taskOfSale(customerId: string, productId = 'PRD-1'): Promise<SyncTask> {
	const sold = world.marketplaceSide.act({
		kind: 'sale',
		customerId,
		productId,
		quantity: 10,
		at: '2026-10-05T10:00:00Z',
	});
	await checkChanges(world, world.inputs, usualCheck, world.options);
	return await stored(`order-${sold.orderId}`);
}

async function stored(id: string): Promise<SyncTask> {
	const task = (await world.tasks())[id];
	if (!task) throw new RangeError(`no task ${id}`);
	return task;
}

const byNumber = { matchCompanyBy: 'companyNumber' } as const;
const refuse = { severalProducts: 'refuse' } as const;
const company = (id: number): CompanyId => id as CompanyId;
const service = (id: number): ServiceId => id as ServiceId;

describe('resolveCustomers', () => {
	it('maps by the exact external id, and from then on by the mapping, with one read for all', async () => {
		const task = await taskOfSale('1');
		expect(await resolveCustomers([task], world, byNumber)).toMatchObject([
			{
				kind: 'mapped',
				taskId: task.id,
				customer: { companyName: 'Harbour Ltd', mappedBy: 'externalId', processAutomatically: true },
			},
		]);
		world.autotaskSide.clearRequests();
		world.marketplaceSide.clearRequests();
		expect(await resolveCustomers([task, task], world, byNumber)).toMatchObject([
			{ kind: 'mapped' },
			{ kind: 'mapped' },
		]);
		expect([world.autotaskSide.requests().length, world.marketplaceSide.requests().length]).toEqual([1, 0]);
	});

	it.each([
		{
			rule: 'several companies of one number',
			customerId: '2',
			says: 'several active Autotask companies have the company number C-2',
		},
		{ rule: 'no external id', customerId: '3', says: 'has no external id at the marketplace' },
		{ rule: 'an inactive company', customerId: '4', says: 'no active Autotask company has the company number C-4' },
		{
			rule: 'a number that no company has',
			customerId: '5',
			says: 'no active Autotask company has the company number C-5',
		},
	])('asks a person at $rule', async ({ customerId, says }) => {
		const task = await taskOfSale(customerId);
		const [outcome] = await resolveCustomers([task], world, byNumber);
		expect(outcome).toMatchObject({
			kind: 'attention',
			attention: { reason: 'customer not mapped', message: expect.stringContaining(says) },
		});
		expect(await stored(task.id)).toMatchObject({ state: 'attention', attention: { reason: 'customer not mapped' } });
	});

	it.each([
		{ rule: 'without its number', set: { companyNumber: 'x' } },
		{ rule: 'as inactive', set: { isActive: false } },
		{ rule: 'without its name', set: { companyName: 7 } },
	])('maps nobody by one of two companies of a number where the other is answered $rule', async ({ set }) => {
		const spoils = [{ where: { id: 1003 }, set }];
		world.autotaskSide.addFault({ path: '/Companies/query', times: 0, action: { kind: 'spoilRows', spoils } });
		const task = await taskOfSale('2');
		const other = await taskOfSale('1');
		expect(await resolveCustomers([task, other], world, byNumber)).toMatchObject([
			{ kind: 'attention', attention: { message: expect.stringContaining('could not be read') } },
			{ kind: 'mapped' },
		]);
	});

	it('maps nobody to a company whose id came with the number of another one', async () => {
		const spoils = [{ where: { id: 1001 }, set: { id: 1002 } }];
		world.autotaskSide.addFault({ path: '/Companies/query', times: 0, action: { kind: 'spoilRows', spoils } });
		expect(await resolveCustomers([await taskOfSale('1')], world, byNumber)).toMatchObject([
			{ kind: 'attention', attention: { message: expect.stringContaining('read by its id 1002') } },
		]);
	});

	it('compares with the id of the company where the option says so', async () => {
		const record = world.marketplaceSide.state().customers.find((one) => one.id === '5');
		if (record) world.marketplaceSide.seed({ customers: [{ ...record, externalId: '1002' }] });
		const task = await taskOfSale('5');
		expect(await resolveCustomers([task], world, { matchCompanyBy: 'id' })).toMatchObject([
			{ kind: 'mapped', customer: { companyId: 1002 } },
		]);
	});

	it.each([
		{ rule: 'around the external id', externalId: ' C-1 ', companyNumber: 'C-1' },
		{ rule: 'around both', externalId: 'C-1 ', companyNumber: 'C-1 ' },
	])('maps by the exact external id where there are blanks $rule', async ({ externalId, companyNumber }) => {
		const record = world.marketplaceSide.state().customers.find((one) => one.id === '5');
		if (record) world.marketplaceSide.seed({ customers: [{ ...record, externalId }] });
		world.change('Companies', 1001, { companyNumber });
		const task = await taskOfSale('5');
		expect(await resolveCustomers([task], world, byNumber)).toMatchObject([
			{ kind: 'mapped', customer: { companyId: 1001 } },
		]);
	});

	it('asks again where the mapped company is inactive by now, and answers in the order of the tasks', async () => {
		const first = await taskOfSale('1');
		const second = await taskOfSale('3');
		await resolveCustomers([first], world, byNumber);
		await mapCustomer({ connectionId, customerId: '3' as CustomerId, companyId: company(1002) }, world);
		world.change('Companies', 1001, { isActive: false });
		const outcomes = await resolveCustomers([second, first], world, byNumber);
		expect(outcomes).toMatchObject([
			{ kind: 'mapped', taskId: second.id },
			{
				kind: 'attention',
				taskId: first.id,
				attention: { message: expect.stringContaining('is inactive in Autotask') },
			},
		]);
	});

	it('lets pages name the customer of a task, mapped or not, without a request more', async () => {
		const known = world.marketplaceSide.state().customers.find((one) => one.id === '1');
		world.marketplaceSide.seed({ customers: [{ ...known, externalId: 'C-77', name: 'Söhne & Co' } as never] });
		const task = await taskOfSale('1');
		const named = async () => (await world.store.taskPage(connectionId, { ids: [task.id], offset: 0, limit: 1 })).rows;
		expect((await named())[0]?.customerName).toBeUndefined();
		world.marketplaceSide.clearRequests();
		await resolveCustomers([task], world, byNumber);
		expect(world.marketplaceSide.requests()).toHaveLength(1);
		expect((await named())[0]?.customerName).toBe('Söhne & Co');
		expect(await haveCustomersLoaded(connectionId, world.store)).toBe(false);
	});

	it('says so of a customer that the marketplace does not know', async () => {
		const task = await taskOfSale('1');
		const [outcome] = await resolveCustomers([{ ...task, customerId: 'nobody' as CustomerId }], world, byNumber);
		expect(outcome).toMatchObject({
			kind: 'attention',
			attention: { message: expect.stringContaining('Customer nobody is not known to the marketplace') },
		});
	});
});

describe('resolveProducts', () => {
	it('maps by the exact external id of a service of the same period type', async () => {
		const task = await taskOfSale('1');
		expect(await resolveProducts([task], world, refuse)).toMatchObject([
			{
				kind: 'mapped',
				products: [
					{ productId: 'PRD-1', periodType: 'monthly', serviceId, serviceName: 'Premium', mappedBy: 'externalId' },
				],
			},
		]);
		world.autotaskSide.clearRequests();
		await resolveProducts([task], world, refuse);
		expect(world.autotaskSide.requests()).toEqual([]);
	});

	it('maps nothing to a service whose id came with the external id of another one', async () => {
		const spoils = [{ where: { id: serviceId }, set: { id: 899 } }];
		world.autotaskSide.addFault({ path: '/Services/query', times: 0, action: { kind: 'spoilRows', spoils } });
		const task = await taskOfSale('1');
		await resolveProducts([task], world, refuse);
		expect(await stored(task.id)).toMatchObject({
			attention: { reason: 'product not mapped', message: expect.stringContaining('read by its id 899') },
		});
	});

	it('asks a person where no service has the id', async () => {
		const task = await taskOfSale('1', 'PRD-2');
		await resolveProducts([task], world, refuse);
		expect(await stored(task.id)).toMatchObject({
			state: 'attention',
			attention: { reason: 'product not mapped', message: expect.stringContaining('Product PRD-2 (PRD-2)') },
		});
	});

	it('asks a person where the service is of another period type', async () => {
		const task = await taskOfSale('1');
		world.change('Services', serviceId, { periodType: 'Yearly' });
		expect(await resolveProducts([task], world, refuse)).toMatchObject([{ kind: 'attention' }]);
	});

	it('refuses a service that carries another product, and allows it where the option says so', async () => {
		const task = await taskOfSale('1');
		await mapProduct(
			{ connectionId, productId: 'PRD-2' as ProductId, serviceId: service(serviceId), ...refuse },
			world,
		);
		expect(await resolveProducts([task], world, refuse)).toMatchObject([
			{ kind: 'attention', attention: { message: expect.stringContaining('carries PRD-2 (PRD-2) already') } },
		]);
		expect(await resolveProducts([task], world, { severalProducts: 'allow' })).toMatchObject([{ kind: 'mapped' }]);
	});

	it('says that the billing period differs where Autotask has no such period', async () => {
		const task = await taskOfSale('1');
		const [subscription] = world.marketplaceSide.state().subscriptions;
		if (subscription)
			world.marketplaceSide.seed({
				subscriptions: [{ ...subscription, billingPeriod: { type: 'statement_day', duration: 1 } }],
			});
		const seen = await world.marketplace.subscription(task.subscriptionIds[0] as never);
		if (seen) await world.store.saveSubscriptions(connectionId, [seen], world.clock.now());
		expect(await resolveProducts([task], world, refuse)).toMatchObject([
			{ kind: 'attention', attention: { reason: 'billing period differs' } },
		]);
	});
});

describe('mapping by a person', () => {
	it('frees the tasks of the customer and no others, and they are offered at once', async () => {
		const mine = await taskOfSale('3');
		const other = await taskOfSale('2');
		await resolveCustomers([mine, other], world, byNumber);
		expect(await listCustomerMappings(connectionId, world, { onlyUnmapped: true })).toMatchObject([
			{ customerId: '3', customerName: 'Customer 3', waitingTasks: 1 },
			{ customerId: '2', waitingTasks: 1 },
		]);
		expect(
			await mapCustomer({ connectionId, customerId: '3' as CustomerId, companyId: company(1002), by: 'Ann' }, world),
		).toMatchObject({ kind: 'mapped', freed: [mine.id] });
		const { offered } = await checkChanges(world, world.inputs, usualCheck, world.options);
		expect(offered.map((offer) => offer.task.id)).toEqual([mine.id]);
		expect((await stored(other.id)).state).toBe('attention');
	});

	it('refuses companies that are inactive or not there, and customers that are not known', async () => {
		const map = async (customerId: string, id: number) =>
			await mapCustomer({ connectionId, customerId: customerId as CustomerId, companyId: company(id) }, world);
		expect([(await map('1', 1004)).kind, (await map('1', 99)).kind, (await map('nobody', 1001)).kind]).toEqual([
			'refused',
			'refused',
			'refused',
		]);
		expect(await world.store.customerMappings(connectionId)).toEqual([]);
	});

	it('keeps the switch for automatic processing over a new mapping, and takes a mapping away', async () => {
		const customerId = '3' as CustomerId;
		await mapCustomer({ connectionId, customerId, companyId: company(1001) }, world);
		await setProcessAutomatically({ connectionId, customerId, processAutomatically: false }, world);
		expect(await mapCustomer({ connectionId, customerId, companyId: company(1002) }, world)).toMatchObject({
			mapping: { processAutomatically: false, companyId: 1002 },
		});
		expect((await unmapCustomer({ connectionId, customerId }, world)).kind).toBe('unmapped');
		expect((await unmapCustomer({ connectionId, customerId }, world)).kind).toBe('refused');
	});

	it("frees the tasks of a product, which keeps the service's period type", async () => {
		const task = await taskOfSale('1', 'PRD-2');
		await resolveProducts([task], world, refuse);
		expect(await listProductMappings(connectionId, world, { onlyUnmapped: true })).toEqual([
			{ productId: 'PRD-2', productName: 'Product PRD-2', periodType: 'monthly', waitingTasks: 1 },
		]);
		const productId = 'PRD-2' as ProductId;
		expect(
			await mapProduct({ connectionId, productId, serviceId: service(802), periodType: 'monthly', ...refuse }, world),
		).toMatchObject({ kind: 'refused', message: expect.stringContaining('is yearly') });
		expect(await mapProduct({ connectionId, productId, serviceId: service(803), ...refuse }, world)).toMatchObject({
			kind: 'mapped',
			freed: [task.id],
			mapping: { productName: 'Product PRD-2', periodType: 'monthly' },
		});
		expect((await unmapProduct({ connectionId, productId }, world)).kind).toBe('unmapped');
	});

	it('names a product as the seen subscriptions do, before any task waits for it', async () => {
		await taskOfSale('1', 'PRD-2');
		const productId = 'PRD-2' as ProductId;
		expect(await mapProduct({ connectionId, productId, serviceId: service(803), ...refuse }, world)).toMatchObject({
			mapping: { productName: 'Product PRD-2' },
		});
	});

	it('maps kinds of charges to what Autotask confirms, and frees the tasks that waited', async () => {
		const task = await taskOfSale('1');
		const cause = { reason: 'charge not mapped' as const, message: 'Map it.' };
		await world.store.changeTasks(
			connectionId,
			[{ id: task.id, change: { state: 'attention', attention: cause } }],
			world.clock.now(),
		);
		const map = async (id: number) =>
			await mapCharge({ connectionId, kind: 'setup', target: { kind: 'billingCode', id: id as never } }, world);
		expect((await map(29680002)).kind).toBe('refused');
		expect(await map(materialCodeId)).toMatchObject({
			kind: 'mapped',
			freed: [task.id],
			mapping: { targetName: 'Setup' },
		});
		expect((await listChargeMappings(connectionId, world)).map((row) => row.mapping?.targetName)).toEqual([
			'Setup',
			undefined,
			undefined,
			undefined,
			undefined,
		]);
		expect((await unmapCharge({ connectionId, kind: 'setup' }, world)).kind).toBe('unmapped');
	});
});
