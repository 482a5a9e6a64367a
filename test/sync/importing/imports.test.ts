import { usualCountries } from '../../../simulators/autotask/tenant/countries';
import type { CompanyId, CustomerId } from '../../../src/domain/ids';
import type { ImportRun } from '../../../src/ports/store/imports';
import { importCandidates } from '../../../src/sync/importing/importCandidates';
import { importCompany } from '../../../src/sync/importing/importCompany';
import { importSlice } from '../../../src/sync/importing/importSlice';
import { startImport } from '../../../src/sync/importing/startImport';
import { stopImport } from '../../../src/sync/importing/stopImport';
import type { ImportPorts, WantedImport } from '../../../src/sync/importing/wantedImport';
import { loadCustomers } from '../../../src/sync/mapping/loadCustomers';
import { startSyncWorld, type SyncWorld } from '../syncWorld';
import { company, contact } from './importable';

let world: SyncWorld;
let ports: ImportPorts;

const password = 'Ecx$cvdazv1';

beforeEach(async () => {
	world = await startSyncWorld();
	world.autotaskSide.seed({ Countries: [...usualCountries] });
	let drawn = 0;
	const random = () => (drawn += 0.0137) % 1;
	const { store, autotask, marketplace } = world;
	ports = {
		store,
		autotask,
		marketplace,
		clock: {
			now: () => world.clock.now(),
			byServer: () => world.clock.now(),
			wait: async () => await new Promise((resolve) => setImmediate(resolve)),
			random,
		},
	};
});

afterEach(async () => await world.close());

function wanted(companyId: number, more: Partial<WantedImport['wishes']> = {}): WantedImport {
	return {
		connectionId: world.inputs.connectionId,
		companyId: companyId as CompanyId,
		wishes: { matchBy: 'companyNumber', language: 'en', ...more },
		leavesOutNamesakes: false,
		by: 'Jane Doe',
	};
}

function carrying(externalId: string) {
	return world.marketplaceSide.state().customers.filter((one) => one.externalId === externalId);
}

function posts(): number {
	return world.marketplaceSide.requests().filter(({ method, path }) => method === 'POST' && /customers/.test(path))
		.length;
}

async function mappedCompanies() {
	const mappings = await world.store.customerMappings(world.inputs.connectionId);
	return mappings.map(({ companyId }) => companyId);
}

