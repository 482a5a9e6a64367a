import { tasksPage } from '../../../src/pages/board/tasksPage';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import { checkSettings, connection, planSettings, syncOptions } from '../../sync/fixtureClients';
import { type OpenPage, openPage, textOf } from '../openPage';
import { type ProviderWorld, startProvider } from '../providerWorld';
import { sentForm } from '../sentForm';

jest.setTimeout(60_000);

let world: ProviderWorld;
let board: OpenPage;
let review: string;

/** The provider of the demo on its first day: 21 plans wait, fourteen of them on lines that were billed by hand. */
beforeEach(async () => {
	world = await startProvider();
	board = openPage(tasksPage({ plan: planSettings, sync: syncOptions, check: checkSettings }), world);
	review = (await world.store.tasks(connection.connectionId, { reasons: ['approval'] })).map(({ id }) => id).join(',');
});

afterEach(async () => {
	await world.close();
});

async function followed({ statusCode, location }: PageAnswer): Promise<PageAnswer> {
	expect(statusCode).toBe(303);
	return await board.show(Object.fromEntries(new URLSearchParams(location.split('?')[1])));
}

/** The page that a page leads to by itself, until it stays. */
async function atItsEnd(page: PageAnswer): Promise<{ readonly said: readonly string[]; readonly last: PageAnswer }> {
	const said: string[] = [];
	let last = page;
	for (;;) {
		const [, next] = /http-equiv="refresh" content="0; url=[^?]*\?([^"]*)"/.exec(last.body) ?? [];
		if (next === undefined) return { said, last };
		said.push(/\d+ of \d+ written/.exec(textOf(last))?.[0] ?? '');
		last = await board.show(Object.fromEntries(new URLSearchParams(next.replaceAll('&amp;', '&'))));
	}
}

/** The value of the button with that name for a person. */
function buttonIn({ body }: PageAnswer, name: string): string {
	return new RegExp(`value="([^"]*)" aria-label="${name}`).exec(body)?.[1] ?? '';
}

async function stored(id: string) {
	const [task] = await world.store.tasksById([id as never]);
	return task;
}

describe('plans on lines that were billed by hand', () => {
	it('are ticked where the line holds what the subscription has, and say first what it holds beside it', async () => {
		const shown = await board.show({ review });
		const text = textOf(shown);
		expect(text).toContain('Needs a decision first (1)');
		expect(text).toContain('Dunmore Architects Ltd Microsoft Defender for Business 9 of 11 2.50 no change 1 Oct 2026');
		expect(text).toContain('decide 11 billed, 9 owned: £5.00 a month too much');
		expect(text).toContain('look first 4 billed, 6 owned: £6.60 a month too little');
		expect(text).toContain("look first all 12 units on contract service 300002 are taken as this subscription's");
		expect(text).toContain('Autotask already matches (8)');
		expect([...shown.body.matchAll(/<input[^>]*name="plans"[^>]* checked/g)]).toHaveLength(15);
		expect([...shown.body.matchAll(/<input[^>]*name="plans"/g)]).toHaveLength(20);
	});

	it('are counted apart from what needs a decision first, and the link that ticks several says how many', async () => {
		const shown = await board.show({ review });
		expect(textOf(shown)).toMatch(
			/20 plans to approve: [^.]*\.\d\d a month[^.]*\.\d\d once[^.]*\.\d\d a year ?\. 1 needs a decision first\./,
		);
		expect(textOf(shown)).toContain('Tick the 15 that are as usual');
		const usual = await board.show({ review, tick: 'all' });
		expect([...usual.body.matchAll(/name="plans"[^>]* checked/g)]).toHaveLength(15);
	});

	it('are written in slices with their answers, nothing typed, and read back in one table', async () => {
		const chosen = await board.show({ review });
		const form = sentForm(chosen.body, 'sync', { choose: buttonIn(chosen, 'Bill 9') });
		const again = await followed(await board.send({ review }, form));
		expect(textOf(again)).toContain('Planned again with 11 units. Nothing is written yet');
		expect(textOf(again)).toContain('11 to 9 2.50 -£5.00 a month');
		expect(world.writeRequests()).toBe(0);
		const looked = await board.show({ review, tick: 'look' });
		const sent = await board.send({ review }, sentForm(looked.body, 'sync'));
		expect(world.writeRequests()).toBe(0);
		const { said, last } = await atItsEnd(await followed(sent));
		expect(said).toEqual([0, 5, 8, 11, 16].map((done) => `${done} of 21 written`));
		const text = textOf(last);
		expect(text).toContain('21 of 21 written : +£254.80 a month, +£1,560.75 once, +£1,296.00 a year.');
		expect(text).toContain('11 to 9 on 1 Nov 2026 Autotask holds 9 units');
		expect(text).toContain('nothing to write, Autotask matches');
		expect(text).not.toContain('needs you');
	});

	it('that asks whose the units are is not approved by a tick', async () => {
		const [plan] = await world.store.plans(connection.connectionId, ['initial-5011' as never]);
		const plans = `initial-5011:${plan?.fingerprint ?? ''}`;
		const own = `own-initial-5011-${plan?.fingerprint ?? ''}-0`;
		const without = await board.send({ review }, { action: 'sync', plans });
		expect([without.statusCode, textOf(without)]).toEqual([422, expect.stringContaining('say how many')]);
		expect(sentForm((await board.show({ review })).body, 'sync')).toMatchObject({ [own]: '' });
		expect(world.writeRequests()).toBe(0);
	});

	it('keep the other units where a person says that they are others', async () => {
		const shown = await board.show({ review });
		const form = sentForm(shown.body, 'sync', { choose: buttonIn(shown, 'Keep 11') });
		const again = await followed(await board.send({ review }, form));
		expect(textOf(again)).toContain('was there before: 9 of its units are this subscription');
		expect(await stored('initial-5011')).toMatchObject({ answers: { ownUnitsOf: { '5011/PRD1007': 9 } } });
	});

	it('are planned again, and nothing is written, where another number is typed', async () => {
		const shown = await board.show({ review });
		const [, field = ''] = /name="(own-initial-5002-[^"]*)"/.exec(shown.body) ?? [];
		const sent = await board.send({ review }, sentForm(shown.body, 'sync', { [field]: '3' }));
		const again = await followed(sent);
		expect(textOf(again)).toContain('Planned again with 3 units. Nothing is written yet: look at it, then approve.');
		expect(world.writeRequests()).toBe(0);
		expect((await world.store.tasks(connection.connectionId, { states: ['approved'] })).length).toBe(0);
		expect([...again.body.matchAll(/name="plans"[^>]* checked/g)]).toHaveLength(15);
	});

	it.each(['ten', '-1', '1.5'])('are not planned with %p units', async (units) => {
		const shown = await board.show({ review });
		const [, field = ''] = /name="(own-initial-5002-[^"]*)"/.exec(shown.body) ?? [];
		const sent = await board.send({ review }, sentForm(shown.body, 'sync', { [field]: units }));
		expect([sent.statusCode, textOf(sent)]).toEqual([422, expect.stringContaining('as a whole number')]);
		expect(sent.body).toContain(`name="${field}" value="${units}"`);
		expect(world.writeRequests()).toBe(0);
	});

	it('say what is ticked comes to when the totals are asked for', async () => {
		const shown = await board.show({ review, tick: 'new' });
		const sent = await board.send({ review }, sentForm(shown.body, 'sync', { action: 'tick' }));
		const again = await followed(sent);
		expect(again.body).toContain('as-sent">+£187.00 a month, +£181.92 once<');
		expect([...again.body.matchAll(/name="plans"[^>]* checked/g)]).toHaveLength(6);
	});
});

