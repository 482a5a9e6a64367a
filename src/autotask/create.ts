import { z } from 'zod';
import type { ContractId } from '../domain/ids';
import { type Asked, failedRequest } from '../http/classify';
import { UnprovenError } from '../http/errors';
import type { SendOptions } from '../ports/sending';
import { id } from './fields';
import type { Querying } from './query';

/** An entity as Autotask takes it. */
export type Body = Readonly<Record<string, unknown>>;

/** A collection of a contract. */
export interface Child {
	readonly contractId: ContractId;
	readonly name: string;
	readonly entity: string;
}

function pathOf({ contractId, name }: Child): string {
	return `/V1.0/Contracts/${contractId}/${name}`;
}

const createdShape = z.object({ itemId: id });

/** Creates an entity that has no parent; returns its id. Errors as `createChild`. */
export async function createEntity(
	querying: Querying,
	entity: string,
	body: Body,
	options: SendOptions,
): Promise<number> {
	return await created(querying, { path: `/V1.0/${entity}`, entity, body }, options);
}

/**
 * Creates a child of a contract through the contract's own address; returns its id.
 *
 * @throws UnprovenError also for a success without an id: it may have been written.
 */
export async function createChild(querying: Querying, child: Child, body: Body, options: SendOptions): Promise<number> {
	return await created(querying, { path: pathOf(child), entity: child.entity, body }, options);
}

/** Of a write whose answer is there and does not prove enough. */
export function unprovenChild(child: Child, why: string): UnprovenError {
	const request = { method: 'POST', path: pathOf(child) } as const;
	return new UnprovenError(failedRequest({ system: 'Autotask', purpose: 'write', request, nowMillis: 0 }), why);
}

/** Changes fields of a child of a contract; what is not named stays. Errors as of any write. */
export async function changeChild(querying: Querying, child: Child, body: Body, options: SendOptions): Promise<void> {
	const request = { method: 'PATCH', path: pathOf(child) } as const;
	await querying.ask({
		purpose: 'write',
		...request,
		body,
		within: querying.limits.write(child.entity),
		...options,
	});
}

async function created(
	querying: Querying,
	{ path, entity, body }: { readonly path: string; readonly entity: string; readonly body: Body },
	options: SendOptions,
): Promise<number> {
	const request = { method: 'POST', path } as const;
	const response = await querying.ask({
		purpose: 'write',
		...request,
		body,
		within: querying.limits.write(entity),
		...options,
	});
	const answer = createdShape.safeParse(response.body);
	if (answer.success) return answer.data.itemId;
	const asked: Asked = { system: 'Autotask', purpose: 'write', request, nowMillis: 0 };
	throw new UnprovenError(failedRequest(asked, response), 'its answer named no id');
}
