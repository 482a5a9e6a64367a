import type { Spoil } from '../../../simulators/spoil';
import { databasePlace, filePlace } from '../../store/places';
import { connection } from '../fixtureClients';
import { contract, startWorld, type World } from '../fixtureWorld';
import { loadCustomers } from '../../../src/sync/mapping/loadCustomers';
import { loadServicePlans } from '../../../src/sync/mapping/loadServicePlans';

const odd = 'Har\0bour \ud83d Ltd';
const kept = 'Har\uFFFDbour \uFFFD Ltd';

describe.each([
	{ engine: 'SQLite', make: filePlace },
	{ engine: 'PostgreSQL', make: databasePlace },
])('a text with a NUL or half a character, on $engine', ({ make }) => {
	let world: World;
	let forget: () => void;

	beforeEach(async () => {
		const place = await make();
		forget = place.forget;
		world = await startWorld({ place: place.location, contracts: [contract()] });
	});

	afterEach(async () => {
		await world.close();
		forget();
	});

	const spoil = (side: 'marketplaceSide' | 'autotaskSide', path: string, ...spoils: readonly Spoil[]) =>
		world[side].addFault({ path, times: 0, action: { kind: 'spoilRows', spoils } });

	it('of any name is kept without them, and what it names is written', async () => {
		spoil('marketplaceSide', '/customers', { set: { name: odd, externalId: 'C-1' } });
		spoil('marketplaceSide', '/subscriptions', { set: { name: odd, 'products.0.name': odd } });
		spoil('marketplaceSide', '/orders', {
			set: { orderNumber: odd, 'products.0.name': odd, 'details.0.description': odd },
		});
		spoil('autotaskSide', '/Companies/query', { set: { companyName: odd } });
		spoil('autotaskSide', '/Services/query', { where: { id: 801 }, set: { name: odd, invoiceDescription: odd } });
		spoil('autotaskSide', '/Contracts/query', { set: { contractName: odd } });
		const order = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
		});
		await world.run();
		expect(await world.taskOf(order)).toMatchObject({ state: 'synced', orderNumber: kept });
		expect(await world.store.customerMappings(connection.connectionId)).toMatchObject([
			{ customerName: kept, companyName: kept },
		]);
	});

	it('of one customer or service plan lets all of them be loaded', async () => {
		spoil('marketplaceSide', '/customers', { where: { id: '1' }, set: { name: odd, taxRegId: odd } });
		spoil('marketplaceSide', '/plans', { set: { name: odd } });
		const by = { ...world, marketplace: world.marketplace };
		expect(await loadCustomers(connection.connectionId, by)).toBe(2);
		expect(await loadServicePlans(connection.connectionId, by)).toBe(1);
	});

	it.each([
		{ rule: 'a name without end', set: { name: 'n'.repeat(20_000) } },
		{ rule: 'half a character as its id', set: { id: '\ud83d' } },
		{ rule: 'contacts that are none', set: { contactPersons: 'Ann' } },
	])('of a customer that cannot be read lets the others be loaded, and the log says why: $rule', async ({ set }) => {
		spoil('marketplaceSide', '/customers', { where: { id: '1' }, set });
		expect(await loadCustomers(connection.connectionId, world)).toBe(1);
		const [entry] = (await world.store.logPage(connection.connectionId, { offset: 0, limit: 1 })).rows;
		expect(entry?.message).toMatch(/^Read 1 customer of the marketplace. 1 could not be read: .* at data\[\d\]/);
	});
});
