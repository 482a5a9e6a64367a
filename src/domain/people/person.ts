import { automatic } from '../task/task';
import type { Role } from './role';

/** Somebody with a login for the pages of a connection. */
export interface Person {
	/** As it is typed at the login and recorded in the action log. */
	readonly name: string;
	readonly role: Role;
}

/** How a person is told from another one: a name in other letters is the same name. */
export function personKey(name: string): string {
	return name.normalize('NFKC').trim().toLowerCase();
}

/** Whether both names are one person's. */
export function isSamePerson(one: string, other: string): boolean {
	return personKey(one) === personKey(other);
}

const longestName = 100;

/** Why nobody can log in by that name, as a sentence; undefined for one that works. */
export function whyNoName(name: string): string | undefined {
	if (name === '') return 'Enter a name.';
	if (name.length > longestName) return `A name has at most ${longestName} characters.`;
	if (name.includes(':')) return 'A name has no colon: a login ends there.';
	if (isSamePerson(name, automatic)) return `${name} stands for what is done without a person. Choose another name.`;
	return /\p{C}/u.test(name) ? 'A name has no control characters.' : undefined;
}
