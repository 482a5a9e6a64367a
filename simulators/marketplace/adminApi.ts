import type { FaultPlan } from '../faults';
import { isJsonObject, jsonAnswer, parseJsonBody, type Answer, type JsonObject, type ReceivedRequest } from '../http';
import type { MarketplaceAct } from './actKinds';
import type { MarketplaceAdmin } from './admin';
import type { MarketplaceRecords } from './records';
import { switchTable } from './switches';

type Handler = (admin: MarketplaceAdmin, body: JsonObject, query: URLSearchParams) => unknown;

/** The admin calls. Bodies are trusted to have the shape that the typed functions take. */
const handlers: Readonly<Record<string, Handler>> = {
	'POST /admin/reset': (admin) => admin.reset(),
	'POST /admin/seed': (admin, body) => admin.seed(body as unknown as Partial<MarketplaceRecords>),
	'POST /admin/remove': (admin, body) => ({ removed: admin.remove(String(body['id'])) }),
	'POST /admin/act': (admin, body) => admin.act(body as unknown as MarketplaceAct),
	'GET /admin/state': (admin) => admin.state(),
	'GET /admin/requests': (admin) => admin.requests(),
	'POST /admin/requests/clear': (admin) => admin.clearRequests(),
	'GET /admin/switches': (admin) => ({ switches: admin.setSwitches({}), table: switchTable }),
	'POST /admin/switches': (admin, body) => admin.setSwitches(body),
	'POST /admin/settings': (admin, body) => admin.setSettings(body),
	'POST /admin/expire': (admin) => ({ expired: admin.expireTokens() }),
	'POST /admin/faults': (admin, body) => admin.addFault(body as unknown as FaultPlan),
	'POST /admin/faults/clear': (admin) => admin.clearFaults(),
	'GET /admin/held': (admin, _body, query) =>
		query.get('wait') === null ? admin.held() : admin.waitForHeld(Number(query.get('timeoutMs') ?? 30_000)),
	'POST /admin/release': (admin, body) => ({
		released: admin.release(
			typeof body['id'] === 'number' ? body['id'] : undefined,
			body['how'] === 'drop' ? 'drop' : 'answer',
		),
	}),
	'POST /admin/now': (admin, body) => ({
		now: admin.setNow(typeof body['now'] === 'string' ? body['now'] : undefined),
	}),
};

/** Answers one call below /admin; JSON in and out, not counted and not logged. A wrong value answers 400. */
export async function adminAnswer(admin: MarketplaceAdmin, request: ReceivedRequest): Promise<Answer> {
	const handler = handlers[`${request.method} ${request.path}`];
	if (handler === undefined) return jsonAnswer(404, { error: `no admin call ${request.method} ${request.path}` });
	try {
		const body = parseJsonBody(request) ?? {};
		if (!isJsonObject(body)) return jsonAnswer(400, { error: 'the body must be a JSON object' });
		return jsonAnswer(200, (await handler(admin, body, request.query)) ?? {});
	} catch (error) {
		return jsonAnswer(400, { error: error instanceof Error ? error.message : String(error) });
	}
}
