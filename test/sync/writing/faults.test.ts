import type { FaultAction } from '../../../simulators/faults';
import { retry, type RunSettings } from '../fixtureRun';
import { editByHand, sold, startWorld, type World } from '../fixtureWorld';

const byMarketplace: RunSettings = { build: { proration: 'marketplace' } };
const page = '<html><body>Service unavailable</body></html>';

let world: World;

afterEach(async () => {
	await world.close();
});

/** A sale that takes two charges, a new line and an adjustment. */
async function saleAtHand(): Promise<World> {
	const own = await startWorld();
	own.order({
		kind: 'sale',
		customerId: '1',
		productId: 'PRD-1',
		quantity: 10,
		setup: '50.00',
		alignedTo: 1,
		at: '2026-10-20T09:00:00Z',
	});
	return own;
}

async function undisturbed(): Promise<unknown> {
	const own = await saleAtHand();
	try {
		await own.run(byMarketplace);
		own.post('2027-12-31');
		return own.autotaskSide.ledger();
	} finally {
		await own.close();
	}
}

function later(minutes: number): void {
	world.setNow(new Date(Date.parse(world.clock.now()) + minutes * 60_000).toISOString());
}

const unproven: readonly { readonly fault: string; readonly action: FaultAction }[] = [
	{ fault: 'the answer is lost after the effect', action: { kind: 'loseAnswerAfterEffect' } },
	{ fault: 'the connection is closed before the effect', action: { kind: 'closeBeforeEffect' } },
	{ fault: 'a 503 page comes instead', action: { kind: 'status', status: 503, body: page } },
	{
		fault: 'a 502 page comes after the effect',
		action: { kind: 'status', status: 502, body: page, afterEffect: true },
	},
	{ fault: 'a 500 without reasons comes after the effect', action: { kind: 'status', status: 500, afterEffect: true } },
	{ fault: 'a maintenance page comes with 200', action: { kind: 'status', status: 200, body: page } },
	{ fault: 'the answer breaks off', action: { kind: 'truncateJson' } },
];

const writes = [
	{ write: 'the first charge', path: '/Charges$', nth: 1 },
	{ write: 'the second charge', path: '/Charges$', nth: 2 },
	{ write: 'the new line', path: '/Services$', nth: 1 },
	{ write: 'the adjustment', path: '/ServiceAdjustments$', nth: 1 },
];

describe('a write without proof', () => {
	const expected = undisturbed();

	it.each(unproven.flatMap((one) => writes.map((write) => ({ ...one, ...write }))))(
		'leaves each line once where, at $write, $fault',
		async ({ action, path, nth }) => {
			world = await saleAtHand();
			world.autotaskSide.addFault({ method: 'POST', path: `/Contracts/\\d+${path}`, nth, action });
			const first = await world.run(byMarketplace);
			expect(first.synced.map((one) => one.result.state)).toEqual(['waiting']);
			later(1);
			expect((await world.run(byMarketplace)).offered).toHaveLength(1);
			const [task] = await world.tasks();
			expect(task?.state).not.toBe('synced');
			later(31);
			await world.run(byMarketplace);
			expect((await world.tasks()).map((one) => one.state)).toEqual(['synced']);
			world.post('2027-12-31');
			expect(world.autotaskSide.ledger()).toEqual(await expected);
		},
	);

	it('is not repeated before the settle time is over', async () => {
		world = await saleAtHand();
		world.autotaskSide.addFault({
			method: 'POST',
			path: '/ServiceAdjustments$',
			action: { kind: 'closeBeforeEffect' },
		});
		await world.run(byMarketplace);
		const sent = world.writeRequests();
		later(1);
		await world.run(byMarketplace);
		expect(world.writeRequests()).toBe(sent);
	});
});

describe('a write without proof to a line that somebody else changes meanwhile', () => {
	it('waits with all figures and writes nothing', async () => {
		world = await startWorld();
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-01T09:00:00Z' });
		world.autotaskSide.addFault({
			method: 'POST',
			path: '/ServiceAdjustments$',
			action: { kind: 'closeBeforeEffect' },
		});
		await world.run();
		await editByHand(world, { unitChange: 12, effectiveDate: '2026-10-01' });
		later(31);
		await world.run();
		const [task] = await world.tasks();
		expect(task).toMatchObject({
			state: 'attention',
			attention: {
				reason: 'changed in Autotask',
				message: expect.stringMatching(/holds 12 units on 2026-10-01, neither 0 nor 10/),
			},
		});
		expect(world.adjustments()).toEqual(['+12@2026-10-01']);
	});

	it('fails with both figures after the write, and is synced once it is corrected and retried', async () => {
		world = await startWorld();
		const sale = await sold(world);
		const change = world.order({
			kind: 'change',
			subscriptionId: sale.subscriptionId,
			quantity: 13,
			at: '2026-10-16T09:00:00Z',
		});
		world.autotaskSide.addFault({
			method: 'POST',
			path: '/ServiceAdjustments$',
			action: { kind: 'hold', effect: 'beforeRelease' },
		});
		const running = world.run();
		await world.autotaskSide.waitForHeld();
		await editByHand(world, { unitChange: 2, effectiveDate: '2026-10-02' });
		world.autotaskSide.release();
		await running;
		expect(await world.taskOf(change)).toMatchObject({
			state: 'failed',
			note: expect.stringMatching(/holds 15 units, 13 are expected/),
		});
		await editByHand(world, { unitChange: -2, effectiveDate: '2026-10-03' });
		await retry((await world.taskOf(change)).id, world);
		await world.run();
		expect(await world.taskOf(change)).toMatchObject({ state: 'synced' });
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+3@2026-10-16', '+2@2026-10-02', '-2@2026-10-03']);
	});
});

