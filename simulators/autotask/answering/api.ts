import type { SimulatorClock } from '../../clock';
import { jsonAnswer, parseJsonBody, type Answer, type Json, type Outcome, type ReceivedRequest } from '../../http';
import type { RequestParts } from '../../requestAdmin';
import type { LoggedRequest } from '../../requestLog';
import { Refusal } from '../tenant/refusal';
import type { Tenant } from '../tenant/tenant';
import { answerCall } from './answer';
import type { Limits } from './limits';
import { endpointOf, logKind, routeOf, type Route } from './route';
import type { Access, Zone } from './zones';

/** What a simulated Autotask is made of. */
export interface ApiParts extends RequestParts {
	readonly clock: SimulatorClock;
	readonly tenant: Tenant;
	readonly limits: Limits;
	readonly access: Access;
}

/** Where a call was addressed to: a zone, or the host of the zone look-up; `path` begins with ATServicesRest. */
interface Addressed {
	readonly zone: Zone | undefined;
	readonly path: string;
}

/**
 * Answers a call to the API.
 *
 * @param zoneName the zone whose own port received the call; undefined on the main port.
 */
export async function serveApi(parts: ApiParts, request: ReceivedRequest, zoneName?: string): Promise<Outcome> {
	const started = performance.now();
	const addressed = addressOf(parts.access, request, zoneName);
	const route = routeOf(addressed.path);
	const entry = parts.log.begin(request, logKind(route, request.method));
	noteBody(entry, request);
	const outcome = await admitted(parts, request, addressed, route);
	entry.ms = Math.round(performance.now() - started);
	if (outcome.kind === 'answer') entry.status = outcome.answer.status;
	return outcome;
}

async function admitted(
	parts: ApiParts,
	request: ReceivedRequest,
	addressed: Addressed,
	route: Route,
): Promise<Outcome> {
	const { access, limits, faults } = parts;
	if (route.kind === 'zone') {
		return faults.run(request, async () => access.zoneAnswer(request.query.get('user')));
	}
	const overHour = limits.count();
	if (overHour !== undefined) return { kind: 'answer', answer: overHour };
	const user = access.userOf(request);
	if (route.kind !== 'versions' && user === undefined) return { kind: 'answer', answer: { status: 401 } };
	if (route.kind !== 'versions' && addressed.zone?.name !== access.home) {
		return {
			kind: 'answer',
			answer: wrongZone(parts.tenant, `${access.homeZone().address}${addressed.path}`),
		};
	}
	const slot = limits.enter(user?.integrationCode ?? '', endpointOf(route, request));
	if (typeof slot !== 'function') return { kind: 'answer', answer: slot };
	try {
		if (limits.figures.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, limits.figures.latencyMs));
		return await faults.run(request, async () => perform(parts, request, addressed, route));
	} finally {
		slot();
	}
}

/** What a zone answers from which the database has moved away. */
function wrongZone({ switches: { wrongZone: so } }: Tenant, movedTo: string): Answer {
	if (so === 'html')
		return { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<!DOCTYPE html><html></html>' };
	return { status: so, ...(so < 400 ? { headers: { Location: movedTo } } : {}) };
}

function perform({ tenant, limits }: ApiParts, request: ReceivedRequest, { zone }: Addressed, route: Route): Answer {
	const impersonated = Number(request.headers.impersonationresourceid);
	const resourceId = Number.isInteger(impersonated) && impersonated > 0 ? impersonated : 29682885;
	try {
		return answerCall({ tenant, limits, request, zoneAddress: zone?.address ?? request.origin, resourceId }, route);
	} catch (error) {
		if (error instanceof Refusal) return error.answer;
		return jsonAnswer(500, { simulatorFault: error instanceof Error ? error.message : String(error) });
	}
}

function addressOf(access: Access, request: ReceivedRequest, zoneName?: string): Addressed {
	const named = access.zones.find((zone) => zone.name === zoneName);
	if (named !== undefined) return { zone: named, path: request.path };
	for (const zone of access.zones) {
		const prefix = `${new URL(zone.address).pathname}/`;
		if (prefix !== '//' && request.path.startsWith(prefix))
			return { zone, path: request.path.slice(prefix.length - 1) };
	}
	return { zone: undefined, path: request.path };
}

function noteBody(entry: LoggedRequest, request: ReceivedRequest): void {
	if (entry.kind !== 'write') return;
	try {
		const body: Json | undefined = parseJsonBody(request);
		if (body !== undefined) entry.body = body;
	} catch (cause) {
		if (!(cause instanceof SyntaxError)) throw cause;
		entry.body = 'not JSON';
	}
}
