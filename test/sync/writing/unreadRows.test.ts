import type { Json } from '../../../simulators/http';
import type { Spoil } from '../../../simulators/spoil';
import type { SyncTask } from '../../../src/domain/task/task';
import { retry } from '../fixtureRun';
import { companyId, contract, contractId, sold, startWorld, type World, yearlyContractId } from '../fixtureWorld';

const otherContract = 20011;
/** The second line that is created. */
const otherLine = 300_001;
const contracts = [
	contract(),
	contract({ id: yearlyContractId, contractPeriodType: 'Yearly' }),
	contract({ id: otherContract, companyID: companyId + 1 }),
];

let world: World;

beforeEach(async () => {
	world = await startWorld({ contracts });
});

afterEach(async () => {
	await world.close();
});

function spoil(path: string, ...spoils: readonly Spoil[]): void {
	world.autotaskSide.addFault({ path, times: 0, action: { kind: 'spoilRows', spoils } });
}

function sale(customerId: string, productId = 'PRD-1') {
	return world.order({ kind: 'sale', customerId, productId, quantity: 10, at: '2026-10-01T09:00:00Z' });
}

async function repaired(): Promise<void> {
	world.autotaskSide.clearFaults();
	world.setNow('2026-10-03T09:05:00Z');
	await world.run();
	world.setNow('2026-10-03T09:40:00Z');
	await world.run();
}

function reasonOf({ state, attention }: SyncTask): string {
	return state === 'synced' ? 'synced' : `${state}: ${attention?.reason ?? ''}`;
}

interface Row {
	readonly rule: string;
	readonly path: string;
	readonly where: Record<string, Json>;
	readonly set?: Record<string, Json>;
	readonly instead?: Json;
	readonly reason: string;
	readonly names: string;
}

describe('a row of Autotask that cannot be read before the first line', () => {
	it.each<Row>([
		{
			rule: 'a company',
			path: '/Companies/query',
			where: { id: companyId },
			set: { companyName: 7 },
			reason: 'customer not mapped',
			names: 'companyName',
		},
		{
			rule: 'a company without an id',
			path: '/Companies/query',
			where: { id: companyId },
			set: { id: '', companyName: 'n'.repeat(20_000) },
			reason: 'customer not mapped',
			names: 'id',
		},
		{
			rule: 'a contract',
			path: '/Contracts/query',
			where: { id: contractId },
			set: { startDate: 'once' },
			reason: 'no contract fits',
			names: 'startDate',
		},
		{
			rule: 'a contract that does not say whose it is',
			path: '/Contracts/query',
			where: { id: contractId },
			set: { companyID: null },
			reason: 'no contract fits',
			names: 'companyID',
		},
		{
			rule: 'another contract of the company',
			path: '/Contracts/query',
			where: { id: yearlyContractId },
			set: { endDate: '10:00' },
			reason: 'no contract fits',
			names: 'endDate',
		},
		{
			rule: 'a contract with the id of one of another customer',
			path: '/Contracts/query',
			where: { id: contractId },
			set: { id: otherContract },
			reason: 'no contract fits',
			names: 'has the id of a contract of another company',
		},
		{
			rule: 'another contract of the company with the id of one of another customer',
			path: '/Contracts/query',
			where: { id: yearlyContractId },
			set: { id: otherContract },
			reason: 'no contract fits',
			names: 'has the id of a contract of another company',
		},
	])('lets the tasks of its company wait, and no others: $rule', async ({ path, where, set, reason, names }) => {
		spoil(path, { where, ...(set ? { set } : {}) });
		const own = sale('1');
		const other = sale('2', 'PRD-B');
		await world.run();
		expect(reasonOf(await world.taskOf(own))).toBe(`attention: ${reason}`);
		expect((await world.taskOf(own)).attention?.message).toContain(names);
		expect(reasonOf(await world.taskOf(other))).toBe('synced');
		if (reason === 'customer not mapped') await retry((await world.taskOf(own)).id, world);
		await repaired();
		expect(reasonOf(await world.taskOf(own))).toBe('synced');
	});

	it('of a service lets its product wait, and no other', async () => {
		spoil('/Services/query', { where: { id: 801 }, set: { unitPrice: '9'.repeat(100_000) } });
		const own = sale('1');
		const other = sale('2', 'PRD-B');
		await world.run();
		expect(await world.taskOf(own)).toMatchObject({
			attention: { reason: 'product not mapped', message: expect.stringContaining('unitPrice') },
		});
		expect(reasonOf(await world.taskOf(other))).toBe('synced');
	});

	it('of another currency lets nobody wait', async () => {
		spoil('/Currencies/query', { where: { id: 2 }, set: { exchangeRate: 'dear' } });
		const own = sale('1');
		await world.run();
		expect(reasonOf(await world.taskOf(own))).toBe('synced');
	});

	it('of the currency lets its companies wait', async () => {
		spoil('/Currencies/query', { where: { id: 1 }, set: { exchangeRate: 'dear' } });
		const own = sale('1');
		await world.run();
		expect(await world.taskOf(own)).toMatchObject({
			attention: { reason: 'currency differs', message: expect.stringContaining('exchangeRate') },
		});
		expect(world.writeRequests()).toBe(0);
	});
});

