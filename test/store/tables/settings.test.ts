import type { SettingsChange, StoredSetting } from '../../../src/ports/store/settings';
import type { OpenStore } from '../../../src/store/openStore';
import { engines } from '../engines';
import { at, connection, elsewhere, here } from '../samples';

const prices: StoredSetting = { name: 'priceSource', value: 'marketplace', by: 'Ann', at: at('08:00') };
const kinds: StoredSetting = { name: 'orderKinds', value: ['sales'], by: 'Ann', at: at('08:00') };

function changeOf(...settings: readonly StoredSetting[]): SettingsChange {
	const log = [{ at: at('08:00'), connectionId: here, action: 'settings', message: 'changed', by: 'Ann' }];
	return { settings, seen: {}, log };
}

for (const { engine, openEmpty } of engines) {
	describe(`settings on ${engine}`, () => {
		let store: OpenStore;
		beforeEach(async () => {
			store = await openEmpty();
		});
		afterEach(async () => await store.close());

		it('are kept with who said them when, by connection, together with their log line', async () => {
			expect(await store.changeSettings(here, changeOf(prices, kinds))).toBe(true);
			expect(await store.settings(here)).toEqual([kinds, prices]);
			expect(await store.settings(elsewhere)).toEqual([]);
			expect(await store.readLog(here)).toMatchObject([{ action: 'settings', by: 'Ann', message: 'changed' }]);
		});

		it('change nothing and log nothing where one is no longer as it was seen', async () => {
			await store.changeSettings(here, changeOf(prices));
			const later = {
				...changeOf({ ...prices, value: 'autotask', by: 'Bob' }, kinds),
				seen: { priceSource: 'autotask' },
			};
			expect(await store.changeSettings(here, later)).toBe(false);
			expect(await store.changeSettings(here, { ...later, seen: {} })).toBe(false);
			expect(await store.settings(here)).toEqual([prices]);
			expect(await store.readLog(here)).toHaveLength(1);
		});

		it('change once where two people change one at the same time', async () => {
			const [first, second] = await Promise.all([
				store.changeSettings(here, changeOf(prices)),
				store.changeSettings(here, changeOf({ ...prices, value: 'autotask', by: 'Bob' })),
			]);
			expect([first, second].filter(Boolean)).toHaveLength(1);
		});

		it('change the connection with them', async () => {
			await store.saveConnection(connection);
			const zone = { ...prices, name: 'timeZone', value: 'Asia/Tokyo' };
			await store.changeSettings(here, { ...changeOf(zone), connection: { timeZone: 'Asia/Tokyo' } });
			expect((await store.connection(here))?.timeZone).toBe('Asia/Tokyo');
		});

		it('of a node are the last that it said, until it says none or has not run for long', async () => {
			const node = { workflowId: 'W1', node: 'Build', workflowName: 'Check', values: { proration: 'marketplace' } };
			const long = { ...node, node: 'Old', seenAt: at('06:00') };
			await store.keepNodeSettings(here, long, at('05:00'));
			await store.keepNodeSettings(
				here,
				{ ...node, values: { proration: 'autotask' }, seenAt: at('07:00') },
				at('05:00'),
			);
			await store.keepNodeSettings(here, { ...node, seenAt: at('08:00') }, at('05:00'));
			expect(await store.nodeSettings(here)).toEqual([{ ...node, seenAt: at('08:00') }, long]);
			await store.keepNodeSettings(here, { ...node, values: {}, seenAt: at('09:00') }, at('07:00'));
			expect(await store.nodeSettings(here)).toEqual([]);
		});
	});
}
