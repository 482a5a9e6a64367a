import type { Subscription } from '../../../simulators/marketplace/records';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAndSync, type RunSettings } from '../fixtureRun';
import { contract, sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

/** The marketplace ends the subscription with its term, without an order. */
function endsByItself(id: string): void {
	const own = world.marketplaceSide.state().subscriptions.find((one) => one.id === id);
	const ended: Partial<Subscription> = { status: 'terminated', renewalStatus: false, lastModifiedDate: '2026-10-01' };
	if (own) world.marketplaceSide.seed({ subscriptions: [{ ...own, ...ended }] });
}

/** Ten of a term that ends on 1 October 2026, which no longer count from that day on. */
async function ended(how: 'order' | 'sweep', settings: RunSettings): Promise<string> {
	const contracts = [contract({ startDate: '2025-01-01' })];
	world = await startWorld({ now: '2025-09-20T08:00:00Z', contracts });
	const { subscriptionId } = await sold(world, { at: '2025-10-01T09:00:00Z' }, settings);
	if (how === 'order') {
		world.order({ kind: 'cancellation', subscriptionId, at: '2026-10-01T09:00:00Z' });
		await world.run(settings);
	} else {
		endsByItself(subscriptionId);
		world.setNow('2026-10-05T09:00:00Z');
		await world.run({ ...settings, check: { sweep: 'everyCheck' } });
		await approveAndSync(world, () => '', settings);
	}
	expect(world.adjustments()).toEqual(['+10@2025-10-01', '-10@2026-10-01']);
	return subscriptionId;
}

const months = ['2026-09', '2026-10', '2026-11', '2027-02', '2027-03', '2027-04'];

describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
] as const)('Q6: a renewal after the end of its term, prorated by %s', (_by, settings) => {
	it.each([
		{ by: 'order', on: '2026-10-10', since: '1 October', bills: ['180.00', '180.00', '180.00', '180.00'] },
		{ by: 'sweep', on: '2026-10-10', since: '1 October', bills: ['180.00', '180.00', '180.00', '180.00'] },
		{ by: 'order', on: '2026-10-31', since: '1 October', bills: ['180.00', '180.00', '180.00', '180.00'] },
		{ by: 'order', on: '2026-11-01', since: '1 November', bills: ['180.00', '0.00', '180.00', '180.00'] },
		{ by: 'order', on: '2027-03-01', since: '1 March', bills: ['180.00', '0.00', '0.00', '0.00'] },
		{ by: 'sweep', on: '2027-03-01', since: '1 March', bills: ['180.00', '0.00', '0.00', '0.00'] },
	] as const)('cancelled by $by, renewed on $on: ten from $since on', async ({ by, on, bills }) => {
		const subscriptionId = await ended(by, settings);
		const renewal = world.order({ kind: 'renewal', subscriptionId, at: `${on}T09:00:00Z` });
		await world.run(settings);
		await world.run(settings);
		expect((await world.taskOf(renewal)).state).toBe('synced');
		const written = world.writeRequests();
		await world.run({ ...settings, check: { sweep: 'everyCheck' } });
		expect(world.writeRequests()).toBe(written);
		world.post('2027-12-31');
		expect(months.map((month) => world.billed(month).price)).toEqual([...bills, '180.00', '180.00']);
	});

	// 180.00 x 11 / 30
	it('on 20 November: eleven days of November', async () => {
		const subscriptionId = await ended('order', settings);
		world.order({ kind: 'renewal', subscriptionId, at: '2026-11-20T09:00:00Z' });
		await world.run(settings);
		world.post('2026-12-31');
		expect(['2026-10', '2026-11', '2026-12'].map((month) => world.billed(month).price)).toEqual([
			'0.00',
			'66.00',
			'180.00',
		]);
	});
});
