import type { ConnectionId, Instant } from '../../domain/ids';
import { isSamePerson, personKey, whyNoName } from '../../domain/people/person';
import { isRole, roleNames, roles } from '../../domain/people/role';
import type { ActionLogEntry } from '../../ports/store/actionLog';
import type { PersonChange, StoredPerson } from '../../ports/store/people';
import type { Ports } from '../../ports/store/ports';
import { hashPassword, makePassword } from './password';

/** Who changes the people of which connection. */
export interface Manager {
	readonly connectionId: ConnectionId;
	readonly by: string;
	/** The name of the owner's login, which is no person's. */
	readonly owner: string;
}

export type PeopleOutcome =
	| { readonly kind: 'done'; readonly message: string }
	/** `password` is told to the person who asked, and to nobody else: it is kept nowhere. */
	| { readonly kind: 'made'; readonly name: string; readonly password: string; readonly message: string }
	| { readonly kind: 'refused'; readonly message: string };

function refused(message: string): PeopleOutcome {
	return { kind: 'refused', message };
}

const chooseRole = `Choose a role: ${roleNames.map((role) => roles[role].name).join(', ')}.`;

function logLine(
	{ connectionId, by }: Manager,
	at: Instant,
	told: Pick<ActionLogEntry, 'message' | 'details'>,
): ActionLogEntry {
	return { at, connectionId, action: 'people', ...(by !== '' && { by }), ...told };
}

/** Adds a person, with a password that is made. */
export async function addPerson(
	{ name: typed, role }: { readonly name: string; readonly role: string },
	manager: Manager,
	{ store, clock }: Ports,
): Promise<PeopleOutcome> {
	const name = typed.trim();
	const why = whyNoName(name);
	if (why !== undefined) return refused(why);
	if (isSamePerson(name, manager.owner))
		return refused(`${name} is the owner's login. Choose another name: a second approver has a name of their own.`);
	if (!isRole(role)) return refused(chooseRole);
	const password = makePassword();
	const at = clock.now();
	const person = { key: personKey(name), name, role, ...(await hashPassword(password)), by: manager.by, at };
	const message = `${name} was added: ${roles[role].name.toLowerCase()}.`;
	const details = { person: name, after: roles[role].name };
	const isNew = await store.addPerson(manager.connectionId, person, logLine(manager, at, { message, details }));
	if (!isNew) return refused(`There is a person ${name} already. Choose another name.`);
	return { kind: 'made', name, password, message };
}

async function changed(
	name: string,
	manager: Manager,
	{ store }: Ports,
	changeOf: (person: StoredPerson) => { readonly change: PersonChange; readonly log: ActionLogEntry },
): Promise<string | undefined> {
	const { connectionId } = manager;
	const person = await store.person(connectionId, personKey(name));
	const made = person && changeOf(person);
	if (made && (await store.changePerson(connectionId, person.key, made.change, made.log))) return undefined;
	return `There is no person ${name} any more. Load the page again.`;
}

/** Gives a person another role; it counts from the next request on. */
export async function changeRole(
	{ name, role }: { readonly name: string; readonly role: string },
	manager: Manager,
	ports: Ports,
): Promise<PeopleOutcome> {
	if (!isRole(role)) return refused(chooseRole);
	const { by } = manager;
	const at = ports.clock.now();
	const message = `${name}: ${roles[role].name.toLowerCase()}.`;
	const why = await changed(name, manager, ports, (person) => {
		const details = { person: person.name, before: roles[person.role].name, after: roles[role].name };
		return { change: { role, by, at }, log: logLine(manager, at, { message, details }) };
	});
	return why === undefined ? { kind: 'done', message } : refused(why);
}

/** Makes a new password; the old one ends at once. */
export async function newPassword(name: string, manager: Manager, ports: Ports): Promise<PeopleOutcome> {
	const password = makePassword();
	const hash = await hashPassword(password);
	const { by } = manager;
	const at = ports.clock.now();
	const message = `${name} has a new password.`;
	const why = await changed(name, manager, ports, (person) => ({
		change: { ...hash, by, at },
		log: logLine(manager, at, { message, details: { person: person.name } }),
	}));
	return why === undefined ? { kind: 'made', name, password, message } : refused(why);
}

/** Removes a person; pages that they have open do nothing any more. */
export async function removePerson(name: string, manager: Manager, { store, clock }: Ports): Promise<PeopleOutcome> {
	const message = `${name} was removed.`;
	const log = logLine(manager, clock.now(), { message, details: { person: name } });
	if (await store.removePerson(manager.connectionId, personKey(name), log)) return { kind: 'done', message };
	return refused(`There is no person ${name} any more. Load the page again.`);
}
