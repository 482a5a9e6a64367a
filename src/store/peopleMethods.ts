import type { PeopleStore } from '../ports/store/people';
import type { Binding } from './binding';
import { addPerson, changePerson, readPeople, readPerson, removePerson } from './tables/people';

/** The store's methods about people. */
export function peopleMethods({ reading, writing }: Binding): PeopleStore {
	return {
		people: reading(readPeople),
		person: reading(readPerson),
		addPerson: writing(addPerson),
		changePerson: writing(changePerson),
		removePerson: writing(removePerson),
	};
}