describe('importing a company', () => {
	beforeEach(() => world.autotaskSide.seed({ Companies: [company(1050)], Contacts: [contact(1050)] }));

	it('makes the customer with its administrator, and maps it', async () => {
		const access = { login: 'ann.lee', password };
		const outcome = await importCompany(wanted(1050, { access, notifyEmail: 'bills@c1050.example' }), ports);
		expect(outcome).toMatchObject({ kind: 'imported', companyId: 1050 });
		expect(carrying('C-1050')).toEqual([
			expect.objectContaining({
				name: 'Company 1050',
				address: { streetAddress: '1 High Street', city: 'Leeds', postalCode: 'LS1 1AA', countryCode: 'GB' },
				contactPersons: [
					{
						type: 'admin',
						firstName: 'Ann',
						lastName: 'Lee',
						email: 'bills@c1050.example',
						phoneNumber: '44##1134960001#',
						login: 'ann.lee',
					},
				],
				language: 'en',
			}),
		]);
		expect(await mappedCompanies()).toEqual([1050]);
		expect(await world.store.readLog(world.inputs.connectionId)).toMatchObject([
			{ action: 'import', by: 'Jane Doe', message: expect.stringContaining('Company 1050 (1050) is now customer') },
		]);
	});

	it('imports nobody twice', async () => {
		await importCompany(wanted(1050), ports);
		expect(await importCompany(wanted(1050), ports)).toMatchObject({
			kind: 'leftOut',
			message: expect.stringMatching(/^Company Company 1050 \(1050\) is mapped to customer .* already\.$/),
		});
		expect(posts()).toBe(1);
	});

	it('lets two people at once make one customer', async () => {
		const outcomes = await Promise.all([importCompany(wanted(1050), ports), importCompany(wanted(1050), ports)]);
		expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['imported', 'refused']);
		expect(carrying('C-1050')).toHaveLength(1);
		expect(posts()).toBe(1);
	});

	it('maps the customer that carries the external id already, and makes none', async () => {
		expect(await importCompany(wanted(1001), ports)).toMatchObject({ kind: 'leftOut' });
		world.autotaskSide.seed({ Companies: [company(1051, { companyNumber: 'C-5' })], Contacts: [contact(1051)] });
		expect(await importCompany(wanted(1051), ports)).toMatchObject({ kind: 'imported', customerId: '5' });
		expect(posts()).toBe(0);
	});

	it.each([
		{ rule: 'after it took effect', action: { kind: 'loseAnswerAfterEffect' } as const, kind: 'imported', made: 1 },
		{ rule: 'before it took effect', action: { kind: 'closeBeforeEffect' } as const, kind: 'unproven', made: 0 },
		{
			rule: 'as a fault of the server after it took effect',
			action: { kind: 'status', status: 502, afterEffect: true } as const,
			kind: 'imported',
			made: 1,
		},
	])('finds out by the external id what an answer that was lost $rule was', async ({ action, kind, made }) => {
		world.marketplaceSide.addFault({ method: 'POST', path: '/customers$', action });
		expect(await importCompany(wanted(1050), ports)).toMatchObject({ kind });
		expect(carrying('C-1050')).toHaveLength(made);
		expect(await mappedCompanies()).toHaveLength(made);
	});

	it('asks again for a lost customer only when it would have appeared', async () => {
		const action = { kind: 'closeBeforeEffect' } as const;
		world.marketplaceSide.addFault({ method: 'POST', path: '/customers$', action });
		await importCompany(wanted(1050), ports);
		world.setNow('2026-10-16T09:04:59Z');
		expect(await importCompany(wanted(1050), ports)).toMatchObject({
			kind: 'unproven',
			message: expect.stringContaining('after 09:05 UTC'),
		});
		expect(posts()).toBe(1);
		world.setNow('2026-10-16T09:05:00Z');
		expect(await importCompany(wanted(1050), ports)).toMatchObject({ kind: 'imported' });
		expect(posts()).toBe(2);
		expect(carrying('C-1050')).toHaveLength(1);
	});

	it('takes a customer that appeared after its answer was lost', async () => {
		const action = { kind: 'loseAnswerAfterEffect' } as const;
		world.marketplaceSide.addFault({ method: 'POST', path: '/customers$', action });
		world.marketplaceSide.addFault({ path: '/customers$', method: 'GET', nth: 2, times: 20, action });
		expect(await importCompany(wanted(1050), ports)).toMatchObject({ kind: 'unproven' });
		world.marketplaceSide.clearFaults();
		expect(await importCompany(wanted(1050), ports)).toMatchObject({ kind: 'imported' });
		expect(posts()).toBe(1);
	});

	it('says why the marketplace refuses, without the password, and maps nothing', async () => {
		const body = JSON.stringify({ code: 'BadRequest', message: `The password ${password} is too weak.` });
		const action = { kind: 'status', status: 400, body, contentType: 'application/json' } as const;
		world.marketplaceSide.addFault({ method: 'POST', path: '/customers$', action });
		const outcome = await importCompany(wanted(1050, { access: { login: 'ann.lee', password } }), ports);
		expect(outcome).toMatchObject({
			kind: 'refused',
			message: expect.stringContaining('The password (password) is too weak.'),
		});
		expect(await mappedCompanies()).toEqual([]);
		const kept = [await world.store.readLog(world.inputs.connectionId), outcome];
		expect(JSON.stringify(kept)).not.toContain(password);
	});

	it('is refused for an e-mail that a customer has, and may be tried again', async () => {
		const taken = await importCompany(wanted(1050, { notifyEmail: 'ann@c1.example' }), ports);
		expect(taken).toMatchObject({ kind: 'refused', message: expect.stringContaining('e-mail ann@c1.example exists') });
		expect(await importCompany(wanted(1050), ports)).toMatchObject({ kind: 'imported' });
	});

	it.each([
		{ rule: 'a weak password', more: { access: { login: 'ann.lee', password: 'weak' } } },
		{ rule: 'a login that is too short', more: { access: { login: 'ann', password } } },
		{ rule: 'an e-mail that is none', more: { notifyEmail: 'nobody' } },
		{ rule: 'a language that is none', more: { language: 'English' } },
	])('asks nobody with $rule', async ({ more }) => {
		world.marketplaceSide.clearRequests();
		expect(await importCompany(wanted(1050, more), ports)).toMatchObject({ kind: 'refused' });
		expect(world.marketplaceSide.requests()).toEqual([]);
	});

	it.each([
		{ rule: 'gone', id: 4711, says: 'Autotask has no company 4711 any more' },
		{ rule: 'inactive', id: 1004, says: 'is inactive in Autotask' },
		{ rule: 'incomplete', id: 1001, says: 'lacks: ' },
	])('leaves out a company that is $rule', async ({ id, says }) => {
		expect(await importCompany(wanted(id), ports)).toMatchObject({
			kind: 'leftOut',
			message: expect.stringContaining(says),
		});
		expect(posts()).toBe(0);
	});

	it('leaves out a company whose number another one has', async () => {
		world.autotaskSide.seed({ Companies: [company(1052, { companyNumber: 'C-1050' })] });
		expect(await importCompany(wanted(1050), ports)).toMatchObject({
			kind: 'leftOut',
			message: expect.stringContaining('together with Company 1052 (1052)'),
		});
	});

	it('makes nothing while the connection is stopped', async () => {
		const { connectionId, databaseId } = world.inputs;
		const times = { connectedAt: world.clock.now(), stoppedAt: world.clock.now() };
		const zone = { timeZone: 'Europe/London', expirationIs: 'dayAfter' } as const;
		await world.store.saveConnection({ id: connectionId, databaseId, account: 'main', ...zone, ...times });
		expect(await importCompany(wanted(1050), ports)).toMatchObject({
			kind: 'refused',
			message: expect.stringContaining('The connection is stopped'),
		});
		expect(posts()).toBe(0);
	});
});

