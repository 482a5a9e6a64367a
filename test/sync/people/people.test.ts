import crypto from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import type { ConnectionId } from '../../../src/domain/ids';
import { isSamePerson } from '../../../src/domain/people/person';
import { mayDo, roleNames } from '../../../src/domain/people/role';
import { openStore, type OpenStore } from '../../../src/store/openStore';
import { createLogins, type Logins } from '../../../src/sync/people/logIn';
import {
	addPerson,
	changeRole,
	newPassword,
	type PeopleOutcome,
	removePerson,
} from '../../../src/sync/people/managePeople';
import { fakeClock, type FakeClock } from '../../http/fakeClock';

const connectionId = '12/main' as ConnectionId;
const manager = { connectionId, by: 'Jane', owner: 'Jane' };
let folder: string;
let clock: FakeClock;
let store: OpenStore;
let logins: Logins;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'people-'));
	clock = fakeClock();
	logins = createLogins();
	store = await openStore({ engine: 'sqlite', file: join(folder, 'store.sqlite') }, clock);
});

afterEach(async () => {
	await store.close();
	rmSync(folder, { recursive: true, force: true });
});

const ports = () => ({ store, clock });

function passwordOf(outcome: PeopleOutcome): string {
	if (outcome.kind !== 'made') throw new RangeError(`no password was made: ${outcome.message}`);
	return outcome.password;
}

const added = async (name: string, role = 'approve') => passwordOf(await addPerson({ name, role }, manager, ports()));

const login = async (user: string, password: string) => await logins.logIn({ user, password }, connectionId, ports());

