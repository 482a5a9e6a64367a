import type { Switches } from '../../../simulators/autotask/tenant/switches';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAndSync, type RunSettings } from '../fixtureRun';
import { contract, sold, startWorld, type World, type WorldOptions } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

function later(own: World, minutes: number): void {
	own.setNow(new Date(Date.parse(own.clock.now()) + minutes * 60_000).toISOString());
}

async function untilSynced(own: World, settings: RunSettings): Promise<void> {
	for (let runs = 0; runs < 8; runs += 1) {
		await own.run(settings);
		if ((await own.tasks()).every((task) => task.state === 'synced')) return;
		later(own, 31);
	}
	throw new RangeError(
		`not synced: ${JSON.stringify((await own.tasks()).map((task) => [task.state, task.note, task.attention]))}`,
	);
}

/** A sale with setup, a rise and a fall that is made a little smaller again: every kind of write, the free day included. */
async function tell(own: World, settings: RunSettings): Promise<void> {
	const sale = own.order({
		kind: 'sale',
		customerId: '1',
		productId: 'PRD-1',
		quantity: 10,
		setup: '50.00',
		at: '2026-10-01T09:00:00Z',
	});
	await untilSynced(own, settings);
	for (const [quantity, at] of [
		[13, '2026-10-16T09:00:00Z'],
		[9, '2026-10-20T09:00:00Z'],
		[8, '2026-10-24T09:00:00Z'],
	] as const) {
		own.order({ kind: 'change', subscriptionId: sale.subscriptionId, quantity, at });
		await untilSynced(own, settings);
	}
}

/** The same with the answer of every write lost, adjustments in turn closed before they arrive. */
async function tellDisturbed(own: World, settings: RunSettings): Promise<void> {
	own.autotaskSide.addFault({ method: 'POST', path: '/ServiceAdjustments$', action: { kind: 'closeBeforeEffect' } });
	own.autotaskSide.addFault({
		method: 'POST',
		path: '/Contracts/\\d+/',
		times: 0,
		action: { kind: 'loseAnswerAfterEffect' },
	});
	await tell(own, settings);
}

/** Positions that must make no difference; those that have nothing to do with each other share a row. */
const neutral: readonly Partial<Switches>[] = [
	{},
	{ freshLineUnits: 1 },
	{ sameDate: 'accepted' },
	{ postedPeriods: 'refuse' },
	{ rowLineId: 'absentOnEndedRows' },
	{ costAccess: 'none' },
	{ picklistNumbers: 'shuffled', pageOrder: 'idDescending' },
	{
		cutPeriodProration: 'cutPeriod',
		adjustedPriceInQueries: 'returned',
		invoiceDescriptionRead: 'catalogue',
		chargeDecimals: 2,
		adjustmentNotes: 'absent',
		repeatService: 'refused',
	},
];

/** Billed by month, everything posted. */
function bill(own: World): unknown {
	own.post('2027-12-31');
	return ['2026-10', '2026-11', '2026-12'].map((month) => own.billed(month).price);
}

const told = [
	...neutral.map((switches) => ({ switches, proration: 'marketplace' as const })),
	...neutral.slice(0, 2).map((switches) => ({ switches, proration: 'autotask' as const })),
];

describe('whatever answers are lost', () => {
	it.each(told)('the same is billed by $proration with $switches', async ({ switches, proration }) => {
		const settings: RunSettings = { build: { proration } };
		world = await startWorld({ switches });
		await tell(world, settings);
		expect(bill(world)).toEqual(['257.87', '144.00', '144.00']);
		const ledger = world.autotaskSide.ledger();
		await world.close();
		world = await startWorld({ switches });
		await tellDisturbed(world, settings);
		bill(world);
		expect(world.autotaskSide.ledger()).toEqual(ledger);
	});
});

describe('a contract that ends inside a period', () => {
	const options: WorldOptions = { contracts: [contract({ endDate: '2026-11-15' })] };

	it.each([
		{ cutPeriodProration: 'wholeGridPeriod', november: '90.00' },
		{ cutPeriodProration: 'cutPeriod', november: '180.00' },
	] as const)('is verified with $cutPeriodProration', async ({ cutPeriodProration, november }) => {
		world = await startWorld({ ...options, switches: { cutPeriodProration } });
		await sold(world);
		world.post('2026-12-31');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['180.00', november]);
	});
});

