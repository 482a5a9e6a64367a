import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompanyId, CustomerId } from '../../../src/domain/ids';
import { mapCustomer } from '../../../src/sync/mapping/manageCustomerMappings';
import { buildChild, endOf, startChild } from '../fixtureChild';
import { connection } from '../fixtureClients';
import { approveAndSync, approveMoved, retry, type RunSettings } from '../fixtureRun';
import {
	companyId,
	contract,
	contractId,
	serviceId,
	sold,
	startUnconnected,
	startWorld,
	type World,
} from '../fixtureWorld';
import type { Job } from '../syncChild';

interface Scene {
	readonly name: string;
	readonly does: Job['does'];
	readonly settings?: RunSettings;
	/** Brings the world to just before the run that is disturbed. */
	readonly prepare: (file: string) => Promise<World>;
	/** Writes of the undisturbed run. */
	readonly writes: number;
	/** What comes after the run, disturbed or not. */
	readonly then?: (world: World) => Promise<void>;
}

const byMarketplace: RunSettings = { build: { proration: 'marketplace' } };

function amountsOfCharges(world: World): readonly unknown[] {
	return (world.autotaskSide.state().entities.ContractCharges ?? []).map((charge) => charge.unitPrice);
}

const scenes: readonly Scene[] = [
	{
		name: 'a sale with setup and fragment on a line of its own',
		does: 'chain',
		settings: byMarketplace,
		writes: 4,
		prepare: async (file) => {
			const world = await startWorld({ file });
			world.order({
				kind: 'sale',
				customerId: '1',
				productId: 'PRD-1',
				quantity: 10,
				setup: '50.00',
				alignedTo: 1,
				at: '2026-10-20T09:00:00Z',
			});
			return world;
		},
	},
	{
		name: 'a second line of a service, which Autotask makes by an adjustment alone',
		does: 'chain',
		settings: byMarketplace,
		writes: 4,
		prepare: async (file) => {
			const world = await startWorld({ file, switches: { repeatService: 'refused' } });
			await sold(world, {}, byMarketplace);
			const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 5, price: '17.00' } as const;
			world.order({ ...sale, at: '2026-10-16T09:00:00Z' });
			return world;
		},
	},
	{
		name: 'a second rise that goes to the next free day',
		does: 'chain',
		settings: byMarketplace,
		writes: 3,
		prepare: async (file) => {
			const world = await startWorld({ file });
			const sale = await sold(world, {}, byMarketplace);
			world.order({ kind: 'change', subscriptionId: sale.subscriptionId, quantity: 13, at: '2026-10-06T09:00:00Z' });
			await world.run(byMarketplace);
			world.order({ kind: 'change', subscriptionId: sale.subscriptionId, quantity: 15, at: '2026-10-21T09:00:00Z' });
			return world;
		},
	},
	{
		name: 'an approved first task that adopts a line at another price',
		does: 'approve',
		writes: 1,
		prepare: async (file) => {
			const world = await startUnconnected({
				file,
				lines: [{ contractID: contractId, serviceID: serviceId, units: 13, unitPrice: 17 }],
			});
			world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 12, at: '2026-03-02T09:00:00Z' });
			world.setNow('2026-10-16T09:00:00Z');
			await world.run();
			for (const task of await world.tasks()) await retry(`${task.id} own=10`, world);
			await world.run();
			return world;
		},
	},
	{
		name: 'an approved first task with a line of its own, on which a fresh line holds a unit',
		does: 'approve',
		settings: { build: { priceSource: 'autotask' } },
		writes: 3,
		prepare: async (file) => {
			const world = await startUnconnected({ file, switches: { freshLineUnits: 1 } });
			world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 12, at: '2026-03-02T09:00:00Z' });
			world.setNow('2026-10-16T09:00:00Z');
			await world.run({ build: { priceSource: 'autotask' } });
			return world;
		},
	},
	{
		name: 'an approved sale on a contract that is created for it',
		does: 'approve',
		settings: { build: { whenNoContract: 'create' } },
		writes: 3,
		prepare: async (file) => {
			const world = await startWorld({ file, contracts: [] });
			world.order({
				kind: 'sale',
				customerId: '1',
				productId: 'PRD-1',
				quantity: 10,
				at: '2026-10-20T09:00:00Z',
			});
			await world.run({ build: { whenNoContract: 'create' } });
			return world;
		},
	},
	{
		name: 'orders of two subscriptions that are written as one change of their line',
		does: 'chain',
		writes: 1,
		prepare: async (file) => {
			const world = await startWorld({ file, now: '2026-08-20T08:00:00Z' });
			const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', at: '2026-09-01T09:00:00Z' } as const;
			const both = [10, 5].map((quantity) => world.order({ ...sale, quantity }));
			await world.run();
			for (const [at, { subscriptionId }] of both.entries())
				world.order({ kind: 'change', subscriptionId, quantity: 12 - at, at: '2026-10-16T09:00:00Z' });
			return world;
		},
	},
	{
		name: 'an approved move to the contract of another company',
		does: 'approve',
		writes: 3,
		prepare: async (file) => {
			const others = contract({ id: contractId + 1, companyID: companyId + 1, contractName: 'Harbour' });
			const world = await startWorld({ file, contracts: [contract(), others] });
			await sold(world);
			const customer = { connectionId: connection.connectionId, customerId: '1' as CustomerId };
			await mapCustomer({ ...customer, companyId: (companyId + 1) as CompanyId }, world);
			world.setNow('2026-10-16T09:00:00Z');
			await world.run();
			return world;
		},
	},
	{
		name: 'an approved price of a period in which seats were credited at the end of a term',
		does: 'approve',
		writes: 4,
		prepare: async (file) => {
			const yearly = contract({ contractPeriodType: 'Yearly', startDate: '2025-10-01', endDate: '2029-09-30' });
			const world = await startWorld({ file, now: '2026-09-20T08:00:00Z', contracts: [yearly] });
			const sale = { customerId: '1', productId: 'PRD-Y', quantity: 10, at: '2026-09-22T09:00:00Z' };
			const { subscriptionId } = world.order({ kind: 'sale', ...sale });
			await world.run();
			await approveAndSync(world, () => '');
			const fall = { subscriptionId, quantity: 4 };
			world.order({ kind: 'change', ...fall, at: '2026-10-06T09:00:00Z' });
			await world.run();
			await approveAndSync(world, () => '');
			world.order({ kind: 'renewal', ...fall, at: '2027-09-22T09:00:00Z' });
			await world.run();
			await approveAndSync(world, () => '');
			world.order({ kind: 'change', ...fall, price: '300.00', at: '2027-09-25T09:00:00Z' });
			await world.run();
			return world;
		},
		then: async (world) => {
			const [first] = await world.tasks();
			const subscriptionId = first?.subscriptionIds[0] ?? '';
			world.order({ kind: 'change', subscriptionId, quantity: 4, price: '240.00', at: '2027-09-28T09:00:00Z' });
			await world.run();
			await approveAndSync(world, () => '');
			expect(amountsOfCharges(world)).toEqual([-10.65, 2.36, -4.14, 1.84, 1.31, -1.97]);
		},
	},
];

