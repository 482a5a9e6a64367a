import type { JsonObject } from '../../../simulators/http';
import type { ActResult } from '../../../simulators/marketplace/actKinds';
import type { ContractId } from '../../../src/domain/ids';
import { adoptLines, type AdoptOutcome } from '../../../src/sync/adopting/adoptLines';
import type { AdoptRequest } from '../../../src/sync/adopting/adoptableTasks';
import { compareAdoptable } from '../../../src/sync/adopting/compareAdoptable';
import { contractLease } from '../../../src/sync/journal/contractLeases';
import { ci, connection } from '../fixtureClients';
import { approveAndSync, type RunSettings } from '../fixtureRun';
import { companyId, contract, contractId, editByHand, serviceId, startUnconnected, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const { connectionId } = connection;

function line(more: JsonObject = {}): JsonObject {
	return { contractID: contractId, serviceID: serviceId, units: 10, ...more };
}

function sell(quantity: number, more: { at?: string; price?: string; customerId?: string } = {}): ActResult {
	return world.order({
		kind: 'sale',
		customerId: '1',
		productId: 'PRD-1',
		quantity,
		at: '2026-05-01T09:00:00Z',
		...more,
	});
}

async function adopt(more: Partial<AdoptRequest> = {}): Promise<AdoptOutcome> {
	const request = { connectionId, which: 'all', text: '', linkDifferent: false, by: 'Ann', ...more } as const;
	return await adoptLines(request, world);
}

/** The first connection on 20 September 2026; everything waits at approval. */
async function connect(settings: RunSettings = {}): Promise<void> {
	world.setNow('2026-09-20T08:00:00Z');
	await world.run(settings);
}

async function entryOf(order: ActResult, words = ''): Promise<string> {
	const id = (await world.tasks()).find((task) => task.subscriptionIds[0] === order.subscriptionId)?.id;
	const [plan] = id ? await world.store.plans(connectionId, [id]) : [];
	return `${id ?? ''}:${plan?.fingerprint ?? ''} ${words}`;
}

function stateOf(order: ActResult, outcome: AdoptOutcome): unknown {
	return outcome.tasks.find((task) => task.taskId === `initial-${order.subscriptionId}`)?.state;
}

describe('lines that agree', () => {
	it('are linked and their tasks synced, in bulk and without a write', async () => {
		const contracts = [1, 2, 3].map((at) =>
			contract({ id: contractId + at, companyID: companyId + at - 1, contractName: `Cloud ${at}` }),
		);
		const lines = [1, 2, 3].map((at) => line({ contractID: contractId + at, units: at * 10 }));
		world = await startUnconnected({ companies: 3, contracts, lines, now: '2026-04-20T08:00:00Z' });
		const sales = [1, 2, 3].map((at) => sell(at * 10, { customerId: String(at) }));
		await connect();
		const outcome = await adopt();
		expect(outcome.refused).toEqual([]);
		expect(sales.map((sale) => stateOf(sale, outcome))).toEqual(['adopted', 'adopted', 'adopted']);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced', 'synced']);
		expect(world.writeRequests()).toBe(0);
		expect(outcome.tasks[0]?.lines).toMatchObject([
			{ companyName: 'Company 1001', contractName: 'Cloud 1', unitsInAutotask: 10, unitsAtMarketplace: '10' },
		]);
	});

	it('are adopted once: a second run finds nothing, and a named task says that it is synced', async () => {
		world = await startUnconnected({ lines: [line()], now: '2026-04-20T08:00:00Z' });
		const sale = sell(10);
		await connect();
		const entry = await entryOf(sale);
		await adopt();
		expect(await adopt()).toEqual({ tasks: [], refused: [] });
		expect(await adopt({ which: 'named', text: entry })).toMatchObject({
			tasks: [],
			refused: [{ reason: expect.stringContaining('is synced') }],
		});
	});

	it('are what the next order changes: 10 become 12 on 16 October', async () => {
		world = await startUnconnected({ lines: [line()], now: '2026-04-20T08:00:00Z' });
		const sale = sell(10);
		await connect();
		await adopt();
		world.order({ kind: 'change', subscriptionId: sale.subscriptionId, quantity: 12, at: '2026-10-16T09:00:00Z' });
		await world.run();
		expect(world.adjustments()).toEqual(['+2@2026-10-16']);
		world.post('2026-11-30');
		expect(world.billed('2026-10').price).toBe('198.58');
		expect(world.billed('2026-11').price).toBe('216.00');
	});

	it('may be one line of two subscriptions, whose units are the sum', async () => {
		world = await startUnconnected({ lines: [line({ units: 15 })], now: '2026-04-20T08:00:00Z' });
		const [ten, five] = [sell(10), sell(5)];
		await connect();
		const outcome = await adopt();
		expect([stateOf(ten, outcome), stateOf(five, outcome)]).toEqual(['adopted', 'adopted']);
		const [id] = (world.autotaskSide.state().entities.ContractServices ?? []).map((row) => Number(row.id));
		expect(await world.store.otherUnits(ci, [id as never])).toMatchObject([{ units: 0, existedBefore: true }]);
		expect(world.writeRequests()).toBe(0);
	});

	it('may have been entered with each order of the look-back, on its day', async () => {
		world = await startUnconnected({ lines: [line({ units: 0 })], now: '2026-08-25T08:00:00Z' });
		const sale = sell(10, { at: '2026-09-05T09:00:00Z' });
		world.order({ kind: 'change', subscriptionId: sale.subscriptionId, quantity: 12, at: '2026-09-10T09:00:00Z' });
		await editByHand(world, { unitChange: 10, effectiveDate: '2026-09-05' });
		await editByHand(world, { unitChange: 2, effectiveDate: '2026-09-10' });
		await connect();
		const byHand = world.writeRequests();
		const outcome = await adopt();
		expect(outcome.tasks.map(({ state }) => state)).toEqual(['adopted', 'adopted']);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced']);
		expect(world.writeRequests()).toBe(byHand);
	});

	it('are logged with who has linked them', async () => {
		world = await startUnconnected({ lines: [line()], now: '2026-04-20T08:00:00Z' });
		sell(10);
		await connect();
		await adopt();
		const [entry] = (await world.store.readLog(connectionId)).filter(({ action }) => action === 'adopt');
		expect(entry).toMatchObject({ by: 'Ann', message: expect.stringContaining('nothing written') });
		expect((await world.tasks())[0]).toMatchObject({ state: 'synced', approval: { by: 'Ann' } });
	});
});

interface Difference {
	readonly rule: string;
	readonly units: number;
	readonly quantity: number;
	readonly price?: string;
	readonly wouldWrite: readonly string[];
	readonly line: object;
	/** Once it is linked anyway. */
	readonly linked: {
		readonly others: number;
		readonly state: 'adopted' | 'linked';
		readonly written: readonly string[];
	};
}

const differences: readonly Difference[] = [
	{
		rule: 'fewer units than the subscription has',
		units: 8,
		quantity: 10,
		wouldWrite: ['Premium: +2 on 2026-09-01'],
		line: { unitsInAutotask: 8, unitsAtMarketplace: '10', priceInAutotask: '18', priceAtMarketplace: '18' },
		linked: { others: 0, state: 'linked', written: ['+2@2026-09-01'] },
	},
	{
		rule: 'more units than the subscription has',
		units: 12,
		quantity: 10,
		wouldWrite: [],
		line: { unitsInAutotask: 12, unitsAtMarketplace: '10', otherUnits: 2 },
		linked: { others: 2, state: 'adopted', written: [] },
	},
	{
		rule: 'another price',
		units: 10,
		quantity: 10,
		price: '17.00',
		wouldWrite: ['Premium: price 17, cost 14.4 on 2026-09-01'],
		line: { unitsInAutotask: 10, unitsAtMarketplace: '10', priceInAutotask: '18', priceAtMarketplace: '17' },
		linked: { others: 0, state: 'linked', written: ['+0@2026-09-01'] },
	},
];

describe('a line that differs', () => {
	async function differing({ units, quantity, price }: Difference): Promise<ActResult> {
		world = await startUnconnected({ lines: [line({ units })], now: '2026-04-20T08:00:00Z' });
		const sale = sell(quantity, price === undefined ? {} : { price });
		await connect();
		return sale;
	}

	it.each(differences)('is listed with both sides and left as it is: $rule', async (of) => {
		const sale = await differing(of);
		const outcome = await adopt();
		expect(outcome.tasks).toMatchObject([{ state: 'different', wouldWrite: of.wouldWrite, lines: [of.line] }]);
		const [task] = await world.tasks();
		expect(task).toMatchObject({ state: 'attention', attention: { reason: 'approval' } });
		const links = { subscriptions: { connectionId, ids: [sale.subscriptionId as never] } };
		expect(await world.store.linkedLines(ci, links)).toEqual([]);
		expect(world.writeRequests()).toBe(0);
	});

	it.each(differences)('is linked as it is where that is wanted, and the rest waits: $rule', async (of) => {
		await differing(of);
		const outcome = await adopt({ linkDifferent: true });
		expect(outcome.tasks).toMatchObject([{ state: of.linked.state }]);
		expect(world.writeRequests()).toBe(0);
		const [task] = await world.tasks();
		expect(task?.state).toBe(of.linked.state === 'linked' ? 'attention' : 'synced');
		const [id] = (world.autotaskSide.state().entities.ContractServices ?? []).map((row) => Number(row.id));
		expect(await world.store.otherUnits(ci, [id as never])).toMatchObject([{ units: of.linked.others }]);
		expect((await adopt({ linkDifferent: true })).tasks).toEqual([]);
		await approveAndSync(world);
		expect(world.adjustments()).toEqual(of.linked.written);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced']);
	});

	it('is never settled by the link alone: a first sale whose units would have been added waits for a person', async () => {
		world = await startUnconnected({ lines: [line()], now: '2026-08-25T08:00:00Z' });
		sell(10, { at: '2026-09-05T09:00:00Z' });
		await connect();
		expect(await adopt()).toMatchObject({
			tasks: [{ state: 'different', wouldWrite: ['Premium: +10 on 2026-09-05'] }],
		});
		const outcome = await adopt({ linkDifferent: true });
		expect(outcome.tasks).toMatchObject([
			{ state: 'linked', wouldWrite: [], message: expect.stringContaining('+10 on 2026-09-05; now nothing is left') },
		]);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['attention']);
		await approveAndSync(world);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced']);
		expect(world.writeRequests()).toBe(0);
	});

	it('shows the difference at approval once it is linked', async () => {
		await differing(differences[0] as Difference);
		await adopt({ linkDifferent: true });
		const [task] = await world.tasks();
		expect(task?.attention).toMatchObject({
			reason: 'approval',
			message: expect.stringMatching(/holds 8 units at 18.* 10 at 18.*would write Premium: \+2 on 2026-09-01.*approve/),
		});
	});

	it('is linked with what a person says of it', async () => {
		const sale = await differing(differences[1] as Difference);
		const text = await entryOf(sale, 'own=10');
		const outcome = await adopt({ which: 'named', text });
		expect(outcome.tasks).toMatchObject([{ state: 'adopted', lines: [{ otherUnits: 2 }] }]);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced']);
	});
});

