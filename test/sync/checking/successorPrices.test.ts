import type { MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import type { SyncTask } from '../../../src/domain/task/task';
import { adjustByHand, changeByHand } from '../byHand';
import { approveAndSync, retry, type RunSettings } from '../fixtureRun';
import { contractId, serviceId, sold, startWorld, type World } from '../fixtureWorld';
import { ending, next, nextId } from './endingContract';

let world: World;

afterEach(async () => {
	await world.close();
});

const contracts = [ending, next];
const byAutotask: RunSettings = {
	check: { sweep: 'never' },
	build: { proration: 'autotask', priceSource: 'marketplace' },
};

/** Lets an order happen, and carries it over with approval. */
async function happens(what: MarketplaceAct, at: string, settings: RunSettings = byAutotask): Promise<SyncTask> {
	const order = world.order({ ...what, at: `${at}T09:00:00Z` });
	await world.run(settings);
	await approveAndSync(world, () => '', settings);
	return await world.taskOf(order);
}

/** The contract that takes over is proposed, and approved. */
async function goOn(at: string, settings: RunSettings = byAutotask): Promise<void> {
	world.setNow(`${at}T09:00:00Z`);
	await world.run({ ...settings, check: { sweep: 'everyCheck' } });
	await approveAndSync(world, () => '', settings);
}

/** Somebody sets the price of the line by hand. */
function twentyFromNovember() {
	const id = Number(world.autotaskSide.state().entities.ContractServices?.[0]?.id);
	const on = { contractID: contractId, contractServiceID: id, effectiveDate: '2026-11-01' };
	return { ...on, unitChange: 0, adjustedUnitPrice: 20 };
}

function billsFrom(...months: readonly string[]): readonly string[] {
	world.post('2027-06-30');
	return months.map((month) => world.billed(month).price);
}

function writtenToNext(): readonly string[] {
	return world.autotaskSide
		.state()
		.contractServiceAdjustments.filter((one) => one.contractId === nextId)
		.map((one) => `${String(one.unitChange)}@${String(one.effectiveDate)}`);
}

describe('a contract that takes over, and what a seat costs', () => {
	it('takes units at the price of its own days where the order that carries them over has a later one', async () => {
		world = await startWorld({ contracts });
		const other = await sold(world, {}, byAutotask);
		const { subscriptionId } = await sold(world, { customerId: '1', quantity: 5, price: '20.00' }, byAutotask);
		await happens({ kind: 'change', subscriptionId: other.subscriptionId, quantity: 12 }, '2026-11-05');
		await happens({ kind: 'change', subscriptionId, price: '18.00' }, '2027-01-20');
		// November: 10 x 18 + 2 x 18 x 26/30 + 5 x 20.
		expect(billsFrom('2026-11', '2026-12', '2027-01')).toEqual(['311.20', '316.00', '306.00']);
	});

	it.each([
		['price', { price: '20.00' }],
		['cost', { cost: '15.00' }],
	])('lets a %s of the last period wait that the units can not have there any more', async (_, rate) => {
		world = await startWorld({ contracts });
		const { subscriptionId } = await sold(world, {}, byAutotask);
		await goOn('2026-10-05');
		expect(writtenToNext()).toEqual(['10@2026-11-01']);
		const { attention } = await happens({ kind: 'change', subscriptionId, ...rate }, '2026-10-20');
		expect(attention?.reason).toBe('price conflict');
		expect(attention?.message).toContain('go on on contract Next from 2026-11-01');
	});

	it('lets a price of the last period wait beside others, too, whose line it would leave there', async () => {
		world = await startWorld({ contracts });
		await sold(world, { quantity: 5 }, byAutotask);
		const { subscriptionId } = await sold(world, { customerId: '1' }, byAutotask);
		await goOn('2026-10-05');
		expect(writtenToNext()).toEqual(['15@2026-11-01']);
		// Else 13 x 2.00 x 12/31 = 10.06 of October would be billed nowhere.
		const change = { kind: 'change', subscriptionId, quantity: 13, price: '20.00' } as const;
		const { attention } = await happens(change, '2026-10-20');
		expect(attention?.reason).toBe('price conflict');
	});

	it('lets a price of the last period wait with which units would go where some of them are already', async () => {
		const lines = [{ contractID: nextId, serviceID: serviceId, units: 10 }];
		world = await startWorld({ contracts, lines });
		const { subscriptionId } = await sold(world, {}, byAutotask);
		const { attention } = await happens({ kind: 'change', subscriptionId, price: '20.00' }, '2026-10-20');
		expect(attention?.reason).toBe('price conflict');
	});

	it('lets an order wait that changes seats before the day on which they come to it', async () => {
		world = await startWorld({ contracts });
		const { subscriptionId } = await sold(world, {}, byAutotask);
		const move = { kind: 'move', subscriptionId, quantity: 4, targetSubscriptionId: 'new' } as const;
		await happens(move, '2026-10-10');
		expect(writtenToNext()).toEqual(['4@2026-11-01']);
		const to = world.marketplaceSide.state().subscriptions.find(({ id }) => id !== subscriptionId)?.id ?? '';
		const { attention } = await happens({ kind: 'change', subscriptionId: to, quantity: 5 }, '2026-10-20');
		expect(attention?.reason).toBe('no contract fits');
		expect(writtenToNext()).toEqual(['4@2026-11-01']);
	});

	it.each([
		{
			priceSource: 'marketplace',
			says: /has a price of 16.2 that somebody has set, and its units go on at 18/,
			november: '180.00',
		},
		{ priceSource: 'autotask', says: /Next \(20002\) from 2026-11-01\. Look/, november: '162.00' },
	] as const)(
		'Q16: says that a price set by hand does not come along, with prices of the $priceSource',
		async ({ priceSource, says, november }) => {
			const settings = { check: { sweep: 'everyCheck' }, build: { ...byAutotask.build, priceSource } } as const;
			world = await startWorld({ contracts });
			await sold(world, {}, settings);
			world.post('2026-09-30');
			world.setNow('2026-10-20T09:00:00Z');
			const id = world.autotaskSide.state().entities.ContractServices?.[0]?.id ?? null;
			await changeByHand(world, 'PATCH', `Contracts/${contractId}/Services`, { id, adjustedPrice: 16.2 });
			await world.run(settings);
			const [, next] = await world.tasks();
			expect(next?.attention?.message).toMatch(says);
			await approveAndSync(world, () => '', settings);
			expect(billsFrom('2026-11')).toEqual([november]);
		},
	);

	it("Q1: lets units wait whose last price can not be told, with Autotask's prices, until a person says whose counts", async () => {
		const settings = {
			check: { sweep: 'everyCheck' },
			build: { ...byAutotask.build, priceSource: 'autotask' },
		} as const;
		world = await startWorld({ contracts });
		await sold(world, {}, settings);
		await adjustByHand(world, { ...twentyFromNovember(), effectiveDate: '2026-10-10' });
		world.setNow('2026-10-20T09:00:00Z');
		await world.run(settings);
		const [, task] = await world.tasks();
		expect(task?.attention).toMatchObject({
			reason: 'price conflict',
			message: expect.stringContaining('can not be told from Autotask') as string,
		});
		await retry(`${String(task?.id)} prices=marketplace`, world);
		await world.run(settings);
		await approveAndSync(world, () => '', settings);
		expect(billsFrom('2026-11')).toEqual(['180.00']);
	});

	// 10 x 18.00, then 10 x 20.00.
	it.each([
		{ proration: 'autotask', succession: 'before it' },
		{ proration: 'autotask', succession: 'with it' },
		{ proration: 'marketplace', succession: 'before it' },
		{ proration: 'marketplace', succession: 'with it' },
	] as const)(
		'A13: bills the price of a Billing order of its first day, the units carried over $succession, by $proration',
		async ({ proration, succession }) => {
			const settings: RunSettings = { check: { sweep: 'never' }, build: { ...byAutotask.build, proration } };
			world = await startWorld({ contracts });
			const { subscriptionId } = await sold(world, {}, settings);
			if (succession === 'before it') await goOn('2026-10-16', settings);
			const lines = [{ type: 'recurring', quantity: 10, unitPrice: '20.00' }] as const;
			const { state } = await happens({ kind: 'usage', subscriptionId, lines }, '2026-11-01', settings);
			expect(state).toBe('synced');
			await goOn('2026-11-02', settings);
			expect(billsFrom('2026-10', '2026-11', '2026-12')).toEqual(['180.00', '200.00', '200.00']);
		},
	);

	const [toNovember, fromDecember] = [
		{ ...ending, endDate: '2026-11-30' },
		{ ...next, startDate: '2026-12-01' },
	];

	it("leaves others their price on the next contract where units come there at another one, with Autotask's prices", async () => {
		const ownPrices: RunSettings = { ...byAutotask, build: { ...byAutotask.build, priceSource: 'autotask' } };
		world = await startWorld({ contracts: [toNovember, fromDecember] });
		const { subscriptionId } = await sold(world, {}, ownPrices);
		await adjustByHand(world, twentyFromNovember());
		await sold(world, { quantity: 5, at: '2026-12-01T09:00:00Z' }, ownPrices);
		await happens({ kind: 'change', subscriptionId, quantity: 12 }, '2026-12-05', ownPrices);
		// 10 x 20 + 2 x 20 x 27/31 + 5 x 18 = 324.84, and 12 x 20 + 5 x 18.
		expect(billsFrom('2026-12', '2027-01')).toEqual(['324.84', '330.00']);
	});

	it("credits days of the contract that ends at its line's price, where units are to go on already", async () => {
		const build = { ...byAutotask.build, priceSource: 'autotask', syncRefunds: true } as const;
		const crediting: RunSettings = { ...byAutotask, build };
		world = await startWorld({ contracts: [toNovember, fromDecember] });
		const { subscriptionId } = await sold(world, {}, crediting);
		await goOn('2026-11-05', crediting);
		expect(writtenToNext()).toEqual(['10@2026-12-01']);
		await adjustByHand(world, twentyFromNovember());
		await happens({ kind: 'change', subscriptionId, quantity: 6 }, '2026-11-16', crediting);
		// 10 x 20 - 4 x 20 x 15/30, then 5.81 + 104.52 - 2.32: the fall is on 2 December, a day late.
		expect(billsFrom('2026-11', '2026-12')).toEqual(['160.00', '108.01']);
	});
});