describe('a page that writes', () => {
	async function approved(): Promise<PageAnswer> {
		const shown = await board.show({ review });
		return await board.send({ review }, sentForm(shown.body, 'sync'));
	}

	function writtenOf({ location }: PageAnswer): string {
		return new URLSearchParams(location.split('?')[1]).get('written') ?? '';
	}

	it('writes nothing where its address is opened, loaded again, or sent with a step of another page', async () => {
		const sent = await approved();
		const written = writtenOf(sent);
		const opened = await board.show({ written });
		expect(opened.body).not.toContain('http-equiv');
		expect(textOf(opened)).toContain('0 of 15 written');
		expect(textOf(opened)).toContain('You can also go on now.');
		const first = await followed(sent);
		const [, step = ''] = /[?&;]step=([^"&]*)"/.exec(first.body) ?? [];
		await board.show({ written: written.split(',').slice(0, 3).join(','), step });
		expect(world.writeRequests()).toBe(0);
		await board.show({ written, step });
		const writes = world.writeRequests();
		expect(writes).toBeGreaterThan(0);
		expect((await board.show({ written, step })).body).not.toContain('http-equiv');
		expect(world.writeRequests()).toBe(writes);
	});

	it('goes on where it was closed, and writes what is left once', async () => {
		const written = writtenOf(await approved());
		const going = await board.send({ written }, { action: 'goOn' });
		const { last } = await atItsEnd(await followed(going));
		expect(textOf(last)).toContain('15 of 15 written');
		const writes = world.writeRequests();
		const again = await atItsEnd(await followed(await board.send({ written }, { action: 'goOn' })));
		expect(textOf(again.last)).toContain('15 of 15 written');
		expect(world.writeRequests()).toBe(writes);
	});

	it('stops with its reason where the connection is stopped, and leaves the rest to the next check', async () => {
		const sent = await approved();
		await board.send({}, { action: 'stop', brakeReason: 'month end' });
		const { last } = await atItsEnd(await followed(sent));
		expect(textOf(last)).toContain('The connection is stopped');
		expect(textOf(last)).toContain('The next check writes the rest');
		expect(world.writeRequests()).toBe(0);
	});

	it('counts the limits of a run over all its slices', async () => {
		board = openPage(
			tasksPage({ plan: planSettings, sync: { ...syncOptions, maxLines: 5 }, check: checkSettings }),
			world,
		);
		const { last } = await atItsEnd(await followed(await approved()));
		const text = textOf(last);
		expect(text).toMatch(/13 of 15 written .* 2 need you: see the first rows\./);
		expect(text).toMatch(/In Autotask .*? Needs attention approval With this task the run would exceed its limits/);
	});
});