describe('what cannot be linked as it is', () => {
	it('is a plan that has moved since it was shown', async () => {
		world = await startUnconnected({ lines: [line()], now: '2026-04-20T08:00:00Z' });
		sell(10);
		await connect();
		await editByHand(world, { unitChange: 3, effectiveDate: '2026-09-20' });
		const outcome = await adopt({ linkDifferent: true });
		expect(outcome).toMatchObject({ tasks: [], refused: [{ reason: expect.stringContaining('has moved since') }] });
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['attention']);
	});

	it('is a line of a contract that another run writes to', async () => {
		world = await startUnconnected({ lines: [line()], now: '2026-04-20T08:00:00Z' });
		sell(10);
		await connect();
		await world.store.takeLease(contractLease(ci, contractId), 'another', 60_000);
		expect(await adopt()).toMatchObject({
			tasks: [],
			refused: [{ reason: expect.stringContaining('being written to by another run') }],
		});
		await world.store.releaseLease(contractLease(ci, contractId), 'another');
		expect((await adopt()).tasks).toMatchObject([{ state: 'adopted' }]);
	});

	it('is a sale of after the connection: its units are new', async () => {
		world = await startUnconnected({ lines: [line()] });
		await connect();
		const sale = sell(10, { at: '2026-10-01T09:00:00Z' });
		await world.run();
		expect(await adopt({ linkDifferent: true })).toEqual({ tasks: [], refused: [] });
		expect(await adopt({ which: 'named', text: await entryOf(sale) })).toMatchObject({
			tasks: [],
			refused: [{ reason: expect.stringContaining('its units are new') }],
		});
	});

	it('is a task without a line of before', async () => {
		world = await startUnconnected({ now: '2026-04-20T08:00:00Z' });
		const sale = sell(10);
		await connect();
		expect(await adopt()).toEqual({ tasks: [], refused: [] });
		expect((await adopt({ which: 'named', text: await entryOf(sale) })).refused).toMatchObject([
			{ reason: expect.stringContaining('no line that existed before') },
		]);
	});

	it.each([
		{ rule: 'another fingerprint', words: '', shown: 'beef', says: 'has changed since beef' },
		{ rule: 'no fingerprint', words: '', shown: '', says: 'Say which plan' },
		{
			rule: 'an answer that is not about its units',
			words: 'contract=5',
			shown: undefined,
			says: 'Only own= may follow',
		},
	])('is an entry with $rule', async ({ words, shown, says }) => {
		world = await startUnconnected({ lines: [line()], now: '2026-04-20T08:00:00Z' });
		const sale = sell(10);
		await connect();
		const known = (await entryOf(sale)).trim();
		const text = shown === undefined ? `${known} ${words}` : known.replace(/:.*$/, shown === '' ? '' : `:${shown}`);
		expect(await adopt({ which: 'named', text })).toMatchObject({
			tasks: [],
			refused: [{ reason: expect.stringContaining(says) }],
		});
	});
});

