import { switchTable, type Switches } from '../../../simulators/autotask/tenant/switches';
import {
	charge,
	headers,
	monthlyId,
	resetFixture,
	serviceId,
	startFixture,
	yearlyServiceId,
	type Fixture,
} from './tenantFixture';

let fixture: Fixture;
beforeAll(async () => {
	fixture = await startFixture();
});
afterEach(() => resetFixture(fixture));
afterAll(() => fixture.simulator.close());

const addLine = async (more: object = {}): Promise<Awaited<ReturnType<Fixture['call']>>> =>
	fixture.call('POST', `/Contracts/${monthlyId}/Services`, { contractID: monthlyId, serviceID: serviceId, ...more });
const rows = async (id: unknown): Promise<unknown[]> =>
	(await fixture.query('ContractServiceUnits', [{ op: 'eq', field: 'contractServiceID', value: id }])).map((row) => [
		String(row.startDate).slice(0, 10),
		row.units,
		row.price,
	]);
const raised = async (more: object = {}): Promise<Awaited<ReturnType<Fixture['call']>>> => {
	const id = fixture.line(monthlyId, { units: 10 });
	return fixture.adjust(monthlyId, { contractServiceID: id, unitChange: 3, effectiveDate: '2026-10-16', ...more });
};
const status = async (answer: Promise<{ status: number }>): Promise<number> => (await answer).status;
const first = async (entity: string): Promise<Record<string, unknown>> =>
	(await fixture.query(entity, [{ op: 'gte', field: 'id', value: 0 }]))[0] ?? {};

const newService = { name: 'New', periodType: 2, unitPrice: 12, billingCodeID: 29680002 };

/** Status and rows of the page after one of that many of the three services. */
const following = async (size: number): Promise<unknown> => {
	const search = { MaxRecords: size, Filter: [{ op: 'gte', field: 'id', value: 0 }] };
	const { body } = await fixture.call('POST', '/Services/query', search);
	const { nextPageUrl } = body.pageDetails as { nextPageUrl: string | null };
	if (nextPageUrl === null) return undefined;
	const path = nextPageUrl.slice(nextPageUrl.indexOf('/Services'));
	const next = await fixture.call('POST', path, search);
	return [next.status, (next.body.items as unknown[] | undefined)?.length];
};

