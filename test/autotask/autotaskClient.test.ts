import { range, sortBy } from 'lodash';
import { createAutotaskLimits } from '../../src/autotask/limits';
import { createMetadataCache } from '../../src/autotask/metadataCache';
import { calendarDate } from '../../src/domain/calendarDate';
import type {
	AutotaskProductId,
	BillingCodeId,
	CompanyId,
	ContractId,
	ContractServiceId,
	ServiceId,
} from '../../src/domain/ids';
import { decimal } from '../../src/domain/money';
import type { FaultAction } from '../../simulators/faults';
import { fakeClock } from '../http/fakeClock';
import {
	companyId,
	materialCodeId,
	monthlyId,
	recurringCodeId,
	serviceId,
	startFixture,
	type Fixture,
} from '../simulators/autotask/tenantFixture';
import { openClient } from './openClient';

let fixture: Fixture;
beforeEach(async () => {
	fixture = await startFixture();
});
afterEach(() => fixture.simulator.close());

const contract = monthlyId as ContractId;
const today = calendarDate('2026-10-16');

function paths(kind?: string): string[] {
	return fixture.simulator
		.requests()
		.filter((one) => kind === undefined || one.kind === kind)
		.map((one) => one.path.replace(/^.*\/V1\.0/, ''));
}

