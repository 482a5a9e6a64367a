import { readToken } from '../formToken';
import type { Acting } from '../page';
import { planningAddress, planningOf, sliceOf } from './planningAddress';

/** Goes on with planning that was paused, where it was. */
export const planOn: Acting = async (request, ports) => {
	const asked = planningOf(request);
	const isOurs = readToken(request.query['step'] ?? '', sliceOf(asked), ports).kind === 'fresh';
	const anew = { since: ports.clock.now(), found: 0, planned: 0, back: 'tasks' };
	const location = planningAddress(isOurs ? asked : anew, ports);
	return await Promise.resolve({ kind: 'done', message: 'Planning goes on.', location });
};
