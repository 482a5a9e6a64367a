import type { ActResult } from '../../../simulators/marketplace/actKinds';
import { tasksPage } from '../../../src/pages/board/tasksPage';
import { changeSettings } from '../../../src/sync/settings/changeSettings';
import { checkSettings, connection, planSettings, syncOptions } from '../../sync/fixtureClients';
import { companyId, contract, contractId, sold, startWorld, type World } from '../../sync/fixtureWorld';
import { type OpenPage, openPage, textOf } from '../openPage';

const { connectionId } = connection;
const byHand = { check: { processAutomatically: false } };
let world: World;
let board: OpenPage;
let ids: string;

/** Ten and 1,200 are billed; a rise and a fall of October, a rise of September found late, and two sales with setup wait. */
beforeEach(async () => {
	const contracts = Array.from({ length: 5 }, (_, at) =>
		contract({ id: contractId + at, companyID: companyId + at, contractName: `Cloud ${at + 1}` }),
	);
	world = await startWorld({ companies: 5, contracts, now: '2026-08-20T08:00:00Z' });
	const sell = async (at: number, quantity: number) =>
		await sold(world, { customerId: String(at), quantity, at: `2026-09-0${at}T09:00:00Z` });
	const [ten, many, late] = [await sell(1, 10), await sell(2, 1200), await sell(3, 10)];
	const change = (of: ActResult, quantity: number, at: string) =>
		world.order({ kind: 'change', subscriptionId: of.subscriptionId, quantity, at });
	change(late, 13, '2026-09-16T09:00:00Z');
	for (const at of [4, 5])
		world.order({
			kind: 'sale',
			customerId: String(at),
			productId: 'PRD-1',
			quantity: 10 * at,
			setup: '50.00',
			at: `2026-10-0${at}T09:00:00Z`,
		});
	change(many, 1100, '2026-10-11T09:00:00Z');
	change(ten, 13, '2026-10-16T09:00:00Z');
	world.setNow('2026-10-17T08:00:00Z');
	await world.run(byHand);
	board = openPage(
		tasksPage({ plan: planSettings, sync: syncOptions, check: { ...checkSettings, processAutomatically: false } }),
		world,
	);
	ids = (await world.tasks())
		.filter(({ state }) => state === 'attention')
		.map(({ id }) => id)
		.join(',');
});

afterEach(async () => {
	await world.close();
});

/** Of which customers the plans are ticked. */
async function ticked(tick: string): Promise<readonly string[]> {
	const { body } = await board.show({ review: ids, tick });
	const rows = [...body.matchAll(/<li[^>]*>.*?<\/summary>/gs)].map(([row]) => row);
	return rows.filter((row) => / checked/.test(row)).map((row) => /Customer \d/.exec(row)?.[0] ?? '');
}

describe('plans to look at', () => {
	it('are a row each, by group, with what changes on the bill', async () => {
		const shown = textOf(await board.show({ review: ids }));
		expect(shown).toContain('5 plans to approve: -£72.00 a month, +£1,643.06 once');
		expect(shown).toContain('New lines (2) +£1,620.00 a month, +£1,534.19 once');
		expect(shown).toContain('Customer 4 Premium 0 to 40 18.00 +£720.00 a month +£700.32 4 Oct 2026');
		expect(shown).toContain('Look at these first (1) +£54.00 a month, +£81.00 once');
		expect(shown).toContain('Changes (2)');
		expect(shown).toContain('Customer 1 Premium 10 to 13 18.00 +£54.00 a month +£27.87 16 Oct 2026');
		expect(shown).toContain('Customer 2 Premium 1,200 to 1,100 18.00 -£1,800.00 a month 11 Oct 2026');
	});

	it.each([
		{ rule: 'but for one that changes a period before the one it was found in', tick: '', of: [5, 4, 2, 1] },
		{ rule: 'all that are as usual', tick: 'all', of: [5, 4, 2, 1] },
		{ rule: 'the others too, where somebody says so', tick: 'look', of: [5, 4, 2, 1, 3] },
		{ rule: 'none of them', tick: 'none', of: [] },
		{ rule: 'new lines alone', tick: 'new', of: [5, 4] },
	])('are ticked where nobody has ticked any: $rule', async ({ tick, of }) => {
		expect((await ticked(tick)).toSorted()).toEqual(of.map((at) => `Customer ${at}`).toSorted());
	});

	it('say beside the row what is to be looked at first', async () => {
		const shown = textOf(await board.show({ review: ids }));
		expect(shown).toMatch(/look first [^.]*from 2026-09-16 on, before the period from 2026-10-01/);
	});

	it('that are written need no decision any more', async () => {
		const { body } = await board.show({ review: ids, tick: 'new' });
		const plans = [...body.matchAll(/name="plans" value="([^"]+)" checked/g)].map(([, value = '']) => value);
		expect(plans).toHaveLength(2);
		await board.send({ review: ids }, { action: 'sync', plans });
		const shown = textOf(await board.show({ review: ids }));
		expect(shown).toContain('Written (2)');
		expect(shown).not.toContain('Needs a decision first');
	});
});