type Dies = NonNullable<Job['dies']>;

/** Before and after each commit of the run; of later scenes those that leave a write without outcome or without record. */
function pointsOf({ writes }: Scene, which: 'all' | 'telling'): readonly Dies[] {
	const nths = Array.from({ length: writes }, (_, at) => at + 1);
	const all: readonly Dies[] = [
		{ at: 'intend', nth: 1, when: 'before' },
		...nths.flatMap((nth): Dies[] => [
			{ at: 'intend', nth, when: 'after' },
			{ at: 'settle', nth, when: 'before' },
			{ at: 'settle', nth, when: 'after' },
		]),
		{ at: 'settleTasks', nth: 1, when: 'before' },
		{ at: 'settleTasks', nth: 1, when: 'after' },
	];
	return which === 'all' ? all : all.filter(({ at, when }) => (at === 'intend') === (when === 'after'));
}

let programFolder: string;
let program: string;
let folder: string;
let world: World | undefined;

beforeAll(() => {
	programFolder = mkdtempSync(join(tmpdir(), 'child-'));
	program = buildChild(programFolder);
});

afterAll(() => {
	rmSync(programFolder, { recursive: true, force: true });
});

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'killed-'));
});

afterEach(async () => {
	await world?.close();
	world = undefined;
	rmSync(folder, { recursive: true, force: true });
});

