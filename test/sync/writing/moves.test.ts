import type { ActResult, MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import type { CompanyId, CustomerId, ProductId, ServiceId } from '../../../src/domain/ids';
import { mapCustomer } from '../../../src/sync/mapping/manageCustomerMappings';
import { mapProduct } from '../../../src/sync/mapping/manageProductMappings';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { connection } from '../fixtureClients';
import { approveAndSync, retry, type RunSettings } from '../fixtureRun';
import { companyId, contract, contractId, startWorld, type World, type WorldOptions } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const { connectionId } = connection;
const otherCompany = companyId + 1;
const otherContract = contractId + 1;
const bothCompanies: WorldOptions = {
	now: '2026-08-20T08:00:00Z',
	contracts: [contract(), contract({ id: otherContract, companyID: otherCompany, contractName: 'Harbour' })],
};

/** Seats of two subscriptions on one line, written together. */
async function soldTogether(own: World, at: string, settings: RunSettings): Promise<readonly [ActResult, ActResult]> {
	const sale = (quantity: number) => own.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity, at });
	const both = [sale(10), sale(5)] as const;
	await own.run(settings);
	return both;
}

type LaterAct =
	| Omit<Extract<MarketplaceAct, { kind: 'change' }>, 'subscriptionId'>
	| Omit<Extract<MarketplaceAct, { kind: 'renewal' }>, 'subscriptionId'>;

interface SharedCase {
	readonly rule: string;
	readonly soldAt: string;
	readonly now: string;
	readonly settings: RunSettings;
	readonly then: LaterAct & { readonly at: string };
	readonly postedBefore?: string;
	readonly adjustments: readonly string[];
	readonly charges?: readonly string[];
	readonly billed: Readonly<Record<string, string>>;
}

const september = { now: '2026-08-20T08:00:00Z', soldAt: '2026-09-01T09:00:00Z' };
const lastYear = { now: '2025-10-01T08:00:00Z', soldAt: '2025-10-15T09:00:00Z' };
const dearer = { price: '20.00', cost: '16.00', at: '2026-10-16T09:00:00Z' };

const cases: readonly SharedCase[] = [
	{
		rule: 'case 3 on a shared line: a new price moves at the start of a period that is not posted',
		...september,
		settings: byAutotask,
		then: { kind: 'change', ...dearer },
		adjustments: ['+15@2026-09-01', '-10@2026-10-01', '+10@2026-10-01'],
		billed: { '2026-09': '270.00', '2026-10': '290.00', '2026-11': '290.00' },
	},
	{
		rule: 'case 3 on a shared line: a new price moves at the end of a posted period',
		...september,
		settings: byAutotask,
		then: { kind: 'change', ...dearer },
		postedBefore: '2026-10-15',
		adjustments: ['+15@2026-09-01', '-10@2026-11-01', '+10@2026-11-01'],
		billed: { '2026-09': '270.00', '2026-10': '270.00', '2026-11': '290.00' },
	},
	{
		rule: 'case 18 on a shared line: a rise at another price moves on its day, by Autotask',
		...september,
		settings: byAutotask,
		then: { kind: 'change', quantity: 13, ...dearer },
		adjustments: ['+15@2026-09-01', '-10@2026-10-16', '+13@2026-10-16'],
		billed: { '2026-09': '270.00', '2026-10': '311.29', '2026-11': '350.00' },
	},
	{
		rule: 'case 18 on a shared line: a rise at another price moves at the boundary, by the marketplace',
		...september,
		settings: byMarketplace,
		then: { kind: 'change', quantity: 13, ...dearer },
		adjustments: ['+15@2026-09-01', '-10@2026-11-01', '+13@2026-11-01'],
		charges: ['30.97@2026-10-16'],
		billed: { '2026-09': '270.00', '2026-10': '300.97', '2026-11': '350.00' },
	},
	{
		rule: 'a fall at another price on a shared line moves at the boundary',
		...september,
		settings: byMarketplace,
		then: { kind: 'change', quantity: 6, ...dearer },
		adjustments: ['+15@2026-09-01', '-10@2026-11-01', '+6@2026-11-01'],
		billed: { '2026-09': '270.00', '2026-10': '270.00', '2026-11': '210.00' },
	},
	{
		rule: "with Autotask's prices a rise stays on the shared line",
		...september,
		settings: { build: { priceSource: 'autotask' } },
		then: { kind: 'change', quantity: 13, ...dearer },
		adjustments: ['+15@2026-09-01', '+3@2026-10-16'],
		billed: { '2026-09': '270.00', '2026-10': '297.88', '2026-11': '324.00' },
	},
	{
		rule: 'case 16 on a shared line: a renewal of one of two moves on the day of the new term, by Autotask',
		...lastYear,
		settings: byAutotask,
		then: { kind: 'renewal', ...dearer, at: '2026-10-15T09:00:00Z' },
		adjustments: ['+15@2025-10-15', '-10@2026-10-15', '+10@2026-10-15'],
		billed: { '2026-09': '270.00', '2026-10': '280.97', '2026-11': '290.00' },
	},
	{
		rule: 'a renewal of one of two moves on the day of the new term, by the marketplace',
		...lastYear,
		settings: byMarketplace,
		then: { kind: 'renewal', quantity: 12, ...dearer, at: '2026-10-15T09:00:00Z' },
		adjustments: ['+15@2025-10-15', '-10@2026-10-15', '+10@2026-10-15', '+2@2026-11-01'],
		charges: ['21.94@2026-10-15'],
		billed: { '2026-09': '270.00', '2026-10': '302.91', '2026-11': '330.00' },
	},
];