describe('a limit', () => {
	const expected = undisturbed();

	it.each(writes)('is waited for before $write', async ({ path, nth }) => {
		world = await saleAtHand();
		world.autotaskSide.addFault({
			method: 'POST',
			path: `/Contracts/\\d+${path}`,
			nth,
			times: 2,
			action: { kind: 'status', status: 429 },
		});
		await world.run(byMarketplace);
		world.post('2027-12-31');
		expect(world.autotaskSide.ledger()).toEqual(await expected);
	});

	it('that lasts longer than a write may wait stops the run, and the next one goes on', async () => {
		world = await saleAtHand();
		world.autotaskSide.addFault({
			method: 'POST',
			path: '/ServiceAdjustments$',
			action: { kind: 'status', status: 429, retryAfter: '100' },
		});
		const first = await world.run(byMarketplace);
		expect(first.synced.map((one) => one.result.state)).toEqual(['waiting']);
		expect(world.adjustments()).toEqual([]);
		later(1);
		await world.run(byMarketplace);
		world.post('2027-12-31');
		expect(world.autotaskSide.ledger()).toEqual(await expected);
	});
});

describe('a refused login', () => {
	const expected = undisturbed();
	const refused: FaultAction = { kind: 'status', status: 401, body: '{}' };

	it('stops every request for 15 minutes, and the tasks go on afterwards', async () => {
		world = await saleAtHand();
		world.autotaskSide.addFault({ method: 'POST', path: '/ServiceAdjustments$', times: 2, action: refused });
		const first = await world.run(byMarketplace);
		expect(first.synced.map((one) => one.result.state)).toEqual(['waiting']);
		world.autotaskSide.clearRequests();
		later(14);
		await expect(world.run(byMarketplace)).rejects.toMatchObject({ name: 'LoginRefusedError' });
		expect(world.autotaskSide.requests()).toEqual([]);
		later(31);
		await world.run(byMarketplace);
		world.post('2027-12-31');
		expect(world.autotaskSide.ledger()).toEqual(await expected);
	});
});

describe('a refusal in the middle', () => {
	it('fails the task with what is written and what is missing, and retry writes only the missing', async () => {
		world = await saleAtHand();
		const refusal: FaultAction = {
			kind: 'status',
			status: 500,
			body: JSON.stringify({ errors: ['The line is locked.'] }),
		};
		world.autotaskSide.addFault({ method: 'POST', path: '/ServiceAdjustments$', action: refusal });
		const { synced } = await world.run(byMarketplace);
		expect(synced).toMatchObject([
			{ kind: 'failed', result: { state: 'failed', missing: [expect.stringContaining('+10 on 2026-11-01')] } },
		]);
		expect(synced[0]?.result.lines.map((line) => line.kind)).toEqual(['contractService', 'charge', 'charge']);
		expect((await world.tasks())[0]).toMatchObject({
			state: 'failed',
			note: expect.stringContaining('The line is locked.'),
		});
		await retry(String((await world.tasks())[0]?.id), world);
		world.autotaskSide.clearRequests();
		await world.run(byMarketplace);
		expect(world.writeRequests()).toBe(1);
		expect([world.charges(), world.adjustments()]).toEqual([
			['50.00@2026-10-20', '69.68@2026-10-20'],
			['+10@2026-11-01'],
		]);
	});
});

describe('Retry-After that is longer than a run waits', () => {
	it('ends the run, and no later one sends anything before', async () => {
		world = await saleAtHand();
		world.autotaskSide.addFault({ action: { kind: 'status', status: 429, retryAfter: '300' } });
		await world.run(byMarketplace).catch(() => undefined);
		world.autotaskSide.clearRequests();
		world.setNow(new Date(Date.parse(world.clock.now()) + 240_000).toISOString());
		await world.run(byMarketplace).catch(() => undefined);
		expect(world.autotaskSide.requests()).toEqual([]);
		world.setNow(new Date(Date.parse(world.clock.now()) + 31 * 60_000).toISOString());
		await world.run(byMarketplace);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['synced']);
		expect(world.charges()).toEqual(['50.00@2026-10-20', '69.68@2026-10-20']);
	});
});