/** What is observed in each position of a switch. */
const observed: { [Name in keyof Switches]?: { see: () => Promise<unknown>; expected: Record<string, unknown> } } = {
	freshLineUnits: {
		see: async () => (await rows((await addLine()).body.itemId))[0],
		expected: { 0: ['2026-10-01', 0, 0], 1: ['2026-10-01', 1, 18] },
	},
	adjustedPrice: {
		see: async () => {
			await raised({ adjustedUnitPrice: 20 });
			return (await rows((await first('ContractServices')).id))[1];
		},
		expected: { changesRateFromDate: ['2026-11-01', 13, 260], ignored: ['2026-11-01', 13, 234] },
	},
	postedPeriods: {
		see: async () => {
			const id = fixture.line(monthlyId, { units: 10 });
			fixture.simulator.post({ through: '2026-10-01' });
			return (await fixture.adjust(monthlyId, { contractServiceID: id, unitChange: 3, effectiveDate: '2026-10-16' }))
				.text;
		},
		expected: {
			catchUp: expect.stringContaining('itemId'),
			refuse: expect.stringContaining('already approved and posted contract period'),
		},
	},
	catchUpRows: {
		see: async () => {
			const id = fixture.line(monthlyId, { units: 10 });
			fixture.simulator.post({ through: '2026-10-31' });
			await fixture.adjust(monthlyId, { contractServiceID: id, unitChange: 3, effectiveDate: '2026-10-16' });
			const october = (await rows(id)) as [string, number, number][];
			return october.filter(([from]) => from.startsWith('2026-10'));
		},
		expected: {
			split: [
				['2026-10-01', 10, 87.0968],
				['2026-10-16', 13, 120.7742],
			],
			beside: [
				['2026-10-01', 10, 180],
				['2026-10-16', 3, 27.871],
			],
		},
	},
	sameDate: {
		see: async () => {
			const id = fixture.line(monthlyId, { units: 10 });
			const twice = { contractServiceID: id, unitChange: 1, effectiveDate: '2026-10-01' };
			await fixture.adjust(monthlyId, twice);
			return [await status(fixture.adjust(monthlyId, twice)), (await rows(id))[0]];
		},
		expected: { refused: [500, ['2026-10-01', 11, 198]], accepted: [200, ['2026-10-01', 12, 216]] },
	},
	midPeriod: { see: () => status(raised()), expected: { split: 200, refused: 500 } },
	rowDecimals: {
		see: async () => {
			const id = fixture.line(monthlyId, { units: 10 });
			await fixture.adjust(monthlyId, { contractServiceID: id, unitChange: 2, effectiveDate: '2026-10-16' });
			return (await rows(id)).find((row) => Array.isArray(row) && row[0] === '2026-10-16');
		},
		expected: {
			four: ['2026-10-16', 12, 111.4839],
			two: ['2026-10-16', 12, 111.48],
			fourPerUnit: ['2026-10-16', 12, 111.4836],
		},
	},
	cutPeriodProration: {
		see: async () => {
			await fixture.call('PATCH', '/Contracts', { id: monthlyId, endDate: '2026-10-15' });
			return rows(fixture.line(monthlyId, { units: 10 }));
		},
		expected: { wholeGridPeriod: [['2026-10-01', 10, 87.0968]], cutPeriod: [['2026-10-01', 10, 180]] },
	},
	periodMismatch: {
		see: () => status(addLine({ serviceID: yearlyServiceId })),
		expected: { refused: 500, accepted: 200 },
	},
	repeatService: {
		see: async () => {
			await addLine();
			const repeat = { serviceID: serviceId, allowRepeatService: true, unitChange: 0 };
			return [
				await status(addLine()),
				await status(fixture.adjust(monthlyId, { ...repeat, effectiveDate: '2026-10-01' })),
			];
		},
		expected: { allowed: [200, 200], refused: [500, 200], refusedAnyWay: [500, 500] },
	},
	adjustedPriceInQueries: {
		see: async () => {
			fixture.line(monthlyId, { units: 1, unitPrice: 20 });
			return (await first('ContractServices')).adjustedPrice;
		},
		expected: { absent: undefined, returned: 20 },
	},
	rowLineId: {
		see: async () => {
			const id = fixture.line(monthlyId, { units: 1 });
			fixture.simulator.setNow('2026-11-05T00:00:00Z');
			return (await rows(id)).length;
		},
		expected: { present: 12, absentOnEndedRows: 11 },
	},
	invoiceDescriptionRead: {
		see: async () => {
			fixture.simulator.seed({
				Services: [
					{ id: 804, name: 'Texted', periodType: 'Monthly', unitPrice: 1, invoiceDescription: 'catalogue text' },
				],
			});
			fixture.line(monthlyId, { serviceID: 804, invoiceDescription: 'own text' });
			return (await first('ContractServices')).invoiceDescription;
		},
		expected: { own: 'own text', catalogue: 'catalogue text' },
	},
	invoiceDescriptionCap: {
		see: () => status(addLine({ invoiceDescription: 'x'.repeat(101) })),
		expected: { 1000: 200, 100: 500 },
	},
	negativeCharges: {
		see: () => status(fixture.call('POST', `/Contracts/${monthlyId}/Charges`, charge({ unitPrice: -48.77 }))),
		expected: { accepted: 200, refused: 500 },
	},
	chargeDecimals: {
		see: async () => {
			await fixture.call('POST', `/Contracts/${monthlyId}/Charges`, charge({ unitPrice: 1.2345, unitQuantity: 2 }));
			return (await first('ContractCharges')).billableAmount;
		},
		expected: { 4: 2.469, 2: 2.46 },
	},
	adjustmentNotes: {
		see: async () => {
			await raised();
			return (await fixture.query('ContractNotes', [{ op: 'gte', field: 'id', value: 0 }])).length;
		},
		expected: { written: 1, absent: 0 },
	},
	contractCurrency: {
		see: async () => {
			await fixture.call('PATCH', '/Contracts', { id: monthlyId, billToCompanyID: 1002 });
			fixture.line(monthlyId, { units: 1 });
			return (await first('ContractServices')).unitPrice;
		},
		expected: { company: 18, billToCompany: 22.5 },
	},
	exchangeRate: {
		see: async () => {
			fixture.line(20005, { units: 1 });
			return (await first('ContractServices')).unitPrice;
		},
		expected: { internalPerUnit: 22.5, unitsPerInternal: 14.4 },
	},
	costAccess: {
		see: async () => {
			await raised({ adjustedUnitCost: 16 });
			const written = fixture.simulator.state().contractServiceAdjustments[0]?.adjustedUnitCost;
			await fixture.call('POST', '/Services', { ...newService, unitCost: 9 });
			const made = fixture.simulator.state().entities.Services?.find(({ name }) => name === newService.name)?.unitCost;
			return [
				(await first('ContractServiceUnits')).cost,
				(await first('ContractServices')).unitCost,
				(await first('Services')).unitCost,
				written,
				made,
			];
		},
		expected: { full: [69.6774, 16, 14.4, 16, 9], none: [null, null, null, null, null] },
	},
	picklistNumbers: {
		see: async () => {
			const { body } = await fixture.call('GET', '/ContractCharges/entityInformation/fields');
			const field = (body.fields as Record<string, unknown>[]).find((one) => one.name === 'chargeType');
			const accepted = await status(fixture.call('POST', `/Contracts/${monthlyId}/Charges`, charge()));
			return [(field?.picklistValues as { value: string }[]).map((one) => one.value), accepted];
		},
		expected: { usual: [['1', '2'], 200], shuffled: [['32', '31'], 500] },
	},
	pageOrder: { see: async () => (await first('Services')).id, expected: { idAscending: 801, idDescending: 803 } },
	hiddenOfOtherBusiness: {
		see: async () => {
			fixture.line(monthlyId, { units: 10 });
			const own = (await fixture.query('Contracts', [{ op: 'gte', field: 'id', value: 0 }])).length;
			const contract = fixture.simulator.state().entities.Contracts?.find((one) => one.id === monthlyId);
			fixture.simulator.seed({ Contracts: [{ ...contract, organizationalLevelAssociationID: 7 }] });
			const seen = async (entity: string) =>
				(await fixture.query(entity, [{ op: 'gte', field: 'id', value: 0 }])).length;
			return [(await seen('Contracts')) - own, await seen('ContractServices'), await seen('ContractServiceUnits')];
		},
		expected: { nothing: [0, 1, 12], units: [0, 1, 0], services: [0, 0, 0], contracts: [-1, 0, 0] },
	},
	followingPages: {
		see: async () => following(2),
		expected: { whole: [200, 1], empty: [200, 0], notFound: [404, undefined] },
	},
	lastFullPage: {
		see: async () => following(3),
		expected: { namesNone: undefined, namesEmptyPage: [200, 0] },
	},
	textComparison: {
		see: async () => (await fixture.query('Services', [{ op: 'eq', field: 'name', value: 'standard' }])).length,
		expected: { ignoresCase: 1, exact: 0 },
	},
};

