import { readExcludedName } from '../../domain/order/exclusion';
import { excludeFromBilling } from '../../sync/deciding/excludeFromBilling';
import { includeAgain } from '../../sync/deciding/includeAgain';
import type { Acting, ActionOutcome, PagePorts } from '../page';
import { field, type PageRequest } from '../pageRequest';
import { taskAddress } from '../taskAddress';
import { exclusionsAddress } from './excludeForm';

const nothingChosen: ActionOutcome = { kind: 'refused', message: 'Choose a subscription or a product.' };

/** Never bills what was chosen on the page of a task. */
async function exclude(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const thing = readExcludedName(field(request, 'thing'));
	if (!thing) return nothingChosen;
	const { connectionId } = ports.inputs;
	const asked = { connectionId, thing, by: request.user, reason: field(request, 'excludeReason') };
	const { kind, message } = await excludeFromBilling(asked, ports);
	if (kind === 'refused') return { kind, message };
	const { id } = request.query;
	return { kind: 'done', message, location: id === undefined ? exclusionsAddress : taskAddress(id) };
}

/** Bills again what was chosen in the list of what is excluded. */
async function include(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const thing = readExcludedName(field(request, 'thing'));
	if (!thing) return nothingChosen;
	const { connectionId } = ports.inputs;
	const { kind, message } = await includeAgain({ connectionId, thing, by: request.user, reason: '' }, ports);
	if (kind === 'refused') return { kind, message };
	return { kind: 'done', message, location: exclusionsAddress };
}

/** What forms of the board do about exclusions. */
export const excludeActions = { exclude, include } satisfies Readonly<Record<string, Acting>>;