describe('companies to import', () => {
	it('are active customers that are not mapped and whose external id no customer carries, with what they lack', async () => {
		const { connectionId } = world.inputs;
		world.autotaskSide.seed({
			Companies: [company(1050), company(1051, { companyType: 'Vendor' }), company(1052, { phone: '' })],
			Contacts: [contact(1050), contact(1052)],
		});
		await loadCustomers(connectionId, ports);
		const asked = { connectionId, matchBy: 'companyNumber', search: 'Company', limit: 10 } as const;
		const { candidates, hasMore } = await importCandidates(asked, ports);
		expect(candidates.map(({ company: { id }, lacks }) => [id, lacks])).toEqual([
			[1050, []],
			[1052, ['phone']],
		]);
		expect(hasMore).toBe(false);
		await importCompany(wanted(1050), ports);
		const later = await importCandidates({ ...asked, search: '' }, ports);
		expect(later.candidates.map((one) => one.company.id)).toEqual([1052]);
	});

	it('are not those whose customer was seen with blanks around its external id', async () => {
		const { connectionId } = world.inputs;
		world.autotaskSide.seed({ Companies: [company(1050)], Contacts: [contact(1050)] });
		const record = world.marketplaceSide.state().customers.find((one) => one.id === '5');
		if (record) world.marketplaceSide.seed({ customers: [{ ...record, externalId: 'C-1050 ' }] });
		await loadCustomers(connectionId, ports);
		const asked = { connectionId, matchBy: 'companyNumber', search: 'Company', limit: 10 } as const;
		expect((await importCandidates(asked, ports)).candidates).toEqual([]);
	});
});

