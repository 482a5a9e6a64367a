import {
	anchoredId,
	billed,
	charge,
	dearServiceId,
	monthlyId,
	resetFixture,
	serviceId,
	startFixture,
	yearlyId,
	yearlyServiceId,
	type Fixture,
} from './tenantFixture';

let fixture: Fixture;
beforeAll(async () => {
	fixture = await startFixture();
});
afterEach(() => resetFixture(fixture));
afterAll(() => fixture.simulator.close());

const byLine = (id: number): unknown[] => [{ op: 'eq', field: 'contractServiceID', value: id }];
const shown = async (id: number): Promise<string[]> =>
	(await fixture.query('ContractServiceUnits', byLine(id)))
		.map(
			(row) =>
				`${String(row.startDate).slice(0, 10)}..${String(row.endDate).slice(0, 10)} ${String(row.units)} ${String(row.price)}`,
		)
		.sort();

describe('billed amounts of recurring services', () => {
	it('charges a rise in the period from its day and in full from the next: 207.87, then 234.00', async () => {
		const id = fixture.line(monthlyId, { units: 10 });
		await fixture.adjust(monthlyId, { contractServiceID: id, unitChange: 3, effectiveDate: '2026-10-16' });
		fixture.simulator.post({ through: '2026-11-01' });
		expect(billed(fixture.simulator, '2026-10').price).toBe('207.87');
		expect(billed(fixture.simulator, '2026-11').price).toBe('234.00');
	});

	it('bills the same rise by a catch-up of 27.87 at cost 22.30 where the period was posted before', async () => {
		const id = fixture.line(monthlyId, { units: 10 });
		fixture.simulator.post({ through: '2026-10-01' });
		expect(billed(fixture.simulator, '2026-10')).toEqual({ price: '180.00', cost: '144.00' });
		await fixture.adjust(monthlyId, { contractServiceID: id, unitChange: 3, effectiveDate: '2026-10-16' });
		const [catchUp, ...none] = fixture.simulator.post({ through: '2026-10-31' });
		expect(catchUp).toMatchObject({ totalAmount: 27.87, ourCost: 22.3, contractServiceID: id });
		expect(none).toEqual([]);
		expect(billed(fixture.simulator, '2026-10').price).toBe('207.87');
	});

	it('credits a fall into a posted period by a negative catch-up', async () => {
		const id = fixture.line(monthlyId, { units: 10 });
		fixture.simulator.post({ through: '2026-10-01' });
		await fixture.adjust(monthlyId, { contractServiceID: id, unitChange: -4, effectiveDate: '2026-10-11' });
		expect(fixture.simulator.post({ through: '2026-10-31' })).toMatchObject([{ totalAmount: -48.77 }]);
	});

	it('charges a sale from its day: 69.68, then 180.00', async () => {
		const { body } = await fixture.call('POST', `/Contracts/${monthlyId}/Services`, {
			contractID: monthlyId,
			serviceID: serviceId,
		});
		await fixture.adjust(monthlyId, {
			contractServiceID: body.itemId ?? 0,
			unitChange: 10,
			effectiveDate: '2026-10-20',
		});
		fixture.simulator.post({ through: '2026-11-01' });
		expect(billed(fixture.simulator, '2026-10').price).toBe('69.68');
		expect(billed(fixture.simulator, '2026-11').price).toBe('180.00');
	});

	it('prorates a yearly period by its 365 days: 230.79 at cost 184.64', async () => {
		const id = fixture.line(yearlyId, { serviceID: yearlyServiceId, units: 10 });
		fixture.simulator.post({ through: '2026-03-15' });
		await fixture.adjust(yearlyId, { contractServiceID: id, unitChange: 2, effectiveDate: '2026-09-01' });
		expect(fixture.simulator.post({ through: '2026-09-01' })).toMatchObject([{ totalAmount: 230.79, ourCost: 184.64 }]);
	});

	it('charges the fragment itself 230.79 at cost 184.64 on a line of its own', async () => {
		await fixture.adjust(yearlyId, { serviceID: yearlyServiceId, unitChange: 2, effectiveDate: '2026-09-01' });
		fixture.simulator.post({ through: '2026-03-15' });
		expect(billed(fixture.simulator, '2026-09')).toEqual({ price: '230.79', cost: '184.64' });
	});

	it('rounds each row of a split period by itself: 1,006.03 and 1,384.77, a cent above the exact sum', async () => {
		const id = fixture.line(yearlyId, { serviceID: yearlyServiceId, units: 10 });
		await fixture.adjust(yearlyId, { contractServiceID: id, unitChange: 2, effectiveDate: '2026-09-01' });
		expect(fixture.simulator.post({ through: '2026-03-15' })).toMatchObject([
			{ totalAmount: 1006.03 },
			{ totalAmount: 1384.77 },
		]);
		expect(fixture.simulator.post({ through: '2026-12-31' })).toEqual([]);
	});

	it('keeps the anchor of a contract that starts on a month end: 21.00 from 10 March', async () => {
		await fixture.adjust(anchoredId, { serviceID: dearServiceId, unitChange: 1, effectiveDate: '2027-03-10' });
		fixture.simulator.post({ through: '2027-03-01' });
		expect(billed(fixture.simulator, '2027-03').price).toBe('21.00');
	});

	it('reprices the whole line from the date of an adjusted price: 190.97, then 200.00', async () => {
		const id = fixture.line(monthlyId, { units: 10 });
		await fixture.adjust(monthlyId, {
			contractServiceID: id,
			unitChange: 0,
			adjustedUnitPrice: 20,
			effectiveDate: '2026-10-15',
		});
		fixture.simulator.post({ through: '2026-11-01' });
		expect(billed(fixture.simulator, '2026-10').price).toBe('190.97');
		expect(billed(fixture.simulator, '2026-11').price).toBe('200.00');
	});

	it('reprices with a rise on one day: 221.29', async () => {
		const id = fixture.line(monthlyId, { units: 10 });
		await fixture.adjust(monthlyId, {
			contractServiceID: id,
			unitChange: 3,
			adjustedUnitPrice: 20,
			effectiveDate: '2026-10-16',
		});
		fixture.simulator.post({ through: '2026-10-01' });
		expect(billed(fixture.simulator, '2026-10').price).toBe('221.29');
	});

	it('bills a charge once, on its date', async () => {
		await fixture.call('POST', `/Contracts/${monthlyId}/Charges`, charge({ unitQuantity: 2, unitPrice: 12.345 }));
		expect(fixture.simulator.post({ through: '2026-10-15' })).toEqual([]);
		expect(fixture.simulator.post({ through: '2026-10-16' })).toMatchObject([
			{ totalAmount: 24.69, itemDate: '2026-10-16T00:00:00Z' },
		]);
		expect(fixture.simulator.post({ through: '2026-12-31' })).toEqual([]);
	});

	it('posts nothing twice', () => {
		fixture.line(monthlyId, { units: 10 });
		expect(fixture.simulator.post({ through: '2026-11-01' })).toHaveLength(2);
		expect(fixture.simulator.post({ through: '2026-11-30' })).toEqual([]);
	});

	it('posts the contract that is named only', () => {
		fixture.line(monthlyId, { units: 10 });
		const other = fixture.line(yearlyId, { serviceID: yearlyServiceId, units: 1 });
		expect(fixture.simulator.post({ contractId: yearlyId, through: '2026-10-31' })).toMatchObject([
			{ contractServiceID: other },
		]);
	});
});

