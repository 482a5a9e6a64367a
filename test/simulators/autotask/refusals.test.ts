import {
	charge,
	monthlyId,
	recurringCodeId,
	resetFixture,
	serviceId,
	startFixture,
	timeAndMaterialsId,
	yearlyServiceId,
	type Fixture,
} from './tenantFixture';

let fixture: Fixture;
let lineId = 0;
beforeAll(async () => {
	fixture = await startFixture();
});
beforeEach(() => {
	resetFixture(fixture);
	lineId = fixture.line(monthlyId, { units: 10 });
});
afterAll(() => fixture.simulator.close());

const adjustments = `/Contracts/${monthlyId}/ServiceAdjustments`;
const services = `/Contracts/${monthlyId}/Services`;
const charges = `/Contracts/${monthlyId}/Charges`;
const change =
	(more: object): (() => object) =>
	() => ({ contractServiceID: lineId, unitChange: 1, effectiveDate: '2026-10-16', ...more });
const line =
	(more: object): (() => object) =>
	() => ({ contractID: monthlyId, serviceID: serviceId, ...more });
const contract =
	(more: object): (() => object) =>
	() => ({
		companyID: 1001,
		contractName: 'New',
		contractType: 7,
		contractPeriodType: 2,
		startDate: '2026-10-01',
		endDate: '2027-09-30',
		status: 1,
		timeReportingRequiresStartAndStopTimes: 0,
		...more,
	});

