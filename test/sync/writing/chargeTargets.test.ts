import type { ActResult } from '../../../simulators/marketplace/actKinds';
import type { ChargeKind } from '../../../src/domain/contract/charge';
import type { AutotaskProductId, BillingCodeId } from '../../../src/domain/ids';
import { mapCharge } from '../../../src/sync/mapping/manageChargeMappings';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { connection } from '../fixtureClients';
import { approveAndSync, check, plan, retry, type RunSettings, sync } from '../fixtureRun';
import { companyId, contract, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const usual = 29680001;
const other = 29680009;

/** Somebody makes the billing code of all kinds of charges inactive, or active again. */
function setActive(isActive: boolean, id = usual): void {
	const name = id === usual ? 'Licences' : 'Setup';
	world.autotaskSide.seed({
		BillingCodes: [{ id, name, useType: 'Material Cost Code', unitPrice: 0, unitCost: 0, isActive }],
	});
}

async function mapTo(kind: ChargeKind, id: number): Promise<void> {
	await mapCharge(
		{ connectionId: connection.connectionId, kind, target: { kind: 'billingCode', id: id as BillingCodeId } },
		world,
	);
}

function sale(setup = '50.00', at = '2026-10-16T09:00:00Z'): ActResult {
	return world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, setup, at });
}

async function stateOf(order: ActResult): Promise<string> {
	const { state, attention } = await world.taskOf(order);
	return `${state}: ${attention?.reason ?? ''}`;
}

/** 10 x 18.00 x 16/31 = 92.90, and the setup of 50.00; 180.00. */
function bills(): readonly string[] {
	world.post('2026-11-30');
	return [world.billed('2026-10').price, world.billed('2026-11').price];
}

describe('a billing code that is made inactive after it was mapped', () => {
	it.each([
		{ by: 'Autotask', settings: byAutotask },
		{ by: 'the marketplace', settings: byMarketplace },
	])('is found before the first write, and goes on once it is active, prorated by $by', async ({ settings }) => {
		world = await startWorld();
		setActive(false);
		const order = sale();
		await world.run(settings);
		expect(await world.taskOf(order)).toMatchObject({
			state: 'attention',
			attention: { reason: 'charge not mapped', message: expect.stringContaining('Licences (29680001) is inactive') },
		});
		expect(world.writeRequests()).toBe(0);
		setActive(true);
		await retry(`order-${order.orderId}`, world);
		await world.run(settings);
		expect(await stateOf(order)).toBe('synced: ');
		expect(bills()).toEqual(['142.90', '180.00']);
	});

	it.each([
		{ inactive: other, rule: 'the setup alone' },
		{ inactive: usual, rule: 'the fragment alone, which comes after the setup' },
	])('stops all of the task where it is that of $rule', async ({ inactive }) => {
		world = await startWorld();
		setActive(true, other);
		await mapTo('setup', other);
		setActive(false, inactive);
		const order = sale();
		await world.run(byMarketplace);
		expect(await stateOf(order)).toBe('attention: charge not mapped');
		expect(world.writeRequests()).toBe(0);
	});

	it('goes on at once where the kind of charge is mapped to another one', async () => {
		world = await startWorld();
		setActive(true, other);
		setActive(false);
		const order = sale();
		await world.run();
		await mapTo('setup', other);
		await world.run();
		expect(await stateOf(order)).toBe('synced: ');
		expect(bills()).toEqual(['142.90', '180.00']);
	});

	it('between plan and write sends nothing', async () => {
		world = await startWorld();
		const order = sale();
		await plan(await check(world), world);
		const { id } = await world.taskOf(order);
		setActive(false);
		await sync([id], world);
		expect(await stateOf(order)).toBe('attention: charge not mapped');
		expect(world.writeRequests()).toBe(0);
	});

	it('between approval and write creates no contract', async () => {
		world = await startWorld({ contracts: [] });
		const creating: RunSettings = { build: { whenNoContract: 'create' } };
		const order = sale();
		await world.run(creating);
		expect(await stateOf(order)).toBe('attention: approval');
		setActive(false);
		await approveAndSync(world, () => '', creating);
		expect(await stateOf(order)).toBe('attention: charge not mapped');
		expect(world.writeRequests()).toBe(0);
	});

	it('is not asked for by what is not charged', async () => {
		world = await startWorld();
		setActive(false);
		const order = sale('0', '2026-10-01T09:00:00Z');
		await world.run();
		expect(await stateOf(order)).toBe('synced: ');
	});
});

describe('a product that charges are mapped to', () => {
	const productId = 300;

	function setProductActive(isActive: boolean): void {
		world.autotaskSide.seed({ Products: [{ id: productId, name: 'Setup work', isActive }] });
	}

	it.each([
		{ by: 'Autotask', settings: byAutotask },
		{ by: 'the marketplace', settings: byMarketplace },
	])('M2: takes them, and is found inactive before the first write, prorated by $by', async ({ settings }) => {
		world = await startWorld();
		setProductActive(true);
		const target = { kind: 'product', id: productId as AutotaskProductId } as const;
		await mapCharge({ connectionId: connection.connectionId, kind: 'setup', target }, world);
		setProductActive(false);
		const order = sale();
		await world.run(settings);
		expect(await world.taskOf(order)).toMatchObject({
			state: 'attention',
			attention: { reason: 'charge not mapped', message: expect.stringContaining('Setup work (300) is inactive') },
		});
		expect(world.writeRequests()).toBe(0);
		setProductActive(true);
		await retry(`order-${order.orderId}`, world);
		await world.run(settings);
		expect(await stateOf(order)).toBe('synced: ');
		const charges = world.autotaskSide.state().entities.ContractCharges ?? [];
		expect(charges.filter((charge) => charge.productID === productId)).toMatchObject([{ unitPrice: 50 }]);
		expect(bills()).toEqual(['142.90', '180.00']);
	});
});

describe('a billing code that cannot be read', () => {
	it.each([
		{ rule: 'its name is a number', set: { name: 7 } },
		{ rule: 'nobody knows whether it is active', set: { isActive: null } },
		{ rule: 'it is another one', set: { id: 7 } },
	])('lets what is charged under it wait, and nobody else: $rule', async ({ set }) => {
		world = await startWorld({ contracts: [contract(), contract({ id: 20011, companyID: companyId + 1 })] });
		setActive(true, other);
		await mapTo('setup', other);
		const spoils = [{ where: { id: other }, set }];
		world.autotaskSide.addFault({ path: '/BillingCodes/query', times: 0, action: { kind: 'spoilRows', spoils } });
		const own = sale('50.00', '2026-10-01T09:00:00Z');
		const next = world.order({
			kind: 'sale',
			customerId: '2',
			productId: 'PRD-B',
			quantity: 5,
			at: '2026-10-16T09:00:00Z',
		});
		await world.run(byMarketplace);
		expect(await world.taskOf(own)).toMatchObject({
			state: 'attention',
			attention: {
				reason: 'charge not mapped',
				message: expect.stringMatching(/billing code with the id 29680009 cannot be read: .*Correct it in Autotask/),
			},
		});
		expect(await stateOf(next)).toBe('synced: ');
		world.autotaskSide.clearFaults();
		await retry(`order-${own.orderId}`, world);
		await world.run(byMarketplace);
		expect(await stateOf(own)).toBe('synced: ');
	});
});
