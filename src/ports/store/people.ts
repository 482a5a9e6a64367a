import type { ConnectionId, Instant } from '../../domain/ids';
import type { Person } from '../../domain/people/person';
import type { ActionLogEntry } from './actionLog';

/** A person as it is stored: of the password only what tells whether one is right. */
export interface StoredPerson extends Person {
	/** `personKey` of the name: a connection has one person by it. */
	readonly key: string;
	readonly salt: string;
	readonly hash: string;
	readonly by: string;
	readonly at: Instant;
}

/** What changes of a person at once: the role, or the password; never both, so that neither undoes the other. */
export type PersonChange = Pick<StoredPerson, 'by' | 'at'> &
	(Pick<StoredPerson, 'role'> | Pick<StoredPerson, 'salt' | 'hash'>);

export interface PeopleStore {
	/** By name. */
	people(connectionId: ConnectionId): Promise<readonly StoredPerson[]>;
	person(connectionId: ConnectionId, key: string): Promise<StoredPerson | undefined>;
	/** With its log line; false where somebody has that name already, and then nothing changes. */
	addPerson(connectionId: ConnectionId, person: StoredPerson, log: ActionLogEntry): Promise<boolean>;
	/** With its log line; false where nobody is there. What the change does not name stays. */
	changePerson(connectionId: ConnectionId, key: string, change: PersonChange, log: ActionLogEntry): Promise<boolean>;
	/** With its log line; false where nobody is there. */
	removePerson(connectionId: ConnectionId, key: string, log: ActionLogEntry): Promise<boolean>;
}