describe('unit rows', () => {
	it('are one a period up to the end of the contract, with extended prices at four decimals', async () => {
		const id = fixture.line(monthlyId, { units: 10 });
		const rows = await shown(id);
		expect(rows).toHaveLength(12);
		expect(rows[0]).toBe('2026-10-01..2026-10-31 10 180');
		expect(rows[11]).toBe('2027-09-01..2027-09-30 10 180');
	});

	it('are split where an adjustment lies inside a period and changed from there on', async () => {
		const id = fixture.line(monthlyId, { units: 10 });
		await fixture.adjust(monthlyId, { contractServiceID: id, unitChange: 3, effectiveDate: '2026-10-16' });
		expect((await shown(id)).slice(0, 3)).toEqual([
			'2026-10-01..2026-10-15 10 87.0968',
			'2026-10-16..2026-10-31 13 120.7742',
			'2026-11-01..2026-11-30 13 234',
		]);
	});

	it('are not split by an adjustment on the first day of a period', async () => {
		const id = fixture.line(monthlyId, { units: 10 });
		await fixture.adjust(monthlyId, { contractServiceID: id, unitChange: -4, effectiveDate: '2026-11-01' });
		expect((await shown(id)).slice(0, 2)).toEqual(['2026-10-01..2026-10-31 10 180', '2026-11-01..2026-11-30 6 108']);
	});

	it('follow the grid of a month-end anchor', async () => {
		const id = fixture.line(anchoredId, { units: 1 });
		const rows = await shown(id);
		expect(rows.slice(0, 4).map((row) => row.slice(0, 22))).toEqual([
			'2027-01-31..2027-02-27',
			'2027-02-28..2027-03-30',
			'2027-03-31..2027-04-29',
			'2027-04-30..2027-05-30',
		]);
	});

	it('prorate a period cut by the end of the contract by the days of the whole period', async () => {
		const id = fixture.line(monthlyId, { units: 10 });
		await fixture.call('PATCH', '/Contracts', { id: monthlyId, endDate: '2026-10-15' });
		expect(await shown(id)).toEqual(['2026-10-01..2026-10-15 10 87.0968']);
	});

	it('reach further when the end of the contract is moved', async () => {
		const id = fixture.line(monthlyId, { units: 10 });
		await fixture.call('PATCH', '/Contracts', { id: monthlyId, endDate: '2027-12-31' });
		expect(await shown(id)).toHaveLength(15);
	});

	it('keep their ids when others are split, and say when they were posted', async () => {
		const id = fixture.line(monthlyId, { units: 10 });
		fixture.simulator.post({ through: '2026-10-01' });
		const before = await fixture.query('ContractServiceUnits', byLine(id));
		await fixture.adjust(monthlyId, { contractServiceID: id, unitChange: 1, effectiveDate: '2026-11-10' });
		const after = await fixture.query('ContractServiceUnits', byLine(id));
		expect(after.slice(0, 12).map((row) => row.id)).toEqual(before.map((row) => row.id));
		expect(after.filter((row) => row.approveAndPostDate !== null)).toHaveLength(1);
	});

	it('hold nothing on a fresh line', async () => {
		const { body } = await fixture.call('POST', `/Contracts/${monthlyId}/Services`, {
			contractID: monthlyId,
			serviceID: serviceId,
		});
		expect((await shown(Number(body.itemId)))[0]).toBe('2026-10-01..2026-10-31 0 0');
	});
});

