import type { ActResult, MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAndSync, check, plan, retry, type RunSettings, sync } from '../fixtureRun';
import { contract, contractId, serviceId, sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const otherCustomers = contract({ id: 20009, companyID: 1002, contractName: 'Next door' });
const beforeUs = { id: 30001, contractID: contractId, serviceID: serviceId, unitPrice: 18, unitCost: 14.4, units: 10 };

function lineId(): number {
	return Number(world.autotaskSide.state().entities.ContractServices?.[0]?.id);
}

/** From then on Autotask shows no more of the contract than that. */
function hide(what: 'contracts' | 'services' | 'units'): void {
	world.autotaskSide.setSwitches({ hiddenOfOtherBusiness: what });
	world.autotaskSide.seed({ Contracts: [contract({ organizationalLevelAssociationID: 7 })] });
}

function showAgain(): void {
	world.autotaskSide.setSwitches({ hiddenOfOtherBusiness: 'nothing' });
}

const ways = {
	'is hidden with its contract': () => hide('contracts'),
	'is hidden with its units': () => hide('services'),
	'is there and its units are hidden': () => hide('units'),
	'has been removed': () => world.autotaskSide.removeLine(lineId()),
} as const;
type Way = keyof typeof ways;

/** Ten seats on a line that we have made, or on one that somebody had entered. */
async function tenSeats(settings: RunSettings, isBeforeUs: boolean): Promise<ActResult> {
	world = await startWorld({ contracts: [contract(), otherCustomers], lines: isBeforeUs ? [beforeUs] : [] });
	if (!isBeforeUs) return await sold(world, {}, settings);
	const at = '2026-10-01T09:00:00Z';
	const sale = world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at });
	await world.run(settings);
	await retry(`order-${sale.orderId} own=10`, world);
	await world.run(settings);
	await approveAndSync(world, () => '', settings);
	expect(await world.taskOf(sale)).toMatchObject({ state: 'synced' });
	return sale;
}

type Later = Omit<Extract<MarketplaceAct, { kind: 'change' }>, 'subscriptionId'> | { readonly kind: 'cancellation' };

const acts: readonly (readonly [string, Later])[] = [
	['rise', { kind: 'change', quantity: 13 }],
	['fall', { kind: 'change', quantity: 6 }],
	['price', { kind: 'change', price: '20.00' }],
	['cancellation', { kind: 'cancellation' }],
];

function order(sale: ActResult, act: Later): ActResult {
	return world.order({ ...act, subscriptionId: sale.subscriptionId, at: '2026-10-16T09:00:00Z' });
}

function nextDoor(): ActResult {
	const at = '2026-10-16T10:00:00Z';
	return world.order({ kind: 'sale', customerId: '2', productId: 'PRD-1', quantity: 5, at });
}

async function attentionOf(one: ActResult): Promise<string> {
	const { state, attention } = await world.taskOf(one);
	return `${state}: ${attention?.reason ?? ''}`;
}

const settingsOf = { Autotask: byAutotask, 'the marketplace': byMarketplace } as const;
/** Each act in each way on a line of ours; with the marketplace's proration, which charges first, a rise on a line of before. */
const cases = (Object.keys(ways) as Way[]).flatMap((way) => [
	...acts.map(([act, later]) => ({
		proration: 'Autotask' as const,
		way,
		act,
		later,
		isBeforeUs: false,
		whose: 'ours',
	})),
	...acts.slice(0, 1).map(([act, later]) => ({
		proration: 'the marketplace' as const,
		way,
		act,
		later,
		isBeforeUs: true,
		whose: 'before us',
	})),
]);