describe('reading', () => {
	it('reads companies by id, in chunks of 200', async () => {
		const { client } = await openClient(fixture.simulator);
		fixture.simulator.clearRequests();
		const companies = await client.companies([
			companyId as CompanyId,
			...range(5000, 5400).map((id) => id as CompanyId),
		]);
		expect(companies).toEqual([
			{ id: companyId, name: 'Harbour Ltd', companyNumber: 'C-1', isActive: true, currencyId: 1 },
		]);
		expect(paths()).toEqual(['/Companies/query', '/Companies/query', '/Companies/query']);
	});

	it('asks nothing for an empty list', async () => {
		const { client } = await openClient(fixture.simulator);
		fixture.simulator.clearRequests();
		const empty = await Promise.all([
			client.companies([]),
			client.contracts([]),
			client.contractServices([]),
			client.unitRows([], { from: today }),
			client.services([]),
			client.servicesByExternalId([]),
			client.chargesByKey([]),
		]);
		expect([empty.flat(), paths(), client.requestCount()]).toEqual([[], [], 0]);
	});

	it('finds active companies only by their number and by a part of their name', async () => {
		fixture.simulator.seed({
			Companies: [{ id: 1003, companyName: 'Harbour Old', companyNumber: 'C-1', isActive: false, phone: '1' }],
		});
		const { client } = await openClient(fixture.simulator);
		expect((await client.companiesByNumber(['C-1', 'C-9'])).map((one) => one.id)).toEqual([companyId]);
		expect((await client.searchCompanies('arbou', 10)).map((one) => one.id)).toEqual([companyId]);
		expect(await client.searchCompanies('a', 1)).toHaveLength(1);
		expect(await client.searchCompanies('a', 0)).toEqual([]);
	});

	it('reads recurring-service contracts only, with the last day that belongs to them', async () => {
		const { client } = await openClient(fixture.simulator);
		const contracts = await client.contracts([companyId as CompanyId]);
		expect(contracts.map((one) => [one.id, one.periodType])).toEqual([
			[20001, 'monthly'],
			[20002, 'yearly'],
			[20003, 'monthly'],
		]);
		expect(await client.contractsById([contract, 20004 as ContractId])).toEqual([
			{
				id: 20001,
				companyId,
				name: 'Contract 20001',
				periodType: 'monthly',
				isActive: true,
				startsOn: '2026-10-01',
				endsOn: '2027-09-30',
			},
		]);
	});

	it('reads the catalogue with its period types', async () => {
		const { client } = await openClient(fixture.simulator);
		const standard = {
			id: serviceId,
			name: 'Standard',
			periodType: 'monthly',
			isActive: true,
			unitPrice: '18',
			unitCost: '14.4',
			externalId: 'P-1',
		};
		expect(await client.services([serviceId as ServiceId])).toEqual([standard]);
		expect(await client.servicesByExternalId(['P-1', 'P-2'])).toEqual([standard]);
		expect((await client.searchServices('Year', 5)).map((one) => one.periodType)).toEqual(['yearly']);
	});

	it('reads currencies once', async () => {
		const { client } = await openClient(fixture.simulator);
		fixture.simulator.clearRequests();
		const [first] = await Promise.all([client.currencies(), client.currencies()]);
		expect(first).toContainEqual({ id: 2, code: 'EUR', isInternal: false, exchangeRate: '0.8' });
		expect(paths()).toEqual(['/Currencies/query']);
	});

	it('reads unit rows that touch the window, totals and all', async () => {
		const line = fixture.line(monthlyId, { units: 10 });
		await fixture.adjust(monthlyId, { contractServiceID: line, effectiveDate: '2026-10-16', unitChange: 3 });
		const { client } = await openClient(fixture.simulator);
		const rows = sortBy(
			await client.unitRows([contract], { from: today, before: calendarDate('2026-12-01') }),
			'startsOn',
		);
		expect(rows.map((row) => [row.startsOn, row.endsOn, row.units, row.contractServiceId, row.isPosted])).toEqual([
			['2026-10-16', '2026-10-31', 13, line, false],
			['2026-11-01', '2026-11-30', 13, line, false],
		]);
		expect(rows[1]).toMatchObject({ price: '234', cost: '187.2' });
	});

	it('leaves out a cost that the user may not see', async () => {
		fixture.line(monthlyId, { units: 1 });
		fixture.simulator.setSwitches({ costAccess: 'none' });
		const { client } = await openClient(fixture.simulator);
		const [row] = await client.unitRows([contract], { from: today });
		expect(row).not.toHaveProperty('cost');
	});

	it('says which rows are posted', async () => {
		fixture.line(monthlyId, { units: 1 });
		fixture.simulator.post({ through: '2026-10-31' });
		const { client } = await openClient(fixture.simulator);
		const rows = await client.unitRows([contract], { from: today });
		expect(rows.map((row) => row.isPosted).slice(0, 2)).toEqual([true, false]);
	});

	it('follows all pages with the same method and body', async () => {
		fixture.simulator.seed({
			Companies: range(0, 1203).map((index) => ({
				id: 9000 + index,
				companyName: `Many ${index}`,
				companyNumber: 'SAME',
				phone: '1',
			})),
		});
		const { client } = await openClient(fixture.simulator);
		fixture.simulator.clearRequests();
		const found = await client.companiesByNumber(['SAME']);
		expect(new Set(found.map((one) => one.id)).size).toBe(1203);
		expect(fixture.simulator.requests().map((one) => [one.method, one.status])).toEqual(
			range(3).map(() => ['POST', 200]),
		);
	});

	it('refuses a page outside the zone', async () => {
		fixture.simulator.seed({
			Companies: range(0, 501).map((index) => ({
				id: 9000 + index,
				companyName: 'Many',
				companyNumber: 'SAME',
				phone: '1',
			})),
		});
		const { client } = await openClient(fixture.simulator, {
			zoneUrl: 'https://webservices14.autotask.net/ATServicesRest',
		});
		await expect(client.companiesByNumber(['SAME'])).rejects.toMatchObject({
			name: 'MalformedResponseError',
			at: 'pageDetails.nextPageUrl',
		});
	});

	it.each([
		{ rule: 'with a row', items: [{ id: 9000, companyName: 'Many', companyNumber: 'SAME', isActive: true }] },
		{ rule: 'with a row without an id', items: [{ companyName: 'Many', companyNumber: 'SAME' }] },
	])('gives up on pages that lead back to each other: $rule', async ({ items }) => {
		const { client } = await openClient(fixture.simulator);
		const [zone] = Object.values(fixture.simulator.zoneUrls);
		const pageDetails = { count: 1, requestCount: 500, prevPageUrl: null, nextPageUrl: `${zone}V1.0/Companies/query` };
		const action = { kind: 'status', status: 200, body: JSON.stringify({ items, pageDetails }) } as const;
		fixture.simulator.addFault({ path: '/Companies/query$', times: 0, action });
		fixture.simulator.clearRequests();
		await expect(client.companiesByNumber(['SAME'], () => undefined)).rejects.toMatchObject({
			name: 'MalformedResponseError',
			at: 'items',
			message: expect.stringContaining('rows of the pages before'),
		});
		expect(fixture.simulator.requests().length).toBeLessThan(10);
	});
});

