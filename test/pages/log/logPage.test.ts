import { logPage } from '../../../src/pages/log/logPage';
import { approveAll, sync } from '../../sync/fixtureRun';
import { connection } from '../../sync/fixtureClients';
import { sold, startWorld, type World } from '../../sync/fixtureWorld';
import { type OpenPage, openPage, textOf } from '../openPage';

let world: World;
let log: OpenPage;

/** Ten seats are billed; a rise of three from 16 October is approved by Ann and written the day after. */
beforeAll(async () => {
	world = await startWorld({ now: '2026-08-20T08:00:00Z' });
	const { subscriptionId } = await sold(world, { quantity: 10, at: '2026-09-01T09:00:00Z' });
	world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
	world.setNow('2026-10-17T23:30:00Z');
	await world.run({ check: { processAutomatically: false } });
	const { approved } = await approveAll(world);
	await sync(
		approved.map(({ task }) => task.id),
		world,
	);
	log = openPage(logPage, world);
});

afterAll(async () => {
	await world.close();
});

describe('the action log', () => {
	it('says who approved what for whom, with the money before and after', async () => {
		const shown = textOf(await log.show({ action: 'approve' }));
		expect(shown).toContain('Customer 1');
		expect(shown).toContain('£180.00 a month → £234.00 a month +£54.00 a month, +£27.87 once');
	});

	it('shows the units of a write before and after it', async () => {
		expect(textOf(await log.show({ action: 'write' }))).toContain('10 units → 13 units');
	});

	it('has its times in the time zone of the connection', async () => {
		const { timeZone = '' } = (await world.store.connection(connection.connectionId)) ?? {};
		expect(timeZone).toBe('Europe/London');
		expect(textOf(await log.show({ action: 'approve' }))).toContain('18 Oct 2026, 00:30');
	});

	it.each([
		{ rule: 'from a day on', query: { from: '2026-10-18' }, found: true },
		{ rule: 'up to and with a day', query: { to: '2026-10-18' }, found: true },
		{ rule: 'up to a day before', query: { to: '2026-10-17' }, found: false },
		{ rule: 'from a day after', query: { from: '2026-10-19' }, found: false },
		{ rule: 'by who did it', query: { by: 'ann' }, found: true },
		{ rule: 'by somebody else', query: { by: 'bob' }, found: false },
		{ rule: 'by a day that is none', query: { from: 'yesterday' }, found: true },
	])('is searched $rule', async ({ query, found }) => {
		const shown = textOf(await log.show({ action: 'approve', ...query }));
		expect(shown.includes('approved.')).toBe(found);
	});

	it('is exported with the same columns', async () => {
		const { body, contentType } = await log.show({ action: 'approve', as: 'csv' });
		const [head, row] = body.replace('\uFEFF', '').split('\r\n');
		expect(contentType).toContain('text/csv');
		expect(head).toContain('who');
		expect(row).toContain('Customer 1');
		expect(row).toContain('+£54.00 a month');
	});
});
