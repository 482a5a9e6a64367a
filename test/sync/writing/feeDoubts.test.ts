import { omit } from 'lodash';
import type { JsonObject } from '../../../simulators/http';
import type { ActResult, MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import type { OrderDetail } from '../../../simulators/marketplace/records';
import { billedIn, feeServiceId, startWithFee } from '../feeWorld';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAndSync, type RunSettings } from '../fixtureRun';
import { contract, contractId, sold, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const byBoth: readonly (readonly [string, RunSettings])[] = [
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
];

/** Lets something happen, its lines written otherwise. */
function orderWritten(
	what: MarketplaceAct & { readonly at: string },
	write: (details: readonly OrderDetail[]) => readonly OrderDetail[],
): ActResult {
	const result = world.order(what);
	const order = world.marketplaceSide.state().orders.find(({ id }) => id === result.orderId);
	if (order) world.marketplaceSide.seed({ orders: [{ ...order, details: write(order.details) }] });
	return result;
}

const unnamed = (line: OrderDetail): OrderDetail => omit(line, ['productId', 'mpn']);

describe.each(byBoth)('a line without a product that is no fee, prorated by %s', (_by, settings) => {
	it.each([
		{ given: 'a subscription without a fee', fee: undefined, month: 180 },
		{ given: 'one with a fee', fee: '5.00', month: 185 },
	])('is a correction in a Change of it alone: $given', async ({ fee, month }) => {
		world = await startWithFee();
		const { subscriptionId } = await sold(world, fee === undefined ? {} : { fee }, settings);
		for (const [amount, type, day] of [
			['-5.00', 'recurringRefund', '10'],
			['5.00', 'recurring', '11'],
			['-7.00', 'recurring', '12'],
		] as const) {
			const act = { kind: 'correction', subscriptionId, amount, type, at: `2026-10-${day}T09:00:00Z` } as const;
			const order = orderWritten(act, (details) => details.map(unnamed));
			await world.run(settings);
			expect((await world.taskOf(order)).attention).toMatchObject({
				reason: 'approval',
				message: expect.stringContaining('person confirms') as string,
			});
			await approveAndSync(world, () => '', settings);
		}
		expect(world.charges()).toEqual(['-5.00@2026-10-10', '5.00@2026-10-11', '-7.00@2026-10-12']);
		expect(billedIn(world, '2026-10', '2026-11')).toEqual([(month - 7).toFixed(2), month.toFixed(2)]);
	});

	it.each([
		{ rule: 'is for no days in a change of seats', hasDays: false, quantity: 1 },
		{ rule: 'is of two units', hasDays: true, quantity: 2 },
		{ rule: 'is for some days of a change of seats', hasDays: true, quantity: 1 },
	])('is put to a person where it $rule', async ({ hasDays, quantity }) => {
		world = await startWithFee();
		const { subscriptionId } = await sold(world, { fee: '5.00' }, settings);
		const change = { kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' } as const;
		const five = { currency: 'GBP', amount: '5.00' };
		const order = orderWritten(change, (details) => [
			...details,
			...details.map((line) => ({
				...(hasDays ? unnamed(line) : omit(unnamed(line), 'duration')),
				quantity,
				unitPrice: five,
				extendedPrice: five,
			})),
		]);
		await world.run(settings);
		expect((await world.taskOf(order)).attention?.message).toContain('names no product');
	});

	it('is put to a person where a product of the order has no line', async () => {
		world = await startWithFee();
		const sale = {
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 1,
			at: '2026-10-01T09:00:00Z',
		} as const;
		const order = orderWritten(sale, (details) => details.map(unnamed));
		await world.run(settings);
		expect((await world.taskOf(order)).attention?.message).toContain('names no product');
		expect(world.writeRequests()).toBe(0);
	});

	it('is put to a person where there are two of them for the same days', async () => {
		world = await startWithFee();
		const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, fee: '5.00' } as const;
		const order = orderWritten({ ...sale, at: '2026-10-01T09:00:00Z' }, (details) => [
			...details,
			...details.slice(-1),
		]);
		await world.run(settings);
		expect((await world.taskOf(order)).attention?.message).toContain('names no product');
	});

	it('is nothing where it costs 0.00 and no fee is known', async () => {
		world = await startWithFee();
		await sold(world, { fee: '0.00' }, settings);
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
	});
});

describe.each(byBoth)('a fee of a subscription that was there before, prorated by %s', (_by, settings) => {
	const before = { now: '2025-09-20T08:00:00Z', contracts: [contract({ startDate: '2025-01-01' })] };
	const bill = { kind: 'usage', lines: [{ type: 'recurring', quantity: 10, unitPrice: '18.00' }] } as const;

	async function begin(lines: readonly JsonObject[] = []): Promise<string> {
		world = await startWithFee(before);
		if (lines.length > 0) world.autotaskSide.seed({ ContractServices: [...lines] });
		const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, fee: '5.00' } as const;
		const { subscriptionId } = world.order({ ...sale, at: '2025-10-01T09:00:00Z' });
		// Its sale is forgotten: it is found as a subscription alone.
		for (const { id } of world.marketplaceSide.state().orders) world.marketplaceSide.remove(id);
		world.setNow('2025-10-09T09:00:00Z');
		await world.run({ ...settings, check: { sweep: 'everyCheck' } });
		return subscriptionId;
	}

	it('is not known until an order charges it: the first renewal that does brings it', async () => {
		const subscriptionId = await begin();
		const billing = world.order({ ...bill, subscriptionId, at: '2025-11-01T09:00:00Z' });
		await world.run(settings);
		await approveAndSync(world, () => 'own=0', settings);
		await approveAndSync(world, () => '', settings);
		expect((await world.taskOf(billing)).attention?.message).toBeUndefined();
		expect(world.adjustments()).toEqual(['+10@2025-10-01']);
		const renewal = world.order({ kind: 'renewal', subscriptionId, at: '2026-10-01T09:00:00Z' });
		await world.run(settings);
		expect((await world.taskOf(renewal)).attention?.message).toBeUndefined();
		expect(billedIn(world, '2026-09', '2026-10')).toEqual(['180.00', '185.00']);
	});

	it('that is billed by hand is linked as it is, once a person says so', async () => {
		const subscriptionId = await begin([
			{ id: 60, contractID: contractId, serviceID: feeServiceId, units: 1, unitPrice: 5, unitCost: 0 },
		]);
		await approveAndSync(world, () => 'own=0', settings);
		await approveAndSync(world, () => '', settings);
		world.order({ kind: 'renewal', subscriptionId, at: '2026-10-01T09:00:00Z' });
		await world.run(settings);
		await approveAndSync(world, () => 'own=1', settings);
		expect((await world.tasks()).map(({ state, attention }) => [state, attention?.message])).toEqual([
			['synced', undefined],
			['synced', undefined],
		]);
		expect(billedIn(world, '2026-09', '2026-10')).toEqual(['185.00', '185.00']);
	});
});
