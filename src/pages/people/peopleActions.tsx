import {
	addPerson,
	changeRole,
	type Manager,
	newPassword,
	type PeopleOutcome,
	removePerson,
} from '../../sync/people/managePeople';
import type { Acting, ActionOutcome, PagePorts } from '../page';
import { field, type PageRequest } from '../pageRequest';
import { MadePassword } from './peopleView';

const again = 'The password was shown once and is not stored. If nobody noted it, make a new one.';

function acting(act: (request: PageRequest, manager: Manager, ports: PagePorts) => Promise<PeopleOutcome>): Acting {
	return async (request, ports): Promise<ActionOutcome> => {
		const { owner, user: by } = request;
		if (owner === undefined) {
			const message = 'People are managed on the pages of the node Marketplace Pages Trigger. Nothing was done.';
			return { kind: 'refused', message };
		}
		const outcome = await act(request, { connectionId: ports.inputs.connectionId, by, owner }, ports);
		switch (outcome.kind) {
			case 'done':
				return { kind: 'done', message: outcome.message, location: 'settings' };
			case 'made':
				return { kind: 'told', message: outcome.message, told: <MadePassword {...outcome} />, again };
			case 'refused':
				return outcome;
		}
	};
}

const named = (request: PageRequest) => ({ name: field(request, 'person'), role: field(request, 'role') });

/** What the forms of the section People do. */
export const peopleActions: Readonly<Record<string, Acting>> = {
	addPerson: acting(async (request, manager, ports) => await addPerson(named(request), manager, ports)),
	changeRole: acting(async (request, manager, ports) => await changeRole(named(request), manager, ports)),
	newPassword: acting(async (request, manager, ports) => await newPassword(named(request).name, manager, ports)),
	removePerson: acting(async (request, manager, ports) => await removePerson(named(request).name, manager, ports)),
};
