import { sold, startUnconnected, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const scheduled = { kind: 'change', quantity: 6, amounts: 'none', status: 'submitted', statusCode: 'WS' } as const;

/** How often orders are asked for by their ids in one run. */
async function asked(at: string): Promise<number> {
	world.setNow(at);
	const before = world.marketplaceSide.requests().length;
	await world.run();
	const requests = world.marketplaceSide.requests().slice(before);
	return requests.filter(({ path }) => /\/orders\/\d+$/.test(path)).length;
}

describe('an order that is scheduled', () => {
	it('is asked for once a day, and found when it completes', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world);
		const { orderId } = world.order({ ...scheduled, subscriptionId, at: '2026-10-05T09:00:00Z' });
		await world.run();
		await sold(world, { at: '2026-10-20T09:00:00Z' });
		expect(await asked('2026-10-21T09:02:00Z')).toBe(1);
		expect(await asked('2026-10-21T09:07:00Z')).toBe(0);
		expect(await asked('2026-10-22T09:07:00Z')).toBe(1);
		world.order({ kind: 'settle', orderId, status: 'completed', at: '2026-11-01T00:10:00Z' });
		expect(await asked('2026-11-01T10:00:00Z')).toBe(1);
		expect(world.adjustments().at(-1)).toBe('-4@2026-11-01');
	});

	it('T7: is asked for once a day with 199 others, by eight requests a check', async () => {
		world = await startWorld();
		// A token that does not expire meanwhile: what is asked with an expired one is asked twice.
		world.marketplaceSide.setSwitches({ tokenSeconds: 864_000 });
		const { subscriptionId } = await sold(world);
		const begin = Date.parse('2026-10-05T09:00:00Z');
		for (let minute = 0; minute < 200; minute += 1)
			world.order({ ...scheduled, subscriptionId, at: new Date(begin + minute * 60_000).toISOString() });
		await world.run();
		world.setNow('2026-10-20T08:00:00Z');
		await world.run();
		await sold(world, { at: '2026-10-20T09:00:00Z' });
		expect(await asked('2026-10-20T12:00:00Z')).toBe(0);
		const due = Date.parse('2026-10-21T08:00:00Z');
		const checks: number[] = [];
		for (let check = 0; check < 28; check += 1) checks.push(await asked(new Date(due + check * 300_000).toISOString()));
		expect(checks).toEqual([...Array.from({ length: 25 }, () => 8), 0, 0, 0]);
	});

	it('is found when it completes though it is older than the look-back', async () => {
		world = await startUnconnected({ now: '2026-05-20T08:00:00Z' });
		const sale = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10 } as const;
		const { subscriptionId } = world.order({ ...sale, at: '2026-06-01T09:00:00Z' });
		const change = world.order({ ...scheduled, subscriptionId, at: '2026-07-05T09:00:00Z' });
		world.setNow('2026-10-10T09:00:00Z');
		await world.run();
		world.order({ kind: 'settle', orderId: change.orderId, status: 'completed', at: '2026-11-01T00:10:00Z' });
		await world.run();
		expect(await world.taskOf(change)).toMatchObject({ kind: 'change', order: { wasScheduled: true } });
	});
});
