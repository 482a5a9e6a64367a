import type { JsonObject } from '../../../simulators/http';
import { callUrl, companyId, monthlyId, resetFixture, startFixture, type Fixture } from './tenantFixture';

let fixture: Fixture;
beforeAll(async () => {
	fixture = await startFixture();
});
afterEach(() => resetFixture(fixture));
afterAll(() => fixture.simulator.close());

const ids = (rows: JsonObject[]): unknown[] => rows.map((row) => row.id);
const all = [{ op: 'gte', field: 'id', value: 0 }];

describe('filters', () => {
	it.each([
		{ op: 'eq', field: 'name', value: 'standard', expected: [801] },
		{ op: 'noteq', field: 'name', value: 'Standard', expected: [802, 803] },
		{ op: 'gt', field: 'unitPrice', value: 31, expected: [802] },
		{ op: 'gte', field: 'unitPrice', value: 31, expected: [802, 803] },
		{ op: 'lt', field: 'unitPrice', value: 31, expected: [801] },
		{ op: 'lte', field: 'unitPrice', value: 31, expected: [801, 803] },
		{ op: 'beginsWith', field: 'name', value: 'Ye', expected: [802] },
		{ op: 'endsWith', field: 'name', value: 'ar', expected: [803] },
		{ op: 'contains', field: 'name', value: 'ear', expected: [802, 803] },
		{ op: 'exist', field: 'externalID', expected: [801] },
		{ op: 'notExist', field: 'externalID', expected: [802, 803] },
		{ op: 'in', field: 'id', value: [803, 801], expected: [801, 803] },
		{ op: 'notIn', field: 'id', value: [803, 801], expected: [802] },
		{ op: 'in', field: 'id', value: ['801'], expected: [] },
		{ op: 'eq', field: 'id', value: '801', expected: [] },
		{ op: 'eq', field: 'isActive', value: true, expected: [801, 802, 803] },
		{ op: 'eq', field: 'isActive', value: 'true', expected: [] },
	])('$op $field $value finds $expected', async ({ expected, ...item }) => {
		expect(ids(await fixture.query('Services', [item]))).toEqual(expected);
	});

	it('groups conditions with and and or, and joins the top level by and', async () => {
		const either = {
			op: 'or',
			items: [
				{ op: 'eq', field: 'id', value: 801 },
				{ op: 'eq', field: 'id', value: 802 },
			],
		};
		const both = { op: 'and', items: [either, { op: 'lt', field: 'unitPrice', value: 100 }] };
		expect(ids(await fixture.query('Services', [either, both]))).toEqual([801]);
	});

	it('compares dates as days, with or without a time', async () => {
		const on = (value: string): Promise<JsonObject[]> =>
			fixture.query('Contracts', [{ op: 'eq', field: 'startDate', value }]);
		expect(ids(await on('2027-01-31'))).toEqual([20003]);
		expect(ids(await on('2027-01-31T00:00:00Z'))).toEqual([20003]);
	});

	it.each([
		{ rule: 'no filter', body: {}, text: 'filter' },
		{ rule: 'an empty filter', body: { filter: [] }, text: 'filter' },
		{ rule: 'an unknown operator', body: { filter: [{ op: 'like', field: 'name', value: 'x' }] }, text: 'like' },
		{ rule: 'an unknown field', body: { filter: [{ op: 'eq', field: 'title', value: 'x' }] }, text: 'title' },
		{
			rule: 'no rows a page',
			body: { filter: all, MaxRecords: 0 },
			text: 'maxCountOfRecordsToReturn must be between 1 and 500',
		},
		{
			rule: '501 rows a page',
			body: { filter: all, MaxRecords: 501 },
			text: 'maxCountOfRecordsToReturn must be between 1 and 500',
		},
		{ rule: 'an unknown field to include', body: { filter: all, IncludeFields: ['title'] }, text: 'title' },
		{
			rule: '501 values in a list',
			body: { filter: [{ op: 'in', field: 'id', value: Array.from({ length: 501 }, (_, n) => n) }] },
			text: '500',
		},
		{
			rule: 'a date that is none',
			body: { filter: [{ op: 'gt', field: 'createDate', value: 'soon' }] },
			text: 'createDate',
		},
	])('refuses $rule', async ({ body, text }) => {
		const answer = await fixture.call('POST', '/Services/query', body);
		expect(answer.status).toBe(500);
		expect((answer.body.errors as string[])[0]).toContain(text);
	});

	it('refuses a filter on the full description of a billing item', async () => {
		const filter = [{ op: 'eq', field: 'lineItemFullDescription', value: 'x' }];
		expect((await fixture.call('POST', '/BillingItems/query', { filter })).status).toBe(500);
	});

	it('finds by one user-defined field', async () => {
		fixture.simulator.seed({
			Companies: [{ id: 1003, companyName: 'Udf', userDefinedFields: [{ name: 'Marketplace', value: 'M-1' }] }],
		});
		const item = { op: 'eq', field: 'Marketplace', value: 'M-1', udf: true };
		expect(ids(await fixture.query('Companies', [item]))).toEqual([1003]);
		expect((await fixture.call('POST', '/Companies/query', { filter: [item, item] })).status).toBe(500);
	});

	it('takes keys in either case, and the search of a GET', async () => {
		const search = encodeURIComponent(JSON.stringify({ filter: [{ op: 'eq', field: 'id', value: companyId }] }));
		expect(ids((await fixture.call('GET', `/Companies/query?search=${search}`)).body.items as JsonObject[])).toEqual([
			companyId,
		]);
		expect((await fixture.call('POST', '/Companies/query/count', { Filter: all })).body).toEqual({ queryCount: 2 });
	});

	it('returns the included fields only', async () => {
		expect(await fixture.query('Services', all, { IncludeFields: ['id', 'sku'], MaxRecords: 1 })).toEqual([
			{ id: 801, sku: null },
		]);
	});
});