describe('the plans that wait', () => {
	it('are looked at all together by one link of the board', async () => {
		const { body } = await board.show();
		expect(body).toContain('<a class="button" href="tasks?review=all">Look at all 5 plans that wait</a>');
		expect((await board.show({ search: 'Customer 1' })).body).not.toContain('review=all');
		const shown = textOf(await board.show({ review: 'all' }));
		expect(shown).toContain('5 plans to approve: -£72.00 a month, +£1,643.06 once');
		const { body: page } = await board.show({ review: 'all', tick: 'new' });
		const plans = [...page.matchAll(/name="plans" value="([^"]+)" checked/g)].map(([, value = '']) => value);
		await board.send({ review: 'all' }, { action: 'sync', plans });
		expect(textOf(await board.show({ review: 'all' }))).toContain('3 plans to approve:');
	});
});

describe('what a customer is billed', () => {
	it('stands above its tasks: as written, with the plans that wait, and once', async () => {
		const shown = textOf(await board.show({ customer: '1' }));
		// 10 x 18.00; with the rise to 13 on 16 Oct 3 x 18.00 more, and 3 x 18.00 x 16/31 = 27.87 once.
		expect(shown).toContain('What Customer 1 is billed');
		expect(shown).toContain('Each month £180.00 £234.00 +£54.00');
		expect(shown).toContain('The plans that wait bill besides: +£27.87 once.');
		expect(textOf(await board.show())).not.toContain('What Customer');
		expect(textOf(await board.show({ customer: '9' }))).toContain('No plan of this customer tells it yet.');
	});
});

describe('plans above the amount for one person', () => {
	it('are kept when one approves them, and written once a second person does', async () => {
		await changeSettings({ connectionId, values: { secondApproverAbove: '1000' }, by: 'Cid' }, world);
		const pages = tasksPage({
			plan: planSettings,
			sync: syncOptions,
			check: { ...checkSettings, processAutomatically: false },
		});
		const [ann, ben] = [openPage(pages, world, 'Ann'), openPage(pages, world, 'Ben')];
		const entries = async () => {
			const { body } = await ann.show({ review: ids, tick: 'look' });
			return [...body.matchAll(/name="plans" value="([^"]+)"/g)].map(([, value = '']) => value);
		};
		const plans = await entries();
		expect(plans).toHaveLength(5);
		const before = world.writeRequests();
		const ofMany = (await world.tasks()).filter(({ customerId, state }) => customerId === '2' && state === 'attention');
		const one = plans.filter((entry) => ofMany.some(({ id }) => entry.startsWith(`${id}:`)));
		expect(one).toHaveLength(1);
		const first = await ann.send({ review: ids }, { action: 'sync', plans: one });
		expect(first).toMatchObject({ statusCode: 303 });
		expect(world.writeRequests()).toBe(before);
		const shown = textOf(await ben.show({ review: ids }));
		expect(shown).toContain('Logged in as Ben');
		expect(shown).toMatch(/look first Ann has approved it, a second person is needed/);
		const again = await ann.send({ review: ids }, { action: 'sync', plans: one });
		expect(again.statusCode).toBe(422);
		expect(textOf(again)).toContain('You have approved this plan. A second person has to approve it too');
		expect(world.writeRequests()).toBe(before);
		await ben.send({ review: ids }, { action: 'sync', plans: one });
		expect(world.writeRequests()).toBeGreaterThan(before);
		const [done] = (await world.tasks()).filter(({ id }) => one.some((entry) => entry.startsWith(`${id}:`)));
		expect(done).toMatchObject({ state: 'synced', approval: { by: 'Ben' }, firstApproval: { by: 'Ann' } });
	});
});