describe('picklists', () => {
	it('are asked for once per entity and shared through the cache', async () => {
		const clock = fakeClock();
		const metadata = createMetadataCache(clock);
		const first = await openClient(fixture.simulator, { metadata, clock });
		const second = await openClient(fixture.simulator, { metadata, clock });
		fixture.simulator.clearRequests();
		await Promise.all([
			first.client.contractsById([contract]),
			first.client.contractsById([contract]),
			second.client.contractsById([contract]),
		]);
		expect(paths('metadata')).toEqual(['/Contracts/entityInformation/fields']);
		clock.advance(24 * 3_600_000);
		await first.client.contractsById([contract]);
		expect(paths('metadata')).toHaveLength(2);
	});

	it('are read by label where the tenant has other integers', async () => {
		fixture.simulator.setPicklist('Contracts.contractType', { 41: 'Recurring Service', 42: 'Time & Materials' });
		fixture.simulator.setPicklist('Contracts.status', { 5: 'In Effect', 6: 'Inactive' });
		fixture.simulator.seed({
			Contracts: [
				{
					id: 21000,
					companyID: companyId,
					contractName: 'Other',
					contractType: 41,
					contractPeriodType: 'Semi-Annual',
					status: 5,
					startDate: '2026-01-01',
					endDate: '2026-12-31',
				},
			],
		});
		const { client } = await openClient(fixture.simulator);
		expect(await client.contractsById([21000 as ContractId])).toMatchObject([
			{ isActive: true, periodType: 'semiAnnual' },
		]);
	});

	it('that lack the label are named', async () => {
		fixture.simulator.setPicklist('Contracts.contractType', { 7: 'Something else' });
		const { client } = await openClient(fixture.simulator);
		await expect(client.contractsById([contract])).rejects.toThrow(/picklist contractType.*Recurring Service/);
	});

	const picklistsOfContracts = async (name: string, more: object) => {
		const [zone] = Object.values(fixture.simulator.zoneUrls);
		const { userName, secret, integrationCode } = fixture.simulator.users()[0] ?? { userName: '', secret: '' };
		const headers = { UserName: userName, Secret: secret, ApiIntegrationCode: integrationCode ?? '' };
		const answer = await fetch(`${zone}V1.0/Contracts/entityInformation/fields`, { headers });
		const { fields } = (await answer.json()) as { fields: { name: string; picklistValues: object[] }[] };
		const own = fields.filter((one) => one.name !== name);
		const values = fields.find((one) => one.name === name)?.picklistValues ?? [];
		const body = JSON.stringify({ fields: [...own, { name, picklistValues: values, ...more }] });
		const action = { kind: 'status', status: 200, body } as const;
		fixture.simulator.addFault({ path: '/Contracts/entityInformation/fields', action });
		return values;
	};

	it.each<{ rule: string; more: (values: readonly object[]) => object }>([
		{ rule: 'a label', more: () => ({ picklistValues: [{ value: 1, label: null }] }) },
		{ rule: 'its name', more: () => ({ name: null }) },
		{ rule: 'its list', more: () => ({ picklistValues: 'none' }) },
	])('are read without a field that nobody asks for and that cannot be read: $rule', async ({ more }) => {
		await picklistsOfContracts('contractCategory', more([]));
		const { client } = await openClient(fixture.simulator);
		expect(await client.contractsById([contract])).toMatchObject([{ id: contract, isActive: true }]);
	});

	it.each([
		{ rule: 'of a number in words', damaged: { value: 'one', label: 'Odd' } },
		{ rule: 'of no number', damaged: { value: ' ', label: 'Odd' } },
		{ rule: 'without a label', damaged: { value: 9, label: null } },
	])('are read without a value that nobody asks for: $rule', async ({ damaged }) => {
		const values = await picklistsOfContracts('status', {});
		fixture.simulator.clearFaults();
		await picklistsOfContracts('status', { picklistValues: [damaged, ...values] });
		const { client } = await openClient(fixture.simulator);
		expect(await client.contractsById([contract])).toMatchObject([{ id: contract, isActive: true }]);
	});

	it.each(['status', 'contractPeriodType'] as const)(
		'name the value of %s that is asked for and cannot be read',
		async (name) => {
			await picklistsOfContracts(name, { picklistValues: [{ value: 1, label: null }] });
			const { client } = await openClient(fixture.simulator);
			await expect(client.contractsById([contract])).rejects.toThrow(
				/null at fields\[\d+\]\.picklistValues\[0\]\.label/,
			);
		},
	);
});

