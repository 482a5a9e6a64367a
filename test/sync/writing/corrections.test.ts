import { byAutotask, byMarketplace } from '../fixtureBilled';
import { connection } from '../fixtureClients';
import { approveAndSync, type RunSettings } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const types = ['adjustment', 'refundAdjustment', 'refund', 'recurringRefund', 'recurring'];
const given = types.flatMap((type) =>
	(['products', 'nothing'] as const).map((names) => ({ type, names, amount: '-5.00', october: '202.87' })),
);
const charged = { type: 'recurring', names: 'products', amount: '5.00', october: '212.87' } as const;
const refunds = given.filter(({ type }) => type === 'refund' || type === 'recurringRefund');
const refunding = ({ build }: RunSettings): RunSettings => ({ build: { ...build, syncRefunds: true } });

// October 10 x 18.00 + 3 x 18.00 x 16 / 31 = 207.87, and the correction.
describe.each([
	['Autotask', byAutotask, [...given, charged]],
	['the marketplace', byMarketplace, [...given, charged]],
	['Autotask, with refunds of falls', refunding(byAutotask), refunds],
	['the marketplace, with refunds of falls', refunding(byMarketplace), refunds],
] as const)('a Change that carries amounts alone, prorated by %s', (_by, settings, corrections) => {
	it.each(corrections)(
		'$amount as $type, naming $names, waits for approval, holds nothing back and is charged once',
		async ({ type, names, amount, october }) => {
			world = await startWorld();
			const { subscriptionId } = await sold(world, {}, settings);
			const corrects = { type, names, amount, at: '2026-10-10T09:00:00Z' };
			const correction = world.order({ kind: 'correction', subscriptionId, ...corrects });
			const change = { quantity: 13, at: '2026-10-16T09:00:00Z' };
			const later = world.order({ kind: 'change', subscriptionId, ...change });
			await world.run(settings);
			expect((await world.taskOf(correction)).attention?.reason).toBe('approval');
			expect((await world.taskOf(later)).state).toBe('synced');
			await approveAndSync(world, () => '', settings);
			expect((await world.taskOf(correction)).state).toBe('synced');
			expect(world.charges()).toContain(`${amount}@2026-10-10`);
			world.post('2026-11-30');
			expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual([october, '234.00']);
		},
	);
});

describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
])('a Change that may look like a correction, prorated by %s', (_by, settings) => {
	it('is none where it prices all seats: ten at 20.00 from 1 October', async () => {
		world = await startWorld({ now: '2026-08-20T08:00:00Z' });
		const { subscriptionId } = await sold(world, { at: '2026-09-01T09:00:00Z' }, settings);
		world.order({ kind: 'change', subscriptionId, price: '20.00', cost: '16.00', at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		world.post('2026-11-30');
		expect(world.billed('2026-10').price).toBe('200.00');
	});

	it('is none where a fall was entered by hand and its order ignored: the fragment is of seats, whatever they cost later', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		const change = { kind: 'change', subscriptionId } as const;
		const fall = world.order({ ...change, quantity: 6, at: '2026-10-05T09:00:00Z' });
		await world.run({ ...settings, check: { processAutomatically: false } });
		const { id } = await world.taskOf(fall);
		const ignored = { state: 'ignored', note: 'By hand', attention: undefined } as const;
		await world.store.changeTasks(connection.connectionId, [{ id, change: ignored }], world.clock.now());
		const rise = world.order({ ...change, quantity: 10, at: '2026-10-16T09:00:00Z' });
		world.order({ ...change, price: '20.00', at: '2026-10-17T09:00:00Z' });
		await world.run(settings);
		expect((await world.taskOf(rise)).attention?.message ?? '').not.toContain('whose meaning a person confirms');
		expect(world.charges().filter((charge) => charge.endsWith('@2026-10-16'))).toEqual([]);
	});

	it('is none where it takes back a fall, whatever else it charges: ten again from 1 November', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		world.order({ kind: 'change', subscriptionId, quantity: 6, at: '2026-10-05T09:00:00Z' });
		await world.run(settings);
		const { orderId } = world.order({ kind: 'change', subscriptionId, quantity: 10, at: '2026-10-16T09:00:00Z' });
		const order = world.marketplaceSide.state().orders.find(({ id }) => id === orderId);
		const [line] = order?.details ?? [];
		const fee = { currency: 'GBP', amount: '5.00' };
		const details = line ? [{ ...line, type: 'adjustment', quantity: 1, unitPrice: fee, extendedPrice: fee }] : [];
		if (order) world.marketplaceSide.seed({ orders: [{ ...order, details }] });
		await world.run(settings);
		await approveAndSync(world, () => '', settings);
		world.post('2026-11-30');
		expect(world.billed('2026-11').price).toBe('180.00');
	});
});
