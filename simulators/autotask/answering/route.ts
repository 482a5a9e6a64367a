import type { ReceivedRequest } from '../../http';
import { childEntity, entityNamed, type Entity } from '../tenant/entities';

/** What a call to the API is about. */
export type Route =
	| { readonly kind: 'zone' }
	| { readonly kind: 'versions' }
	| { readonly kind: 'version' }
	| { readonly kind: 'threshold' }
	| { readonly kind: 'metadata'; readonly entity: Entity; readonly part: string }
	| { readonly kind: 'query'; readonly entity: Entity; readonly part: '' | 'count' | 'next' }
	| { readonly kind: 'item'; readonly entity: Entity; readonly id: number }
	| { readonly kind: 'collection'; readonly entity: Entity; readonly parentId?: number }
	| { readonly kind: 'childItem'; readonly entity: Entity; readonly parentId: number; readonly id: number }
	| { readonly kind: 'unknown' };

const unknown: Route = { kind: 'unknown' };

/** Reads a path from ATServicesRest on; `ATServicesRest` and `V1.0` and entity names ignore case. */
export function routeOf(path: string): Route {
	const [root = '', version = '', ...rest] = path.split('/').filter((part) => part !== '');
	if (root.toLowerCase() !== 'atservicesrest') return unknown;
	if (version.toLowerCase() === 'versioninformation') return { kind: 'versions' };
	if (version.toLowerCase() !== 'v1.0') return unknown;
	const [first = '', second, third, fourth, ...more] = rest;
	if (more.length > 0) return unknown;
	const service = serviceRoute(first);
	if (service !== undefined && second === undefined) return service;
	const entity = entityNamed(first);
	if (entity === undefined) return unknown;
	if (second === undefined) return { kind: 'collection', entity };
	return entityRoute(entity, second, third, fourth);
}

/** How the request log names a route. */
export function logKind(route: Route, method: string): string {
	if (route.kind === 'query') return 'read';
	const isEntity = route.kind === 'item' || route.kind === 'collection' || route.kind === 'childItem';
	if (isEntity) return method === 'GET' ? 'read' : 'write';
	return route.kind;
}

/** The entity a call counts under for the thread limit. */
export function endpointOf(route: Route, request: ReceivedRequest): string {
	return 'entity' in route ? route.entity.name : request.path.toLowerCase();
}

function serviceRoute(name: string): Route | undefined {
	switch (name.toLowerCase()) {
		case 'zoneinformation':
			return { kind: 'zone' };
		case 'thresholdinformation':
			return { kind: 'threshold' };
		case 'version':
			return { kind: 'version' };
		default:
			return undefined;
	}
}

function entityRoute(entity: Entity, second: string, third?: string, fourth?: string): Route {
	if (second.toLowerCase() === 'entityinformation') {
		return fourth === undefined ? { kind: 'metadata', entity, part: third ?? '' } : unknown;
	}
	if (second.toLowerCase() === 'query') {
		const part = (third ?? '').toLowerCase();
		const isKnown = part === '' || part === 'count' || part === 'next';
		return isKnown && fourth === undefined ? { kind: 'query', entity, part } : unknown;
	}
	const id = readId(second);
	if (id === undefined) return unknown;
	if (third === undefined) return { kind: 'item', entity, id };
	const child = childEntity(entity, third);
	if (child === undefined) return unknown;
	if (fourth === undefined) return { kind: 'collection', entity: child, parentId: id };
	const childId = readId(fourth);
	return childId === undefined ? unknown : { kind: 'childItem', entity: child, parentId: id, id: childId };
}

function readId(text: string): number | undefined {
	return /^\d+$/.test(text) ? Number(text) : undefined;
}