describe('checkChargeTarget', () => {
	it.each([
		{
			rule: 'takes a material code',
			target: { kind: 'billingCode', id: materialCodeId as BillingCodeId },
			expected: { ok: true, name: 'Setup' },
		},
		{
			rule: 'refuses a recurring-service code',
			target: { kind: 'billingCode', id: recurringCodeId as BillingCodeId },
			expected: { ok: false },
		},
		{
			rule: 'refuses an unknown code',
			target: { kind: 'billingCode', id: 1 as BillingCodeId },
			expected: { ok: false },
		},
		{
			rule: 'takes a product',
			target: { kind: 'product', id: 300 as AutotaskProductId },
			expected: { ok: true, name: 'Setup work' },
		},
		{
			rule: 'refuses an inactive product',
			target: { kind: 'product', id: 301 as AutotaskProductId },
			expected: { ok: false },
		},
		{
			rule: 'refuses a product that cannot be read, and names the field',
			target: { kind: 'product', id: 302 as AutotaskProductId },
			expected: { ok: false, why: expect.stringMatching(/^The product with the id 302 cannot be read: .*name/) },
		},
	] as const)('$rule', async ({ target, expected }) => {
		const spoils = [{ where: { id: 302 }, set: { name: 7 } }];
		fixture.simulator.addFault({ path: '/Products/query', times: 0, action: { kind: 'spoilRows', spoils } });
		fixture.simulator.seed({
			Products: [
				{ id: 300, name: 'Setup work' },
				{ id: 301, name: 'Old', isActive: false },
				{ id: 302, name: 'Damaged' },
			],
		});
		fixture.simulator.setSwitches({ picklistNumbers: 'shuffled' });
		const { client } = await openClient(fixture.simulator);
		expect(await client.checkChargeTarget(target)).toMatchObject(expected);
	});
});

