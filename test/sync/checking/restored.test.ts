import type { Subscription } from '../../../simulators/marketplace/records';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAndSync } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

/** The marketplace takes a cancellation back, without an order. */
function restore(id: string, fields: Partial<Subscription>): void {
	const own = world.marketplaceSide.state().subscriptions.find((one) => one.id === id);
	if (own)
		world.marketplaceSide.seed({ subscriptions: [{ ...own, status: 'active', renewalStatus: true, ...fields }] });
}

// Ten at 18.00 from 1 September, cancelled on 5 October; active again from 12 October on.
describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
])('a subscription that is cancelled and restored without a sale, prorated by %s', (_by, settings) => {
	it.each([
		// 180.00 - 180.00 x 27 / 31 + 180.00 x 20 / 31
		{ rule: 'refunded', refund: true, on: '2026-10-12', october: '139.36', november: '180.00' },
		{ rule: 'not refunded: October is billed', refund: false, on: '2026-10-12', october: '180.00', november: '180.00' },
		// 180.00 x 26 / 30
		{ rule: 'after it has ended', refund: false, on: '2026-11-05', october: '180.00', november: '156.00' },
	])('T5: $rule', async ({ refund, on, october, november }) => {
		world = await startWorld({ now: '2026-08-20T08:00:00Z' });
		const { subscriptionId } = await sold(world, { at: '2026-09-01T09:00:00Z' }, settings);
		world.order({ kind: 'cancellation', subscriptionId, refund, at: '2026-10-05T09:00:00Z' });
		await world.run(settings);
		restore(subscriptionId, { lastModifiedDate: on, expirationDate: '2027-09-01' });
		world.setNow(`${on.slice(0, 8)}${Number(on.slice(8)) + 4}T09:00:00Z`.replace(/-(\d)T/, '-0$1T'));
		const swept = { ...settings, check: { sweep: 'everyCheck' } } as const;
		await world.run(swept);
		const waiting = (await world.tasks()).filter(({ state }) => state === 'attention');
		expect(waiting).toMatchObject([{ kind: 'change', attention: { reason: 'approval' } }]);
		await approveAndSync(world, () => '', settings);
		world.post('2026-12-31');
		expect(['2026-10', '2026-11', '2026-12'].map((month) => world.billed(month).price)).toEqual([
			october,
			november,
			'180.00',
		]);
		await world.run(swept);
		expect((await world.tasks()).filter(({ state }) => state === 'attention')).toEqual([]);
	});
});