describe('what Autotask does otherwise than asked', () => {
	it('fails the task with both figures where it ignores the price of an adjustment', async () => {
		world = await startWorld({ switches: { adjustedPrice: 'ignored' } });
		const sale = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			price: '17.00',
			at: '2026-10-01T09:00:00Z',
		});
		await world.run();
		const task = await world.taskOf(sale);
		expect(task).toMatchObject({ state: 'failed', note: expect.stringMatching(/180.*10 units.*17/) });
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
	});

	it('waits at `period posted` where it refuses a change into a posted period, with nothing written', async () => {
		world = await startWorld({ switches: { postedPeriods: 'refuse' } });
		const sale = await sold(world);
		world.post('2026-10-31');
		const change = world.order({
			kind: 'change',
			subscriptionId: sale.subscriptionId,
			quantity: 13,
			at: '2026-10-16T09:00:00Z',
		});
		await world.run();
		expect(await world.taskOf(change)).toMatchObject({ state: 'attention', attention: { reason: 'period posted' } });
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
	});

	it('bills a change into a posted period by a catch-up item where that is taken', async () => {
		world = await startWorld();
		const sale = await sold(world);
		world.post('2026-10-31');
		world.order({ kind: 'change', subscriptionId: sale.subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
		await world.run();
		world.post('2026-10-31');
		expect(world.billed('2026-10').price).toBe('207.87');
	});

	it('fails the task where the credit for a day that takes no change is refused, and says what is missing', async () => {
		world = await startWorld({ switches: { negativeCharges: 'refused' } });
		const sale = await sold(world);
		world.order({ kind: 'change', subscriptionId: sale.subscriptionId, quantity: 8, at: '2026-10-05T09:00:00Z' });
		await world.run();
		const second = world.order({
			kind: 'change',
			subscriptionId: sale.subscriptionId,
			quantity: 7,
			at: '2026-10-20T09:00:00Z',
		});
		await world.run();
		expect(await world.taskOf(second)).toMatchObject({
			state: 'failed',
			note: expect.stringContaining('unitPrice must not be negative'),
		});
		expect([world.adjustments(), world.charges()]).toEqual([['+10@2026-10-01', '-2@2026-11-01', '-1@2026-11-02'], []]);
	});

	it('fails the task where it takes no change in the middle of a period', async () => {
		world = await startWorld({ switches: { midPeriod: 'refused' } });
		const sale = await sold(world);
		const change = world.order({
			kind: 'change',
			subscriptionId: sale.subscriptionId,
			quantity: 13,
			at: '2026-10-16T09:00:00Z',
		});
		await world.run();
		expect(await world.taskOf(change)).toMatchObject({
			state: 'failed',
			note: expect.stringContaining('Prorated transactions are not allowed'),
		});
	});
});

/** Five at 17.00 beside ten at 18.00 want a line of their own; 5 x 17.00 x 16/31 = 43.87. */
describe('a second line of a service, which Autotask refuses where lines are created', () => {
	async function soldBeside(
		settings: RunSettings,
		switches: Partial<Switches>,
		disturb: (own: World) => void = () => undefined,
	) {
		world = await startWorld({ switches });
		await sold(world, {}, settings);
		const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 5, price: '17.00' } as const;
		const second = world.order({ ...sale, at: '2026-10-16T09:00:00Z' });
		disturb(world);
		await world.run(settings);
		return second;
	}

	function held() {
		const lines = world.autotaskSide.state().entities.ContractServices ?? [];
		const charges = world.charges();
		world.post('2026-12-31');
		return {
			keyed: lines.map((line) => String(line.internalDescription).startsWith('MA-')),
			charges,
			billed: ['2026-10', '2026-11'].map((month) => world.billed(month).price),
		};
	}

	it.each([
		{ rule: 'by Autotask', settings: byAutotask, charges: [] },
		{ rule: 'by the marketplace', settings: byMarketplace, charges: ['43.87@2026-10-16'] },
	])('is made by an adjustment, and then gets its key, $rule', async ({ settings, charges }) => {
		const second = await soldBeside(settings, { repeatService: 'refused' });
		expect((await world.taskOf(second)).state).toBe('synced');
		expect(held()).toEqual({ keyed: [true, true], charges, billed: ['223.87', '265.00'] });
	});

	it.each([
		{
			rule: 'the answer of the adjustment is lost',
			path: '/ServiceAdjustments$',
			method: 'POST',
			kind: 'loseAnswerAfterEffect',
		},
		{ rule: 'the key is not set', path: '/Services$', method: 'PATCH', kind: 'closeBeforeEffect' },
		{ rule: 'the answer of the key is lost', path: '/Services$', method: 'PATCH', kind: 'loseAnswerAfterEffect' },
	] as const)('is billed once where $rule', async ({ path, method, kind }) => {
		const second = await soldBeside(byMarketplace, { repeatService: 'refused' }, (own) =>
			own.autotaskSide.addFault({ method, path, action: { kind } }),
		);
		world.setNow('2026-10-16T10:00:00Z');
		await world.run(byMarketplace);
		await approveAndSync(world, () => '', byMarketplace);
		expect((await world.taskOf(second)).state).toBe('synced');
		expect(held()).toMatchObject({ charges: ['43.87@2026-10-16'], billed: ['223.87', '265.00'] });
		expect(world.autotaskSide.state().entities.ContractServices).toHaveLength(2);
	});

	it('is refused before anything is charged where Autotask takes it neither way', async () => {
		const second = await soldBeside(byMarketplace, { repeatService: 'refusedAnyWay' });
		expect(await world.taskOf(second)).toMatchObject({
			state: 'failed',
			note: expect.stringContaining('already exists'),
		});
		expect(held()).toEqual({ keyed: [true], charges: [], billed: ['180.00', '180.00'] });
	});
});