describe('contract services', () => {
	it('show the list price, the present rate in internal currency and the cost, not the adjusted price', async () => {
		const id = fixture.line(20005, { units: 1, unitPrice: 20 });
		const [line] = await fixture.query('ContractServices', [{ op: 'eq', field: 'id', value: id }]);
		expect(line).toMatchObject({
			unitPrice: 22.5,
			internalCurrencyUnitPrice: 18,
			internalCurrencyAdjustedPrice: 16,
			unitCost: 14.4,
		});
		expect(line).not.toHaveProperty('adjustedPrice');
	});

	it('take price and cost by PATCH from the first period that is not posted', async () => {
		const id = fixture.line(monthlyId, { units: 10 });
		fixture.simulator.post({ through: '2026-10-01' });
		await fixture.call('PATCH', `/Contracts/${monthlyId}/Services`, { id, adjustedPrice: 20 });
		expect((await shown(id)).slice(0, 2)).toEqual(['2026-10-01..2026-10-31 10 180', '2026-11-01..2026-11-30 10 200']);
	});
});

describe('adjustments', () => {
	it('create the line where the contract has none of the service', async () => {
		await fixture.adjust(monthlyId, { serviceID: serviceId, unitChange: 2, effectiveDate: '2026-10-01' });
		const lines = await fixture.query('ContractServices', [{ op: 'eq', field: 'contractID', value: monthlyId }]);
		expect(lines).toMatchObject([{ serviceID: serviceId }]);
	});

	it('hit the first line of the service where they name contract and service only', async () => {
		const first = fixture.line(monthlyId, { units: 1 });
		fixture.line(monthlyId, { units: 5 });
		await fixture.adjust(monthlyId, { serviceID: serviceId, unitChange: 2, effectiveDate: '2026-10-01' });
		expect((await shown(first))[0]).toBe('2026-10-01..2026-10-31 3 54');
	});

	it('put the service on the contract once more where they allow it', async () => {
		fixture.line(monthlyId, { units: 1 });
		const change = { serviceID: serviceId, unitChange: 2, effectiveDate: '2026-10-01', allowRepeatService: true };
		await fixture.adjust(monthlyId, change);
		expect(await fixture.query('ContractServices', [{ op: 'gte', field: 'id', value: 0 }])).toHaveLength(2);
	});

	it('can be seen in the state and as a contract note, nowhere in the API', async () => {
		const id = fixture.line(monthlyId, { units: 1 });
		await fixture.adjust(monthlyId, { contractServiceID: id, unitChange: 2, effectiveDate: '2026-10-20' });
		expect(fixture.simulator.state().contractServiceAdjustments).toMatchObject([
			{ contractServiceId: id, unitChange: 2 },
		]);
		expect(await fixture.query('ContractNotes', [{ op: 'eq', field: 'contractID', value: monthlyId }])).toHaveLength(1);
		for (const [method, path] of [
			['GET', '/ContractServiceAdjustments/500000'],
			['GET', `/Contracts/${monthlyId}/ServiceAdjustments`],
			['GET', `/Contracts/${monthlyId}/ServiceAdjustments/500000`],
			['DELETE', `/Contracts/${monthlyId}/ServiceAdjustments/500000`],
			['PATCH', `/Contracts/${monthlyId}/ServiceAdjustments`],
		] as const) {
			expect((await fixture.call(method, path)).status).toBe(405);
		}
		expect((await fixture.call('POST', '/ContractServiceAdjustments/query', { filter: [] })).status).toBe(404);
	});

	it('leave two runs with equal ledgers where the contracts are equal, whatever the ids', async () => {
		const run = async (first: string, second: string): Promise<unknown> => {
			resetFixture(fixture);
			const id = fixture.line(monthlyId, { units: 10 });
			for (const effectiveDate of [first, second])
				await fixture.adjust(monthlyId, { contractServiceID: id, unitChange: 1, effectiveDate });
			return fixture.simulator.ledger();
		};
		const ledger = await run('2026-10-16', '2026-11-05');
		expect(await run('2026-11-05', '2026-10-16')).toEqual(ledger);
		expect(await run('2026-11-05', '2026-10-17')).not.toEqual(ledger);
	});
});
