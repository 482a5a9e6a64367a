import { tasksPage } from '../../src/pages/board/tasksPage';
import { checkedText } from '../../src/pages/checking/checkedText';
import { logPage } from '../../src/pages/log/logPage';
import type { PageAnswer } from '../../src/pages/pageAnswer';
import { checkSettings, connection, planSettings, syncOptions } from '../sync/fixtureClients';
import { companyId, contract, startUnconnected, startWorld, type World } from '../sync/fixtureWorld';
import { type OpenPage, openPage } from './openPage';

const { connectionId } = connection;
const settings = { sync: syncOptions, plan: planSettings, check: { ...checkSettings, processAutomatically: false } };
const board = tasksPage(settings);

let world: World;

afterEach(async () => await world.close());

async function open(): Promise<void> {
	world = await startWorld({ contracts: [contract(), contract({ id: 20005, companyID: companyId + 1 })] });
}

function sell(quantity: number, productId = 'PRD-1', customerId = '1') {
	return world.order({ kind: 'sale', customerId, productId, quantity, at: '2026-10-16T09:00:00Z' });
}

/** Where an answer leads, as the query of a page. */
function queryOf(location: string): Record<string, string> {
	return Object.fromEntries(new URLSearchParams(location.split('?')[1]));
}

function goesOn({ body }: PageAnswer): string | undefined {
	return /http-equiv="refresh" content="0; url=([^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
}

interface Followed {
	readonly location: string;
	readonly slices: number;
	readonly message: string;
}

/** Does what a browser does by itself after the button was pressed, until it stands on a page. */
async function follow(page: OpenPage, first: string): Promise<Followed> {
	let location = first;
	for (let slices = 1; slices < 20; slices++) {
		const answer = await page.show(queryOf(location));
		location = answer.location || (goesOn(answer) ?? '');
		if (answer.statusCode !== 303) continue;
		const shown = await openPage(logPage, world).show(queryOf(location));
		const message = /<div class="notice done"[^>]*>([^<]*)</.exec(shown.body)?.[1] ?? '';
		return { location: location.split('?')[0] ?? '', slices, message };
	}
	throw new RangeError('it goes on for ever');
}

async function checkNow(back = 'tasks'): Promise<Followed> {
	const page = openPage(board, world);
	const answer = await page.send({}, { action: 'check', back });
	expect(answer.statusCode).toBe(303);
	return await follow(page, answer.location);
}

describe('the button Check now', () => {
	it('checks and plans, and says what it found', async () => {
		await open();
		sell(10);
		sell(4, 'PRD-B');
		const { message, slices } = await checkNow();
		expect(message).toBe('2 new orders; 2 plans wait for approval, +£230.00 a month, +£118.71 once.');
		expect(slices).toBe(1);
		expect((await world.tasks()).map(({ attention }) => attention?.reason)).toEqual(['approval', 'approval']);
		expect(world.writeRequests()).toBe(0);
		world.setNow('2026-10-16T09:30:00Z');
		expect((await checkNow()).message).toBe('Nothing new.');
	});

	it('leaves nothing offered: the next check hands on what needs no approval', async () => {
		await open();
		sell(10);
		await checkNow();
		expect((await world.tasks()).map(({ offeredUntil }) => offeredUntil)).toEqual([undefined]);
	});

	it.each([
		['home', '../marketplace'],
		['customers', 'customers'],
		['https://elsewhere.example', '../marketplace'],
	])('leads back to the page that it was pressed on: %s', async (back, location) => {
		await open();
		expect((await checkNow(back)).location).toBe(location);
	});

	it('does a slice for an address that the page gave itself, once, and none for another', async () => {
		await open();
		sell(10);
		const page = openPage(board, world);
		const { location } = await page.send({}, { action: 'check' });
		const query = queryOf(location);
		const forged = await page.show({ ...query, found: '7' });
		expect([forged.statusCode, forged.body.includes('Go on')]).toEqual([200, true]);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['open']);
		expect((await page.show(query)).statusCode).toBe(303);
		const again = await page.show(query);
		expect([again.statusCode, goesOn(again)]).toEqual([200, undefined]);
		const goneOn = await page.send(query, { action: 'planOn' });
		expect((await follow(page, goneOn.location)).message).toMatch(/^1 new order; 1 plan waits for approval/);
	});

	it('says what stops it, and plans nothing while the connection is stopped', async () => {
		await open();
		sell(10);
		await world.store.changeConnection(connectionId, { stoppedAt: world.clock.now() });
		expect((await checkNow()).message).toMatch(/^1 new order\. The connection is stopped/);
		expect((await world.tasks()).map(({ state }) => state)).toEqual(['open']);
	});

	it('checks nothing before the trigger has told the time zone', async () => {
		world = await startUnconnected();
		const answer = await openPage(board, world).send({}, { action: 'check' });
		expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining('has had no check yet')]);
	});
});

describe('what a check is said to have found', () => {
	const none = { tasks: 0, untold: 0, sums: [] };
	const nothing = { found: 0, waiting: none, unmapped: 0, others: 0, approved: 0 };
	const sums = [{ currency: 'GBP', periodType: 'monthly', before: 0, after: 2_500 }] as const;
	it.each([
		['nothing', nothing, 'Nothing new.'],
		[
			'orders, plans and mappings',
			{ ...nothing, found: 3, waiting: { tasks: 2, untold: 0, sums }, unmapped: 1 },
			'3 new orders; 2 plans wait for approval, +£25.00 a month; 1 needs a mapping.',
		],
		[
			'plans that change nothing',
			{ ...nothing, waiting: { tasks: 1, untold: 0, sums: [] } },
			'Nothing new; 1 plan waits for approval, no change of the bills.',
		],
		[
			'plans of which Autotask does not tell the amounts',
			{ ...nothing, waiting: { tasks: 1, untold: 1, sums: [] } },
			'Nothing new; 1 plan waits for approval.',
		],
		[
			'what goes on by itself, and what needs a decision',
			{ ...nothing, found: 1, approved: 2, others: 3 },
			'1 new order; 2 need no approval, written with the next check; 3 need a decision.',
		],
	])('%s', (_, checked, expected) => {
		expect(checkedText(checked)).toBe(expected);
	});
});