describe('refusals', () => {
	it.each([
		{
			rule: 'an effective date before the contract',
			path: adjustments,
			body: change({ effectiveDate: '2026-09-30' }),
			text: 'ContractServiceAdjustment effectiveDate must be between the start date and end date of the Contract referenced by contractID.',
		},
		{
			rule: 'an effective date after the contract',
			path: adjustments,
			body: change({ effectiveDate: '2027-10-01' }),
			text: 'must be between the start date',
		},
		{ rule: 'units below zero', path: adjustments, body: change({ unitChange: -11 }), text: 'negative' },
		{
			rule: 'a unit change that is not whole',
			path: adjustments,
			body: change({ unitChange: 1.5 }),
			text: 'unitChange',
		},
		{
			rule: 'an adjustment without a unit change',
			path: adjustments,
			body: change({ unitChange: null }),
			text: 'unitChange',
		},
		{
			rule: 'an adjustment without a date',
			path: adjustments,
			body: change({ effectiveDate: null }),
			text: 'effectiveDate',
		},
		{
			rule: 'a date that does not exist',
			path: adjustments,
			body: change({ effectiveDate: '2026-02-30' }),
			text: 'effectiveDate',
		},
		{
			rule: 'an adjustment that names no line',
			path: adjustments,
			body: () => ({ unitChange: 1, effectiveDate: '2026-10-16' }),
			text: 'contractServiceID',
		},
		{
			rule: 'an adjustment of an unknown line',
			path: adjustments,
			body: change({ contractServiceID: 1 }),
			text: 'does not exist',
		},
		{ rule: 'an unknown field', path: adjustments, body: change({ quantityChange: 1 }), text: 'quantityChange' },
		{
			rule: 'a service on a contract of another type',
			path: `/Contracts/${timeAndMaterialsId}/Services`,
			body: line({ contractID: timeAndMaterialsId }),
			text: 'Recurring Service',
		},
		{
			rule: 'a service of another period type',
			path: services,
			body: line({ serviceID: yearlyServiceId }),
			text: 'period type',
		},
		{ rule: 'a service that does not exist', path: services, body: line({ serviceID: 1 }), text: 'does not exist' },
		{ rule: 'a line without a service', path: services, body: () => ({ contractID: monthlyId }), text: 'serviceID' },
		{ rule: 'a computed field', path: services, body: line({ unitPrice: 3 }), text: 'read only' },
		{
			rule: 'an internal description over 100 characters',
			path: services,
			body: line({ internalDescription: 'x'.repeat(101) }),
			text: 'internalDescription',
		},
		{
			rule: 'an invoice description over 1000 characters',
			path: services,
			body: line({ invoiceDescription: 'x'.repeat(1001) }),
			text: 'invoiceDescription',
		},
		{
			rule: 'a charge with a code of the recurring kind',
			path: charges,
			body: () => charge({ billingCodeID: recurringCodeId }),
			text: 'Material',
		},
		{
			rule: 'a charge without code and product',
			path: charges,
			body: () => charge({ billingCodeID: null }),
			text: 'productID',
		},
		{
			rule: 'a charge type that the picklist does not have',
			path: charges,
			body: () => charge({ chargeType: 9 }),
			text: 'chargeType',
		},
		{
			rule: 'a charge without a quantity',
			path: charges,
			body: () => charge({ unitQuantity: null }),
			text: 'unitQuantity',
		},
		{
			rule: 'a charge key over 50 characters',
			path: charges,
			body: () => charge({ internalPurchaseOrderNumber: 'x'.repeat(51) }),
			text: 'internalPurchaseOrderNumber',
		},
		{
			rule: 'a recurring contract without a period type',
			path: '/Contracts',
			body: contract({ contractPeriodType: null }),
			text: 'contractPeriodType',
		},
		{
			rule: 'a contract of an unknown company',
			path: '/Contracts',
			body: contract({ companyID: 5 }),
			text: 'does not exist',
		},
		{
			rule: 'a boolean where the picklist wants a number',
			path: '/Contracts',
			body: contract({ timeReportingRequiresStartAndStopTimes: false }),
			text: 'timeReporting',
		},
		{
			rule: 'a service with a material code',
			path: '/Services',
			body: () => ({ name: 'New', periodType: 2, unitPrice: 1, billingCodeID: 29680001 }),
			text: 'Recurring Service',
		},
	])('refuses $rule with 500 and its text, and writes nothing', async ({ path, body, text }) => {
		const before = fixture.simulator.state();
		const answer = await fixture.call('POST', path, body());
		expect(answer.status).toBe(500);
		expect((answer.body.errors as string[]).join(' ')).toContain(text);
		expect(fixture.simulator.state()).toEqual(before);
	});

	it('refuses a second adjustment of a line on one date, and takes it on the next day', async () => {
		await fixture.call('POST', adjustments, change({})());
		const second = await fixture.call('POST', adjustments, change({})());
		expect(second).toMatchObject({
			status: 500,
			body: { errors: ['Attempt to insert duplicate data into contract_service_period'] },
		});
		expect((await fixture.call('POST', adjustments, change({ effectiveDate: '2026-10-17' })())).status).toBe(200);
	});

	it('refuses a fall that would leave a later date below zero', async () => {
		await fixture.call('POST', adjustments, change({ unitChange: -8, effectiveDate: '2026-12-01' })());
		expect((await fixture.call('POST', adjustments, change({ unitChange: -3 })())).status).toBe(500);
		expect((await fixture.call('POST', adjustments, change({ unitChange: -2 })())).status).toBe(200);
	});

	it('refuses to end a contract before a posted period', async () => {
		fixture.simulator.post({ through: '2026-11-01' });
		const answer = await fixture.call('PATCH', '/Contracts', { id: monthlyId, endDate: '2026-10-31' });
		expect(answer.text).toContain('already approved and posted contract period');
	});

	it('lets a posted period be changed once its posting is taken back, without its billing items', async () => {
		fixture.simulator.setSwitches({ postedPeriods: 'refuse' });
		fixture.simulator.post({ through: '2026-10-31' });
		expect((await fixture.call('POST', adjustments, change({})())).text).toContain('already approved and posted');
		expect(fixture.simulator.state().entities.BillingItems).not.toHaveLength(0);
		fixture.simulator.unpost({ from: '2026-01-01' });
		expect(fixture.simulator.state().entities.BillingItems ?? []).toHaveLength(0);
		expect((await fixture.call('POST', adjustments, change({})())).status).toBe(200);
	});

	it('changes and deletes a charge only while it is not billed', async () => {
		const first = (await fixture.call('POST', charges, charge())).body.itemId;
		const second = (await fixture.call('POST', charges, charge())).body.itemId;
		expect((await fixture.call('PATCH', charges, { id: first, unitPrice: 60 })).status).toBe(200);
		expect(await fixture.query('ContractCharges', [{ op: 'eq', field: 'id', value: first }])).toMatchObject([
			{ billableAmount: 60 },
		]);
		expect((await fixture.call('DELETE', `${charges}/${second}`)).status).toBe(200);
		fixture.simulator.post({ through: '2026-10-31' });
		expect((await fixture.call('PATCH', charges, { id: first, unitPrice: 70 })).status).toBe(500);
		expect((await fixture.call('DELETE', `${charges}/${first}`)).status).toBe(500);
	});

	it.each([
		['POST', '/ContractServices', 405],
		['POST', '/ContractCharges', 405],
		['PATCH', `/Contracts/${monthlyId}`, 405],
		['DELETE', `/Contracts/${monthlyId}/Services/1`, 405],
		['POST', '/BillingCodes', 405],
		['POST', '/ContractServiceUnits', 405],
		['GET', '/Nonsense/1', 404],
		['GET', '/Contracts/1/Nonsense', 404],
	])('answers %s %s with %i', async (method, path, status) => {
		const answer = await fixture.call(method, path, method === 'GET' ? undefined : {});
		expect(answer.status).toBe(status);
		if (status === 405)
			expect(answer.body).toEqual({ Message: `The requested resource does not support http method '${method}'.` });
		else expect(answer.headers.get('content-type')).toContain('text/html');
	});

	it.each(['', '[]', '{"contractID":', 'null'])('refuses %p as a body', async (body) => {
		expect((await fixture.call('POST', charges, body)).status).toBe(500);
	});
});

describe('creations', () => {
	it('answer with the id under which the row is found', async () => {
		const created = await fixture.call('POST', '/Contracts', contract({ contractNumber: 'KEY-1' })());
		const { body } = await fixture.call('GET', `/Contracts/${String(created.body.itemId)}`);
		expect(body.item).toMatchObject({ contractNumber: 'KEY-1', startDate: '2026-10-01T00:00:00Z' });
	});

	it('take the UTC day of a date with an offset', async () => {
		const created = await fixture.call('POST', charges, charge({ datePurchased: '2026-10-16T00:00:00+02:00' }));
		const { body } = await fixture.call('GET', `/ContractCharges/${String(created.body.itemId)}`);
		expect(body.item).toMatchObject({ datePurchased: '2026-10-15T00:00:00Z' });
	});

	it('take the price of the billing code where a charge has none', async () => {
		const created = await fixture.call('POST', charges, charge({ unitPrice: null, unitQuantity: 3 }));
		const { body } = await fixture.call('GET', `/ContractCharges/${String(created.body.itemId)}`);
		expect(body.item).toMatchObject({ unitPrice: 5, billableAmount: 15, isBilled: false });
	});
});
