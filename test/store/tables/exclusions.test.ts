import type { Exclusion } from '../../../src/domain/order/exclusion';
import type { OpenStore } from '../../../src/store/openStore';
import { engines } from '../engines';
import { at, database, elsewhere, here, linkedLine, productId, subscription, subscriptionId, task } from '../samples';

const own: Exclusion = {
	kind: 'subscription',
	id: subscriptionId('S-1'),
	name: 'Mailboxes',
	reason: 'own use',
	by: 'Ann',
	at: at('08:00'),
};
const nfr: Exclusion = { ...own, kind: 'product', id: productId('812'), reason: 'NFR' };

for (const { engine, openEmpty } of engines) {
	describe(`exclusions on ${engine}`, () => {
		let store: OpenStore;
		beforeEach(async () => {
			store = await openEmpty();
		});
		afterEach(async () => await store.close());

		it('are kept with their reason, by connection; the first reason stays', async () => {
			expect(await store.exclude(here, own)).toBe(true);
			expect(await store.exclude(here, nfr)).toBe(true);
			expect(await store.exclude(here, { ...own, reason: 'another', by: 'Bob' })).toBe(false);
			expect(await store.exclusions(here)).toEqual([nfr, own]);
			expect(await store.exclusions(elsewhere)).toEqual([]);
		});

		it('of a subscription and a product with one id are two', async () => {
			await store.exclude(here, { ...own, id: subscriptionId('812') });
			await store.exclude(here, nfr);
			expect(await store.includeAgain(here, { kind: 'product', id: productId('812') }, [])).toBe(true);
			expect(await store.exclusions(here)).toMatchObject([{ kind: 'subscription', id: '812' }]);
		});

		it('are taken back once, with the tasks that this brings about', async () => {
			await store.exclude(here, own);
			expect(await store.includeAgain(elsewhere, own, [task('a', { connectionId: elsewhere })])).toBe(false);
			expect(await store.includeAgain(here, own, [task('a')])).toBe(true);
			expect(await store.includeAgain(here, own, [task('b')])).toBe(false);
			expect((await store.tasks(here)).map(({ id }) => id)).toEqual(['a']);
			expect(await store.tasks(elsewhere)).toEqual([]);
			expect(await store.exclusions(here)).toEqual([]);
		});

		it('are looked for in all subscriptions and lines of the connection', async () => {
			await store.saveSubscriptions(here, [subscription('S-2'), subscription('S-1')], at('08:00'));
			await store.saveSubscriptions(elsewhere, [subscription('S-3')], at('08:00'));
			expect((await store.subscriptionsOf(here)).map(({ id }) => id)).toEqual(['S-1', 'S-2']);
			const settlement = { connectionId: here, now: at('08:00'), otherUnits: [], assignments: [], tasks: [] };
			const lines = [linkedLine, { ...linkedLine, connectionId: elsewhere }];
			await store.settleTasks({ ...settlement, lines, recorded: [], log: [] });
			expect(await store.linkedLines(database, { connection: here })).toEqual([linkedLine]);
		});
	});
}
