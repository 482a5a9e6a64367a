import { changeByHand } from '../byHand';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAll, approveAndSync, check, plan, retry, type RunSettings, sync } from '../fixtureRun';
import { contractId, editByHand, sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const settings: RunSettings = { build: { priceSource: 'marketplace' } };

/** Ten at 18.00 on the contract, and what somebody sets by hand as the price from a day on. */
async function pricedByHand(on: string): Promise<string> {
	world = await startWorld();
	const { subscriptionId } = await sold(world, {}, settings);
	world.setNow('2026-10-02T09:00:00Z');
	await editByHand(world, { unitChange: 0, effectiveDate: on, adjustedUnitPrice: 25 });
	return subscriptionId;
}

async function reprice(subscriptionId: string, at: string): Promise<void> {
	world.order({ kind: 'change', subscriptionId, price: '20.00', cost: '14.40', at });
	world.setNow(at.replace('09:00', '12:00'));
	await world.run(settings);
	await approveAndSync(world, undefined, settings);
}

/** An administrator sets price or cost of the line, which Autotask takes from the first period that is not posted. */
async function setInBulk(
	fields: { readonly adjustedPrice?: number; readonly unitCost?: number },
	nth = 0,
): Promise<void> {
	const line = world.autotaskSide.state().entities.ContractServices?.[nth];
	await changeByHand(world, 'PATCH', `Contracts/${contractId}/Services`, { id: line?.id ?? null, ...fields });
}

/** Ten sold on 1 October at 18.00 and 14.40, September posted, and what is then set for all lines from 1 October on. */
async function soldAndSet(
	fields: Parameters<typeof setInBulk>[0],
	of: RunSettings = settings,
): Promise<{ readonly subscriptionId: string }> {
	world = await startWorld();
	const { subscriptionId } = await sold(world, {}, of);
	world.post('2026-09-30');
	world.setNow('2026-10-05T09:00:00Z');
	await setInBulk(fields);
	return { subscriptionId };
}

/** What was written since the sale, and what October and November come to. */
function writtenSince() {
	const written = { adjustments: world.adjustments().slice(1), charges: world.charges() };
	world.post('2026-12-31');
	return { ...written, billed: ['2026-10', '2026-11'].map((month) => world.billed(month).price) };
}

const rise = { quantity: 13 };
const fall = { quantity: 6 };
const dearer = { price: '20.00' };

describe('a price that somebody set in Autotask', () => {
	it.each([
		{ rule: 'on a later day stays, and nothing is charged for it', on: '2026-12-01' },
		{ rule: 'on an earlier day waits for a person', on: '2026-10-20', waits: 'changed in Autotask' },
	])('$rule', async ({ on, waits }) => {
		const subscriptionId = await pricedByHand(on);
		await reprice(subscriptionId, '2026-11-16T09:00:00Z');
		const [, task] = await world.tasks();
		expect(task?.attention?.reason ?? task?.state).toBe(waits ?? 'synced');
		expect(world.charges()).toEqual([]);
	});

	it('on an earlier day ends with ours where a person says so, and nothing is charged for it', async () => {
		const subscriptionId = await pricedByHand('2026-10-20');
		await reprice(subscriptionId, '2026-11-16T09:00:00Z');
		const [, task] = await world.tasks();
		await retry(`${String(task?.id)} prices=marketplace@25`, world);
		await world.run(settings);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced', 'synced']);
		expect(world.charges()).toEqual([]);
	});
});

/**
 * Ten at 18.00 are 16.20 from 1 October. Of 13 from 16 October on: 78.39 (10 x 16.20 x 15/31) and 120.77 (13 x 18.00 x
 * 16/31) or 108.70 (13 x 16.20 x 16/31); a fragment is 27.87 (3 x 18.00 x 16/31) or 25.08 (3 x 16.20 x 16/31).
 */
describe('prices that an administrator has changed in bulk', () => {
	it.each([
		{ rule: 'a rise by Autotask', of: byAutotask, act: rise },
		{ rule: 'a rise by the marketplace', of: byMarketplace, act: rise },
		{ rule: 'a fall', of: byAutotask, act: fall },
		{ rule: 'another price', of: byAutotask, act: dearer },
	])('are not put back: $rule waits, naming both figures', async ({ of, act }) => {
		const { subscriptionId } = await soldAndSet({ adjustedPrice: 16.2 }, of);
		const order = world.order({ kind: 'change', subscriptionId, ...act, at: '2026-10-16T09:00:00Z' });
		await world.run(of);
		const { attention } = await world.taskOf(order);
		expect(attention?.reason).toBe('changed in Autotask');
		expect(attention?.message).toMatch(/price 16\.2 .*we left 18/);
		expect(writtenSince()).toEqual({ adjustments: [], charges: [], billed: ['162.00', '162.00'] });
	});

	it.each([
		{
			rule: 'a rise by Autotask, ours',
			of: byAutotask,
			act: rise,
			answer: 'prices=marketplace@16.20',
			adjustments: ['+3@2026-10-16'],
			billed: ['199.16', '234.00'],
		},
		{
			rule: 'a rise by Autotask, theirs',
			of: byAutotask,
			act: rise,
			answer: 'prices=autotask@16.2',
			adjustments: ['+3@2026-10-16'],
			billed: ['187.09', '210.60'],
		},
		{
			rule: 'a rise by the marketplace, ours',
			of: byMarketplace,
			act: rise,
			answer: 'prices=marketplace@16.2',
			adjustments: ['+3@2026-11-01'],
			charges: ['27.87@2026-10-16'],
			billed: ['189.87', '234.00'],
		},
		{
			rule: 'a rise by the marketplace, theirs',
			of: byMarketplace,
			act: rise,
			answer: 'prices=autotask@16.2',
			adjustments: ['+3@2026-11-01'],
			charges: ['25.08@2026-10-16'],
			billed: ['187.08', '210.60'],
		},
		{
			rule: 'a fall, ours',
			of: byAutotask,
			act: fall,
			answer: 'prices=marketplace@16.2',
			adjustments: ['-4@2026-11-01'],
			billed: ['162.00', '108.00'],
		},
		{
			rule: 'a fall, theirs',
			of: byAutotask,
			act: fall,
			answer: 'prices=autotask@16.2',
			adjustments: ['-4@2026-11-01'],
			billed: ['162.00', '97.20'],
		},
		{
			rule: 'a fall that is credited (4 x 16.20 x 16/31), theirs',
			of: { build: { syncRefunds: true } },
			act: fall,
			answer: 'prices=autotask@16.2',
			adjustments: ['-4@2026-11-01'],
			charges: ['-33.45@2026-10-16'],
			billed: ['128.55', '97.20'],
		},
		{
			rule: 'another price, ours from 2 October since the 1st is taken (10 x 16.20 x 1/31 and 10 x 20.00 x 30/31)',
			of: byAutotask,
			act: dearer,
			answer: 'prices=marketplace@16.2',
			adjustments: ['+0@2026-10-02'],
			billed: ['198.78', '200.00'],
		},
		{
			rule: 'another price, theirs',
			of: byAutotask,
			act: dearer,
			answer: 'prices=autotask@16.2',
			adjustments: [],
			billed: ['162.00', '162.00'],
		},
	])('are whose a person says: $rule', async ({ of, act, answer, adjustments, charges = [], billed }) => {
		const { subscriptionId } = await soldAndSet({ adjustedPrice: 16.2 }, of);
		const order = world.order({ kind: 'change', subscriptionId, ...act, at: '2026-10-16T09:00:00Z' });
		await world.run(of);
		const { id } = await world.taskOf(order);
		await retry(`${id} ${answer}`, world);
		await world.run(of);
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(writtenSince()).toEqual({ adjustments, charges, billed });
	});

	it.each([
		{
			rule: 'a cancellation, which writes no price',
			act: { kind: 'cancellation' },
			adjustments: ['-10@2026-11-01'],
			billed: ['162.00', '0.00'],
		},
		{
			rule: 'a change that repeats quantity and price, and changes nothing',
			act: { kind: 'change', quantity: 10, price: '18.00' },
			adjustments: [],
			billed: ['162.00', '162.00'],
		},
	] as const)('let $rule go on, and stay', async ({ act, adjustments, billed }) => {
		const { subscriptionId } = await soldAndSet({ adjustedPrice: 16.2 });
		const order = world.order({ ...act, subscriptionId, at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(writtenSince()).toEqual({ adjustments, charges: [], billed });
	});

	it('are asked about again where Autotask holds another figure than the answer names', async () => {
		const { subscriptionId } = await soldAndSet({ adjustedPrice: 16.2 });
		const order = world.order({ kind: 'change', subscriptionId, ...rise, at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		const { id } = await world.taskOf(order);
		await retry(`${id} prices=marketplace@16.2`, world);
		await setInBulk({ adjustedPrice: 15 });
		await world.run(settings);
		expect((await world.taskOf(order)).attention?.message).toMatch(/price 15 /);
		expect(world.adjustments()).toHaveLength(1);
	});

	it('are not asked about any more once the price that we left is back', async () => {
		const { subscriptionId } = await soldAndSet({ adjustedPrice: 16.2 });
		const order = world.order({ kind: 'change', subscriptionId, ...rise, at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		await setInBulk({ adjustedPrice: 18 });
		world.setNow('2026-10-17T12:00:00Z');
		await world.run(settings);
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(writtenSince().billed).toEqual(['207.87', '234.00']);
	});

	it('are found between a plan that needs nobody and its write', async () => {
		const { subscriptionId } = await soldAndSet({});
		const order = world.order({ kind: 'change', subscriptionId, ...rise, at: '2026-10-16T09:00:00Z' });
		const ids = await check(world, settings);
		await plan(ids, world, settings);
		await setInBulk({ adjustedPrice: 16.2 });
		await sync(ids, world, settings);
		expect((await world.taskOf(order)).attention?.reason).toBe('changed in Autotask');
		expect(world.adjustments()).toHaveLength(1);
	});
});

/** Ten more at 12.50 beside the ten at 18.00, which somebody has set to 16.20 and 11.00; 13 of each from 16 October on. */
describe('prices of two lines that an order would write over', () => {
	async function bothSet([first, second]: readonly [number, number]) {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		const changes = { kind: 'changes', subscriptionId } as const;
		world.order({ ...changes, items: [{ productId: 'PRD-B', quantity: 10 }], at: '2026-10-01T10:00:00Z' });
		await world.run(settings);
		world.post('2026-09-30');
		world.setNow('2026-10-05T09:00:00Z');
		await setInBulk({ adjustedPrice: first });
		await setInBulk({ adjustedPrice: second }, 1);
		const items = ['PRD-1', 'PRD-B'].map((productId) => ({ productId, ...rise }));
		const order = world.order({ ...changes, items, at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		return order;
	}

	// 13 x 18.00 + 13 x 12.50 = 396.50; 13 x 16.20 + 13 x 11.00 = 353.60; 13 x (15.00 + 15.00) = 390.00.
	it.each([
		{ set: [16.2, 11], answer: 'prices=marketplace@16.20+11', november: '396.50' },
		{ set: [16.2, 11], answer: 'prices=autotask@16.2+11', november: '353.60' },
		{ set: [15, 15], answer: 'prices=marketplace@15+15', november: '396.50' },
		{ set: [15, 15], answer: 'prices=autotask@15+15', november: '390.00' },
	] as const)('Q16: are asked about at once, and $answer counts for both', async ({ set, answer, november }) => {
		const order = await bothSet(set);
		const { id, attention } = await world.taskOf(order);
		expect(attention?.message).toContain(`price ${set[0]} where we left 18 on`);
		expect(attention?.message).toContain(`price ${set[1]} where we left 12.5 on`);
		await retry(`${id} ${answer}`, world);
		await world.run(settings);
		expect((await world.taskOf(order)).state).toBe('synced');
		expect(writtenSince().billed[1]).toBe(november);
	});

	it('Q16: are asked about again, both of them, where the answer names one', async () => {
		const order = await bothSet([16.2, 11]);
		const { id } = await world.taskOf(order);
		await retry(`${id} prices=marketplace@16.2`, world);
		await world.run(settings);
		expect((await world.taskOf(order)).attention?.message).toContain('prices=autotask@16.2+11');
		expect(world.adjustments()).toHaveLength(2);
	});
});

describe('a cost that somebody set in Autotask', () => {
	it('is not put back: a rise waits, naming both figures', async () => {
		const { subscriptionId } = await soldAndSet({ unitCost: 15 });
		const order = world.order({ kind: 'change', subscriptionId, ...rise, at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		const { attention, id } = await world.taskOf(order);
		expect(attention?.reason).toBe('changed in Autotask');
		expect(attention?.message).toMatch(/cost 15 .*we left 14\.4/);
		await retry(`${id} prices=autotask@15`, world);
		await world.run(settings);
		world.post('2026-12-31');
		expect(['2026-10', '2026-11'].map((month) => world.billed(month).cost)).toEqual(['173.23', '195.00']);
	});

	it('under a plan that was approved shows the plan again, also where it writes no cost', async () => {
		const of: RunSettings = { build: { priceSource: 'autotask' }, check: { processAutomatically: false } };
		const { subscriptionId } = await soldAndSet({});
		const order = world.order({ kind: 'change', subscriptionId, ...rise, at: '2026-10-16T09:00:00Z' });
		await world.run(of);
		expect((await world.taskOf(order)).attention?.reason).toBe('approval');
		await setInBulk({ unitCost: 15 });
		const { id } = await world.taskOf(order);
		await approveAll(world);
		await sync([id], world, of);
		const { attention } = await world.taskOf(order);
		expect(attention?.reason).toBe('approval');
		expect(attention?.message).toMatch(/^What was approved/);
		expect(world.adjustments()).toHaveLength(1);
	});
});
