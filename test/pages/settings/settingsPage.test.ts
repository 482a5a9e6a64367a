import { settingNames } from '../../../src/domain/settings/settingsTable';
import { settingsPage } from '../../../src/pages/settings/settingsPage';
import { getSettings } from '../../../src/sync/settings/getSettings';
import { changeSettings } from '../../../src/sync/settings/changeSettings';
import { settingsOfNode } from '../../../src/sync/settings/nodeSettings';
import { connection } from '../../sync/fixtureClients';
import { startUnconnected, startWorld, type World } from '../../sync/fixtureWorld';
import { openPage, type OpenPage, textOf } from '../openPage';

const { connectionId } = connection;
let world: World;
let page: OpenPage;

beforeEach(async () => {
	world = await startWorld();
	page = openPage(settingsPage, world);
});

afterEach(async () => {
	await world.close();
});

const counting = async () => (await getSettings(connectionId, world)).settings;

/** The form of a group as the browser sends it, with what somebody has changed. */
function form(group: string, shown: Readonly<Record<string, unknown>>, typed: Readonly<Record<string, unknown>> = {}) {
	const seen = Object.fromEntries(Object.entries(shown).map(([name, value]) => [`seen.${name}`, value]));
	return { action: 'save', group, ...seen, ...shown, ...typed };
}

const proration = { proration: 'autotask', syncRefunds: 'false' };

describe('the Settings page', () => {
	it('shows every setting that can be set, with its value', async () => {
		const { body } = await page.show();
		for (const name of settingNames) expect(body).toContain(`name="seen.${name}"`);
		expect(body).toContain('<option value="Europe/London">');
		expect(body.length).toBeLessThan(80_000);
	});

	it('can be used before the first check, and asks for the time zone', async () => {
		await world.close();
		world = await startUnconnected();
		const answer = await openPage(settingsPage, world).show();
		expect(textOf(answer)).toContain('No check yet.');
		expect(textOf(answer)).toContain('No time zone is set, so no check can run.');
	});

	it('says by which clock days are counted where only a node has one', async () => {
		expect(textOf(await page.show())).toContain('Days are counted by Europe/London, which the node that checks has');
	});

	it('saves what was changed in a group, by the name of who is logged in, and says so', async () => {
		const answer = await page.send({}, form('proration', proration, { proration: 'marketplace' }));
		expect(answer.statusCode).toBe(303);
		expect(await counting()).toMatchObject({ proration: 'marketplace', syncRefunds: false });
		const query = Object.fromEntries(new URLSearchParams(answer.location.split('?')[1]));
		const shown = textOf(await page.show(query));
		expect(shown).toContain('Saved. Proration is now Marketplace.');
		expect(shown).toContain('Changed by Jane Doe, ');
		expect(await world.store.settings(connectionId)).toHaveLength(1);
	});

	it('takes several values of one setting, and refuses none', async () => {
		const shown = { orderKinds: ['billing', 'cancellation', 'change', 'migration', 'renewal', 'sales'] };
		expect((await page.send({}, form('checking', shown, { orderKinds: ['sales', 'change'] }))).statusCode).toBe(303);
		expect((await counting()).orderKinds).toEqual(['change', 'sales']);
		const later = { 'seen.orderKinds': ['change', 'sales'], action: 'save', group: 'checking' };
		const none = await page.send({}, later);
		expect(textOf(none)).toContain('Order kinds: "" is no choice. Choose at least one of: ');
	});

	it('shows again what was typed where it is refused', async () => {
		const shown = { maxMoney: '', maxLines: '0' };
		const answer = await page.send({}, form('writing', shown, { maxMoney: '<b>5,000', maxLines: '7' }));
		expect(textOf(answer)).toContain('Nothing is saved. Most money per run: "<b>5,000" is not an amount.');
		expect(answer.body).toContain('value="&lt;b>5,000"');
		expect(answer.body).toMatch(/<input type="number"[^>]*name="maxLines"[^>]*value="7"|value="7"[^>]*name="maxLines"/);
		expect((await counting()).maxLines).toBe(0);
	});

	it('refuses what somebody else has changed since it was shown, and keeps what that one has said', async () => {
		await changeSettings({ connectionId, values: { proration: 'marketplace' }, by: 'Bob' }, world);
		await changeSettings({ connectionId, values: { syncRefunds: true }, by: 'Bob' }, world);
		const answer = await page.send(
			{},
			form('proration', { ...proration, syncRefunds: 'true' }, { syncRefunds: 'false' }),
		);
		expect(answer.statusCode).toBe(303);
		const late = await page.send({}, form('proration', { proration: 'autotask' }, { proration: 'marketplace ' }));
		expect(textOf(late)).toContain('Proration was changed meanwhile by Bob, to Marketplace.');
	});

	it('leaves a time zone that nobody has chosen, where another day is changed', async () => {
		const shown = { timeZone: '', expirationIs: 'dayAfter' };
		const answer = await page.send({}, form('dates', shown, { expirationIs: 'lastDay' }));
		expect(answer.statusCode).toBe(303);
		expect(await counting()).toMatchObject({ timeZone: '', expirationIs: 'lastDay' });
	});

	it('lists the nodes that have other values', async () => {
		const place = { workflowId: 'W1', workflowName: 'Check <Changes>', node: 'Build' };
		await settingsOfNode(connectionId, { own: { proration: 'marketplace' }, place }, world);
		const shown = textOf(await page.show());
		expect(shown).toContain('Nodes with other values');
		expect(shown).toContain('Check <Changes> Build Proration: Marketplace (in Settings: Autotask)');
	});

	it('says when the last check was, and stops and starts the connection', async () => {
		await world.run({ check: { processAutomatically: false } });
		expect(textOf(await page.show())).toContain('Last check: ');
		await page.send({}, { action: 'stop', brakeReason: 'month end' });
		expect(textOf(await page.show())).toContain('nothing is written');
		expect((await world.store.connection(connectionId))?.stoppedAt).toBeDefined();
		await page.send({}, { action: 'start', brakeReason: '' });
		expect((await world.store.connection(connectionId))?.stoppedAt).toBeUndefined();
	});
});
