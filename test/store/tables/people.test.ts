import type { ActionLogEntry } from '../../../src/ports/store/actionLog';
import type { StoredPerson } from '../../../src/ports/store/people';
import type { OpenStore } from '../../../src/store/openStore';
import { engines } from '../engines';
import { at, elsewhere, here } from '../samples';

const ann: StoredPerson = {
	key: 'ann',
	name: 'Ann',
	role: 'approve',
	salt: '0a',
	hash: '0b',
	by: 'Jane',
	at: at('08:00'),
};
const line: ActionLogEntry = { at: at('08:00'), connectionId: here, action: 'people', message: 'changed', by: 'Jane' };

for (const { engine, openEmpty } of engines) {
	describe(`people on ${engine}`, () => {
		let store: OpenStore;
		beforeEach(async () => {
			store = await openEmpty();
		});
		afterEach(async () => await store.close());

		const logged = async () => (await store.readLog(here)).length;

		it('are kept by connection, each with a log line', async () => {
			expect(await store.addPerson(here, ann, line)).toBe(true);
			expect(await store.people(here)).toEqual([ann]);
			expect(await store.person(here, 'ann')).toEqual(ann);
			expect(await store.person(elsewhere, 'ann')).toBeUndefined();
			expect(await logged()).toBe(1);
		});

		it('have one name each: a second one changes and logs nothing', async () => {
			await store.addPerson(here, ann, line);
			expect(await store.addPerson(here, { ...ann, role: 'settings' }, line)).toBe(false);
			expect(await store.people(here)).toEqual([ann]);
			expect(await logged()).toBe(1);
		});

		it('are changed and removed with a log line each, and nothing is logged of one who is not there', async () => {
			await store.addPerson(here, ann, line);
			const changed = { ...ann, role: 'look', hash: '0c' } as const;
			expect(await store.changePerson(here, changed, line)).toBe(true);
			expect(await store.person(here, 'ann')).toEqual(changed);
			expect(await store.removePerson(elsewhere, 'ann', line)).toBe(false);
			expect(await store.removePerson(here, 'ann', line)).toBe(true);
			expect(await store.changePerson(here, changed, line)).toBe(false);
			expect(await store.people(here)).toEqual([]);
			expect(await logged()).toBe(3);
		});
	});
}