describe('a price that leaves a shared line, billed', () => {
	it.each(cases)('$rule', async (of) => {
		world = await startWorld({ now: of.now, contracts: [contract({ startDate: '2025-01-01' })] });
		const [first] = await soldTogether(world, of.soldAt, byAutotask);
		if (of.postedBefore !== undefined) world.post(of.postedBefore);
		const order = world.order({ ...of.then, subscriptionId: first.subscriptionId });
		await world.run(of.settings);
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(world.adjustments()).toEqual(of.adjustments);
		expect(world.charges()).toEqual(of.charges ?? []);
		const writes = world.writeRequests();
		await world.run(of.settings);
		expect(world.writeRequests()).toBe(writes);
		world.post('2026-12-31');
		const billed = Object.keys(of.billed).map((month) => [month, world.billed(month).price]);
		expect(Object.fromEntries(billed)).toEqual(of.billed);
	});

	it('of two that renew together to one price one moves and the line takes the price for the other', async () => {
		world = await startWorld({ now: lastYear.now, contracts: [contract({ startDate: '2025-01-01' })] });
		const both = await soldTogether(world, lastYear.soldAt, byAutotask);
		for (const { subscriptionId } of both)
			world.order({ kind: 'renewal', ...dearer, at: '2026-10-15T09:00:00Z', subscriptionId });
		await world.run(byAutotask);
		world.post('2026-12-31');
		expect(world.adjustments()).toEqual(['+15@2025-10-15', '-10@2026-10-15', '+10@2026-10-15']);
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['286.46', '300.00']);
	});

	it.each([
		{ rule: 'retried together only the missing is written', both: true, later: ['+10@2026-10-01'], billed: '299.29' },
		{
			rule: 'retried alone the other task gives the line back what has not arrived',
			both: false,
			later: ['+10@2026-10-02', '-10@2026-10-03', '+10@2026-10-01'],
			// A cent of rounding.
			billed: '299.28',
		},
	])(
		'where the units do not arrive, nothing of the line they left is recorded: $rule',
		async ({ both, later, billed }) => {
			world = await startWorld({ now: september.now });
			const [first, second] = await soldTogether(world, september.soldAt, byAutotask);
			const move = world.order({ kind: 'change', ...dearer, subscriptionId: first.subscriptionId });
			const rise = world.order({
				kind: 'change',
				quantity: 6,
				at: '2026-10-16T10:00:00Z',
				subscriptionId: second.subscriptionId,
			});
			const refusal = JSON.stringify({ errors: ['The line is locked.'] });
			const action = { kind: 'status', status: 500, body: refusal } as const;
			world.autotaskSide.addFault({ method: 'POST', path: '/ServiceAdjustments$', nth: 3, times: 1, action });
			await world.run();
			const [moving, other] = [await world.taskOf(move), await world.taskOf(rise)];
			expect([moving.state, other.state]).toEqual(['failed', 'failed']);
			expect(other.note).toContain(`on a line that task ${moving.id} is to leave or join`);
			if (!both) await retry(other.id, world);
			if (!both) await world.run();
			await retry(`${moving.id}\n${other.id}`, world);
			await world.run();
			expect((await world.tasks()).map((task) => task.attention?.message ?? task.state)).toEqual(
				Array.from({ length: 4 }, () => 'synced'),
			);
			expect(world.adjustments()).toEqual(['+15@2026-09-01', '-10@2026-10-01', '+1@2026-10-16', ...later]);
			world.post('2026-12-31');
			expect(['2026-10', '2026-11'].map((month) => world.billed(month).price)).toEqual([billed, '308.00']);
		},
	);

	it('what follows is on the new line, and its cancellation leaves the other one alone', async () => {
		world = await startWorld({ now: september.now });
		const [{ subscriptionId }] = await soldTogether(world, september.soldAt, byMarketplace);
		world.order({ kind: 'change', ...dearer, subscriptionId });
		await world.run(byMarketplace);
		world.order({ kind: 'change', quantity: 12, at: '2026-10-20T09:00:00Z', subscriptionId });
		await world.run(byMarketplace);
		world.order({ kind: 'cancellation', at: '2026-11-11T09:00:00Z', subscriptionId });
		await world.run(byMarketplace);
		world.post('2026-12-31');
		expect((await world.tasks()).map((task) => task.state)).toEqual(Array.from({ length: 5 }, () => 'synced'));
		expect(world.adjustments().slice(1)).toEqual([
			'-10@2026-10-01',
			'+10@2026-10-01',
			'+2@2026-11-01',
			'-12@2026-12-01',
		]);
		expect(world.charges()).toEqual(['15.48@2026-10-20']);
		expect(['2026-10', '2026-11', '2026-12'].map((month) => world.billed(month).price)).toEqual([
			'305.48',
			'330.00',
			'90.00',
		]);
	});
});

