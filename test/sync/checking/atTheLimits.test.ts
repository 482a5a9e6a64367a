import { loadCustomers } from '../../../src/sync/mapping/loadCustomers';
import { databasePlace, filePlace } from '../../store/places';
import { connection } from '../fixtureClients';
import { companyId, contract, startWorld, type World } from '../fixtureWorld';

/** Signs of three bytes, in an order that nothing can be left out of. */
const ofSigns = (length: number) =>
	Array.from({ length }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7_919) % 20_000))).join('');

describe.each([
	{ engine: 'SQLite', make: filePlace },
	{ engine: 'PostgreSQL', make: databasePlace },
])('at the limits of what $engine takes', ({ make }) => {
	let world: World;
	let forget: () => void;

	beforeEach(async () => {
		const place = await make();
		forget = place.forget;
		world = await startWorld({
			place: place.location,
			contracts: [contract(), contract({ id: 20011, companyID: companyId + 1 })],
		});
	});

	afterEach(async () => {
		await world.close();
		forget();
	});

	const spoil = (path: string, where: Record<string, string>, set: Record<string, string>) =>
		world.marketplaceSide.addFault({ path, times: 0, action: { kind: 'spoilRows', spoils: [{ where, set }] } });

	it('a customer whose texts are as long as they may be is loaded with the others, and found by how they begin', async () => {
		const [name, externalId] = [`Harbour ${ofSigns(990)}`, `C-9 ${ofSigns(990)}`];
		spoil('/customers', { id: '1' }, { name, externalId });
		expect(await loadCustomers(connection.connectionId, world)).toBe(2);
		for (const search of ['harbour', 'c-9']) {
			const page = await world.store.customerPage(connection.connectionId, { search, offset: 0, limit: 10 });
			expect(page.rows.map((row) => row.customer?.name)).toEqual([name]);
		}
	});

	it.each([
		{ rule: 'as long as it may be', length: 200, state: 'synced' },
		{ rule: 'too long to be one', length: 201, state: 'attention' },
	])('an order number lets the others be written: $rule', async ({ length, state }) => {
		const sell = (customerId: string, productId: string) =>
			world.order({ kind: 'sale', customerId, productId, quantity: 10, at: '2026-10-01T09:00:00Z' });
		const [own, other] = [sell('1', 'PRD-1'), sell('2', 'PRD-B')];
		spoil('/orders', { id: own.orderId }, { orderNumber: ofSigns(length) });
		await world.run();
		const tasks = new Map((await world.tasks()).map((task) => [task.id as string, task.state]));
		expect(tasks.get(`order-${own.orderId}`)).toBe(state);
		expect(tasks.get(`order-${other.orderId}`)).toBe('synced');
	});

	it.each([2 ** 31, 2 ** 53 - 1])('units that no line has let the others be written: %d', async (quantity) => {
		const own = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity,
			at: '2026-10-01T09:00:00Z',
		});
		const other = world.order({
			kind: 'sale',
			customerId: '2',
			productId: 'PRD-B',
			quantity: 5,
			at: '2026-10-01T09:05:00Z',
		});
		await world.run();
		expect(await world.taskOf(other)).toMatchObject({ state: 'synced' });
		expect(await world.taskOf(own)).toMatchObject({ state: 'synced' });
	});
});
