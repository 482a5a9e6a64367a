import {
	isJsonObject,
	jsonAnswer,
	parseJsonBody,
	type Answer,
	type Json,
	type JsonObject,
	type ReceivedRequest,
} from '../../http';
import { parentField, type Entity } from '../tenant/entities';
import { refuse, refuseMethod, refusePath } from '../tenant/refusal';
import type { Tenant } from '../tenant/tenant';
import { shownRows } from '../tenant/views';
import { createAdjustment } from '../writes/adjustmentWrites';
import { createCharge, deleteCharge, updateCharge } from '../writes/chargeWrites';
import { createContractService, updateContractService } from '../writes/contractServiceWrites';
import { createContract, updateContract } from '../writes/contractWrites';
import { createPlain, createService, updatePlain } from '../writes/plainWrites';
import type { WriteCall } from '../writes/writes';
import type { Limits } from './limits';
import { answerMetadata } from './metadata';
import { answerCount, answerQuery, type QueryCall } from './query';
import type { Route } from './route';

/** What the answers are made from. */
export interface AnswerContext {
	readonly tenant: Tenant;
	readonly limits: Limits;
	readonly request: ReceivedRequest;
	/** Address of the zone, without ATServicesRest. */
	readonly zoneAddress: string;
	readonly resourceId: number;
}

type Write = (call: WriteCall) => number;
const creations: Readonly<Record<string, Write>> = {
	Contracts: createContract,
	ContractServices: createContractService,
	ContractServiceAdjustments: createAdjustment,
	ContractCharges: createCharge,
	Services: createService,
};
const updates: Readonly<Record<string, Write>> = {
	Contracts: updateContract,
	ContractServices: updateContractService,
	ContractCharges: updateCharge,
};

/** Answers a call whose caller has been accepted. Throws Refusal. */
export function answerCall(context: AnswerContext, route: Route): Answer {
	const { tenant, limits, request } = context;
	switch (route.kind) {
		case 'versions':
			return jsonAnswer(200, { apiVersions: ['1.0'] });
		case 'version':
			return jsonAnswer(200, { majorVersion: 2026, minorVersion: 3, build: '0', customerType: 'Production' });
		case 'threshold':
			return jsonAnswer(200, {
				externalRequestThreshold: limits.figures.hourlyLimit,
				requestThresholdTimeframe: 60,
				currentTimeframeRequestCount: limits.used(),
			});
		case 'metadata':
			return request.method === 'GET' ? answerMetadata(tenant, route.entity, route.part) : refuseMethod(request.method);
		case 'query':
			return answerQueryRoute(context, route);
		case 'item':
			return answerItem(context, route.entity, route.id);
		case 'collection':
			return answerCollection(context, route.entity, route.parentId);
		case 'childItem':
			return answerChildItem(context, route.entity, route.parentId, route.id);
		case 'zone':
		case 'unknown':
			return refusePath();
	}
}

function answerQueryRoute(context: AnswerContext, route: Extract<Route, { kind: 'query' }>): Answer {
	const { request, tenant } = context;
	if (!route.entity.canQuery) refusePath();
	if (request.method !== 'GET' && request.method !== 'POST') refuseMethod(request.method);
	const searchText = request.method === 'GET' ? (request.query.get('search') ?? '') : request.body;
	const paging = request.query.get('paging');
	if (route.part === 'next' && paging === null) refuse('The paging information is missing.');
	const call: QueryCall = {
		tenant,
		entity: route.entity,
		method: request.method,
		searchText,
		search: readJson(searchText),
		url: `${context.zoneAddress}/ATServicesRest/V1.0/${route.entity.name}`,
		...(route.part === 'next' && paging !== null ? { paging } : {}),
	};
	return route.part === 'count' ? answerCount(call) : answerQuery(call);
}

function answerItem({ tenant, request }: AnswerContext, entity: Entity, id: number): Answer {
	const canRead = entity.canQuery && request.method === 'GET';
	if (!canRead) refuseMethod(request.method);
	return jsonAnswer(200, { item: shownRows(tenant, entity).find((row) => row.id === id) ?? null });
}

function answerCollection(context: AnswerContext, entity: Entity, parentId?: number): Answer {
	const { tenant, request } = context;
	const methods = parentId === undefined ? entity.rootMethods : entity.childMethods;
	if (!methods.includes(request.method)) refuseMethod(request.method);
	switch (request.method) {
		case 'GET': {
			if (parentId === undefined || !entity.canQuery) refuseMethod('GET');
			const items = shownRows(tenant, entity).filter((row) => row[parentField(entity)] === parentId);
			const pageDetails = { count: items.length, requestCount: 500, prevPageUrl: null, nextPageUrl: null };
			return jsonAnswer(200, { items, pageDetails });
		}
		case 'POST':
			return jsonAnswer(200, { itemId: (creations[entity.name] ?? createPlain)(writeCall(context, entity, parentId)) });
		case 'PATCH':
			return jsonAnswer(200, { itemId: (updates[entity.name] ?? updatePlain)(writeCall(context, entity, parentId)) });
		default:
			return refuseMethod(request.method);
	}
}

function answerChildItem(context: AnswerContext, entity: Entity, parentId: number, id: number): Answer {
	const { tenant, request } = context;
	if (request.method === 'DELETE' && entity.name === 'ContractCharges') {
		return jsonAnswer(200, { itemId: deleteCharge(tenant, parentId, id) });
	}
	if (request.method !== 'GET' || !entity.canQuery) refuseMethod(request.method);
	const item = shownRows(tenant, entity).find((row) => row.id === id && row[parentField(entity)] === parentId);
	return jsonAnswer(200, { item: item ?? null });
}

function writeCall({ tenant, request, resourceId }: AnswerContext, entity: Entity, parentId?: number): WriteCall {
	const body = readBody(request);
	return { tenant, entity, body, resourceId, ...(parentId === undefined ? {} : { parentId }) };
}

function readBody(request: ReceivedRequest): JsonObject {
	const isJson = /json/i.test(request.headers['content-type'] ?? '');
	const body = isJson ? readJson(request.body) : undefined;
	return isJsonObject(body) ? body : refuse('The request body is missing or is not a JSON object.');
}

function readJson(text: string): Json | undefined {
	try {
		return parseJsonBody({ body: text });
	} catch (cause) {
		if (!(cause instanceof SyntaxError)) throw cause;
		return refuse('The request body is not valid JSON.');
	}
}