/** Ten seats sold on 1 September, and 16 October come. */
async function soldInSeptember(options: WorldOptions = {}, settings: RunSettings = {}): Promise<ActResult> {
	world = await startWorld({ now: september.now, ...options });
	const sale = world.order({
		kind: 'sale',
		customerId: '1',
		productId: 'PRD-1',
		quantity: 10,
		at: september.soldAt,
	});
	await world.run(settings);
	world.setNow('2026-10-16T09:00:00Z');
	return sale;
}

const dear = 803 as ServiceId;
const atAutotaskPrices: RunSettings = { build: { priceSource: 'autotask' } };

async function mapToDear(): Promise<string> {
	const product = { connectionId, productId: 'PRD-1' as ProductId, severalProducts: 'refuse' as const };
	return (await mapProduct({ ...product, serviceId: dear, by: 'Ann' }, world)).message;
}

async function mapToOther(): Promise<string> {
	const customer = { connectionId, customerId: '1' as CustomerId };
	return (await mapCustomer({ ...customer, companyId: otherCompany as CompanyId, by: 'Ann' }, world)).message;
}

/** What is billed to each contract in a month. */
function billedTo(id: number, month: string): string {
	const items = world.autotaskSide.state().entities.BillingItems ?? [];
	const own = items.filter((item) => item.contractID === id && String(item.itemDate).startsWith(month));
	return own.reduce((sum, item) => sum + Number(item.totalAmount), 0).toFixed(2);
}