describe('writing', () => {
	it('adjusts the line by its own id, with price and cost', async () => {
		const line = fixture.line(monthlyId, { units: 10 }) as ContractServiceId;
		const { client } = await openClient(fixture.simulator);
		fixture.simulator.clearRequests();
		const adjustment = {
			contractId: contract,
			contractServiceId: line,
			effectiveOn: today,
			unitDelta: 3,
			unitPrice: decimal('20'),
			unitCost: decimal('16.5'),
		};
		expect((await client.adjust(adjustment)).id).toEqual(expect.any(Number));
		expect(fixture.simulator.requests()).toMatchObject([
			{
				method: 'POST',
				path: expect.stringMatching(/\/Contracts\/20001\/ServiceAdjustments$/),
				body: {
					contractServiceID: line,
					effectiveDate: '2026-10-16',
					unitChange: 3,
					adjustedUnitPrice: 20,
					adjustedUnitCost: 16.5,
				},
			},
		]);
		expect((await client.unitRows([contract], { from: today }))[0]?.units).toBe(13);
	});

	it('creates a line with our key and finds it again', async () => {
		const { client } = await openClient(fixture.simulator);
		const { id } = await client.createContractService({
			contractId: contract,
			serviceId: serviceId as ServiceId,
			internalDescription: 'k-1',
			invoiceDescription: 'Seats',
		});
		expect(await client.contractServices([contract])).toEqual([
			{ id, contractId: contract, serviceId, internalDescription: 'k-1', invoiceDescription: 'Seats' },
		]);
	});

	it('creates a charge of quantity 1 and finds it by its key', async () => {
		fixture.simulator.setSwitches({ picklistNumbers: 'shuffled' });
		const { client } = await openClient(fixture.simulator);
		const charge = {
			contractId: contract,
			key: 'store/order/setup/P-1',
			name: 'Setup '.repeat(40),
			description: 'Setup of Business Premium',
			purchasedOn: today,
			amount: decimal('27.87'),
			cost: decimal('22.3'),
			target: { kind: 'billingCode', id: materialCodeId as BillingCodeId },
		} as const;
		const { id } = await client.createCharge(charge);
		expect(await client.chargesByKey([charge.key, 'other'])).toEqual([
			{ id, contractId: contract, key: charge.key, amount: '27.87', purchasedOn: today },
		]);
	});

	it('creates a contract with the number that finds it again', async () => {
		const { client } = await openClient(fixture.simulator);
		const wanted = {
			companyId: companyId as CompanyId,
			key: 'MA-abcdefgh-C1-semiAnnual-GBP-2026-10-20',
			name: 'Northwind, semi-annual',
			periodType: 'semiAnnual',
			startsOn: calendarDate('2026-10-20'),
			endsOn: calendarDate('2027-10-19'),
		} as const;
		const { id } = await client.createContract(wanted);
		const { key, ...others } = wanted;
		expect(await client.contractsByNumber([key, 'other'])).toEqual([{ ...others, id, number: key, isActive: true }]);
	});

	it.each([
		{ rule: 'units below zero', delta: -11, on: today, text: /negative/ },
		{ rule: 'a day outside the contract', delta: 1, on: calendarDate('2030-01-01'), text: /must be between/ },
	])('gives the refusal of $rule with its text and does not repeat it', async ({ delta, on, text }) => {
		const line = fixture.line(monthlyId, { units: 10 }) as ContractServiceId;
		const { client } = await openClient(fixture.simulator);
		fixture.simulator.clearRequests();
		const written = client.adjust({ contractId: contract, contractServiceId: line, effectiveOn: on, unitDelta: delta });
		await expect(written).rejects.toMatchObject({ name: 'RefusedError', message: expect.stringMatching(text) });
		expect(paths('write')).toHaveLength(1);
	});

	it.each<{ rule: string; action: FaultAction }>([
		{ rule: 'a lost answer', action: { kind: 'loseAnswerAfterEffect' } },
		{ rule: 'a connection closed before the effect', action: { kind: 'closeBeforeEffect' } },
		{ rule: '503 with a page', action: { kind: 'status', status: 503, body: '<html>' } },
		{ rule: '500 without errors', action: { kind: 'status', status: 500, body: '{}' } },
		{ rule: 'an answer that breaks off', action: { kind: 'truncateJson' } },
		{ rule: 'a success without an id', action: { kind: 'status', status: 200, body: '{"itemId":null}' } },
		{ rule: 'a success that is a page', action: { kind: 'status', status: 200, body: '<html>maintenance' } },
	])('takes $rule as unproven and sends one request only', async ({ action }) => {
		const line = fixture.line(monthlyId, { units: 10 }) as ContractServiceId;
		const { client } = await openClient(fixture.simulator);
		fixture.simulator.clearRequests();
		fixture.simulator.addFault({ path: 'ServiceAdjustments', action, times: 0 });
		const written = client.adjust({ contractId: contract, contractServiceId: line, effectiveOn: today, unitDelta: 1 });
		await expect(written).rejects.toMatchObject({ name: 'UnprovenError', retryable: false });
		expect(paths('write')).toHaveLength(1);
	});

	it('waits at a limit and then writes once', async () => {
		const line = fixture.line(monthlyId, { units: 10 }) as ContractServiceId;
		fixture.simulator.addFault({
			path: 'ServiceAdjustments',
			times: 2,
			action: { kind: 'status', status: 429, retryAfter: '5' },
		});
		const { client, clock } = await openClient(fixture.simulator);
		await client.adjust({ contractId: contract, contractServiceId: line, effectiveOn: today, unitDelta: 1 });
		expect(clock.waits).toEqual([5250, 5250]);
		expect((await client.unitRows([contract], { from: today }))[0]?.units).toBe(11);
	});

	it('asks its caller before each sending, after all waiting', async () => {
		const line = fixture.line(monthlyId, { units: 10 }) as ContractServiceId;
		fixture.simulator.addFault({ path: 'ServiceAdjustments', action: { kind: 'status', status: 429 } });
		const { client } = await openClient(fixture.simulator);
		let asked = 0;
		const beforeSend = async (): Promise<void> => {
			asked += 1;
			if (asked === 2) throw new RangeError('the lease is over');
		};
		const written = client.adjust(
			{ contractId: contract, contractServiceId: line, effectiveOn: today, unitDelta: 1 },
			{ beforeSend },
		);
		await expect(written).rejects.toThrow('the lease is over');
		expect((await client.unitRows([contract], { from: today }))[0]?.units).toBe(10);
	});

	it.each([{ rule: 'a key that Autotask would cut', key: 'k'.repeat(51) }])('refuses $rule', async ({ key }) => {
		const { client } = await openClient(fixture.simulator);
		const target = { kind: 'billingCode', id: materialCodeId as BillingCodeId } as const;
		const charge = {
			contractId: contract,
			key,
			name: 'n',
			description: '',
			purchasedOn: today,
			amount: decimal('1'),
			target,
		};
		await expect(client.createCharge(charge)).rejects.toThrow(RangeError);
	});
});