describe('single rows', () => {
	it('are found by id, and null where there is none', async () => {
		expect((await fixture.call('GET', `/Contracts/${monthlyId}`)).body.item).toMatchObject({ id: monthlyId });
		expect((await fixture.call('GET', '/Contracts/1')).body).toEqual({ item: null });
	});

	it('are found under their parent', async () => {
		const id = fixture.line(monthlyId, { units: 1 });
		expect(ids((await fixture.call('GET', `/Contracts/${monthlyId}/Services`)).body.items as JsonObject[])).toEqual([
			id,
		]);
		expect((await fixture.call('GET', `/Contracts/${monthlyId}/ServiceUnits`)).body.items).toHaveLength(12);
	});
});

describe('pages', () => {
	const body = { filter: all, MaxRecords: 2 };

	it('bring every row once, in the order of ids, and end with no next page', async () => {
		const seen: unknown[] = [];
		let answer = await fixture.call('POST', '/Contracts/query', body);
		for (;;) {
			const { items, pageDetails } = answer.body as { items: JsonObject[]; pageDetails: JsonObject };
			seen.push(...ids(items));
			if (pageDetails.nextPageUrl === null) break;
			answer = await callUrl('POST', String(pageDetails.nextPageUrl), body);
		}
		expect(seen).toEqual([20001, 20002, 20003, 20004, 20005]);
	});

	it('want the method and the body of the first page', async () => {
		const { pageDetails } = (await fixture.call('POST', '/Contracts/query', body)).body as { pageDetails: JsonObject };
		const next = String(pageDetails.nextPageUrl);
		expect((await callUrl('GET', next)).status).toBe(405);
		expect((await callUrl('POST', next)).status).toBe(500);
		expect((await callUrl('POST', next, { ...body, filter: [{ op: 'gt', field: 'id', value: 1 }] })).status).toBe(500);
		expect((await callUrl('POST', next, body)).status).toBe(200);
	});

	it('of a GET query are asked for by GET', async () => {
		const first = await fixture.call('GET', `/Contracts/query?search=${encodeURIComponent(JSON.stringify(body))}`);
		const { pageDetails } = first.body as { pageDetails: JsonObject };
		expect((await callUrl('GET', String(pageDetails.nextPageUrl))).body.items).toMatchObject([
			{ id: 20003 },
			{ id: 20004 },
		]);
	});

	it('need the id among the included fields from 501 rows on', async () => {
		fixture.simulator.seed({ Contacts: Array.from({ length: 501 }, (_, n) => ({ lastName: `Person ${n}` })) });
		const without = { filter: all, IncludeFields: ['lastName'] };
		expect((await fixture.call('POST', '/Contacts/query', without)).status).toBe(500);
		expect(await fixture.query('Contacts', all, { IncludeFields: ['id', 'lastName'] })).toHaveLength(500);
	});
});

describe('metadata', () => {
	it('says what an entity can do', async () => {
		const { body } = await fixture.call('GET', '/BillingCodes/entityInformation');
		expect(body.info).toMatchObject({ name: 'BillingCodes', canCreate: false, canQuery: true });
	});

	it('lists fields with lengths, references and picklist values as text', async () => {
		const { body } = await fixture.call('GET', '/Contracts/entityInformation/fields');
		const fields = body.fields as JsonObject[];
		expect(fields.find((field) => field.name === 'contractName')).toMatchObject({
			dataType: 'string',
			length: 100,
			isRequired: true,
		});
		expect(fields.find((field) => field.name === 'companyID')).toMatchObject({ referenceEntityType: 'Companies' });
		const periods = fields.find((field) => field.name === 'contractPeriodType')?.picklistValues as JsonObject[];
		expect(periods.map((one) => [one.value, one.label])).toEqual([
			['2', 'Monthly'],
			['3', 'Quarterly'],
			['4', 'Semi-Annual'],
			['5', 'Yearly'],
		]);
	});

	it('does not list a price that queries do not return', async () => {
		const { body } = await fixture.call('GET', '/ContractServices/entityInformation/fields');
		expect((body.fields as JsonObject[]).map((field) => field.name)).not.toContain('adjustedPrice');
	});

	it('lists user-defined fields', async () => {
		fixture.simulator.seedUserDefinedFields('Companies', [{ name: 'Marketplace' }]);
		const { body } = await fixture.call('GET', '/Companies/entityInformation/userDefinedFields');
		expect(body.fields).toMatchObject([{ name: 'Marketplace', label: 'Marketplace' }]);
	});
});
