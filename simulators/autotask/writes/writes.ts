import type { JsonObject } from '../../http';
import type { Entity } from '../tenant/entities';
import type { Tenant } from '../tenant/tenant';

/** A write call; `parentId` is the id in the URL of a child collection. */
export interface WriteCall {
	readonly tenant: Tenant;
	readonly entity: Entity;
	readonly parentId?: number;
	readonly body: JsonObject;
	/** The resource in whose name the call is made. */
	readonly resourceId: number;
}