describe('a person with a login', () => {
	it('gets in with the password that was made, in whatever letters the name is typed, and no other', async () => {
		const password = await added('Ann Lee');
		expect(password).toMatch(/^([a-hjkmnp-z2-9]{5}-){4}[a-hjkmnp-z2-9]{5}$/);
		expect(await login(' ANN lee', password)).toEqual({ kind: 'in', person: { name: 'Ann Lee', role: 'approve' } });
		expect(await login('Ann Lee', `${password}x`)).toEqual({ kind: 'refused' });
		expect(await login('Ann', password)).toEqual({ kind: 'refused' });
		expect(await login('Ann Lee', '')).toEqual({ kind: 'refused' });
	});

	it('gets in to one connection only', async () => {
		const password = await added('Ann');
		const there = await logins.logIn({ user: 'Ann', password }, '12/second' as ConnectionId, ports());
		expect(there).toEqual({ kind: 'refused' });
	});

	it('has another role, another password or none from the next request on', async () => {
		const first = await added('Ann');
		await login('Ann', first);
		await changeRole({ name: 'Ann', role: 'look' }, manager, ports());
		expect(await login('Ann', first)).toMatchObject({ person: { role: 'look' } });
		const second = passwordOf(await newPassword('Ann', manager, ports()));
		expect(await login('Ann', first)).toEqual({ kind: 'refused' });
		expect(await login('Ann', second)).toMatchObject({ kind: 'in' });
		await removePerson('Ann', manager, ports());
		expect(await login('Ann', second)).toEqual({ kind: 'refused' });
	});

	it('is remembered for ten minutes, and hashed again after that', async () => {
		const password = await added('Ann');
		const hashed = jest.spyOn(crypto, 'timingSafeEqual');
		await login('Ann', password);
		await login('Ann', password);
		expect(hashed).toHaveBeenCalledTimes(1);
		clock.advance(11 * 60_000);
		expect(await login('Ann', password)).toMatchObject({ kind: 'in' });
		expect(hashed).toHaveBeenCalledTimes(2);
		hashed.mockRestore();
	});

	it('is told from nobody by no difference in work: a name that there is not is hashed too', async () => {
		const hashed = jest.spyOn(crypto, 'timingSafeEqual');
		expect(await login('Nobody', 'x')).toEqual({ kind: 'refused' });
		expect(hashed).toHaveBeenCalledTimes(1);
		hashed.mockRestore();
	});

	it('guesses in turns: of a hundred at once most are told to come again, and none is let in', async () => {
		await added('Ann');
		const kinds = (await Promise.all(Array.from({ length: 100 }, (_, at) => login('Ann', `guess ${at}`)))).map(
			({ kind }) => kind,
		);
		expect([kinds.filter((kind) => kind === 'busy').length, kinds.includes('in')]).toEqual([48, false]);
	});

	it('may look where the store holds a role that this version does not know', async () => {
		const password = await added('Ann', 'settings');
		const raw = new DatabaseSync(join(folder, 'store.sqlite'));
		raw.exec("update people set role = 'toString'");
		raw.close();
		expect(await login('Ann', password)).toMatchObject({ person: { role: 'look' } });
	});

	it('gets a password while others guess: who makes one waits for no turn', async () => {
		const guesses = Array.from({ length: 100 }, (_, at) => login('Ann', `guess ${at}`));
		expect(await addPerson({ name: 'Ann', role: 'look' }, manager, ports())).toMatchObject({ kind: 'made' });
		expect(await newPassword('Ann', manager, ports())).toMatchObject({ kind: 'made' });
		await Promise.all(guesses);
	});

	it('keeps the new password where somebody changes the role at the same moment, and the role as well', async () => {
		const first = await added('Ann', 'look');
		let second: PeopleOutcome | undefined;
		const person: OpenStore['person'] = async (...which) => {
			const read = await store.person(...which);
			second ??= await newPassword('Ann', manager, ports());
			return read;
		};
		await changeRole({ name: 'Ann', role: 'approve' }, manager, { clock, store: { ...store, person } });
		expect(await login('Ann', first)).toEqual({ kind: 'refused' });
		expect(second && (await login('Ann', passwordOf(second)))).toMatchObject({ person: { role: 'approve' } });
	});

	it('leaves no password in the store, nor in the log', async () => {
		const passwords = [await added('Ann'), passwordOf(await newPassword('Ann', manager, ports()))];
		await login('Ann', passwords[1] ?? '');
		expect(JSON.stringify(await store.readLog(connectionId))).not.toMatch(new RegExp(passwords.join('|')));
		const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
		expect(files.length).toBeGreaterThan(0);
		for (const password of passwords) expect(files.filter((text) => text.includes(password))).toEqual([]);
	});

	it('is added, changed and removed with a line in the log each: who, whom, before and after', async () => {
		await added('Ann', 'look');
		await changeRole({ name: 'Ann', role: 'settings' }, manager, ports());
		await newPassword('Ann', manager, ports());
		await removePerson('Ann', manager, ports());
		const log = [...(await store.readLog(connectionId))].sort((one, other) => (one.at < other.at ? -1 : 1));
		expect(log.map(({ action, by, message, details }) => [action, by, message, details])).toEqual(
			expect.arrayContaining([
				['people', 'Jane', 'Ann was added: may look.', { person: 'Ann', after: 'May look' }],
				[
					'people',
					'Jane',
					'Ann: may change settings.',
					{ person: 'Ann', before: 'May look', after: 'May change settings' },
				],
				['people', 'Jane', 'Ann has a new password.', { person: 'Ann' }],
				['people', 'Jane', 'Ann was removed.', { person: 'Ann' }],
			]),
		);
	});

	it.each([
		{ rule: 'no name', name: '  ', says: 'Enter a name.' },
		{ rule: 'a colon', name: 'Ann:Lee', says: 'no colon' },
		{ rule: 'a line break', name: 'Ann\nLee', says: 'no control characters' },
		{ rule: 'more than 100 characters', name: 'x'.repeat(101), says: 'at most 100' },
		{ rule: "the owner's name", name: 'JANE', says: "is the owner's login" },
		{ rule: 'the name of another person', name: 'bob', says: 'There is a person bob already' },
		{ rule: 'the name that stands for nobody', name: 'Automatic', says: 'done without a person' },
		{ rule: 'no role', name: 'Ann', role: 'admin', says: 'Choose a role' },
	])('is not added with $rule', async ({ name, role = 'look', says }) => {
		await added('Bob');
		const outcome = await addPerson({ name, role }, manager, ports());
		expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining(says) });
		expect(await store.people(connectionId)).toHaveLength(1);
	});

	it.each([changeRole, newPasswordOf, removed])('who is not there is not changed: %p', async (change) => {
		const outcome = await change({ name: 'Ann', role: 'look' }, manager, ports());
		expect(outcome).toEqual({ kind: 'refused', message: 'There is no person Ann any more. Load the page again.' });
		expect(await store.readLog(connectionId)).toEqual([]);
	});
});

async function newPasswordOf(given: { readonly name: string }, ...rest: [typeof manager, ReturnType<typeof ports>]) {
	return await newPassword(given.name, ...rest);
}

async function removed(given: { readonly name: string }, ...rest: [typeof manager, ReturnType<typeof ports>]) {
	return await removePerson(given.name, ...rest);
}

describe('roles and names', () => {
	const role = fc.constantFrom(...roleNames);

	it('a higher role may do all that a lower one may', () => {
		fc.assert(
			fc.property(role, role, role, (one, other, needed) => {
				if (mayDo(one, other)) expect(mayDo(one, needed) || !mayDo(other, needed)).toBe(true);
			}),
		);
	});

	it.each([
		['look', 'look', true],
		['look', 'approve', false],
		['look', 'settings', false],
		['approve', 'look', true],
		['approve', 'approve', true],
		['approve', 'settings', false],
		['settings', 'look', true],
		['settings', 'approve', true],
		['settings', 'settings', true],
	] as const)('%s may do what needs %s: %p', (has, needed, expected) => {
		expect(mayDo(has, needed)).toBe(expected);
	});

	it('a name is the same person in other letters, widths and blanks', () => {
		fc.assert(
			fc.property(fc.string(), (name) => {
				expect(isSamePerson(name, ` ${name.normalize('NFKC')} `)).toBe(true);
			}),
		);
		expect(isSamePerson('Ann', 'ＡＮＮ')).toBe(true);
		expect(isSamePerson('Ann', 'Anna')).toBe(false);
	});
});