describe('faults of a read', () => {
	it.each<{ rule: string; action: FaultAction }>([
		{ rule: 'a lost answer', action: { kind: 'loseAnswerAfterEffect' } },
		{ rule: '503', action: { kind: 'status', status: 503, body: '<html>' } },
		{ rule: 'a maintenance page', action: { kind: 'status', status: 200, body: '<!doctype html><html>' } },
		{
			rule: 'the code of the limit in a 500',
			action: { kind: 'status', status: 500, body: '{"errors":["Itgenatr005"]}' },
		},
		{ rule: 'an answer that breaks off', action: { kind: 'truncateJson' } },
		{ rule: 'an answer that is whole and half of its JSON', action: { kind: 'halveBody' } },
		{ rule: 'an answer without content', action: { kind: 'status', status: 200 } },
	])('repeats after $rule', async ({ action }) => {
		const { client, clock } = await openClient(fixture.simulator);
		fixture.simulator.addFault({ path: 'Companies/query', action });
		expect(await client.companies([companyId as CompanyId])).toHaveLength(1);
		expect(clock.waits).toHaveLength(1);
	});

	it.each([
		{
			rule: 'a missing price',
			body: '{"items":[{"contractID":20001,"serviceID":2,"startDate":"2026-10-01T00:00:00Z","endDate":"2026-10-31T00:00:00Z","units":1}],"pageDetails":{"nextPageUrl":null}}',
			at: 'items[0].price',
		},
		{
			rule: 'a date that is none',
			body: '{"items":[{"contractID":20001,"serviceID":2,"startDate":"2026-02-31","endDate":"2026-10-31","units":1,"price":1}],"pageDetails":{}}',
			at: 'items[0].startDate',
		},
		{ rule: 'no items', body: '{"pageDetails":{}}', at: 'items' },
	])('names the place of $rule and does not repeat', async ({ body, at }) => {
		const { client, clock } = await openClient(fixture.simulator);
		fixture.simulator.addFault({
			path: 'ContractServiceUnits/query',
			action: { kind: 'status', status: 200, body, contentType: 'application/json' },
		});
		const read = client.unitRows([contract], { from: today });
		await expect(read).rejects.toMatchObject({ name: 'MalformedResponseError', system: 'Autotask', at });
		expect(clock.waits).toEqual([]);
	});

	it('gives a refused login at once', async () => {
		const { client, clock } = await openClient(fixture.simulator);
		fixture.simulator.setUsers([]);
		await expect(client.companies([companyId as CompanyId])).rejects.toMatchObject({
			name: 'LoginRefusedError',
			status: 401,
		});
		expect(clock.waits).toEqual([]);
	});
});

describe('limits', () => {
	it('are never hit by clients that share them', async () => {
		const line = fixture.line(monthlyId, { units: 10 }) as ContractServiceId;
		fixture.simulator.setLimits({ threadLimit: 2, latencyMs: 5 });
		const limits = createAutotaskLimits();
		const first = await openClient(fixture.simulator, { limits });
		const second = await openClient(fixture.simulator, { limits });
		const days = range(17, 25).map((day) => calendarDate(`2026-10-${day}`));
		fixture.simulator.clearRequests();
		await Promise.all([
			...range(12).map(
				async (index) => await (index % 2 === 0 ? first : second).client.companies([companyId as CompanyId]),
			),
			...days.map(
				async (effectiveOn) =>
					await first.client.adjust({ contractId: contract, contractServiceId: line, effectiveOn, unitDelta: 1 }),
			),
		]);
		expect(fixture.simulator.requests().filter((one) => one.status !== 200)).toEqual([]);
		expect([...first.clock.waits, ...second.clock.waits]).toEqual([]);
	});
});
