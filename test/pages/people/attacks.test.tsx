import { taskEntry } from '../../../src/domain/answers/taskEntry';
import type { Role } from '../../../src/domain/people/role';
import { answerPage } from '../../../src/pages/answerPage';
import { tasksPage } from '../../../src/pages/board/tasksPage';
import type { Page, PagePorts } from '../../../src/pages/page';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import { readPageRequest } from '../../../src/pages/pageRequest';
import { settingsPage } from '../../../src/pages/settings/settingsPage';
import { approveTasks } from '../../../src/sync/deciding/approveTasks';
import { checkSettings, connection, planSettings, syncOptions } from '../../sync/fixtureClients';
import { startWorld, type World } from '../../sync/fixtureWorld';
import { textOf } from '../openPage';
import { sentForm } from '../sentForm';

const board = tasksPage({
	plan: planSettings,
	sync: syncOptions,
	check: { ...checkSettings, processAutomatically: false },
});

let world: World;
beforeEach(async () => {
	world = await startWorld();
});
afterEach(async () => await world.close());

interface Somebody {
	readonly name: string;
	readonly role: Role;
}

const ann: Somebody = { name: 'Ann', role: 'approve' };
const lee: Somebody = { name: 'Lee', role: 'look' };
const jane: Somebody = { name: 'Jane Doe', role: 'settings' };

type Fields = Readonly<Record<string, unknown>>;

function ports(): PagePorts {
	const { store, autotask, marketplace, clock } = world;
	return { clock, store, autotask, marketplace, inputs: connection };
}

async function ask(page: Page, who: Somebody, query: Fields, body: Fields = {}): Promise<PageAnswer> {
	return await answerPage(page, readPageRequest({ query, body }, { ...who, owner: 'Jane Doe' }), ports());
}

const queryOf = ({ location }: Pick<PageAnswer, 'location'>) =>
	Object.fromEntries(new URLSearchParams(location.split('?')[1]));

/** Where a page goes on by itself. */
function goesOn({ body }: PageAnswer): Fields {
	const [, url = ''] = /http-equiv="refresh" content="0; url=([^"]*)"/.exec(body) ?? [];
	return queryOf({ location: url.replaceAll('&amp;', '&') });
}

describe('a form that somebody else was shown', () => {
	it('is not sent as a person whom another one lures to it: its token is of the person it was shown to', async () => {
		const { body } = await ask(settingsPage, lee, {});
		const form = sentForm(body, 'stop', { brakeReason: 'lured' });
		expect(form['token']).toMatch(/^[0-9a-z]+\.\d+\.[0-9a-f]+$/);
		const answer = await ask(settingsPage, jane, {}, form);
		expect([answer.statusCode, textOf(answer)]).toEqual([403, expect.stringContaining('not come from this page')]);
		const checked = sentForm(body, 'check');
		expect((await ask(board, ann, {}, checked)).statusCode).toBe(403);
	});

	it('is sent by the person it was shown to, in whatever letters the name is typed', async () => {
		const form = sentForm((await ask(settingsPage, ann, {})).body, 'check');
		expect((await ask(board, { ...ann, name: 'ANN' }, {}, form)).statusCode).not.toBe(403);
	});
});

describe('an address that goes on with work', () => {
	const byHand = { check: { processAutomatically: false } };

	/** A task that Ann has approved and that is not written yet, and the nonce of a form that she has sent. */
	async function approved(): Promise<{ readonly written: string; readonly done: string }> {
		const order = world.order({
			kind: 'sale',
			customerId: '1',
			productId: 'PRD-1',
			quantity: 10,
			at: '2026-10-01T09:00:00Z',
		});
		await world.run(byHand);
		const { id } = await world.taskOf(order);
		const { connectionId } = connection;
		const [plan] = await world.store.plans(connectionId, [id]);
		await approveTasks({ connectionId, text: taskEntry(id, plan?.fingerprint), by: ann.name }, world);
		const sent = await ask(board, ann, {}, sentForm((await ask(board, ann, {})).body, 'check'));
		return { written: id, done: String(queryOf(sent)['done']) };
	}

	it('writes nothing for a person who may look, by the link of one who approves', async () => {
		const address = await approved();
		const before = world.writeRequests();
		expect(goesOn(await ask(board, lee, address))).toEqual({});
		const step = goesOn(await ask(board, ann, address));
		expect(step).toHaveProperty('step');
		expect((await ask(board, lee, step)).statusCode).toBe(200);
		expect(world.writeRequests()).toBe(before);
		await ask(board, ann, step);
		expect(world.writeRequests()).toBeGreaterThan(before);
	});

	it('plans nothing for a person who may look', async () => {
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-01T09:00:00Z' });
		const sent = await ask(board, ann, {}, sentForm((await ask(board, ann, {})).body, 'check'));
		const states = async () => (await world.tasks()).map(({ state }) => state);
		expect(await states()).toEqual(['open']);
		expect(textOf(await ask(board, lee, queryOf(sent)))).toContain('0 tasks planned so far');
		expect(await states()).toEqual(['open']);
		await ask(board, ann, queryOf(sent));
		expect(await states()).not.toEqual(['open']);
	});
});
