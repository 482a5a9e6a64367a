import { byAutotask, byMarketplace } from '../fixtureBilled';
import { approveAndSync } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

// Ten at 18.00 from 1 September on. No check has run between 2 September and 16 November.
describe.each([
	['Autotask', byAutotask, '207.00'],
	['the marketplace', byMarketplace, '207.00'],
])('T10: changes that are found late, prorated by %s', (_by, settings, september) => {
	it('a rise of 16 September waits, and is billed from that day once it is approved', async () => {
		world = await startWorld({ now: '2026-08-20T08:00:00Z' });
		const { subscriptionId } = await sold(world, { at: '2026-09-01T09:00:00Z' }, settings);
		world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-09-16T09:00:00Z' });
		world.setNow('2026-11-16T08:00:00Z');
		await world.run(settings);
		expect((await world.tasks()).at(-1)?.attention).toMatchObject({
			reason: 'approval',
			message: expect.stringMatching(/from 2026-09-16 on, before the period from 2026-11-01, in which it was found/),
		});
		expect([world.adjustments().length, world.charges()]).toEqual([1, []]);
		await approveAndSync(world, () => '', settings);
		world.post('2026-11-30');
		expect(['2026-09', '2026-10', '2026-11'].map((month) => world.billed(month).price)).toEqual([
			september,
			'234.00',
			'234.00',
		]);
	});

	it.each([
		{
			rule: 'another 2.00 a seat, 20.00 a month, is written',
			act: { kind: 'change', price: '20.00' },
		},
		{ rule: 'the end of 180.00 a month waits', act: { kind: 'cancellation' }, says: '180.00 of 100.00 money' },
	] as const)('of a limit of 100.00 a run counts what changes: $rule', async ({ act, ...of }) => {
		world = await startWorld({ now: '2026-08-20T08:00:00Z' });
		const { subscriptionId } = await sold(world, { at: '2026-09-01T09:00:00Z' }, settings);
		world.setNow('2026-10-17T08:00:00Z');
		world.order({ ...act, subscriptionId, at: '2026-10-16T09:00:00Z' });
		await world.run({ ...settings, sync: { maxMoney: '100.00' } });
		const says = (await world.tasks()).flatMap(({ attention }) => attention?.message ?? []);
		expect(says).toEqual('says' in of ? [expect.stringContaining(of.says)] : []);
	});

	it('a sale of September does not: nothing was billed before it', async () => {
		world = await startWorld({ now: '2026-08-20T08:00:00Z' });
		world.setNow('2026-11-16T08:00:00Z');
		await sold(world, { at: '2026-09-16T09:00:00Z' }, settings);
	});
});