describe('a comparison of lines', () => {
	it('says what linking would do, links nothing, and can be said again', async () => {
		const contracts = [1, 2].map((at) =>
			contract({ id: contractId + at, companyID: companyId + at - 1, contractName: `Cloud ${at}` }),
		);
		const lines = [1, 2].map((at) => line({ contractID: contractId + at, units: 10 }));
		world = await startUnconnected({ companies: 2, contracts, lines, now: '2026-04-20T08:00:00Z' });
		const [same, other] = [sell(10, { customerId: '1' }), sell(12, { customerId: '2' })];
		await connect();
		const before = await world.tasks();
		const compare = async (text = '') =>
			await compareAdoptable({ connectionId, which: text === '' ? 'all' : 'named', text }, world);
		const outcome = await compare();
		expect([same, other].map((sale) => stateOf(sale, outcome))).toEqual(['agrees', 'different']);
		expect(outcome.tasks.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^Agrees and can be linked as it is: contract service \d+ of Cloud 1 \(10 units/),
			expect.stringContaining('Syncing would write'),
		]);
		expect(await compare()).toEqual(outcome);
		expect((await compare('initial-none:000000000000')).refused).toMatchObject([
			{ reason: expect.stringContaining('There is no task initial-none') },
		]);
		expect(await world.tasks()).toEqual(before);
		expect(
			await world.store.linkedLines(connection.databaseId, { contracts: [(contractId + 1) as ContractId] }),
		).toEqual([]);
	});
});
