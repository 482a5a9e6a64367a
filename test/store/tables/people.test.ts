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
			const by = { by: 'Ken', at: at('09:00') };
			expect(await store.changePerson(here, 'ann', { role: 'look', ...by }, line)).toBe(true);
			expect(await store.person(here, 'ann')).toEqual({ ...ann, role: 'look', ...by });
			const password = { salt: '0c', hash: '0d', ...by };
			expect(await store.changePerson(here, 'ann', password, line)).toBe(true);
			expect(await store.person(here, 'ann')).toEqual({ ...ann, role: 'look', ...password });
			expect(await store.changePerson(elsewhere, 'ann', { role: 'settings', ...by }, line)).toBe(false);
			expect(await store.removePerson(elsewhere, 'ann', line)).toBe(false);
			expect(await store.removePerson(here, 'ann', line)).toBe(true);
			expect(await store.changePerson(here, 'ann', password, line)).toBe(false);
			expect(await store.people(here)).toEqual([]);
			expect(await logged()).toBe(4);
		});
	});
}