describe('a row of Autotask that cannot be read once there are lines', () => {
	it.each<Row>([
		{
			rule: 'a line',
			path: '/ContractServices/query',
			where: { contractID: contractId },
			set: { serviceID: 'eight' },
			reason: 'no contract fits',
			names: 'serviceID',
		},
		{
			rule: 'a line that does not name its contract',
			path: '/ContractServices/query',
			where: { contractID: contractId },
			set: { contractID: '' },
			reason: 'no contract fits',
			names: 'contractID',
		},
		{
			rule: 'a line that names a contract that nobody asked for',
			path: '/ContractServices/query',
			where: { contractID: contractId },
			set: { contractID: -1 },
			reason: 'no contract fits',
			names: 'contractID',
		},
		...[-1, 0, 803].map((serviceID) => ({
			rule: `a line of another service than its units, ${serviceID}`,
			path: '/ContractServices/query',
			where: { contractID: contractId },
			set: { serviceID },
			reason: 'no contract fits',
			names: 'by its units',
		})),
		{
			rule: 'a line with another id than its units name',
			path: '/ContractServices/query',
			where: { contractID: contractId },
			set: { id: 7 },
			reason: 'no contract fits',
			names: 'does not list',
		},
		{
			rule: 'a line with the id of a line of another customer',
			path: '/ContractServices/query',
			where: { contractID: contractId },
			set: { id: otherLine },
			reason: 'no contract fits',
			names: 'has the id of a line of another contract',
		},
		...[{ contractID: otherContract }, { contractServiceID: otherLine }].map((set) => ({
			rule: `units that name the contract or line of another customer, ${JSON.stringify(set)}`,
			path: '/ContractServiceUnits/query',
			where: { contractID: contractId },
			set,
			reason: 'no contract fits',
			names: 'contract',
		})),
		{
			rule: 'units that name both',
			path: '/ContractServiceUnits/query',
			where: { contractID: contractId },
			set: { contractID: otherContract, contractServiceID: otherLine, serviceID: 804 },
			reason: 'changed in Autotask',
			names: 'no longer shows the units',
		},
		{
			rule: 'a line that names the contract of another customer',
			path: '/ContractServices/query',
			where: { contractID: contractId },
			set: { contractID: otherContract },
			reason: 'no contract fits',
			names: 'contract',
		},
		{
			rule: 'units of a line',
			path: '/ContractServiceUnits/query',
			where: { contractID: contractId },
			set: { units: 'ten' },
			reason: 'no contract fits',
			names: 'units',
		},
		{
			rule: 'units without a contract',
			path: '/ContractServiceUnits/query',
			where: { contractID: contractId },
			instead: 'row',
			reason: 'no contract fits',
			names: 'its top',
		},
		{
			rule: 'a contract',
			path: '/Contracts/query',
			where: { id: contractId },
			set: { endDate: '' },
			reason: 'no contract fits',
			names: 'endDate',
		},
	])(
		'lets the tasks of that contract wait, and no others: $rule',
		async ({ path, where, set, instead, reason, names }) => {
			const first = await sold(world);
			const second = await sold(world, { customerId: '2', productId: 'PRD-B' });
			const before = world.writeRequests();
			spoil(path, { where, ...(set ? { set } : {}), ...(instead === undefined ? {} : { instead }) });
			const rise = (subscriptionId: string) =>
				world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
			const own = rise(first.subscriptionId);
			const other = rise(second.subscriptionId);
			await world.run();
			expect(reasonOf(await world.taskOf(own))).toBe(`attention: ${reason}`);
			if (names !== 'its top') expect((await world.taskOf(own)).attention?.message).toContain(names);
			expect(reasonOf(await world.taskOf(other))).toBe('synced');
			expect(world.writeRequests() - before).toBe(1);
			world.autotaskSide.clearFaults();
			world.setNow('2026-10-18T09:05:00Z');
			await world.run();
			world.setNow('2026-10-18T09:40:00Z');
			await world.run();
			expect(reasonOf(await world.taskOf(own))).toBe('synced');
			world.post('2026-10-31');
			expect(world.billed('2026-10').price).toBe('352.22');
		},
	);
});

describe('a row that cannot be read of a write whose answer was lost', () => {
	const [lines, charges] = ['/ContractServices/query', '/ContractCharges/query'];

	it.each([
		{ rule: 'a line', path: lines, set: { invoiceDescription: 7 }, lost: 'Services' },
		{ rule: 'a line without an id', path: lines, set: { id: 'x' }, lost: 'Services' },
		{ rule: 'a line without its key', path: lines, set: { internalDescription: 7 }, lost: 'Services' },
		{ rule: 'a charge without its contract', path: charges, set: { contractID: 'x' }, lost: 'Charges' },
		{ rule: 'a charge without its key', path: charges, set: { internalPurchaseOrderNumber: 7 }, lost: 'Charges' },
	])('holds up no other contract, and is no write that was forgotten: $rule', async ({ path, set, lost }) => {
		world.autotaskSide.addFault({
			method: 'POST',
			path: `/Contracts/${contractId}/${lost}$`,
			action: { kind: 'loseAnswerAfterEffect' },
		});
		spoil(path, { where: { contractID: contractId }, set });
		world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			setup: '50.00',
			at: '2026-10-01T09:00:00Z',
		});
		await world.run();
		const other = sale('2', 'PRD-B');
		world.setNow('2026-10-01T10:00:00Z');
		await world.run();
		expect(reasonOf(await world.taskOf(other))).toBe('synced');
		expect((await world.store.connections()).map(({ stoppedAt }) => stoppedAt)).toEqual([undefined]);
		world.autotaskSide.clearFaults();
		for (const day of ['03', '04', '05']) {
			world.setNow(`2026-10-${day}T11:00:00Z`);
			await world.run();
		}
		world.post('2026-10-31');
		// 10 x 18.00 and the setup of 50.00; 10 x 12.50.
		expect(world.billed('2026-10').price).toBe('355.00');
	});
});