describe('a company that cannot be read', () => {
	it('hides none of those after it from the companies to import', async () => {
		const many = Array.from({ length: 505 }, (_, at) => 2001 + at);
		world.autotaskSide.seed({ Companies: many.map((id) => company(id)) });
		const spoils = [
			{ where: { id: 2003 }, set: { phone: 7 } },
			{ where: { id: 2100 }, set: { id: 'x' } },
		];
		world.autotaskSide.addFault({ path: '/Companies/query', times: 0, action: { kind: 'spoilRows', spoils } });
		const asked = {
			connectionId: world.inputs.connectionId,
			matchBy: 'companyNumber',
			search: '',
			limit: 900,
		} as const;
		const { candidates } = await importCandidates(asked, ports);
		const shown = candidates.map((one) => one.company.id as number).filter((id) => id > 2000);
		expect(shown).toEqual(many.filter((id) => id !== 2003 && id !== 2100));
	});
});

describe('importing all companies', () => {
	const run = async (): Promise<ImportRun> => {
		const { connectionId } = world.inputs;
		const wishes = { matchBy: 'companyNumber', language: 'en', by: 'Jane Doe' } as const;
		const started = await startImport({ connectionId, ...wishes }, ports);
		if (started.kind !== 'started') throw new Error(started.message);
		return started.run;
	};
	const many = Array.from({ length: 23 }, (_, at) => 1100 + at);
	const counts = async (one: ImportRun) => await world.store.countImports(one.connectionId, one.id);

	beforeEach(() => {
		world.autotaskSide.seed({
			Companies: [...many.map((id) => company(id)), company(1200, { city: '' }), company(1201)],
			Contacts: [...many, 1200].map((id) => contact(id)),
		});
	});

	it('takes those whose profile is complete, ten at a time, and lists what the others lack', async () => {
		const one = await run();
		expect(await counts(one)).toMatchObject({ waiting: 25, imported: 0 });
		expect(await importSlice(one, ports)).toMatchObject({ kind: 'goesOn' });
		expect(await counts(one)).toMatchObject({ waiting: 15, imported: 10 });
		await importSlice(one, ports);
		expect(await importSlice(one, ports)).toMatchObject({ kind: 'ended' });
		expect(await counts(one)).toMatchObject({ waiting: 0, imported: 23, leftOut: 2 });
		const left = { states: ['leftOut'], offset: 0, limit: 50 } as const;
		expect(await world.store.importsOfRun(one.connectionId, one.id, left)).toMatchObject([
			{ companyId: 1200, message: expect.stringContaining('lacks: city.') },
			{ companyId: 1201, message: expect.stringContaining('contact with first name, last name and e-mail') },
		]);
		expect(await mappedCompanies()).toHaveLength(23);
		expect(posts()).toBe(23);
	});

	it('imports nobody twice with a second run', async () => {
		const one = await run();
		for (let slices = 0; slices < 3; slices += 1) await importSlice(one, ports);
		const two = await run();
		expect(await counts(two)).toMatchObject({ waiting: 2 });
		await importSlice(two, ports);
		expect(posts()).toBe(23);
	});

	it('imports each company once where two windows go on with one run', async () => {
		const one = await run();
		const window = async () => {
			while ((await world.store.importRun(one.connectionId))?.endedAt === undefined) await importSlice(one, ports);
		};
		await Promise.all([window(), window()]);
		for (const id of many) expect(carrying(`C-${id}`)).toHaveLength(1);
		expect(posts()).toBe(23);
	});

	it('goes on with the company at which it was broken off', async () => {
		const one = await run();
		const action = { kind: 'status', status: 401 } as const;
		world.marketplaceSide.addFault({ method: 'POST', path: '/customers$', nth: 4, times: 1, action });
		await importSlice(one, ports).catch(() => undefined);
		world.marketplaceSide.clearFaults();
		for (let slices = 0; slices < 3; slices += 1) await importSlice(one, ports);
		expect(await counts(one)).toMatchObject({ waiting: 0, imported: 23, leftOut: 2 });
		for (const id of many) expect(carrying(`C-${id}`)).toHaveLength(1);
	});

	it.each([
		{ rule: 'its profile', side: 'autotaskSide', path: '/Companies/query', where: { id: 1103 }, set: { phone: 7 } },
		{
			rule: 'the customer that carries its external id',
			side: 'marketplaceSide',
			path: '/customers$',
			where: { externalId: 'C-1103' },
			set: { contactPersons: 'Ann' },
		},
	] as const)('leaves out a company of which something cannot be read, and no other: $rule', async (row) => {
		const one = await run();
		const record = world.marketplaceSide.state().customers.find(({ id }) => id === '5');
		if (record) world.marketplaceSide.seed({ customers: [{ ...record, id: '77', externalId: 'C-1103' }] });
		const { where, set } = row;
		const spoils = [{ where, set }];
		world[row.side].addFault({ path: row.path, times: 0, action: { kind: 'spoilRows', spoils } });
		for (let slices = 0; slices < 3; slices += 1) await importSlice(one, ports);
		expect(await counts(one)).toMatchObject({ waiting: 0, imported: 22, leftOut: 3 });
		const left = { states: ['leftOut'], offset: 0, limit: 50 } as const;
		expect(await world.store.importsOfRun(one.connectionId, one.id, left)).toContainEqual(
			expect.objectContaining({
				companyId: 1103,
				message: expect.stringMatching(/Company 1103 \(1103\) was not imported: .* answered .*Correct it there/),
			}),
		);
	});

	it('is one at a time, and ends when it is stopped', async () => {
		const one = await run();
		const again = { connectionId: one.connectionId, matchBy: 'id', language: 'en', by: 'John' } as const;
		expect(await startImport(again, ports)).toMatchObject({
			kind: 'underWay',
			message: 'Jane Doe started an import at 2026-10-16 09:00 UTC; go on with it, or stop it.',
		});
		await importSlice(one, ports);
		await stopImport(one, 'John', ports);
		expect(await importSlice(one, ports)).toMatchObject({ kind: 'ended', outcomes: [] });
		expect(posts()).toBe(10);
	});

	it('is told of at once to who wants another one while a slice is at work', async () => {
		const one = await run();
		const action = { kind: 'hold', effect: 'beforeRelease' } as const;
		world.marketplaceSide.addFault({ method: 'POST', path: '/customers$', action });
		const slice = importSlice(one, ports);
		await world.marketplaceSide.waitForHeld();
		const again = { connectionId: one.connectionId, matchBy: 'id', language: 'en', by: 'John' } as const;
		expect(await startImport(again, ports)).toMatchObject({ kind: 'underWay', run: { id: one.id } });
		expect(await counts(one)).toMatchObject({ waiting: 24, intended: 1 });
		world.marketplaceSide.release();
		await slice;
	});

	it('leaves out a company whose name a customer has, for a person to decide', async () => {
		const [first] = world.marketplaceSide.state().customers;
		if (!first) throw new Error('no customer');
		const namesake = { ...first, id: '77' as CustomerId, name: 'COMPANY 1100', externalId: 'other' };
		world.marketplaceSide.seed({ customers: [namesake] });
		const one = await run();
		await importSlice(one, ports);
		expect(await world.store.companyImport(one.connectionId, 1100 as CompanyId)).toMatchObject({
			state: 'leftOut',
			message: expect.stringContaining('has a customer Company 1100 (77) already'),
		});
		expect(carrying('C-1100')).toEqual([]);
	});

	it('keeps what is not known open, and the next run finds it out', async () => {
		const one = await run();
		const action = { kind: 'closeBeforeEffect' } as const;
		world.marketplaceSide.addFault({ method: 'POST', path: '/customers$', action });
		for (let slices = 0; slices < 3; slices += 1) await importSlice(one, ports);
		expect(await counts(one)).toMatchObject({ intended: 1, imported: 22, leftOut: 2 });
		world.setNow('2026-10-16T09:10:00Z');
		await importSlice(await run(), ports);
		expect(await mappedCompanies()).toHaveLength(23);
		expect(carrying('C-1100')).toHaveLength(1);
	});
});
