import { mayDo } from '../domain/people/role';
import { readToken } from './formToken';
import type { PagePorts } from './page';
import type { PageRequest } from './pageRequest';

/**
 * Takes a step that a page has just led to by itself; `step` is what its token is bound to.
 *
 * False for an address that was loaded before or made elsewhere, and for a person who may not do such work, whoever began
 * it: links are handed on.
 */
export async function takeStep(step: string, { query, role }: PageRequest, ports: PagePorts): Promise<boolean> {
	if (!mayDo(role, 'approve')) return false;
	const reading = readToken(query['step'] ?? '', step, ports);
	return reading.kind === 'fresh' && (await ports.store.takeForm(reading.nonce, ports.clock.now()));
}

/** Whose address this is: of a step that the page gave itself, of a form that was just sent, or anybody's. */
export async function comesFrom(
	step: string,
	request: PageRequest,
	ports: PagePorts,
): Promise<'itself' | 'form' | 'anybody'> {
	const { method, query, role } = request;
	if (method !== 'GET' || !mayDo(role, 'approve')) return 'anybody';
	if (query['step'] !== undefined) return (await takeStep(step, request, ports)) ? 'itself' : 'anybody';
	const sent = query['done'] === undefined ? undefined : await ports.store.form(query['done']);
	return sent?.ended === undefined ? 'anybody' : 'form';
}