describe('a linked line that no longer comes back', () => {
	it.each(cases)(
		'of $whose that $way asks a person at a $act, prorated by $proration, and the others go on',
		async ({ proration, way, later, isBeforeUs }) => {
			const settings = settingsOf[proration];
			const sale = await tenSeats(settings, isBeforeUs);
			world.setNow('2026-10-05T09:00:00Z');
			ways[way]();
			const before = world.writeRequests();
			const late = order(sale, later);
			await world.run(settings);
			await world.run(settings);
			expect(await attentionOf(late)).toBe('attention: changed in Autotask');
			expect(world.writeRequests()).toBe(before);
			const other = nextDoor();
			await world.run(settings);
			await world.run(settings);
			expect(await world.taskOf(other)).toMatchObject({ state: 'synced' });
			expect(await attentionOf(late)).toBe('attention: changed in Autotask');
		},
	);

	// 10 x 18.00 + 3 x 18.00 x 16/31 = 207.87; 13 x 18.00 = 234.00.
	it.each(['is hidden with its contract', 'is hidden with its units', 'is there and its units are hidden'] as const)(
		'that %s is written once it comes back, as if it had never been away',
		async (way) => {
			const sale = await tenSeats({}, false);
			ways[way]();
			const rise = order(sale, { kind: 'change', quantity: 13 });
			await world.run();
			showAgain();
			world.setNow('2026-10-17T12:00:00Z');
			await world.run();
			expect(await world.taskOf(rise)).toMatchObject({ state: 'synced' });
			world.post('2026-11-30');
			expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['207.87', '234.00']);
		},
	);

	it('between plan and write is not written beside', async () => {
		const sale = await tenSeats({}, false);
		const rise = order(sale, { kind: 'change', quantity: 13 });
		await plan(await check(world), world);
		const { id, state } = await world.taskOf(rise);
		expect(state).toBe('approved');
		world.autotaskSide.removeLine(lineId());
		await sync([id], world);
		expect(await attentionOf(rise)).toBe('attention: changed in Autotask');
		expect(world.adjustments()).toEqual(['+10@2026-10-01']);
	});

	// A person says so. 13 x 18.00 x 16/31 = 120.77, from the day of the order on; 13 x 18.00 = 234.00.
	it.each(Object.keys(settingsOf) as (keyof typeof settingsOf)[])(
		'that is gone for good is planned without, for approval, prorated by %s',
		async (proration) => {
			const settings = settingsOf[proration];
			const sale = await tenSeats(settings, false);
			const gone = lineId();
			world.autotaskSide.removeLine(gone);
			const rise = order(sale, { kind: 'change', quantity: 13 });
			await world.run(settings);
			expect((await world.taskOf(rise)).attention?.message).toMatch(
				new RegExp(`contract service ${gone} of contract Cloud.* gone=${gone}`),
			);
			await retry(`order-${rise.orderId} gone=${gone}`, world);
			await world.run(settings);
			expect((await world.taskOf(rise)).attention).toMatchObject({
				reason: 'approval',
				message: expect.stringContaining(`contract service ${gone} is gone`),
			});
			await approveAndSync(world, () => '', settings);
			expect(await world.taskOf(rise)).toMatchObject({ state: 'synced' });
			const fall = world.order({
				kind: 'change',
				subscriptionId: sale.subscriptionId,
				quantity: 12,
				at: '2026-10-20T09:00:00Z',
			});
			await world.run(settings);
			expect(await world.taskOf(fall)).toMatchObject({ state: 'synced' });
			world.post('2026-11-30');
			expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['120.77', '216.00']);
		},
	);

	// Ten on the line that is there instead: 10 x 18.00 + 3 x 18.00 x 16/31 = 207.87; 13 x 18.00 = 234.00.
	it.each(Object.keys(settingsOf) as (keyof typeof settingsOf)[])(
		'that was replaced by hand goes on on the other line once a person has said both, prorated by %s',
		async (proration) => {
			const settings = settingsOf[proration];
			const sale = await tenSeats(settings, false);
			const gone = lineId();
			world.setNow('2026-10-05T09:00:00Z');
			world.autotaskSide.removeLine(gone);
			const { id: _id, ...instead } = beforeUs;
			world.autotaskSide.seed({ ContractServices: [instead] });
			const rise = order(sale, { kind: 'change', quantity: 13 });
			await world.run(settings);
			expect(await attentionOf(rise)).toBe('attention: changed in Autotask');
			await retry(`order-${rise.orderId} gone=${gone}`, world);
			await world.run(settings);
			expect((await world.taskOf(rise)).attention).toMatchObject({
				reason: 'approval',
				message: expect.stringMatching(`contract service ${lineId()} existed before.* own=10`),
			});
			await approveAndSync(world, () => 'own=10', settings);
			expect(await world.taskOf(rise)).toMatchObject({ state: 'synced' });
			expect(world.autotaskSide.state().entities.ContractServices).toHaveLength(1);
			world.post('2026-11-30');
			expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['207.87', '234.00']);
		},
	);

	it('is not gone because a person says so of one that is hidden with its contract', async () => {
		const sale = await tenSeats({}, false);
		const hidden = lineId();
		hide('contracts');
		const rise = order(sale, { kind: 'change', quantity: 13 });
		await world.run();
		await retry(`order-${rise.orderId} gone=${hidden}`, world);
		await world.run();
		expect(await attentionOf(rise)).toBe('attention: changed in Autotask');
	});

	// Five of another subscription of the customer on 16 October; with the ten they are 15 x 18.00.
	it.each(Object.keys(settingsOf) as (keyof typeof settingsOf)[])(
		'that is hidden with its contract is named where a sale would get a second contract, prorated by %s',
		async (proration) => {
			const { build } = settingsOf[proration];
			const settings: RunSettings = { build: { ...build, whenNoContract: 'create' } };
			await tenSeats(settings, false);
			hide('contracts');
			const before = world.writeRequests();
			const at = '2026-10-16T09:00:00Z';
			const five = world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 5, at });
			await world.run(settings);
			expect((await world.taskOf(five)).attention).toMatchObject({
				reason: 'approval',
				message: expect.stringMatching(
					/is created, .*; Autotask does not show contract 20001, which bills this customer already/,
				),
			});
			expect(world.writeRequests()).toBe(before);
			showAgain();
			await retry(`order-${five.orderId}`, world);
			await world.run(settings);
			expect(await world.taskOf(five)).toMatchObject({ state: 'synced' });
			world.post('2026-11-30');
			expect(world.billed('2026-11').price).toBe('270.00');
			expect(world.autotaskSide.state().entities.Contracts).toHaveLength(2);
		},
	);

	it('that is hidden with its contract is not named where that has no subscription any more', async () => {
		const settings: RunSettings = { build: { whenNoContract: 'create' } };
		const { subscriptionId } = await tenSeats(settings, false);
		world.order({ kind: 'cancellation', subscriptionId, at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		hide('contracts');
		const at = '2026-12-16T09:00:00Z';
		const five = world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 5, at });
		await world.run(settings);
		const { message } = (await world.taskOf(five)).attention ?? {};
		expect(message).toContain('is created');
		expect(message).not.toContain('20001');
	});

	// Cancelled for November, then removed by hand; sold again for December: 10 x 18.00.
	it('asks nobody where it holds nothing any more', async () => {
		const sale = await tenSeats({}, false);
		world.order({ kind: 'cancellation', subscriptionId: sale.subscriptionId, at: '2026-10-16T09:00:00Z' });
		await world.run();
		world.setNow('2026-11-20T09:00:00Z');
		world.autotaskSide.removeLine(lineId());
		const { subscriptions } = world.marketplaceSide.state();
		const own = subscriptions.find(({ id }) => id === sale.subscriptionId);
		if (!own) throw new RangeError('no subscription');
		world.marketplaceSide.seed({
			subscriptions: [
				{
					...own,
					status: 'active',
					lastModifiedDate: '2026-12-01',
					products: own.products.map((product) => ({ ...product, quantity: 10 })),
				},
			],
		});
		world.setNow('2026-12-05T09:00:00Z');
		const sweeping: RunSettings = { check: { sweep: 'everyCheck' } };
		await world.run(sweeping);
		await approveAndSync(world, () => '', sweeping);
		world.post('2026-12-31');
		expect(world.billed('2026-12').price).toBe('180.00');
	});
});
