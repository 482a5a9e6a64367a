import { z } from 'zod';
import type { Ask } from '../http/ask';
import { type Asked, failedRequest } from '../http/classify';
import { MalformedResponseError } from '../http/errors';
import type { Response } from '../http/send';
import { readShape } from '../http/shape';
import { id } from './fields';
import type { AutotaskLimits } from './limits';

const countShape = z.object({ queryCount: id });

/**
 * Looks, where a following page came without rows, whether there are no more than those `seen`: Autotask counts them.
 *
 * @throws MalformedResponseError where rows did not come: nothing is planned on a list that is too short.
 */
export async function checkCount(
	{ ask, limits }: { readonly ask: Ask; readonly limits: AutotaskLimits },
	{ entity, where }: { readonly entity: string; readonly where: readonly unknown[] },
	seen: number,
	of: { readonly asked: Omit<Asked, 'nowMillis'>; readonly response: Response },
): Promise<void> {
	const request = { method: 'POST', path: `/V1.0/${entity}/query/count` } as const;
	const response = await ask({ purpose: 'read', ...request, body: { Filter: where }, within: limits.read(entity) });
	const { queryCount } = readShape(countShape, { system: 'Autotask', purpose: 'read', request }, response);
	if (queryCount === seen) return;
	const at = failedRequest({ ...of.asked, nowMillis: 0 }, of.response);
	throw new MalformedResponseError(at, 'items', `the rest of ${queryCount} rows`, `no more than ${seen}`);
}