async function finish(own: World, scene: Scene): Promise<void> {
	own.setNow(new Date(Date.parse(own.clock.now()) + 31 * 60_000).toISOString());
	await own.run(scene.settings);
	await approveMoved(own, () => '', scene.settings);
}

/** What Autotask holds and has billed; stores differ in the id that begins their keys. */
function ledgerOf(own: World): unknown {
	return JSON.parse(JSON.stringify(own.autotaskSide.ledger()).replaceAll(own.store.storeId, 'store'));
}

async function undisturbed(scene: Scene): Promise<unknown> {
	const own = await scene.prepare(':memory:');
	try {
		if (scene.does === 'chain') await own.run(scene.settings);
		else await approveAndSync(own, () => '', scene.settings);
		await scene.then?.(own);
		own.post('2027-12-31');
		return ledgerOf(own);
	} finally {
		await own.close();
	}
}

describe.each(
	scenes.map((scene, at) => ({ scene, name: scene.name, which: at === 0 ? ('all' as const) : ('telling' as const) })),
)('$name', ({ scene, which }) => {
	const expected = undisturbed(scene);
	const job = (own: World, dies?: Dies): Job => ({
		file: join(folder, 'store.sqlite'),
		addresses: own.addresses,
		now: own.clock.now(),
		does: scene.does,
		...(scene.settings ? { settings: scene.settings } : {}),
		...(dies ? { dies } : {}),
	});

	it.each(pointsOf(scene, which))('is the same after a process died $when $at $nth', async (dies) => {
		world = await scene.prepare(join(folder, 'store.sqlite'));
		expect(await endOf(startChild(program, job(world, dies)))).toBe('SIGKILL');
		await finish(world, scene);
		await scene.then?.(world);
		expect((await world.tasks()).map((task) => task.state)).toEqual((await world.tasks()).map(() => 'synced'));
		world.post('2027-12-31');
		expect(ledgerOf(world)).toEqual(await expected);
	});
});

describe('a process that is killed while its request is under way', () => {
	it.each([{ effect: 'afterRelease' }, { effect: 'beforeRelease' }] as const)(
		'is taken over by another process, with its effect $effect',
		async ({ effect }) => {
			const [scene] = scenes;
			if (!scene) throw new RangeError('no scene');
			world = await scene.prepare(join(folder, 'store.sqlite'));
			const job = {
				file: join(folder, 'store.sqlite'),
				addresses: world.addresses,
				does: scene.does,
				...(scene.settings ? { settings: scene.settings } : {}),
			};
			world.autotaskSide.addFault({ method: 'POST', path: '/ServiceAdjustments$', action: { kind: 'hold', effect } });
			const first = startChild(program, { ...job, now: world.clock.now() });
			expect(await world.autotaskSide.waitForHeld()).toHaveLength(1);
			first.kill('SIGKILL');
			expect(await endOf(first)).toBe('SIGKILL');
			world.autotaskSide.release(undefined, 'drop');
			world.setNow(new Date(Date.parse(world.clock.now()) + 31 * 60_000).toISOString());
			expect(await endOf(startChild(program, { ...job, now: world.clock.now() }))).toBe('0');
			expect((await world.tasks()).map((task) => task.state)).toEqual(['synced']);
			world.post('2027-12-31');
			expect(ledgerOf(world)).toEqual(await undisturbed(scene));
		},
	);
});