const positions = Object.entries(switchTable).flatMap(([name, one]) =>
	one.positions.map((position) => ({ name: name as keyof Switches, position })),
);

describe('switches', () => {
	/** Those that concern access and limits are shown in access.test.ts, except the wrong zone. */
	const elsewhere = ['threadRefusal', 'hourlyRefusal', 'retryAfter', 'wrongZone'];

	it.each(positions.filter(({ name }) => !elsewhere.includes(name)))('$name: $position', async ({ name, position }) => {
		const one = observed[name];
		fixture.simulator.setSwitches({ [name]: position });
		expect(await one?.see()).toEqual(one?.expected[position]);
		expect(Object.keys(one?.expected ?? {}).sort()).toEqual(switchTable[name].positions.map(String).sort());
	});

	it.each(switchTable.wrongZone.positions)('wrongZone: %s', async (position) => {
		fixture.simulator.setSwitches({ wrongZone: position });
		const address = `${fixture.simulator.url}/ATServicesRest/V1.0/Version`;
		const answer = await fetch(address, { headers, redirect: 'manual' });
		expect(answer.status).toBe(position === 'html' ? 200 : position);
		expect(/html/i.test(await answer.text())).toBe(position === 'html');
		const isRedirect = position === 301 || position === 307;
		expect(answer.headers.get('location') ?? '').toMatch(isRedirect ? /\/ATServicesRest\/V1\.0\/Version$/ : /^$/);
	});

	it('keep the label of stored rows when integers are shuffled', async () => {
		fixture.simulator.setSwitches({ picklistNumbers: 'shuffled' });
		const answer = await fixture.call('POST', `/Contracts/${monthlyId}/Charges`, charge({ chargeType: 31 }));
		expect(answer.status).toBe(200);
		fixture.simulator.setPicklist('ContractCharges.chargeType', { 7: 'Operational', 9: 'Capitalized' });
		expect((await first('ContractCharges')).chargeType).toBe(9);
	});
});
