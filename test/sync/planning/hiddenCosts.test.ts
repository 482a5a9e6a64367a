import type { BillingCodeId, ProductId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import { addServiceToAutotask } from '../../../src/sync/mapping/addServiceToAutotask';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { connection } from '../fixtureClients';
import { approveAll, approveAndSync, sync } from '../fixtureRun';
import { editByHand, sold, startUnconnected, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const hidden = { costAccess: 'none' } as const;
const swept = { check: { sweep: 'daily' } } as const;
const shown = { costAccess: 'full' } as const;

/** What the log says of costs, oldest first. */
async function saidOfCosts(): Promise<readonly string[]> {
	const log = await world.store.readLog(connection.connectionId);
	return log
		.map(({ message }) => message)
		.filter((message) => /costs/.test(message))
		.toReversed();
}

/** Bodies of the writes so far, as far as they name a cost. */
function costsSent(): readonly unknown[] {
	const bodies = world.autotaskSide.requests().filter((one) => one.kind === 'write');
	return bodies.flatMap(({ body }) => (/[cC]ost/.test(JSON.stringify(body ?? null)) ? [body] : []));
}

function raised(subscriptionId: string, quantity: number, at: string, price?: string) {
	return world.order({ kind: 'change', subscriptionId, quantity, at, ...(price === undefined ? {} : { price }) });
}

describe('an API user that may not read costs', () => {
	it('is found by the first check, and said once', async () => {
		world = await startUnconnected({ switches: hidden });
		await world.run();
		expect(await saidOfCosts()).toEqual([
			expect.stringMatching(/^The API user in Autotask may not read costs\..*security level/),
		]);
		for (const day of ['21', '22', '23']) {
			world.setNow(`2026-09-${day}T08:00:00Z`);
			await world.run(swept);
		}
		expect(await saidOfCosts()).toHaveLength(1);
	});

	it('is not said where Autotask shows costs, or holds nothing that would have one', async () => {
		world = await startWorld();
		expect(await saidOfCosts()).toEqual([]);
	});

	it('is said again once it may read them', async () => {
		world = await startWorld({ switches: hidden });
		world.autotaskSide.setSwitches(shown);
		world.setNow('2026-09-22T08:00:00Z');
		await world.run(swept);
		expect(await saidOfCosts()).toEqual([
			expect.stringMatching(/may not read costs/),
			expect.stringMatching(/may read costs again/),
		]);
	});

	it('stops no check where that cannot be looked at, and the next sweep looks', async () => {
		world = await startUnconnected({ switches: hidden });
		world.autotaskSide.addFault({
			method: 'POST',
			path: '/Services/query',
			action: { kind: 'status', status: 503 },
			times: 0,
		});
		await world.run();
		expect(await saidOfCosts()).toEqual([]);
		world.autotaskSide.clearFaults();
		world.setNow('2026-09-21T08:00:00Z');
		await world.run(swept);
		expect(await saidOfCosts()).toHaveLength(1);
	});

	it('is said with the first plan, too, where no check has looked since', async () => {
		world = await startWorld();
		world.autotaskSide.setSwitches(hidden);
		await sold(world);
		expect(await saidOfCosts()).toEqual([expect.stringMatching(/may not read costs/)]);
	});
});

describe('a service that is created', () => {
	it.each([
		{ costAccess: 'none', sent: null, says: true },
		{ costAccess: 'full', sent: 9, says: false },
	] as const)('says whether its cost is lost, with costs: $costAccess', async ({ costAccess, sent, says }) => {
		world = await startWorld({ switches: { costAccess } });
		const { connectionId } = connection;
		const product = { productId: 'PRD-N' as ProductId, productName: 'New', periodType: 'monthly' } as const;
		const service = { name: 'New', price: decimal('12'), cost: decimal('9'), billingCodeId: 29680002 as BillingCodeId };
		const wanted = { connectionId, ...product, ...service, severalProducts: 'refuse' } as const;
		const { message } = await addServiceToAutotask(wanted, world);
		expect(message.includes('without its cost')).toBe(says);
		const made = world.autotaskSide.state().entities.Services?.find(({ externalID }) => externalID === 'PRD-N');
		expect(made?.unitCost ?? null).toBe(sent);
	});
});

describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
])('costs that Autotask hides, prorated by %s', (_by, settings) => {
	// 10 x 18.00 + 3 x 18.00 x 16 / 31 = 207.87; the catalogue's own cost of 14.40 stays on the line.
	it('are neither sent nor promised, and the plan says so', async () => {
		world = await startWorld({ switches: hidden });
		const { subscriptionId } = await sold(world, {}, settings);
		const rise = raised(subscriptionId, 13, '2026-10-16T09:00:00Z');
		await world.run(settings);
		const task = await world.taskOf(rise);
		expect(task.state).toBe('synced');
		expect(costsSent()).toEqual([]);
		const plans = await world.store.plans(
			connection.connectionId,
			(await world.tasks()).map(({ id }) => id),
		);
		expect(plans.flatMap(({ lines }) => lines.map(({ cost }) => cost))).toEqual(
			plans.flatMap(({ lines }) => lines.map(() => undefined)),
		);
		const said = plans.flatMap(({ lines }) => lines.map(({ detail }) => detail)).filter((one) => /cost/.test(one));
		expect(said[0]).toMatch(/cost 14\.40? is left out: the API user in Autotask may not read costs/);
		world.post('2026-12-31');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['207.87', '234.00']);
	});

	it('ask nobody about a cost that somebody has set', async () => {
		world = await startWorld({ switches: hidden });
		const { subscriptionId } = await sold(world, {}, settings);
		world.autotaskSide.setSwitches(shown);
		await editByHand(world, {
			unitChange: 0,
			adjustedUnitPrice: 18,
			adjustedUnitCost: 11,
			effectiveDate: '2026-10-05',
		});
		world.autotaskSide.setSwitches(hidden);
		const rise = raised(subscriptionId, 13, '2026-10-16T09:00:00Z');
		await world.run(settings);
		expect((await world.taskOf(rise)).state).toBe('synced');
	});

	// Costs were written before: 180.00 and 144.00. Then they are hidden, and +3 at 20.00 says nothing of them.
	it('are left as they are once they are hidden', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		world.autotaskSide.setSwitches(hidden);
		const before = costsSent().length;
		const rise = raised(subscriptionId, 13, '2026-10-16T09:00:00Z', '20.00');
		await world.run(settings);
		expect((await world.taskOf(rise)).state).toBe('synced');
		expect(costsSent()).toHaveLength(before);
		const [plan] = await world.store.plans(connection.connectionId, [(await world.taskOf(rise)).id]);
		expect(plan?.charges.map(({ cost }) => cost).filter((cost) => cost !== undefined)).toEqual([]);
	});

	// The cost of 16.00 that the line has by the catalogue gives way to the order's 14.40: 13 x 14.40 = 187.20.
	it('are written without a question once they are shown', async () => {
		world = await startWorld({ switches: hidden });
		const { subscriptionId } = await sold(world, {}, settings);
		world.autotaskSide.setSwitches(shown);
		const rise = raised(subscriptionId, 13, '2026-11-01T09:00:00Z');
		await world.run(settings);
		expect((await world.taskOf(rise)).state).toBe('synced');
		world.post('2026-12-31');
		expect([world.billed('2026-12').price, world.billed('2026-12').cost]).toEqual(['234.00', '187.20']);
	});

	it('make a plan wait that was approved while they were shown', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		const byHand = { ...settings, check: { processAutomatically: false } };
		const rise = raised(subscriptionId, 13, '2026-10-16T09:00:00Z', '20.00');
		await world.run(byHand);
		world.autotaskSide.setSwitches(hidden);
		const before = world.writeRequests();
		const { approved } = await approveAll(world);
		const ids = approved.map(({ task }) => task.id);
		await sync(ids, world, byHand);
		expect((await world.taskOf(rise)).attention?.reason).toBe('approval');
		expect(world.writeRequests()).toBe(before);
		await approveAndSync(world, () => '', byHand);
		expect((await world.taskOf(rise)).state).toBe('synced');
	});

	it('still make a price wait that falls below the cost that the marketplace names', async () => {
		world = await startWorld({ switches: hidden });
		const { subscriptionId } = await sold(world, { price: '16.00' }, settings);
		const change = raised(subscriptionId, 10, '2026-10-16T09:00:00Z', '14.00');
		await world.run(settings);
		expect((await world.taskOf(change)).attention).toMatchObject({
			reason: 'approval',
			message: expect.stringContaining('below its cost of 14.4') as string,
		});
	});
});