describe('a product mapping that is corrected', () => {
	it.each([
		{ rule: 'from the start of a period that is not posted', october: '310.00', on: '2026-10-01' },
		{ rule: 'from the end of a posted period', posted: '2026-10-15', october: '180.00', on: '2026-11-01' },
	])('moves the units $rule, once it is approved', async ({ posted, october, on }) => {
		await soldInSeptember({}, atAutotaskPrices);
		if (posted !== undefined) world.post(posted);
		expect(await mapToDear()).toContain('1 subscription has units elsewhere');
		await world.run(atAutotaskPrices);
		const [correction] = (await world.tasks()).filter((task) => task.orderId === undefined);
		expect(correction?.attention).toMatchObject({ reason: 'approval' });
		expect(correction?.attention?.message).toContain(
			`product Product PRD-1 is mapped to Dear (803), its units are on Premium (801): the units move on ${on}`,
		);
		expect(world.adjustments()).toEqual(['+10@2026-09-01']);
		await approveAndSync(world, () => '', atAutotaskPrices);
		expect(world.adjustments()).toEqual(['+10@2026-09-01', `-10@${on}`, `+10@${on}`]);
		world.post('2026-12-31');
		expect(['2026-09', '2026-10', '2026-11'].map((month) => world.billed(month).price)).toEqual([
			'180.00',
			october,
			'310.00',
		]);
	});

	it('is shown by the next order too, and moves with it', async () => {
		const { subscriptionId } = await soldInSeptember();
		const order = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T10:00:00Z' });
		await mapToDear();
		await world.run();
		expect((await world.taskOf(order)).attention?.reason).toBe('approval');
		await approveAndSync(world);
		world.post('2026-12-31');
		expect(world.adjustments()).toEqual(['+10@2026-09-01', '-10@2026-10-01', '+10@2026-10-01', '+3@2026-10-16']);
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['207.87', '234.00']);
	});

	it('moves each of two subscriptions off their line, to one line of the new service', async () => {
		world = await startWorld({ now: september.now });
		await soldTogether(world, september.soldAt, byAutotask);
		world.setNow('2026-10-16T09:00:00Z');
		expect(await mapToDear()).toContain('2 subscriptions have units elsewhere');
		await world.run(atAutotaskPrices);
		await approveAndSync(world, () => '', atAutotaskPrices);
		expect(world.adjustments()).toEqual(['+15@2026-09-01', '-15@2026-10-01', '+15@2026-10-01']);
		world.post('2026-12-31');
		expect(world.billed('2026-10').price).toBe('465.00');
	});

	it('makes no task where nothing is on another service', async () => {
		await soldInSeptember();
		await mapToDear();
		await world.run();
		await approveAndSync(world);
		expect(await mapToDear()).not.toContain('elsewhere');
		await world.run();
		expect(await world.tasks()).toHaveLength(2);
	});
});

describe('a customer mapping that is corrected', () => {
	it.each([
		{ rule: 'from the start of a period that is not posted', october: ['0.00', '180.00'] },
		{ rule: 'from the end of a posted period', posted: '2026-10-15', october: ['180.00', '0.00'] },
	])('moves the units to the other contract $rule, once it is approved', async ({ posted, october }) => {
		await soldInSeptember(bothCompanies);
		if (posted !== undefined) world.post(posted);
		expect(await mapToOther()).toContain('1 subscription has units elsewhere');
		await world.run();
		const [correction] = (await world.tasks()).filter((task) => task.orderId === undefined);
		expect(correction?.attention?.message).toContain('closed periods stay as they are');
		const [outcome] = await approveAndSync(world);
		expect(outcome?.result).toMatchObject({ state: 'synced' });
		world.post('2026-12-31');
		const billed = (month: string) => [billedTo(contractId, month), billedTo(otherContract, month)];
		expect([billed('2026-09'), billed('2026-10'), billed('2026-11')]).toEqual([
			['180.00', '0.00'],
			october,
			['0.00', '180.00'],
		]);
		const assigned = await world.store.assignments(connectionId, correction?.subscriptionIds ?? []);
		expect(assigned.map((one) => one.contractId)).toEqual([contractId, otherContract]);
	});

	it('what follows is on the other contract, and running again writes nothing', async () => {
		const { subscriptionId } = await soldInSeptember(bothCompanies);
		await mapToOther();
		await world.run();
		await approveAndSync(world);
		const order = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-26T10:00:00Z' });
		await world.run();
		expect((await world.taskOf(order)).state).toBe('synced');
		const writes = world.writeRequests();
		await world.run();
		expect(world.writeRequests()).toBe(writes);
		world.post('2026-12-31');
		expect([billedTo(contractId, '2026-11'), billedTo(otherContract, '2026-11')]).toEqual(['0.00', '234.00']);
	});

	it('a refusal in the second contract lists what is missing, and a retry writes that alone', async () => {
		await soldInSeptember(bothCompanies);
		await mapToOther();
		await world.run();
		world.autotaskSide.addFault({
			method: 'POST',
			path: `/Contracts/${otherContract}/ServiceAdjustments$`,
			action: { kind: 'status', status: 500, body: JSON.stringify({ errors: ['The line is locked.'] }) },
			times: 1,
		});
		const [outcome] = await approveAndSync(world);
		expect(outcome?.result.state).toBe('failed');
		expect(outcome?.result.lines.map(({ kind, unitDelta }) => [kind, unitDelta])).toEqual([
			['adjustment', -10],
			['contractService', undefined],
		]);
		expect(outcome?.result.missing).toEqual(['Premium: +10 on 2026-10-01 (The line is locked.)']);
		const [failed] = (await world.tasks()).filter((task) => task.state === 'failed');
		await retry(failed?.id ?? '', world);
		await world.run();
		expect((await world.tasks()).map((task) => task.state)).toEqual(['synced', 'synced']);
		expect(world.adjustments()).toEqual(['+10@2026-09-01', '-10@2026-10-01', '+10@2026-10-01']);
		world.post('2026-12-31');
		expect([billedTo(contractId, '2026-10'), billedTo(otherContract, '2026-10')]).toEqual(['0.00', '180.00']);
	});

	it('a refusal in the first contract sends nothing to the second', async () => {
		await soldInSeptember(bothCompanies);
		await mapToOther();
		await world.run();
		world.autotaskSide.addFault({
			method: 'POST',
			path: `/Contracts/${contractId}/ServiceAdjustments$`,
			action: { kind: 'status', status: 500, body: JSON.stringify({ errors: ['The line is locked.'] }) },
			times: 1,
		});
		const [outcome] = await approveAndSync(world);
		expect(outcome?.result.state).toBe('failed');
		expect(world.adjustments()).toEqual(['+10@2026-09-01']);
	});

	it('another run that holds one of the contracts leaves both alone', async () => {
		await soldInSeptember(bothCompanies);
		await mapToOther();
		await world.run();
		await world.store.takeLease(`contract/123456/${contractId}`, 'another run', 60 * 60_000);
		const [outcome] = await approveAndSync(world);
		expect(outcome?.result.state).toBe('waiting');
		expect(world.adjustments()).toEqual(['+10@2026-09-01']);
	});

	it('a cancellation that was found before ends the units where they are', async () => {
		const { subscriptionId } = await soldInSeptember(bothCompanies);
		const order = world.order({ kind: 'cancellation', subscriptionId, at: '2026-10-16T10:00:00Z' });
		await world.run({ check: { processAutomatically: false } });
		expect(await mapToOther()).not.toContain('elsewhere');
		await retry((await world.taskOf(order)).id, world);
		await world.run();
		expect((await world.taskOf(order)).attention?.message).toContain('the subscription ends on contract Cloud (20001)');
		await approveAndSync(world);
		expect(world.adjustments()).toEqual(['+10@2026-09-01', '-10@2026-11-01']);
	});

	it('a cancellation that comes afterwards waits for the move and ends the units there', async () => {
		const { subscriptionId } = await soldInSeptember(bothCompanies);
		const order = world.order({ kind: 'cancellation', subscriptionId, at: '2026-10-16T10:00:00Z' });
		await mapToOther();
		await world.run();
		expect((await world.taskOf(order)).attention?.message).toContain('Waits for task');
		await approveAndSync(world);
		world.post('2026-12-31');
		const billed = (month: string) => [billedTo(contractId, month), billedTo(otherContract, month)];
		expect([billed('2026-10'), billed('2026-11')]).toEqual([
			['0.00', '180.00'],
			['0.00', '0.00'],
		]);
	});
});
